"""Rules of type: face, size, distance of lines, how many lines and characters, indents and edges of paragraphs."""

import itertools
import unicodedata
from collections.abc import Iterator

from typeset.messages import either, phrase
from typeset.model.rule import (
    Alignment,
    CharactersPerLine,
    Face,
    Indent,
    LinePitch,
    LineSpacing,
    LinesPerPage,
    Role,
    Size,
)
from typeset.verify.facts import Run
from typeset.verify.rules.layout import FLOWING, Layout, NothingToMeasureError, Para, Row, lines, number_rows
from typeset.verify.rules.outcome import Broken, at, figure, mm
from typeset.verify.rules.roles import WORDS


def face(rule: Face, layout: Layout) -> Iterator[Broken]:
    """Every letter is of a face that the rule lists; in other texts than Chinese ones, Han characters aside."""
    for row in _rows(rule.roles, layout):
        for name in dict.fromkeys(_face(layout, run) for run in row.runs if not _quoted(layout, run)):
            if not name.startswith(rule.faces):
                yield at(row, phrase("a line is set in {name}", name=name))


def _quoted(layout: Layout, run: Run) -> bool:
    """Whether a stretch of text holds the characters of another script alone, for which the face has none."""
    words = run.text.strip()
    return not layout.lang.startswith("zh") and all(unicodedata.east_asian_width(one) in "WF" for one in words)


def _face(layout: Layout, run: Run) -> str:
    """The name of a face without the tag of its subset."""
    return layout.case.facts.fonts[run.font].name.rpartition("+")[2]


def size(rule: Size, layout: Layout) -> Iterator[Broken]:
    """Every letter has a size that the rule allows."""
    for row in _rows(rule.roles, layout):
        for points in dict.fromkeys(round(run.size, 2) for run in row.runs):
            if not rule.at_least_pt - rule.tolerance_pt <= points <= rule.at_most_pt + rule.tolerance_pt:
                yield at(row, phrase("a line is {points} pt large", points=figure(points)))


def _rows(roles: tuple[Role, ...], layout: Layout) -> Iterator[Row]:
    """The lines of these roles; page numbers belong to no paragraph."""
    rows = [row for para in layout.paras if para.role in roles for row in para.rows]
    if "page-number" in roles:
        rows += [row for page in layout.pages for row in number_rows(page) if any(map(str.isdigit, row.text))]
    if not rows:
        raise NothingToMeasureError(phrase("the text has no {roles}", roles=either(WORDS[role] for role in roles)))
    return iter(rows)


def line_pitch(rule: LinePitch, layout: Layout) -> Iterator[Broken]:
    """The lines of a paragraph follow at the pitch that the rule names."""
    for first, second in _pitches(rule.roles, layout):
        pitch = mm(first.baseline - second.baseline)
        if abs(pitch - rule.pitch_mm) > rule.tolerance_mm:
            yield at(second, phrase("a line follows {pitch} mm under the one before", pitch=figure(pitch)))


def line_spacing(rule: LineSpacing, layout: Layout) -> Iterator[Broken]:
    """The lines of a paragraph follow at a distance that the rule allows, in sizes of its text."""
    for first, second in _pitches(rule.roles, layout):
        ems = (first.baseline - second.baseline) / second.size
        if not rule.at_least_em - rule.tolerance_em <= ems <= rule.at_most_em + rule.tolerance_em:
            yield at(second, phrase("a line follows {ems} sizes under the one before", ems=figure(ems)))


def _pitches(roles: tuple[Role, ...], layout: Layout) -> list[tuple[Row, Row]]:
    pairs = [pair for para in layout.of(*roles) for pair in para.pairs if pair[0].page == pair[1].page]
    if not pairs:
        raise NothingToMeasureError(phrase("no paragraph has a second line"))
    return pairs


def lines_per_page(rule: LinesPerPage, layout: Layout) -> Iterator[Broken]:
    """A page has no more lines than the rule allows, tables and signatures aside; one that runs on has no fewer."""
    going_on = {first.page for para in layout.paras for first, second in para.pairs if second.page > first.page}
    for page in layout.pages:
        there = [(para.role, row) for para in layout.paras for row in para.rows if row.page == page.number]
        roles = {role for role, _ in there}
        count = len(lines(row for role, row in there if role not in {"table", "signature"}))
        full = page.number in going_on and roles <= FLOWING | {"heading"} and rule.full_at_least
        if count > rule.at_most or (full and count < full):
            yield Broken(phrase("page {number} has {count}", number=page.number, count=count), page.number)


def characters_per_line(rule: CharactersPerLine, layout: Layout) -> Iterator[Broken]:
    """A line of full-width characters that the paragraph goes on after has the number that the rule names."""
    full = [row for para in layout.of(*rule.roles) for row in para.rows[:-1] if row.squares]
    if not full:
        raise NothingToMeasureError(phrase("no full line holds full-width characters alone"))
    for row in full:
        count = len(row.text) + round((row.left - layout.left) / row.size)
        if not rule.characters - rule.fewer <= count <= rule.characters:
            yield at(row, phrase("a line has {count}", count=count))


def indent(rule: Indent, layout: Layout) -> Iterator[Broken]:
    """The first line of a paragraph is set in from its others, or from the edge of the text where it has no others."""
    measured = [(para, left) for para in layout.of(*rule.roles) if (left := _left(para, layout)) is not None]
    if not measured:
        raise NothingToMeasureError(phrase("no line shows from where a paragraph is set in"))
    for para, left in measured:
        first = para.rows[0]
        wanted = rule.indent_mm if rule.indent_mm is not None else mm((rule.indent_em or 0) * first.size)
        found = mm(first.left - left)
        if abs(found - wanted) > rule.tolerance_mm:
            yield at(first, phrase("a paragraph is set in by {found} mm", found=figure(found)))


def _left(para: Para, layout: Layout) -> float | None:
    """Where the lines of a paragraph begin, its first aside."""
    if len(para.rows) > 1:
        return para.rows[1].left
    if "BlockQuote" in para.path or para.path.count("L") > 1:
        return None
    try:
        return layout.left
    except NothingToMeasureError:
        return None


def alignment(rule: Alignment, layout: Layout) -> Iterator[Broken]:
    """Lines end at the right edge of the text; where words are not broken none is stretched towards it."""
    full = [row for para in layout.of(*rule.roles) for row in para.rows[:-1]]
    if not full:
        raise NothingToMeasureError(phrase("no paragraph has a second line"))
    for row in full:
        if layout.justified:
            gap = mm(layout.right - row.right)
            if gap > mm(rule.short_em * row.size) + rule.tolerance_mm:
                yield at(row, phrase("a line ends {gap} mm before the edge of the text", gap=figure(gap)))
            elif -gap > rule.tolerance_mm:
                yield at(row, phrase("a line ends {gap} mm after the edge of the text", gap=figure(-gap)))
        elif (stretched := mm(_stretch(row, layout))) > rule.tolerance_mm:
            yield at(row, phrase("a line is stretched by {stretched} mm", stretched=figure(stretched)))


def _stretch(row: Row, layout: Layout) -> float:
    """Points by which a line is longer than its letters and blanks are."""
    natural = sum(_width(run, layout) for run in row.runs)
    gaps = sum(max(second.box[0] - first.box[2], 0) for first, second in itertools.pairwise(row.runs))
    return sum(run.box[2] - run.box[0] for run in row.runs) + gaps - natural


def _width(run: Run, layout: Layout) -> float:
    font = layout.case.facts.fonts[run.font]
    return sum(font.widths.get(gid, font.default_width) for gid in run.gids) * run.size / 1000
