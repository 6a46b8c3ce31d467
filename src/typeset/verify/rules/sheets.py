"""Rules of the page: its size, its margins, its number."""

import math
import re
from collections.abc import Iterator

from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.rule import Margins, PageNumber, PageSize
from typeset.verify.blocks import canonical
from typeset.verify.drawn import Rect
from typeset.verify.facts import Page
from typeset.verify.rules.layout import FLOWING, Layout, NothingToMeasureError, Row, number_rows
from typeset.verify.rules.outcome import Broken, at, figure, mm

_NUMBER = re.compile(r"[\W_]*\d+[\W_]*")
_FIGURE_HEIGHT = 0.68
"""Ems from the baseline to the top of a figure."""
_SIDES = (phrase("left"), phrase("bottom"), phrase("right"), phrase("top"))


def page_size(rule: PageSize, layout: Layout) -> Iterator[Broken]:
    """Every page has the size that the rule names."""
    for page in layout.pages:
        width, height = mm(page.media[2] - page.media[0]), mm(page.media[3] - page.media[1])
        if max(abs(width - rule.width_mm), abs(height - rule.height_mm)) > rule.tolerance_mm:
            yield Broken(
                phrase(
                    "page {number} is {width} × {height} mm",
                    number=page.number,
                    width=figure(width),
                    height=figure(height),
                ),
                page.number,
            )


def margins(rule: Margins, layout: Layout) -> Iterator[Broken]:
    """No letter and no rule of a table stands in a margin; where exactly so, the margins are no wider either."""
    wanted = (rule.left_mm, rule.bottom_mm, rule.right_mm, rule.top_mm)
    blanks = [(page.number, _blank(page, layout)) for page in layout.pages]
    # Short lines and short pages reach neither the right edge nor the foot.
    full = any(len(para.rows) > 1 for para in layout.paras if para.role in FLOWING)
    reached = {"left", "top", "right"} if full else {"left", "top"}
    for side, name in enumerate(_SIDES):
        least = wanted[side]
        if least is None:
            continue
        for number, blank in blanks:
            if blank[side] < least - rule.tolerance_mm:
                found = phrase(
                    "the {name} margin of page {number} is {blank} mm",
                    name=name,
                    number=number,
                    blank=figure(blank[side]),
                )
                yield Broken(found, number, _outermost(layout, number, side))
        smallest = min(blank[side] for _, blank in blanks)
        if rule.measure == "exactly" and name in reached and smallest > least + rule.tolerance_mm:
            yield Broken(
                phrase("the smallest {name} margin of all pages is {smallest} mm", name=name, smallest=figure(smallest))
            )


def _blank(page: Page, layout: Layout) -> Rect:
    """The blank of each side in millimetres."""
    boxes = [(row.left, row.height[0], row.right, row.height[1]) for row in layout.rows(page.number)]
    # A rule of a table is held to the sides; over the first row and under the last it stands in the blank of a line.
    boxes += [(paint.box[0], math.inf, paint.box[2], -math.inf) for paint in page.paints if paint.plain]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    left, bottom, right, top = page.media
    return mm(min(lefts) - left), mm(min(bottoms) - bottom), mm(right - max(rights)), mm(top - max(tops))


def _outermost(layout: Layout, page: int, side: int) -> str:
    ends = ((row.left, row.height[0], -row.right, -row.height[1])[side] for row in layout.rows(page))
    return min(zip(ends, layout.rows(page), strict=True), key=lambda pair: pair[0])[1].text


def page_number(rule: PageNumber, layout: Layout) -> Iterator[Broken]:
    """Each page bears its number in its place from the page on that the rule names, and none before."""
    if all(page.number < rule.from_page and not _numbers(page) for page in layout.pages):
        raise NothingToMeasureError(phrase("the text stands before the first page that bears a number"))
    for page in layout.pages:
        found = _numbers(page)
        wanted = canonical(fill(rule.pattern, {"page": str(page.number)}))
        if page.number < rule.from_page:
            yield from (
                at(row, phrase("page {number} bears the number «{text}»", number=page.number, text=row.text))
                for row in found
            )
        elif [row.text for row in found] != [wanted]:
            numbers = ", ".join(f"«{row.text}»" for row in found) or phrase("no number")
            yield Broken(
                phrase(
                    "page {number} bears {numbers}, and not «{wanted}»",
                    number=page.number,
                    numbers=numbers,
                    wanted=wanted,
                ),
                page.number,
            )
        else:
            yield from (at(found[0], fault) for fault in _misplaced(rule, layout, page, found[0]))


def _numbers(page: Page) -> list[Row]:
    return [row for row in number_rows(page) if _NUMBER.fullmatch(row.text)]


def _misplaced(rule: PageNumber, layout: Layout, page: Page, row: Row) -> Iterator[str]:
    """What is wrong with the place of a number: its height, its distance from the edge, its place across."""
    heights = [line.baseline for line in layout.rows(page.number)]
    top = rule.place == "top-centre"
    if row.baseline < max(heights) if top else row.baseline > min(heights):
        yield (
            phrase("the number of page {number} does not stand at the top", number=page.number)
            if top
            else phrase("the number of page {number} does not stand at the bottom", number=page.number)
        )
        return
    head, foot = page.media[3] - row.baseline - _FIGURE_HEIGHT * row.size, row.baseline - page.media[1]
    edge = mm(head if top else foot)
    if edge < rule.edge_at_least_mm - rule.tolerance_mm / 10:
        yield phrase(
            "the number of page {number} stands {edge} mm from the edge of the page",
            number=page.number,
            edge=figure(edge),
        )
    off = _off(rule, layout, page.number, row)
    if abs(off) > rule.tolerance_mm:
        yield phrase(
            "the number of page {number} stands {off} mm beside its place", number=page.number, off=figure(off)
        )


def _off(rule: PageNumber, layout: Layout, page: int, row: Row) -> float:
    """Millimetres by which a number stands too far right; nothing where no line shows the edges of the text."""
    try:
        left, right = layout.left, layout.right
    except NothingToMeasureError:
        return 0
    if rule.place != "bottom-outer":
        return mm((row.left + row.right - left - right) / 2)
    return mm(row.right - right) + rule.inset_mm if page % 2 else mm(row.left - left) - rule.inset_mm
