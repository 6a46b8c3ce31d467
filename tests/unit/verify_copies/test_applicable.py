"""A check of what is not there is neither passed nor open."""

import pytest

from typeset.model.report import Check, Finding, Report

PASSED = Check(name="pages", title="The pages are there")
ABSENT = Check(name="seal", title="The seal is whole", inapplicable="the copy bears no seal")
OPEN = Check(name="original", title="The original is the one named", skipped="it was not given")


def report(*checks: Check) -> Report:
    return Report(subject="a.pdf", sha256="0" * 64, pages=1, checks=checks)


def test_there_is_a_fourth_result() -> None:
    assert ABSENT.result == "not applicable"
    assert ABSENT.model_copy(update={"findings": (Finding(message="x"),)}).result == "failed"
    assert ABSENT.model_copy(update={"skipped": "x"}).result == "not checked"


@pytest.mark.parametrize(
    ("checks", "proven"), [((PASSED, ABSENT), True), ((ABSENT,), False), ((PASSED, ABSENT, OPEN), False)]
)
def test_it_neither_proves_nor_hinders(checks: tuple[Check, ...], proven: bool) -> None:  # noqa: FBT001 - pytest calls by name
    assert report(*checks).proven is proven


def test_it_is_no_finding() -> None:
    report(PASSED, ABSENT).raise_for_findings()
