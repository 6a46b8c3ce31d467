"""Kinds and numbers of mutants into a tally, by workers that may die of any one of them."""

import json
import os
import select
import signal
import subprocess
import sys
import typing as t
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.worker import good_files, mutant

ROOT = Path(__file__).parents[2]
_OUTCOMES = ("refused", "wanting", "same")
_PATIENCE = 120
"""Seconds of the clock: what takes no time of the processor, and never ends, is found too."""
_PUZZLES = 8


class Said(t.NamedTuple):
    """What one function says of a mutant, and how many seconds of the processor it took."""

    function: str
    outcome: str
    seconds: float


@dataclass
class Tally:
    """What was said of how many mutants, and every fault with the mutant that brought it about."""

    said: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    puzzles: list[str] = field(default_factory=list)
    """Which mutants were proven, and no copy was made of, and why."""
    slowest: dict[tuple[str, str], tuple[float, int]] = field(default_factory=dict)

    def add(self, kind: str, number: int, said: list[Said]) -> bool:
        """Count the answers of all functions; say whether one of them is a fault."""
        faults = len(self.faults)
        for function, outcome, seconds in said:
            short = outcome.partition(":")[0]
            self.said[kind, function, short if short in _OUTCOMES else "fault"] += 1
            self.slowest[kind, function] = max(self.slowest.get((kind, function), (0.0, 0)), (seconds, number))
            if short not in _OUTCOMES:
                self.faults.append(f"{kind} {number}, {function}: {outcome}")
        outcomes = {function: outcome for function, outcome, _ in said}
        if outcomes.get("verify") == "same" and outcomes.get("copy", "same") != "same":
            self.puzzles.append(f"{number} is proven, and not copied: {outcomes['copy']}")
        return len(self.faults) > faults

    def table(self) -> str:
        """The tally, a line a kind and function."""
        columns = (*_OUTCOMES, "fault")
        lines = [f"{'mutants':18}{'handed to':9}" + "".join(f"{one:>9}" for one in columns) + "  slowest, and which"]
        for kind, function in sorted({(kind, function) for kind, function, _ in self.said}):
            seconds, number = self.slowest[kind, function]
            counts = "".join(f"{self.said[kind, function, one]:9}" for one in columns)
            lines.append(f"{kind:18}{function:9}{counts}{seconds:7.2f} s, {number}")
        return "\n".join([*lines, *self.puzzles[:_PUZZLES]])


class Worker:
    """A process that answers for one mutant after the other, begun anew whenever it dies."""

    def __init__(self, folder: Path, seed: str) -> None:
        self._folder, self._seed, self._files = folder, seed, good_files(folder)
        path = os.pathsep.join((str(ROOT), str(ROOT / "tests"), str(ROOT / "src")))
        self._command = [sys.executable, str(Path(__file__).with_name("worker.py")), str(folder), seed]
        self._environment = {**os.environ, "PYTHONPATH": path}
        self._process = self._begin()

    def ask(self, kind: str, number: int) -> list[Said]:
        """What is said of a mutant; that it killed the process, if it did."""
        stdin, stdout = t.cast("t.IO[bytes]", self._process.stdin), t.cast("t.IO[bytes]", self._process.stdout)
        stdin.write(f"{kind} {number}\n".encode())
        said: list[Said] = []
        while True:
            ready, _, _ = select.select([stdout], [], [], _PATIENCE)
            line = stdout.readline() if ready else b""
            if not line:
                after = said[-1].function if said else "nothing"
                return [*said, Said("process", f"{self._buried(hung=not ready)} after {after}", 0.0)]
            answer = json.loads(line)
            if not answer:
                return said
            said.append(Said(*answer))

    def keep(self, kind: str, number: int, folder: Path) -> None:
        """Write a mutant into a folder, to be looked at."""
        folder.mkdir(parents=True, exist_ok=True)
        _, pdf = mutant(self._files, kind, number, self._seed)
        (folder / f"{kind}-{number}.pdf").write_bytes(pdf)

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def _buried(self, *, hung: bool) -> str:
        if hung:
            self._process.kill()
        code = self._process.wait()
        self.close()
        self._process = self._begin()
        died = f"died of {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        return f"hung for {_PATIENCE} seconds" if hung else died

    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # What waits in a buffer would be waited for.
            bufsize=0,
            env=self._environment,
        )
