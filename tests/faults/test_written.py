"""`copy` killed, refused or starved at a system call that writes: old state or new state, and a second run heals.

strace injects the fault into the N-th call of a kind; which ones is settled by dice, and `make faults` throws more.
"""

import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fuzz.conftest import good

__all__ = ["good"]
COMMAND = Path(sys.executable).parent / "typeset"
ORDER = (
    "copy", "scan.pdf", "--for", "AA", "--protocol", "source", "--language", "ru", "--officer", "Секретарь",
    "--place", "Пекин", "--kept-in", "Секретариате", "--date", "2024-06-04",
)  # fmt: skip
TRIES = int(os.environ.get("FAULTS", "2"))
"""Calls that are made to fail, of each kind of fault."""
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "linkat", "link", "unlink", "rename", "ftruncate")
INJECTED = {"killed": "signal=KILL", "full": "error=ENOSPC", "broken": "error=EIO"}


def run(folder: Path, *arguments: str, before: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    command = [*before, str(COMMAND), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)


@pytest.fixture(scope="module")
def office(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registered scan, of which no copy was made yet."""
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(good / "source", folder / "source")
    shutil.copy(good / "scan.pdf", folder)
    done = run(folder, "register", "add-original", "scan.pdf", "--protocol", "source")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def undisturbed(office: Path) -> tuple[str, dict[str, int]]:
    """The digest of the copy, and how often each call is made on the way to it."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("`strace` is not installed: faults at system calls are not tried")
    folder = office.parent / "undisturbed"
    shutil.copytree(office, folder)
    done = run(folder, *ORDER, before=(strace, "-f", "-qq", "-o", "calls", "-e", f"trace={','.join(CALLS)}"))
    assert done.returncode == 0, done.stderr
    calls = re.findall(r"^\d+ +(\w+)\(", (folder / "calls").read_text(), re.MULTILINE)
    (made,) = digests(folder)
    return made, {name: calls.count(name) for name in CALLS}


def digests(folder: Path) -> set[str]:
    """What stands in the folder of copies, but for the halves of a killed run."""
    return {hashlib.sha256(one.read_bytes()).hexdigest() for one in (folder / "copies").glob("*.pdf")}


@pytest.mark.parametrize("fault", INJECTED)
def test_a_fault_at_any_call_that_writes_is_healed(
    fault: str, office: Path, undisturbed: tuple[str, dict[str, int]], tmp_path: Path
) -> None:
    wanted, counts = undisturbed
    calls = [(call, number) for call, count in counts.items() for number in range(1, count + 1)]
    dice = random.Random(fault)  # noqa: S311 - dice, not keys
    # Few calls write to the register and to copies; the most are those of libraries to their own files and pipes.
    telling = [one for one in calls if one[0] != "write"]
    chosen = dice.sample(telling, min(TRIES, len(telling))) + dice.sample(calls, min(TRIES, len(calls)) // 2)
    for call, number in chosen:
        folder = tmp_path / f"{call}-{number}"
        shutil.copytree(office, folder, dirs_exist_ok=True)
        inject = f"inject={call}:{INJECTED[fault]}:when={number}"
        trace = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
        broken = run(folder, *ORDER, before=trace)
        assert "Traceback" not in broken.stderr, (call, number, broken.stderr)
        resumed = run(folder, "copy", "scan.pdf", "--resume", "--protocol", "source")
        assert resumed.returncode == 0, (call, number, resumed.stderr)
        # No number was taken yet: then nothing is pending either, and the same order is given again.
        again = None if digests(folder) else run(folder, *ORDER)
        assert digests(folder) == {wanted}, (call, number, broken.stderr, again and again.stderr)
        for part in (folder / "copies").glob(".typeset-*.part"):
            part.unlink()
        audit = run(folder, "register", "audit", "--copies", "copies")
        assert audit.returncode == 0, (call, number, audit.stderr)
        shutil.rmtree(folder)
    print(f"\n{fault}: {len(chosen)} of {len(calls)} calls")  # noqa: T201 - the figures
    assert chosen
