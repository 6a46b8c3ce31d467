"""Every kind of tampering is listed here: what it is called, how often it is tried, and how a mutant is made."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.hostile.copies.base import Bench
from tests.hostile.copies.tools import Change, Mutant, tampered

Maker = Callable[[Bench, Random], Mutant]


@dataclass(frozen=True)
class Kind:
    """A kind of tampering."""

    name: str
    count: int
    make: Maker


KINDS: list[Kind] = []


def kind(count: int, *checks: str) -> Callable[[Change], Change]:
    """List a change of the unsealed copy."""

    def listed(change: Change) -> Change:
        def make(bench: Bench, dice: Random) -> Mutant:
            pdf, page = tampered(bench, change, dice)
            return Mutant(pdf, frozenset(checks), page)

        KINDS.append(Kind(change.__name__.replace("_", " "), count, make))
        return change

    return listed


def whole(count: int) -> Callable[[Maker], Maker]:
    """List a mutant that is made in its own way."""

    def listed(make: Maker) -> Maker:
        KINDS.append(Kind(make.__name__.replace("_", " "), count, make))
        return make

    return listed


def table() -> str:
    """How often each kind is tried, as a table in Markdown."""
    rows = [f"| {one.name} | {one.count} |" for one in KINDS]
    total = sum(one.count for one in KINDS)
    return "\n".join(["| tampering | mutants |", "|---|---:|", *rows, f"| **{len(KINDS)} kinds** | **{total}** |"])
