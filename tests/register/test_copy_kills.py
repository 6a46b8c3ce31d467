"""`typeset copy` killed at random moments: afterwards, audit and resume leave exactly one good file a number."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "typeset"
KILLS = int(os.environ.get("TYPESET_KILLS", "4"))
ORDER = ("copy", "original.pdf", "--date", "2026-05-25")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(COMMAND), *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    assert run(folder, "new", "protocol").returncode == 0
    assert run(folder, "original", "protocol", "-o", "original.pdf").returncode == 0
    return folder


@pytest.fixture(scope="module")
def undisturbed(office: Path) -> tuple[float, dict[str, bytes]]:
    """How long a run takes, and what it makes."""
    folder = office.parent / "undisturbed"
    shutil.copytree(office, folder)
    start = time.monotonic()
    assert run(folder, *ORDER, "--all").returncode == 0
    return time.monotonic() - start, {path.name: path.read_bytes() for path in (folder / "copies").iterdir()}


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_killed_run_is_finished(
    seed: int, office: Path, undisturbed: tuple[float, dict[str, bytes]], tmp_path: Path
) -> None:
    length, wanted = undisturbed
    folder = tmp_path / "desk"
    shutil.copytree(office, folder)
    process = subprocess.Popen(
        [str(COMMAND), *ORDER, "--all"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    # Later moments are more telling: the first half of a run only loads and reads.
    time.sleep(random.Random(seed).triangular(0, length, length))  # noqa: S311 - a moment, not a secret
    process.send_signal(signal.SIGKILL)
    process.wait()
    if (folder / "register.db").exists():
        audit = run(folder, "register", "audit", *(["--copies", "copies"] if (folder / "copies").exists() else []))
        named = {f"copy {number} " for number in (1, 2) if f"copy {number} of" in audit.stderr}
        listed = run(folder, "register", "list").stdout
        for number in (1, 2):
            if " pending " in "".join(line for line in listed.splitlines() if f"  {number}  " in line):
                assert f"copy {number} " in named
    done = run(folder, *ORDER, "--resume", "--all")
    assert done.returncode == 0, done.stderr
    found = {path.name: path.read_bytes() for path in (folder / "copies").iterdir() if path.suffix == ".pdf"}
    assert found == wanted
    for path in (folder / "copies").glob(".typeset-*.part"):
        path.unlink()  # half a file of the killed run, which the audit names
    assert run(folder, "register", "audit", "--copies", "copies").returncode == 0
