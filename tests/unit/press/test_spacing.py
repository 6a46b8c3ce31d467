"""Paragraphs that take a line more or less: which, and by how little."""

from collections.abc import Callable

import pytest

from typeset.model.composition import Composition
from typeset.press.fetch import Fetcher
from typeset.press.layout import Layout, Sheets
from typeset.press.lines import paragraphs
from typeset.press.spacing import Way, near, space, unspace
from typeset.resources import Resources

Sheet = Callable[..., Composition]
WORDS = "Стороны подтвердили приверженность дальнейшему укреплению доверия и добрососедства между народами "
TEXTS = {"ru": WORDS * 3, "zh": "各方重申将进一步完善成员国之间的协作，共同打击恐怖主义、分裂主义和极端主义。" * 3}

BROKEN = (
    "Term annex letter parties measure measure office parties office term annex letter parties treaty "
    "term agree meeting annex treaty office agree letter record record parties office office agree treaty "
    "record meeting agree record annex annex term annex term record measure annex meeting record parties "
    "treaty record parties annex parties parties parties treaty agree agree agree parties letter term."
)
"""Set wider, the engine breaks it after the only word of a line: it takes a line more, and that line gapes."""


@pytest.fixture
def in_hand(sheet: Sheet, resources: Resources) -> Callable[[str], Sheets]:
    """Paragraphs that differ by a few letters at the end, so that some last lines are short and some are full."""

    def of(language: str) -> Sheets:
        text = TEXTS[language].strip()
        ends = range(0, 60, 3) if language == "ru" else range(0, 33, 2)
        body = "".join(f"<p>{text[: len(text) - cut]}</p>" for cut in ends)
        made = sheet(f'<section class="text hyphens" lang="{language}">{body}</section>')
        return Sheets(Layout(Fetcher(resources, {}), made.stylesheets, made.sections), made.sections[0], 1)

    return of


@pytest.mark.parametrize(("way", "step"), [("wide", 1), ("close", -1)])
def test_paragraphs_that_are_near_come_to_have_a_line_more_or_less(
    way: Way, step: int, in_hand: Callable[[str], Sheets]
) -> None:
    sheets = in_hand("ru")
    before = paragraphs(sheets.lay())
    wanted = near(sheets.lay(), way)
    reached = sheets.reached(wanted, way)
    assert reached
    assert set(reached) <= set(wanted)
    space(reached, way)
    after = paragraphs(sheets.lay())
    assert {one: len(lines) for one, lines in after.items()} == {
        one: len(lines) + step * (one in reached) for one, lines in before.items()
    }


def test_what_was_tried_is_set_as_it_was(in_hand: Callable[[str], Sheets]) -> None:
    sheets = in_hand("ru")
    before = paragraphs(sheets.lay())
    sheets.reached(near(sheets.lay(), "wide"), "wide")
    assert list(paragraphs(sheets.lay()).values()) == list(before.values())


@pytest.mark.parametrize("way", ["wide", "close"])
def test_characters_stay_on_their_squares(way: Way, in_hand: Callable[[str], Sheets]) -> None:
    sheets = in_hand("zh")
    wanted = near(sheets.lay(), way)
    assert wanted
    assert sheets.reached(wanted, way) == []


def test_a_line_is_not_won_by_one_that_gapes(sheet: Sheet, resources: Resources) -> None:
    label = '<span class="label" data-tag="Lbl">5.</span>'
    item = f'<div class="item" data-tag="LI"><div data-tag="LBody"><p>{label} {BROKEN}</p></div></div>'
    made = sheet(f'<section class="text hyphens" lang="en"><div class="list" data-tag="L">{item}</div></section>')
    sheets = Sheets(Layout(Fetcher(resources, {}), made.stylesheets, made.sections), made.sections[0], 1)
    (before,) = paragraphs(sheets.lay()).items()
    space([before[0]], "wide")
    (after,) = paragraphs(sheets.lay()).values()
    assert len(after) == len(before[1]) + 1
    assert min(line.width / line.room for line in after[:-1]) < 0.2
    unspace([before[0]])
    assert sheets.reached({before[0]: len(after)}, "wide") == []
