"""Ctrl-C, and the system's wish that it end, at random moments of every command that writes: 130, no traceback, healed.

Ctrl-C goes to a command and its workers, as from a terminal; the other signal to the command alone.
"""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.hostile.copies.test_scans import scan

COMMAND = (sys.executable, "-m", "typeset")
TIMES = int(os.environ.get("INTERRUPTS", "1"))
"""Interruptions of each command by each signal."""
DATE = ("--date", "2026-05-25")
INTERRUPTED = 130
LONGEST = 120


@dataclass(frozen=True)
class Case:
    """A command, what was done before it, and what a second run says, which heals."""

    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    again: tuple[str, ...]
    done_before: str = "nothing of the kind"
    """What a second run complains of where the first had come to its end."""


PRESS = ("original", "protocol", "-o", "original.pdf")
ADD = ("register", "add-original", "scan.pdf", "--protocol", "protocol")
COPY = ("copy", "original.pdf", "--all", *DATE)
BATCH = ("batch", "in", "-o", "out", "--copies", "all", "-j", "1", *DATE)
RECTIFY = ("register", "rectify", "EXAMPLE-1-2026", "1", "--reason", "a slip", *DATE)
CASES = {
    "original": Case(PRESS, (), PRESS, "exists and is not overwritten"),
    "copy": Case(COPY, (PRESS,), (*COPY, "--resume")),
    "batch": Case(BATCH, (), (*BATCH, "--resume")),
    "add-original": Case(ADD, (), ADD),
    "rectify": Case(RECTIFY, (PRESS, COPY), RECTIFY, "is rectified already"),
    "audit": Case(("register", "audit", "--copies", "copies"), (PRESS, COPY), ("register", "audit")),
    "export": Case(
        ("register", "export", "-o", "copies/export.csv"),
        (PRESS, COPY),
        ("register", "export", "-o", "copies/export.csv"),
        "exists and is not overwritten",
    ),
}


def run(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*COMMAND, *words], cwd=folder, capture_output=True, text=True, check=False)


def state(folder: Path) -> dict[str, str]:
    """Every file that was made, by its digest, and the head of the register."""
    made = [path for kind in ("*.pdf", "*.csv") for path in folder.rglob(kind)]
    found = {str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() for one in made}
    if (folder / "register.db").exists():
        found["head"] = run(folder, "register", "audit").stdout
    return found


@pytest.fixture(scope="module", params=CASES)
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Path, float]:
    """A case, the folder that it begins in, and how long an undisturbed run takes; what it makes stands beside."""
    case, folder = CASES[request.param], tmp_path_factory.mktemp("desk") / "office"
    folder.mkdir()
    assert run(folder, "new", "protocol").returncode == 0
    shutil.copytree(folder / "protocol", folder / "in" / "0001")
    (folder / "scan.pdf").write_bytes(scan())
    for words in case.before:
        assert run(folder, *words).returncode == 0
    undisturbed = folder.parent / "undisturbed"
    shutil.copytree(folder, undisturbed)
    start = time.monotonic()
    done = run(undisturbed, *case.command)
    assert done.returncode == 0, done.stderr
    return case, folder, time.monotonic() - start


def begun(folder: Path, words: tuple[str, ...]) -> "subprocess.Popen[str]":
    """A command that has come so far that it can be interrupted: before that, Python itself is still starting."""
    process = subprocess.Popen(
        [*COMMAND, *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until = time.monotonic() + LONGEST
    while time.monotonic() < until and process.poll() is None:
        lines = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii").splitlines()
        caught = next((int(line.split()[1], 16) for line in lines if line.startswith("SigCgt:")), 0)
        if caught & 1 << signal.SIGTERM - 1:
            break
        time.sleep(0.005)
    return process


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="looks at signals in /proc")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_is_done_by_a_second_run(
    sent: signal.Signals, office: tuple[Case, Path, float], tmp_path: Path
) -> None:
    case, desk, length = office
    wanted, dice = state(desk.parent / "undisturbed"), random.Random(f"{sent} {case.command}")  # noqa: S311 - moments
    for number in range(TIMES):
        folder = tmp_path / str(number)
        shutil.copytree(desk, folder)
        process = begun(folder, case.command)
        time.sleep(dice.uniform(0, length))
        (os.killpg if sent == signal.SIGINT else os.kill)(process.pid, sent)
        said = process.communicate(timeout=LONGEST)
        assert process.returncode in {0, INTERRUPTED}, said
        assert "Traceback" not in said[1], said
        assert "Exception ignored" not in said[1], said
        assert not list(folder.rglob(".typeset-*")), said
        assert {**wanted, **state(folder)}.keys() == wanted.keys()
        done = run(folder, *case.again)
        assert done.returncode == 0 or case.done_before in done.stderr, (said, done.stderr)
        assert state(folder) == wanted, (said, done.stderr)
        shutil.rmtree(folder)


ORPHAN = """
import os, signal
from multiprocessing.connection import Connection
from typeset.confined import Limits, confined
Connection.send_bytes = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
confined(Limits(5, 2**29), "a file", len, b"")
"""


def test_a_killed_command_leaves_no_reader_behind() -> None:
    """Killed before it has said what is to be read; whoever lives on holds the pipe of what it says."""
    done = subprocess.run([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
