"""The numbers of mutants, a line each, into what the commands' functions make of them, a line each.

A process of its own, under limits of memory and of time for each mutant: what exceeds them kills it, and only it.
"""

import datetime as dt
import json
import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.fuzz.meaning import Meaning, meaning
from tests.fuzz.mutants import of_bytes, of_objects

from typeset import pipeline
from typeset.errors import TypesetError
from typeset.model.report import Report
from typeset.pipeline import registering
from typeset.pipeline.copies import Wish, add_scan, issue
from typeset.pipeline.proofs import Grounds, verify_file
from typeset.resources import Resources, bundled

MEMORY = 512 * 2**20
SECONDS = 10
WISH = Wish(
    date=dt.date(2024, 6, 4), parties=("AA",), language="ru", officer="Секретарь", place="Пекин", kept_in="Секретариате"
)
Said = dict[str, str]
"""By function: `refused`, `wanting` or `same`; anything else is a fault."""


class Bench:
    """The good files, and what is said of them before anything is changed."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.resources = folder, bundled()
        self.files = {path.stem: path.read_bytes() for path in folder.glob("*.pdf")}
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
        try:
            report = self.report(name, pdf)
        except TypesetError as error:
            # `verify` tells what is no copy any longer from what is no original: held against the wrong thing.
            str(error)
            return "refused"
        if _marks(report) - self.known[name]:
            return "wanting"
        return _same(self.means[name], pdf)

    def copied(self, name: str, pdf: bytes) -> str:
        """Whether a copy is made of a mutant: of a scan, which may be anything that can be read, or of an original."""
        with tempfile.TemporaryDirectory() as scratch:
            file, register = Path(scratch) / "file.pdf", str(Path(scratch) / "register.db")
            file.write_bytes(pdf)
            source = self.folder / "source"
            try:
                if name == "scan":
                    add_scan(file, source, register, self.resources, (), None, WISH.date)
                protocol = source if name == "scan" else None
                made = list(issue(file, WISH, register, Path(scratch) / "copies", self.resources, protocol=protocol))
            except TypesetError as error:
                str(error)
                return "refused"
            return "same" if all(one.report.proven for one in made) else f"issued, but not proven: {made}"


def _marks(report: Report) -> frozenset[str]:
    """Everything that keeps a report from being proven."""
    found = {f"{check.name}: {one.message} {one.words} {one.page}" for check in report.checks for one in check.findings}
    return frozenset(found | {f"{check.name}: {check.skipped}" for check in report.checks if check.skipped})


def _same(wanted: Meaning, pdf: bytes) -> str:
    found = meaning(pdf)
    other = [name for name, mine, theirs in zip(Meaning._fields, wanted, found, strict=True) if mine != theirs]
    return f"proven, but {', '.join(other)} differ" if other else "same"


def _extracted(pdf: bytes) -> str:
    try:
        pipeline.extract(pdf, "mutant.pdf")
    except TypesetError:
        return "refused"
    return "same"


def _entered(pdf: bytes, resources: Resources) -> str:
    try:
        registering.pressed(pdf, Path("mutant.pdf"), resources)
    except TypesetError:
        return "refused"
    return "same"


def mutant(bench: Bench, kind: str, number: int, seed: str) -> tuple[str, bytes]:
    """The name of the good file, and the mutant of this number."""
    dice = Random(f"{seed} {kind} {number}")  # noqa: S311 - dice, not keys
    name, _, level = kind.partition("-")
    if name == "copy" and number % 2:
        name = "sealed"
    return name, (of_bytes if level == "bytes" else of_objects)(bench.files[name], dice)


def run(bench: Bench, kind: str, number: int, seed: str) -> Said:
    """Hand a mutant to every function that would be handed such a file."""
    name, pdf = mutant(bench, kind, number, seed)
    if pdf == bench.files[name]:
        return {"verify": "same"}
    if name == "scan":
        return _each({"copy": lambda: bench.copied(name, pdf)})
    said = _each({"verify": lambda: bench.verified(name, pdf), "extract": lambda: _extracted(pdf)})
    if name != "original":
        return said | _each({"add": lambda: _entered(pdf, bench.resources)})
    # A copy is made of what is proven alone: the proof is the same, so what is refused need not be refused twice.
    return said | (_each({"copy": lambda: bench.copied(name, pdf)}) if said["verify"] == "same" else {})


def _each(functions: dict[str, Callable[[], str]]) -> Said:
    return {name: _guarded(function) for name, function in functions.items()}


def _guarded(function: Callable[[], str]) -> str:
    try:
        return function()
    except BaseException:  # noqa: BLE001 - a library's panic is no `Exception`
        return "traceback: " + traceback.format_exc(limit=-4)


def main(folder: str, seed: str, lines: Iterable[str]) -> None:
    """Work until there are no more lines."""
    # Libraries write to the descriptors themselves; answers go where they cannot reach.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    bench = Bench(Path(folder))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    for line in lines:
        kind, number = line.split()
        used = resource.getrusage(resource.RUSAGE_SELF)
        # Seconds of its own: what waits for a busy machine does not hang.
        spent = int(used.ru_utime + used.ru_stime) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (spent + SECONDS, resource.RLIM_INFINITY))
        answers.write(json.dumps(run(bench, kind, int(number), seed)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.stdin)
