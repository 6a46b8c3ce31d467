"""The README, run as written: every command of its console blocks, with the output that stands there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, str]]:
    """Commands and the output that follows each."""
    pieces = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def test_the_readme_has_commands() -> None:
    assert len([command for block in BLOCKS for command, _ in steps(block)]) >= 9


def test_commands_print_what_the_readme_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    for block in BLOCKS:
        for command, expected in steps(block):
            done = subprocess.run(
                ["/bin/sh", "-c", command],
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            shown = re.sub(r"\b[0-9a-f]{64}\b", "SHA256", done.stdout)
            shown = re.sub(r"\b[0-9a-f]{12}\b", "SHORT", shown)
            # Results and talk go two ways, and a file has no order between them.
            assert sorted(shown.splitlines()) == sorted(expected.splitlines()), command


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_readme_names_the_two_commands(target: str) -> None:
    assert f"\n    make {target}\n" in README
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_demo_ends_with_a_table_of_what_was_proven() -> None:
    # As a user calls it, not as a part of the `make` that runs the tests.
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    words = [shutil.which("make") or "make", "demo"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("proven: ")
    assert (ROOT / "output" / "original.pdf").read_bytes().startswith(b"%PDF-")


def test_ci_runs_the_readme_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()
