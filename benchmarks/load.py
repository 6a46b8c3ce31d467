"""Many processes at one register, and many copies in it, into figures: is a number lost, and how long is an answer?

    .venv/bin/python benchmarks/load.py [--processes 50] [--seconds 60] [--copies 10000] [--only sqlite,postgresql,size]

Processes take numbers one by one, write a file for each and enter it, as `copy` does, but press nothing: what is under
load is the register. A server of PostgreSQL is begun for it. Ends with 1 where a promise is broken.
"""

import argparse
import hashlib
import importlib
import multiprocessing
import statistics
import subprocess
import sys
import tempfile
import time
import typing as t
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import entries

from typeset import output
from typeset.errors import TypesetError
from typeset.register import Register

HOME = Path(__file__).parents[1]
MOST_SECONDS, MOST_GROWTH = 1.0, 1.2
ROUNDS = 7
_MB = 2**20


def main() -> None:
    """Measure what is asked for, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--copies", type=int, default=10_000)
    parser.add_argument("--only", default="sqlite,postgresql,size")
    asked = parser.parse_args()
    kept = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in asked.only.split(","):
            if kind == "size":
                kept &= size(folder, asked.copies)
                continue
            with address(kind, folder, asked.processes) as where:
                kept &= rush(kind, where, folder / kind, asked.processes, asked.seconds)
    sys.exit(not kept)


@contextmanager
def address(kind: str, folder: Path, processes: int) -> Iterator[str]:
    """A register that is not begun: a file, or a database of a server of its own."""
    if kind == "sqlite":
        yield str(folder / "rush.db")
        return
    sys.path.append(str(HOME / "tests" / "register"))
    server = importlib.import_module("server").Server(connections=processes + 20)
    server.start()
    try:
        yield server.database()
    finally:
        server.stop()


class Said(t.NamedTuple):
    """What a process says of itself: its numbers, the seconds that each took, and why it failed, if it did."""

    numbers: list[int]
    waited: list[float]
    failure: str


def rush(kind: str, where: str, folder: Path, processes: int, seconds: float) -> bool:
    """Let processes issue from one register at once, and hold what they say against what it says."""
    with Register.open(where, create=True) as register:
        register.add_original(entries.original(0))
    context = multiprocessing.get_context("fork")
    pipes = [context.Pipe() for _ in range(processes)]
    workers = [context.Process(target=_issue, args=(where, folder, there)) for _, there in pipes]
    for worker in workers:
        worker.start()
    for here, _ in pipes:
        here.recv()
    until = time.monotonic() + seconds
    for here, _ in pipes:
        here.send(until)
    said: list[Said] = [here.recv() for here, _ in pipes]
    for worker in workers:
        worker.join()
    return _judged(kind, where, folder, seconds, said)


def _issue(where: str, folder: Path, parent: Connection) -> None:
    numbers: list[int] = []
    waited: list[float] = []
    parent.send("ready")
    until = parent.recv()
    try:
        with Register.open(where) as register:
            while time.monotonic() < until:
                start = time.monotonic()
                (allotted,) = register.allot(entries.original(0).sha256, [entries.terms(0, 0)])
                content = allotted.model_dump_json().encode()
                output.write(folder / allotted.file_name, content)
                register.confirm(allotted.made(hashlib.sha256(content).hexdigest(), 9))
                numbers.append(allotted.number)
                waited.append(time.monotonic() - start)
    except TypesetError as error:
        parent.send(Said(numbers, waited, str(error)))
    else:
        parent.send(Said(numbers, waited, ""))


def _judged(
    kind: str, where: str, folder: Path, seconds: float, said: list[tuple[list[int], list[float], str]]
) -> bool:
    numbers = sorted(number for one in said for number in one.numbers)
    failures = [one.failure for one in said if one.failure]
    waited = sorted(moment for one in said for moment in one.waited)
    shares = sorted(len(one.numbers) for one in said)
    with Register.open(where) as register:
        audit = register.audit(folder)
    consecutive = numbers == list(range(1, len(numbers) + 1))
    print(f"{kind}: {len(said)} processes, {seconds:g} s: {len(numbers)} copies, {len(numbers) / seconds:.0f}/s; "
          f"a process issued {shares[0]} to {shares[-1]}, median {statistics.median(shares):g}; a copy took "
          f"{statistics.median(waited):.2f} s, at most {waited[-1]:.1f} s")  # fmt: skip
    sound = "sound" if audit.sound else audit.findings[0].message
    print(f"{kind}: consecutive, none lost, none twice: {consecutive}; audit with files: {sound}; "
          f"processes that failed: {len(failures)}")  # fmt: skip
    for failure in failures[:1]:
        print(failure)
    return consecutive and audit.sound and not failures


def size(folder: Path, copies: int) -> bool:
    """Ask registers of a tenth and of all the copies, each time from a cold command line."""
    counts = (copies // 10, copies)
    for count in counts:
        entries.fill(folder / f"{count}.db", count)
    kept = True
    for question in (["list"], ["list", "--json"], ["audit"], ["due"]):
        found = {count: _asked(folder / f"{count}.db", question) for count in counts}
        (_, small), (seconds, large) = (found[count] for count in counts)
        growth, asked = large / small, f"register {' '.join(question)}"
        print(f"{asked}: {copies} copies in {statistics.median(seconds):.2f} s (least {min(seconds):.2f}), "
              f"{large / _MB:.0f} MB; {growth:.2f} of the memory for {counts[0]}")  # fmt: skip
        kept &= growth <= MOST_GROWTH and (question[1:] == ["--json"] or min(seconds) <= MOST_SECONDS)
    return kept


_LAUNCHER = """
import os, sys, time
start = time.monotonic()
nowhere = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=nowhere)
_, status, usage = os.wait4(process, 0)
print(time.monotonic() - start, usage.ru_maxrss * 1024, os.waitstatus_to_exitcode(status))
"""
"""Begins a command from a process that is small itself: a child is said to have held what its parent held."""


def _asked(where: Path, question: list[str]) -> tuple[list[float], int]:
    """Seconds of each round, and the most bytes held."""
    command = [str(Path(sys.executable).with_name("typeset")), "-q", "register", *question, "--register", str(where)]
    seconds, most = [], 0
    for _ in range(ROUNDS):
        launched = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *command]
        said = subprocess.run(launched, check=True, capture_output=True, text=True).stdout.split()
        if said[2] != "0":
            sys.exit(f"{command} ended with {said[2]}")
        seconds.append(float(said[0]))
        most = max(most, int(said[1]))
    return seconds, most


if __name__ == "__main__":
    main()
