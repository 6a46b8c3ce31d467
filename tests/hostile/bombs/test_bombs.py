"""Bombs handed to everything that reads PDFs: each is refused or reported, within ten seconds and 512 MB."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.hostile.bombs.bombs import BOMBS, Bomb
from tests.hostile.bombs.handing import handed

from typeset.confined import Limits, confined
from typeset.errors import VerificationError

MEMORY = 512 * 2**20
SECONDS = 10
# What can only be stopped: its proof compares everything with everything. The sooner, the shorter this test.
STOPPED = {
    "words_by_the_hundred_thousand_on_one_line": 3,
    "rectangles_by_the_hundred_thousand": 3,
    "annotations_by_the_hundred_thousand": 3,
    "string_of_30_megabytes": 3,
}


@pytest.mark.parametrize("bomb", BOMBS, ids=lambda bomb: bomb.__name__)
def test_a_bomb_is_refused_or_reported(bomb: Bomb, good: Path, tmp_path: Path) -> None:
    name = bomb.__name__
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(bomb((good / "original.pdf").read_bytes()))
    limits = Limits(STOPPED.get(name, SECONDS), MEMORY)
    try:
        said = confined(limits, path.name, handed, path, good / "source", good / "original.pdf")
    except VerificationError as error:
        assert name in STOPPED, error  # noqa: PT017 - nothing else may need to be stopped
        assert "could not be read within" in error.message  # noqa: PT017 - likewise
        return
    assert said["verify"] != "passed"
    assert said["copy"] != "passed"


def test_there_are_enough() -> None:
    assert len(BOMBS) >= 35


PROGRAM = """
import os, pathlib, sys
import page
from typeset.confined import Limits, confined

def judged(pdf):
    return page.validate_pdf_bytes(pdf, profile="3a").is_compliant

if __name__ == "__main__":
    pdf = pathlib.Path(sys.argv[1]).read_bytes()
    judged(pdf)
    assert len(os.listdir("/proc/self/task")) > 1
    print(confined(Limits(5, 2**30), "a.pdf", judged, pdf))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")
def test_threads_that_python_does_not_know_of_are_no_trap(good: Path, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, program, good / "original.pdf"], capture_output=True, text=True, timeout=50, check=False
    )
    assert done.stdout == "True\n", done.stderr
