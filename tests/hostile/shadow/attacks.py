"""Every attack on a seal is listed here: what it is called, of which family it is, and how its file is made.

The families are those of the papers: *hide*, *replace* and *hide and replace* (Mainka, Mladenov, Rohlmann: Shadow
Attacks, NDSS 2021), *evil annotation* and *sneaky signature* (the same: Breaking the Specification, IEEE S&P 2021),
*forgery*, *incremental saving* and *wrapping* (Mladenov et al.: 1 Trillion Dollar Refund, CCS 2019). *Faithless seal*
is what who seals could do with a trusted key: show what the certification does not say.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Pdf
from tests.hostile.copies.base import Bench
from tests.hostile.copies.tools import saved
from tests.hostile.shadow.updates import Update, grown, revision, sealed

from typeset.certify.sealing import from_file

FAMILIES = (
    "hide", "replace", "hide and replace", "evil annotation", "sneaky signature", "forgery", "incremental saving",
    "wrapping", "faithless seal",
)  # fmt: skip
REFUSED = "refused"
"""Stands for a check where the file is not read at all."""

Change = Callable[[Pdf], None]
Make = Callable[[Bench], bytes]


@dataclass(frozen=True)
class Attack:
    """A file that must not pass for the sealed copy, and the checks of which one must say so."""

    name: str
    family: str
    make: Make
    checks: frozenset[str]


ATTACKS: list[Attack] = []


def _list(made: Callable[..., object], family: str, checks: tuple[str, ...], make: Make, when: str = "") -> None:
    assert family in FAMILIES
    name = made.__name__.strip("_").replace("_", " ") + when
    ATTACKS.append(Attack(name, family, make, frozenset(checks)))


def whole(family: str, *checks: str) -> Callable[[Make], Make]:
    """List a file that is made in its own way."""

    def listed(make: Make) -> Make:
        _list(make, family, checks, make)
        return make

    return listed


def after(family: str, *checks: str) -> Callable[[Change], Change]:
    """List an update that is written after the seal."""

    def listed(change: Change) -> Change:
        _list(change, family, checks or ("seal",), lambda bench: grown(bench.sealed, change))
        return change

    return listed


def before(family: str, *checks: str, then: Change | None = None) -> Callable[[Change], Change]:
    """List what is prepared in the copy before it is sealed; with `then`, also the file in which it is made use of."""

    def listed(change: Change) -> Change:
        _list(change, family, checks, lambda bench: prepared(bench, change), " before sealing")
        if then is not None:
            made = then
            _list(change, family, ("seal",), lambda bench: grown(prepared(bench, change), made), " and shown after it")
        return change

    return listed


def faithless(
    family: str = "faithless seal", *checks: str
) -> Callable[[Callable[[Update], Update]], Callable[[Update], Update]]:
    """List what stands in the update of the seal itself, signed with the trusted key."""

    def listed(change: Callable[[Update], Update]) -> Callable[[Update], Update]:
        def make(bench: Bench) -> bytes:
            made = change(Update(bench.copy, revision(bench.sealed, bench.copy)))
            return sealed(made, from_file(key(bench), b"trial"))

        _list(change, family, checks or ("seal",), make)
        return change

    return listed


def key(bench: Bench) -> Path:
    """The file of the trusted key."""
    assert bench.sealed
    return bench.folder / "key-0.p12"


def prepared(bench: Bench, change: Change) -> bytes:
    """A copy that is changed, written anew, and sealed in good faith."""
    with pikepdf.open(io.BytesIO(bench.copy)) as file:
        change(file)
        return bench.seal(saved(file), 0)
