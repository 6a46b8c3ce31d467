"""Attacks on sealed copies: none is called proven, each is named by its check, and nothing is issued of any.

What is covered is listed in `attacks.ATTACKS`; `python -m tests.hostile.shadow.test_shadow` writes the list out.
"""

import functools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile.copies.base import Bench
from tests.hostile.shadow import after, before, seals
from tests.hostile.shadow.attacks import ATTACKS, FAMILIES, REFUSED, Attack, key
from tests.hostile.shadow.updates import Update, revision, sealed

from typeset import verify as proof
from typeset.certify.sealing import from_file
from typeset.errors import CopyError, VerificationError
from typeset.pipeline import Source, registering
from typeset.pipeline.proofs import Grounds, verify_file

LISTED = (before, after, seals)
"""Each lists its attacks when it is imported."""


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name.replace(" ", "-"))
def test_an_attack_is_named_and_nothing_is_issued_of_it(
    attack: Attack, made: Bench, original: Path, source: Callable[[str], Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Three commands read the same file; here it is read once.
    monkeypatch.setattr(proof, "read", functools.cache(proof.read))
    pdf = attack.make(made)
    assert pdf not in {made.sealed, made.copy}
    found = named(pdf, made, Grounds(original=original, trust=(made.trusted,)))
    assert found & attack.checks, found
    if seen := attack.checks & {"seal", "signer"}:
        # What is wrong with the seal itself is seen without the original too.
        report = made.prove(pdf, original=None, trust=(made.trusted,))
        assert seen & {check.name for check in report.checks if check.findings}
    with pytest.raises(CopyError):
        registering.pressed(pdf, Path("sealed.pdf"), made.resources)
    with pytest.raises(CopyError):
        registering.scanned(pdf, Path("sealed.pdf"), source("small"))


def named(pdf: bytes, made: Bench, grounds: Grounds) -> set[str]:
    """The checks that found something; or that the file was proven, or refused."""
    try:
        report = verify_file(pdf, "sealed.pdf", made.resources, grounds)
    except (CopyError, VerificationError):
        return {REFUSED}
    return {check.name for check in report.checks if check.findings} | ({"proven"} if report.proven else set())


def test_what_the_attacks_are_made_of_is_proven(made: Bench, original: Path) -> None:
    """Sealed by the product, and by the tools of these tests."""
    grounds = Grounds(original=original, trust=(made.trusted,))
    by_hand = sealed(Update(made.copy, revision(made.sealed, made.copy)), from_file(key(made), b"trial"))
    assert by_hand != made.sealed
    for pdf in (made.sealed, by_hand):
        verify_file(pdf, "sealed.pdf", made.resources, grounds).raise_for_findings()
        assert named(pdf, made, grounds) == {"proven"}


def test_every_family_is_there() -> None:
    counted = Counter(one.family for one in ATTACKS)
    assert set(counted) == set(FAMILIES)
    assert len(ATTACKS) >= 180
    assert len({one.name for one in ATTACKS}) == len(ATTACKS)


def inventory() -> str:
    """All attacks by family, and the checks that name them, as a table in Markdown."""
    ordered = sorted(ATTACKS, key=lambda one: FAMILIES.index(one.family))
    rows = [f"| {one.family} | {one.name} | {', '.join(sorted(one.checks))} |" for one in ordered]
    return "\n".join(["| family | attack | named by one of |", "|---|---|---|", *rows])


if __name__ == "__main__":
    import sys

    sys.stdout.write(inventory() + "\n")
