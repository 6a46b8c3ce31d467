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

ROOT = Path(__file__).parents[2]
_GOOD = frozenset({"refused", "wanting", "same"})
_PATIENCE = 120
"""Seconds of the clock: what takes no time of the processor, and never ends, is found too."""


@dataclass
class Tally:
    """What was said of how many mutants, and every fault with the mutant that brought it about."""

    said: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, kind: str, number: int, said: dict[str, str]) -> None:
        """Count an answer."""
        for function, outcome in said.items():
            good = outcome in _GOOD
            self.said[kind, function, outcome if good else "fault"] += 1
            if not good:
                self.faults.append(f"{kind} {number}, {function}: {outcome}")

    def table(self) -> str:
        """The tally, a line a kind and function."""
        pairs = sorted({(kind, function) for kind, function, _ in self.said})
        outcomes = ("refused", "wanting", "same", "fault")
        lines = [
            f"{kind:18}{function:9}" + "".join(f"{self.said[kind, function, one]:9}" for one in outcomes)
            for kind, function in pairs
        ]
        return "\n".join([f"{'mutants':18}{'handed to':9}" + "".join(f"{one:>9}" for one in outcomes), *lines])


class Worker:
    """A process that answers for one mutant after the other, begun anew whenever it dies."""

    def __init__(self, folder: Path, seed: str) -> None:
        path = os.pathsep.join((str(ROOT), str(ROOT / "tests"), str(ROOT / "src")))
        self._command = [sys.executable, str(Path(__file__).with_name("worker.py")), str(folder), seed]
        self._environment = {**os.environ, "PYTHONPATH": path}
        self._process = self._begin()

    def ask(self, kind: str, number: int) -> dict[str, str]:
        """What is said of a mutant; that it killed the process, if it did."""
        stdin, stdout = t.cast("t.IO[str]", self._process.stdin), t.cast("t.IO[str]", self._process.stdout)
        stdin.write(f"{kind} {number}\n")
        stdin.flush()
        ready, _, _ = select.select([stdout], [], [], _PATIENCE)
        line = stdout.readline() if ready else ""
        if line:
            return dict(json.loads(line))
        if not ready:
            self._process.kill()
        code = self._process.wait()
        self.close()
        self._process = self._begin()
        died = f"died of {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        return {"process": died if ready else f"hung for {_PATIENCE} seconds"}

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def _begin(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=self._environment,
        )
