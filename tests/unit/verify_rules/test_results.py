"""A text measured as a whole: one check, its rules with their results, and which rules a text is measured by."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from typeset import verify
from typeset.cli.reporting import report_data
from typeset.compose import compose
from typeset.errors import ResourceError
from typeset.model.report import Report
from typeset.pipeline import Source
from typeset.pipeline.originals import rules_of
from typeset.press import press
from typeset.resources import Resources


@pytest.fixture(scope="module")
def small(source: Callable[[str], Source]) -> Source:
    return source("small")


@pytest.fixture(scope="module")
def report(small: Source, resources: Resources) -> Report:
    """The small protocol, measured by rules of which its Russian pages break one."""
    profiles = rules_of(small, resources, ("ru", "zh"), ("gost-r-7.0.97", "treaty"))
    strict = tuple(
        rule.model_copy(update={"at_most_pt": 13.0}) if rule.id == "text-size" else rule
        for rule in profiles["ru"].rules
    )
    profiles["ru"] = profiles["ru"].model_copy(update={"rules": strict})
    pdf = press(compose(small.protocol, small.wordings, small.files, resources, ("ru", "zh")), resources)
    facts = verify.read(pdf, "small.pdf")
    files = small.files
    return verify.prove(facts, small.protocol, small.wordings, files=files, resources=resources, profiles=profiles)


def test_there_is_one_check_a_language_with_its_rules(report: Report) -> None:
    checks = {check.name: check for check in report.checks if check.name.startswith("rules")}
    assert list(checks) == ["rules/ru", "rules/zh"]
    results = {rule.name: rule.result for rule in checks["rules/ru"].rules}
    assert results["text-size"] == "failed"
    assert results["hyphenation"] == "not applicable"
    assert results["indent"] == "passed"
    assert checks["rules/ru"].result == "failed"
    assert not report.proven


def test_a_finding_cites_clause_and_measured_value(report: Report) -> None:
    (check,) = (check for check in report.checks if check.name == "rules/ru")
    finding = check.findings[0]
    assert finding.message == "GOST R 7.0.97-2016: text of 12 to 13 pt; a line is 14 pt large"
    assert finding.page == 1
    assert finding.words


def test_json_tells_each_rule_with_its_result(report: Report) -> None:
    data = report_data(report)
    (check,) = (check for check in data["checks"] if check["name"] == "rules/ru")
    rules = {rule["name"]: rule for rule in check["rules"]}
    assert rules["text-size"]["result"] == "failed"
    assert rules["text-size"]["certainty"] == "B"
    assert rules["text-size"]["findings"]
    assert rules["hyphenation"]["inapplicable"] == "no word is broken"
    assert "rules" not in rules["text-size"]


def test_each_text_is_measured_by_the_first_profile_that_is_meant_for_it(small: Source, resources: Resources) -> None:
    found = rules_of(small, resources, ("ru", "zh"), ("gbt-9704", "gost-r-7.0.97", "treaty"))
    assert {language: profile.name for language, profile in found.items()} == {"ru": "gost-r-7.0.97", "zh": "gbt-9704"}


def test_a_text_that_no_named_profile_is_meant_for_keeps_its_own(small: Source, resources: Resources) -> None:
    protocol = small.protocol.model_copy(update={"profile": {"ru": "gost-r-7.0.97"}})
    found = rules_of(replace(small, protocol=protocol), resources, ("ru", "zh"), ("gbt-9704",))
    assert {language: profile.name for language, profile in found.items()} == {"ru": "gost-r-7.0.97", "zh": "gbt-9704"}


def test_a_profile_that_no_text_may_have_is_refused(small: Source, resources: Resources) -> None:
    with pytest.raises(ResourceError, match="`gbt-9704` is meant for `zh`, and there is no such text"):
        rules_of(small, resources, ("ru",), ("gbt-9704",))
    with pytest.raises(ResourceError, match="no profile `ours`"):
        rules_of(small, resources, ("ru",), ("ours",))
