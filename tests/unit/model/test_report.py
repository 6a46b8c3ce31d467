"""What a proof says of itself."""

import pytest

from typeset.errors import VerificationError
from typeset.model.report import Check, Finding, Report

PASSED = Check(name="fonts", title="Only embedded fonts")
FAILED = Check(
    name="text",
    title="The text is the source's",
    findings=(Finding(message="a word is missing", page=3, words="Стороны"), Finding(message="a word is too many")),
)
SKIPPED = Check(name="profile", title="PDF/A-3a", skipped="no validator is there")


def report(*checks: Check) -> Report:
    return Report(subject="a.pdf", sha256="0" * 64, pages=1, checks=checks)


def test_a_check_has_three_results() -> None:
    assert [check.result for check in (PASSED, FAILED, SKIPPED)] == ["passed", "failed", "not checked"]


def test_what_was_not_checked_has_neither_passed_nor_failed() -> None:
    both = FAILED.model_copy(update={"skipped": "half of it could not be read"})
    assert both.result == "not checked"


@pytest.mark.parametrize("checks", [(PASSED,), (FAILED,), ()])
def test_a_report_is_neither_true_nor_false(checks: tuple[Check, ...]) -> None:
    with pytest.raises(TypeError, match=r"ask `report\.proven`"):
        bool(report(*checks))


@pytest.mark.parametrize(
    ("checks", "proven"),
    [((PASSED,), True), ((PASSED, FAILED), False), ((PASSED, SKIPPED), False), ((SKIPPED,), False), ((), False)],
)
def test_proven_is_everything_checked_and_nothing_found(checks: tuple[Check, ...], proven: bool) -> None:  # noqa: FBT001 - pytest calls by name
    assert report(*checks).proven is proven


def test_nothing_is_raised_where_everything_is_proven() -> None:
    report(PASSED, PASSED).raise_for_findings()


def test_every_finding_is_raised_at_once() -> None:
    with pytest.raises(VerificationError) as raised:
        report(FAILED, PASSED, SKIPPED).raise_for_findings()
    assert raised.value.message.splitlines() == [
        "text: page 3: a word is missing («Стороны»)",
        "text: a word is too many",
        "profile: not checked: no validator is there",
    ]
    assert raised.value.where == "a.pdf"


def test_nothing_checked_is_nothing_proven() -> None:
    with pytest.raises(VerificationError, match="nothing was checked"):
        report().raise_for_findings()
