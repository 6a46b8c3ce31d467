"""More than two hundred tampered copies from a seed: each is found, by the check that should, on its page."""

from random import Random

import pytest
from tests.hostile.copies import on_bytes, on_certification, on_document, on_marks, on_pages
from tests.hostile.copies.base import Bench
from tests.hostile.copies.kinds import KINDS, Kind

from typeset.errors import VerificationError

LISTED = (on_pages, on_marks, on_certification, on_document, on_bytes)
"""Each lists its kinds when it is imported."""
SEED = "typeset"
CASES = [
    pytest.param(one, number, id=f"{one.name.replace(' ', '-')}-{number}")
    for one in KINDS
    for number in range(one.count)
]


@pytest.mark.parametrize(("one", "number"), CASES)
def test_tampering_is_found_and_named(made: Bench, one: Kind, number: int) -> None:
    mutant = one.make(made, Random(f"{SEED} {one.name} {number}"))  # noqa: S311 - dice, not keys
    try:
        report = made.prove(mutant.pdf, **mutant.against)
    except VerificationError as error:
        assert "flipped" in one.name, error  # noqa: PT017 - a damaged file may be unreadable, and is so named
        return
    found = {check.name: check.findings for check in report.checks if check.findings}
    assert not report.proven
    # What is left over when something was not compared comes on top: it is no name for what was done.
    named = [one for name in mutant.checks for one in found.get(name, ()) if "belong to nothing" not in one.message]
    assert named, f"expected {sorted(mutant.checks)}, found {found}"
    if mutant.page is not None:
        pages = {finding.page for finding in named}
        assert mutant.page in pages, f"expected page {mutant.page}, found {found}"


def test_there_are_enough() -> None:
    assert len(CASES) >= 200
    assert len({one.name for one in KINDS}) == len(KINDS)
