"""The rules that a file carries: those of its profile, and unchanged."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from typeset import verify
from typeset.model.report import Check
from typeset.pipeline import Source, originals
from typeset.resources import Resources
from typeset.verify import Facts

RULES = "profiles/treaty.yaml"
Pressed = Callable[..., bytes]


@pytest.fixture
def facts(pressed: Pressed) -> Facts:
    return verify.read(pressed("ru"), "paper.pdf")


def source_check(facts: Facts, paper: Source, resources: Resources) -> Check:
    tables = {name: resources.template(name) for name in ("languages/ru.yaml", "languages/zh.yaml", RULES)}
    report = verify.prove(
        facts, paper.protocol, paper.wordings, files=paper.files, resources=resources, languages=("ru",), tables=tables
    )
    return next(check for check in report.checks if check.name == "source")


def test_the_rules_travel_in_the_file(facts: Facts, paper: Source, resources: Resources) -> None:
    assert verify.supplements(facts)[RULES] == resources.template(RULES)
    assert source_check(facts, paper, resources).result == "passed"
    assert originals.carried(facts, resources).protocol.profiles == ("treaty",)


def test_rules_that_are_missing_are_named(facts: Facts, paper: Source, resources: Resources) -> None:
    kept = tuple(one for one in facts.attachments if one.name != RULES)
    bare = replace(facts, attachments=kept, embedded=tuple((one.name, one.number) for one in kept))
    findings = source_check(bare, paper, resources).findings
    assert [one.message for one in findings] == [f"the file `{RULES}` is not attached"]


def test_rules_that_were_relaxed_are_named(facts: Facts, paper: Source, resources: Resources) -> None:
    relaxed = tuple(
        replace(one, content=one.content.replace(b"left_mm: 30", b"left_mm: 10")) if one.name == RULES else one
        for one in facts.attachments
    )
    findings = source_check(replace(facts, attachments=relaxed), paper, resources).findings
    assert [(one.message, one.words) for one in findings] == [
        (f"`{RULES}` is not the file compared with", "line 17: left_mm: 10")
    ]
