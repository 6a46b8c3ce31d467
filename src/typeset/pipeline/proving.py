"""Copies into proven ones: where there are several, a fork proves one while the next is made here."""

import contextlib
import typing as t
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from typeset import beside
from typeset.errors import TypesetError
from typeset.model.register import Allotment
from typeset.model.report import Report
from typeset.pipeline.proofs import CopyProof

Result = t.TypeVar("Result")


@dataclass(frozen=True)
class Made:
    """A copy that is neither proven nor written yet."""

    allotment: Allotment
    pdf: bytes
    path: Path


class Prover:
    """Proves one copy at a time: in a fork, as long as it answers, else here when the report is asked for."""

    def __init__(self, proof: Callable[[], CopyProof], fork: beside.Beside | None = None) -> None:
        self._proof, self._fork = proof, fork

    def begin(self, made: Made) -> None:
        """Hand a copy over."""
        if self._fork is not None:
            self._fork.tell((made.pdf, made.path.name, made.allotment))

    def report(self, made: Made) -> Report:
        """The report on the copy that was handed over last.

        Raises:
            CopyError: with every finding.
        """
        found = None if self._fork is None else self._fork.hear()
        if isinstance(found, TypesetError):
            raise found
        if found is not None:
            return t.cast("Report", found)
        self._fork = None
        return self._proof().of(made.pdf, made.path.name, made.allotment)


@contextlib.contextmanager
def prover(proof: Callable[[], CopyProof], count: int, processes: int) -> Iterator[Prover]:
    """Get ready to prove so many copies.

    Args:
        proof: what they are held against; it is made where it is needed.
        count: how many there will be; for a single one, no other process is begun.
        processes: how many may work at them.
    """
    fork = None
    if count > 1 and processes > 1 and beside.possible(native=True):
        # Where the system has no process to spare, this one proves too.
        with contextlib.suppress(OSError):
            fork = beside.Beside(_serve, proof)
    if fork is None:
        yield Prover(proof)
        return
    with fork:
        yield Prover(proof, fork)


def issued(
    allotments: Iterable[Allotment],
    make: Callable[[Allotment], Made],
    prover: Prover,
    enter: Callable[[Made, Report], Result],
) -> Iterator[Result]:
    """Make one copy after the other, and enter each as soon as it is proven.

    Raises:
        TypesetError: whatever making, proving or entering raises; those before are entered.
    """
    waiting: Made | None = None
    for allotment in allotments:
        try:
            made = make(allotment)
        except TypesetError:
            if waiting is not None:
                yield enter(waiting, prover.report(waiting))
            raise
        report = None if waiting is None else prover.report(waiting)
        prover.begin(made)
        if waiting is not None and report is not None:
            yield enter(waiting, report)
        waiting = made
    if waiting is not None:
        yield enter(waiting, prover.report(waiting))


def _serve(parent: beside.Talk, proof: Callable[[], CopyProof]) -> None:
    own = proof()
    # Read while the pages of certification are still being pressed.
    own.ready()
    while (handed := parent.hear()) is not None:
        try:
            parent.tell(own.of(*handed))
        except TypesetError as error:
            parent.tell(error)
