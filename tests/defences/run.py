"""Break every defence on purpose, one at a time, in a copy of the tree: the tests that are named must fail.

`make defences` breaks all of them; words choose those whose name holds one of them: `make defences ONLY="seal scan"`.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.defences.defence import ROOT, Defence
from tests.defences.table import DEFENCES

_PATIENCE = 600
"""Seconds for the tests of one defence: without it, they may run for as long as they are let."""
_COPIED = ("src", "tests", "templates", "scripts", "requirements", "docs", "examples", "benchmarks")
_LINKED = ("fonts",)
_FAILED = re.compile(r"^FAILED (.+?)(?: - .*)?$", re.MULTILINE)
_LAST = 15
"""Lines of what pytest said that are shown where something is not as it should be."""


def copied(root: Path, folder: Path) -> None:
    """Copy a tree to where it can be broken; what is large and never broken is linked."""
    leave = shutil.ignore_patterns("__pycache__", "*.pyc", ".*_cache")
    for name in _COPIED:
        if (root / name).is_dir():
            shutil.copytree(root / name, folder / name, ignore=leave, symlinks=True)
    for name in _LINKED:
        if (root / name).exists():
            (folder / name).symlink_to(root / name)
    for path in root.iterdir():
        if path.is_file():
            shutil.copy(path, folder)


def tested(folder: Path, nodes: Sequence[str]) -> tuple[int, str]:
    """What pytest returns of these tests in a tree, and what it says; 1 where they hang."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "--tb=line", "-rfE", "-p", "no:cacheprovider", *nodes]
    # The tree's own code goes before the one that is installed.
    environment = os.environ | {"PYTHONPATH": f"{folder / 'src'}", "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    environment.pop("CI", None)
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return 1, "".join(f"FAILED {node} - hangs\n" for node in nodes)
    return done.returncode, done.stdout + done.stderr


def unnoticed(output: str, nodes: Iterable[str]) -> list[str]:
    """The tests that did not fail in any of their cases."""
    failed = _FAILED.findall(output)
    return [node for node in nodes if not any(one == node or one.startswith(f"{node}[") for one in failed)]


def faults(defences: Sequence[Defence], root: Path) -> Iterator[tuple[Defence | None, str]]:
    """Each defence, and what is wrong with it: nothing where its tests fail without it, and pass with it."""
    with tempfile.TemporaryDirectory(prefix="typeset-defences-") as scratch:
        folder = Path(scratch)
        copied(root, folder)
        nodes = list(dict.fromkeys(node for one in defences for node in one.tests))
        code, output = tested(folder, nodes)
        if code:
            yield None, "the tests do not pass where nothing is broken:\n" + _end(output)
            return
        for one in defences:
            yield one, _fault(one, folder)


def _fault(one: Defence, folder: Path) -> str:
    whole = {}
    try:
        for path, content in one.broken(folder).items():
            whole[path] = path.read_text(encoding="utf-8")
            path.write_text(content, encoding="utf-8")
        code, output = tested(folder, one.tests)
    except LookupError as error:
        return str(error)
    finally:
        for path, content in whole.items():
            path.write_text(content, encoding="utf-8")
    if code not in {0, 1}:
        return f"its tests cannot be run without it ({code}):\n" + _end(output)
    passed = unnoticed(output, one.tests)
    return f"nobody notices that it is gone: {', '.join(passed)}\n" + _end(output) if passed else ""


def _end(output: str) -> str:
    return "\n".join(output.splitlines()[-_LAST:])


def main(words: Sequence[str]) -> int:
    """Try the defences whose name holds one of these words, or all; gives what the process returns."""
    chosen = [one for one in DEFENCES if not words or any(word in one.name for word in words)]
    wrong, began = 0, time.monotonic()
    for one, fault in faults(chosen, ROOT):
        wrong += bool(fault)
        name = "all" if one is None else one.name
        sys.stdout.write(f"{'WRONG' if fault else 'holds'}  {name}{': ' if fault else ''}{fault}\n")
        sys.stdout.flush()
    seconds = time.monotonic() - began
    sys.stdout.write(f"{len(chosen)} defences broken, {wrong} wrong, {seconds:.0f} s\n")
    return 1 if wrong or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
