"""The proof as a whole: what a stumbling check becomes."""

import pytest

from typeset import verify
from typeset.errors import ResourceError
from typeset.model.report import Check
from typeset.verify.checks.case import Case


def stumbling(case: Case) -> Check:
    """Every page has a page."""
    raise LookupError(f"{case} has none")


def unprovided(_: Case) -> Check:
    """Never comes to an end."""
    raise ResourceError("the font is missing")


def test_a_check_that_stumbles_is_not_checked() -> None:
    made = verify._made(stumbling, None)  # type: ignore[arg-type] # the check does not look at it
    assert (made.name, made.title, made.result) == ("stumbling", "Every page has a page.", "not checked")
    assert "LookupError" in made.skipped


def test_an_error_of_ours_goes_through() -> None:
    with pytest.raises(ResourceError):
        verify._made(unprovided, None)  # type: ignore[arg-type] # likewise
