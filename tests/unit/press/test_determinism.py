"""Equal compositions give equal bytes: in one process, and in processes that differ in all that should not matter."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from typeset.model.composition import Composition
from typeset.press import press
from typeset.resources import Resources

SOURCE = Path(__file__).parents[2] / "golden" / "small"
PRESS = """
import hashlib, os, sys, time
time.tzset()
from pathlib import Path
from typeset.compose import compose
from typeset.pipeline import read
from typeset.press import press
from typeset.resources import bundled
resources = bundled()
source = read(Path(sys.argv[1]), resources)
composition = compose(source.protocol, source.wordings, source.files, resources, source.protocol.languages)
pdf = press(composition, resources)
print(hashlib.sha256(pdf).hexdigest())
"""


def test_pressed_twice_in_one_process(
    composition: Callable[[str], Composition], pressed: Callable[[str], bytes], resources: Resources
) -> None:
    assert press(composition("small"), resources) == pressed("small")


def test_pressed_in_two_processes(tmp_path: Path, pressed: Callable[[str], bytes]) -> None:
    """Hash seed, folder, time zone, locale and caches differ; one names the source by a relative path."""
    other = tmp_path / "other folder"
    other.mkdir()
    runs = [
        _started(SOURCE, tmp_path, PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C.UTF-8"),
        _started(
            Path(os.path.relpath(SOURCE, other)),
            other,
            PYTHONHASHSEED="2",
            TZ="America/St_Johns",
            LC_ALL="C",
            PYTHONUTF8="0",
            PYTHONCOERCECLOCALE="0",
            XDG_CACHE_HOME=str(tmp_path / "cache"),
            SOURCE_DATE_EPOCH="0",
        ),
    ]
    digests = [run.communicate(timeout=120)[0].strip() for run in runs]
    assert [run.returncode for run in runs] == [0, 0]
    assert digests == [hashlib.sha256(pressed("small")).hexdigest()] * 2


def _started(source: Path, folder: Path, **environment: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LD_LIBRARY_PATH"}}
    path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry)
    return subprocess.Popen(
        [sys.executable, "-c", PRESS, source],
        cwd=folder,
        env={**kept, "PYTHONPATH": path, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
