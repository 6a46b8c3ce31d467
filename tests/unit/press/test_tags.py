"""The structure tree of a pressed file, read back by another library than the one that wrote it."""

from collections.abc import Callable

import pytest
from tests.tags import Tags

from typeset.model.composition import Composition
from typeset.press import press
from typeset.resources import Resources

Golden = Callable[[str, str], None]
Pressed = Callable[[str], bytes]
Sheet = Callable[..., Composition]


@pytest.mark.parametrize("name", ["small", "small-articles"])
def test_golden_tags(name: str, pressed: Pressed, golden: Golden) -> None:
    golden(f"{name}/tags.txt", str(Tags(pressed(name))))


def test_every_language_is_a_part_with_its_tag(pressed: Pressed) -> None:
    for name, languages in (("sco-2018", ["ru", "zh"]), ("articles", ["en", "ru"])):
        parts = [line.split() for line in Tags(pressed(name)).lines if line.startswith("  Part ")]
        assert parts == [["Part", f"lang={language}", f"id={language}"] for language in languages]


def test_page_numbers_are_artifacts_and_nothing_else_is(pressed: Pressed) -> None:
    artifacts = Tags(pressed("sco-2018")).artifacts
    assert len(artifacts) > 10
    assert artifacts == {page: str(page) for page in range(2, len(artifacts) + 2)}


def test_a_paragraph_that_crosses_a_page_is_one_element(sheet: Sheet, resources: Resources) -> None:
    words = " ".join(f"word{number}" for number in range(450))
    tags = Tags(press(sheet(f"<p>before</p><p>{words}</p><p>after</p>"), resources))
    assert tags.count("P") == 3
    element = tags.lines.index("  P", 2)
    assert tags.lines[1:3] == ["  P", "    1 “before”"]
    crossing = [line for line in tags.lines[element:] if "word" in line]
    assert [line.split()[0] for line in crossing] == ["1", "2"]
    assert "⏎".join(line.split("“")[1].rstrip("”") for line in crossing).split("⏎")[0].startswith("word0 word1 ")
    assert " ".join(line.split("“")[1].rstrip("”") for line in crossing).replace("⏎", " ") == words


def test_an_article_that_crosses_a_page_is_one_element(sheet: Sheet, resources: Resources) -> None:
    body = "".join(f"<p>paragraph {number}</p>" for number in range(60))
    tags = Tags(press(sheet(f'<section data-tag="Sect" id="one">{body}</section>'), resources))
    assert tags.count("Sect") == 1
    assert tags.count("P") == 60
    assert 2 in tags.artifacts


def test_a_repeated_table_head_is_text_once(sheet: Sheet, resources: Resources) -> None:
    rows = "".join(f"<tr><td>row {number}</td><td>term</td></tr>" for number in range(120))
    head = "<thead><tr><th>Measure</th><th>Term</th></tr></thead>"
    tags = Tags(press(sheet(f"<table>{head}<tbody>{rows}</tbody></table>"), resources))
    assert (tags.count("Table"), tags.count("THead"), tags.count("TBody")) == (1, 1, 1)
    assert (tags.count("TH"), tags.count("TR"), tags.count("TD")) == (2, 121, 240)
    assert sum("scope=Column" in line for line in tags.lines) == 2
    assert tags.artifacts == {page: f"MeasureTerm{page}" for page in (2, 3, 4)}


def test_what_the_template_declares_an_artifact_is_one(sheet: Sheet, resources: Resources) -> None:
    tags = Tags(press(sheet("<p>text</p><p data-artifact>ornament</p>"), resources))
    assert tags.count("P") == 1
    assert tags.artifacts == {1: "ornament"}


def test_a_label_stands_before_the_body_of_its_list_item(pressed: Pressed) -> None:
    lines = [line.strip() for line in Tags(pressed("small")).lines]
    items = [index for index, line in enumerate(lines) if line.startswith("LI id=")]
    assert items
    assert all(lines[index + 1] == "Lbl" and lines[index + 3] == "LBody" for index in items)
