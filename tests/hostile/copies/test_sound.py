"""Copies that nobody tampered with are proven: without this, a finding would prove nothing."""

import pytest
from tests.hostile.copies.base import Bench

from typeset.model.report import Report


def results(report: Report) -> dict[str, str]:
    return {check.name: check.result for check in report.checks}


def failed(report: Report) -> list[object]:
    return [(check.name, check.findings[:3]) for check in report.checks if check.findings]


def test_a_copy_is_proven(made: Bench) -> None:
    report = made.prove(made.copy, conformance=True, entry=made.entry(made.copy))
    assert failed(report) == []
    assert report.proven
    assert results(report)["seal"] == "not applicable"


def test_a_sealed_copy_is_proven(made: Bench) -> None:
    report = made.prove(made.sealed, conformance=True, trust=(made.trusted,), entry=made.entry(made.sealed))
    assert failed(report) == []
    assert report.proven


def test_a_seal_of_nobody_known_is_whole_but_not_proven(made: Bench) -> None:
    report = made.prove(made.sealed)
    assert failed(report) == []
    assert results(report)["seal"] == "passed"
    assert results(report)["signer"] == "not checked"
    assert not report.proven


def test_a_copy_alone_is_without_findings_but_not_proven(made: Bench) -> None:
    report = made.prove(made.copy, original=None)
    assert failed(report) == []
    unchecked = {name for name, result in results(report).items() if result == "not checked"}
    assert unchecked == {"original", "pages", "text", "document", "pdf/a-3a", "pdf/ua-1"}
    assert not report.proven


@pytest.mark.parametrize("number", [1, 2, 99, 1000])
def test_every_number_is_proven(made: Bench, number: int) -> None:
    assert failed(made.prove(made.master.copy(number, "BB"))) == []
