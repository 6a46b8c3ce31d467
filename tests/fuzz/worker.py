"""The numbers of mutants, a line each, into what the commands' functions make of them, a line each function.

A process of its own, under limits of memory and of time for each function: what exceeds them kills it, and only it.
"""

import contextlib
import datetime as dt
import gc
import json
import math
import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from time import process_time

from tests.fuzz.meaning import differing, meaning
from tests.fuzz.mutants import of_bytes, of_objects
from tests.fuzz.warm import warm

from typeset import pipeline
from typeset.errors import TypesetError
from typeset.model.report import Report
from typeset.pipeline import registering
from typeset.pipeline.copies import Wish, add_scan, issue
from typeset.pipeline.proofs import Grounds, verify_file
from typeset.resources import Resources, bundled

MEMORY = 512 * 2**20
SECONDS = 10
_TOGETHER = 4
"""Mutants whose garbage is collected together."""
WISH = Wish(
    date=dt.date(2024, 6, 4), parties=("AA",), language="ru", officer="Секретарь", place="Пекин", kept_in="Секретариате"
)
Functions = Generator[tuple[str, Callable[[], str]], str, None]
"""By name, what says `refused: …`, `wanting` or `same`, or else a fault; it wants to know what was said."""


def mutant(files: dict[str, bytes], kind: str, number: int, seed: str) -> tuple[str, bytes]:
    """The name of the good file, and the mutant of this number."""
    dice = Random(f"{seed} {kind} {number}")  # noqa: S311 - dice, not keys
    name, _, level = kind.partition("-")
    if name == "copy" and number % 2:
        name = "sealed"
    return name, (of_bytes if level == "bytes" else of_objects)(files[name], dice)


def good_files(folder: Path) -> dict[str, bytes]:
    """What is mutated."""
    return {path.stem: path.read_bytes() for path in folder.glob("*.pdf")}


class Bench:
    """The good files, and what is said of them before anything is changed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.resources = folder, bundled()
        self.files = good_files(folder)
        self.trust = (folder / "trust.pem").read_bytes()
        self.means = {name: meaning(pdf) for name, pdf in self.files.items()}
        self.known = {name: _marks(self.report(name, pdf)) for name, pdf in self.files.items() if name != "scan"}

    def report(self, name: str, pdf: bytes) -> Report:
        """What `verify` says."""
        original = None if name == "original" else self.folder / "original.pdf"
        grounds = Grounds(original=original, trust=(self.trust,) if name == "sealed" else ())
        return verify_file(pdf, name, self.resources, grounds)

    def verified(self, name: str, pdf: bytes) -> str:
        """Whether a mutant passes for proven, and may."""
        # `verify` tells what is no copy any longer from what is no original: held against the wrong thing.
        report = self.report(name, pdf)
        if _marks(report) - self.known[name]:
            return "wanting"
        other = differing(self.means[name], meaning(pdf))
        return f"proven, but {', '.join(other)} differ" if other else "same"

    def copied(self, name: str, pdf: bytes) -> str:
        """Whether a copy is made of a mutant: of a scan, which may be anything that can be read, or of an original."""
        with tempfile.TemporaryDirectory() as scratch:
            file, register = Path(scratch) / "file.pdf", str(Path(scratch) / "register.db")
            file.write_bytes(pdf)
            source = self.folder / "source"
            if name == "scan":
                add_scan(file, source, register, self.resources, (), None, WISH.date)
            protocol = source if name == "scan" else None
            made = list(issue(file, WISH, register, Path(scratch) / "copies", self.resources, protocol=protocol))
            return "same" if all(one.report.proven for one in made) else f"issued, but not proven: {made}"

    def functions(self, name: str, pdf: bytes) -> Functions:
        """Every function that would be handed such a file."""
        said = "same"
        if name != "scan":
            said = yield "verify", partial(self.verified, name, pdf)
            yield "extract", partial(_extracted, pdf)
        if name in {"copy", "sealed"}:
            yield "add", partial(_entered, pdf, self.resources)
        elif said == "same":
            # Copies are made of what is proven alone, by the same proof: what is refused need not be refused twice.
            yield "copy", partial(self.copied, name, pdf)


def _marks(report: Report) -> frozenset[str]:
    """Everything that keeps a report from being proven."""
    found = {f"{check.name}: {one.message} {one.words} {one.page}" for check in report.checks for one in check.findings}
    return frozenset(found | {f"{check.name}: {check.skipped}" for check in report.checks if check.skipped})


def _extracted(pdf: bytes) -> str:
    pipeline.extract(pdf, "mutant.pdf")
    return "same"


def _entered(pdf: bytes, resources: Resources) -> str:
    registering.pressed(pdf, Path("mutant.pdf"), resources)
    return "same"


def guarded(function: Callable[[], str]) -> str:
    """What a function says, or the fault that it is."""
    try:
        return function()
    except TypesetError as error:
        return f"refused: {error.message}"
    except BaseException:  # noqa: BLE001 - a library's panic is no `Exception`
        return "traceback: " + traceback.format_exc(limit=-4)


def _limited(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    # Seconds of its own: what waits for a busy machine does not hang.
    most = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _answers(functions: Functions, read: Callable[[], float]) -> Iterator[tuple[str, str, float]]:
    """Ask one function after the other: its name, what it says, and how many seconds it took."""
    left: float = SECONDS
    with contextlib.suppress(StopIteration):
        name, ask = next(functions)
        while True:
            _limited(left)
            begun = process_time()
            said = guarded(ask)
            yield name, said, process_time() - begun
            # Each command would read the file, and has so much less to do whatever else it does.
            left = SECONDS - read()
            name, ask = functions.send(said)


def main(folder: str, seed: str, lines: Iterable[str]) -> None:
    """Work until there are no more lines."""
    # Libraries write to the descriptors themselves; answers go where they cannot reach.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    bench = Bench(Path(folder))
    reader = warm()
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for line in lines:
        kind, number = line.split()
        name, pdf = mutant(bench.files, kind, int(number), seed)
        # A change of nothing is no mutant.
        if pdf != bench.files[name]:
            for said in _answers(bench.functions(name, pdf), partial(reader.seconds, pdf)):
                answers.write(json.dumps(said) + "\n")
        answers.write("[]\n")
        if not int(number) % _TOGETHER:
            gc.collect()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.stdin)
