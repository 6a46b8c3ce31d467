"""A table over several pages: its head stands again outside the tree, and nothing else may."""

from collections.abc import Callable

import pytest
from tests.hostile import spoil as s

from typeset import verify
from typeset.pipeline import Source
from typeset.resources import Resources
from typeset.verify.blocks import found_blocks
from typeset.verify.tables import repeated, tables

Pressed = Callable[..., bytes]
Found = Callable[[bytes], dict[str, list[str]]]


@pytest.fixture(scope="module")
def found(paper: Source, resources: Resources) -> Found:
    """The checks that find something in a file, with what they find."""

    def of(pdf: bytes) -> dict[str, list[str]]:
        facts = verify.read(pdf, "paper.pdf")
        report = verify.prove(
            facts, paper.protocol, paper.wordings, files=paper.files, resources=resources, languages=("ru",)
        )
        return {check.name: [one.message for one in check.findings] for check in report.checks if check.findings}

    return of


def further(pdf: bytes) -> list[int]:
    """The pages on which the table goes on."""
    facts = verify.read(pdf)
    (table,) = tables(found_blocks(facts))
    heads = repeated(facts.pages, *table)
    assert all([run.text for run in runs] == ["Действие", "Срок"] for runs in heads.values())
    return sorted(heads)


def test_a_head_that_stands_again_is_no_word_too_many(pressed: Pressed, found: Found) -> None:
    pdf = pressed("ru")
    assert len(further(pdf)) > 1
    assert found(pdf) == {}


def test_a_word_of_the_head_elsewhere_is_one_too_many(pressed: Pressed, found: Found) -> None:
    pdf = pressed("ru")
    page = further(pdf)[0]
    spoilt = found(s.spoilt(pdf, s.printed(page - 1, "Срок", mark=b"/Artifact BMC", y=40)))
    assert any("«Срок" in message or "Срок»" in message for message in spoilt["pages"]), spoilt


@pytest.mark.parametrize("change", [{"text": "Сроки"}, {"size": 16.0}, {"box": (90.0, 0.0, 120.0, 0.0)}])
def test_a_head_with_another_word_place_or_size_is_no_head(pressed: Pressed, change: dict[str, object]) -> None:
    facts = verify.read(pressed("ru"))
    (table,) = tables(found_blocks(facts))
    page, (_, second) = next(iter(repeated(facts.pages, *table).items()))
    for name, value in change.items():
        setattr(second, name, value)
    assert repeated(facts.pages, *table)[page] == []


def test_a_word_over_a_table_without_its_head_is_one_too_many(pressed: Pressed, found: Found) -> None:
    pdf = pressed("ru", "thead { display: table-row-group }")
    facts = verify.read(pdf)
    (table,) = tables(found_blocks(facts))
    assert not any(repeated(facts.pages, *table).values())
    page = max(run.page for block in table[1] for run in block.runs)
    spoilt = found(s.spoilt(pdf, s.printed(page - 1, "Срок", mark=b"/Artifact BMC", y=780)))
    assert "pages" in spoilt
