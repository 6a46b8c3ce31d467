"""Rules of breaks: what must stay together at the end of a page, of a line, and of a word."""

import itertools
import re
from collections.abc import Iterator

from typeset.messages import both, phrase
from typeset.model.base import PRESS_HYPHEN
from typeset.model.rule import HeadingEnd, Hyphenation, LineEdges, NoBreak, SingleLines, TableHead, TableRows
from typeset.verify.rules.layout import FLOWING, Layout, NothingToMeasureError, Para, Row
from typeset.verify.rules.outcome import Broken, at
from typeset.verify.tables import repeated, tables

_OPENING, _CLOSING = "«„“\"'([{", "»“”\"')]},;:.!?…"
_FIGURES = re.compile(r"\d[\d.,/–-]*")
_INITIAL = re.compile(r"(?:[^\W\d_]\.)+")
_WORD_END, _WORD_START = re.compile(r"[^\W\d_]*$"), re.compile(r"[^\W\d_]*")


def heading_end(_: HeadingEnd, layout: Layout) -> Iterator[Broken]:
    """What a heading heads begins on the page where the heading ends."""
    layout.of("title", "heading", "annex-title")
    for heading, following in itertools.pairwise(layout.paras):
        last, first = heading.rows[-1], following.rows[0]
        if heading.role in {"title", "heading", "annex-title"} and first.page > last.page:
            yield at(last, phrase("a heading ends page {page}", page=last.page))


def single_lines(rule: SingleLines, layout: Layout) -> Iterator[Broken]:
    """A paragraph that runs over a page end has more lines on either page than stand alone."""
    for para in layout.paras:
        pages = [row.page for row in para.rows]
        for page in sorted(set(pages)) if para.role in FLOWING | {"participants"} else ():
            if len(set(pages)) > 1 and pages.count(page) < rule.lines_at_least:
                row = para.rows[pages.index(page)]
                yield at(
                    row,
                    phrase("at the top of page {page} stands {count}", page=page, count=pages.count(page))
                    if page == pages[-1]
                    else phrase("at the bottom of page {page} stands {count}", page=page, count=pages.count(page)),
                )


def table_rows(_: TableRows, layout: Layout) -> Iterator[Broken]:
    """All lines of a row of a table stand on one page."""
    rows = itertools.groupby(layout.of("table"), key=lambda para: para.group)
    for cells in (tuple(group) for _, group in rows):
        pages = sorted({row.page for cell in cells for row in cell.rows})
        if len(pages) > 1:
            yield Broken(phrase("a row stands on pages {pages}", pages=both(map(str, pages))), pages[0], cells[0].text)


def table_head(_: TableHead, layout: Layout) -> Iterator[Broken]:
    """On each page on which a table goes on its head stands over its rows."""
    own = [block for block in layout.case.found if block.lang == layout.lang]
    heads = [(head, repeated(layout.case.facts.pages, head, body)) for head, body in tables(own)]
    if not any(further for _, further in heads):
        raise NothingToMeasureError(phrase("no table goes on over a page end"))
    for head, further in heads:
        for page in sorted(page for page, again in further.items() if not again):
            yield Broken(phrase("the table goes on without it on page {page}", page=page), page, head[0].text)


def line_edges(rule: LineEdges, layout: Layout) -> Iterator[Broken]:
    """No line begins or ends with a mark that may not stand there, and no mark of two squares is parted."""
    for first, second in _line_ends(layout):
        if second.text[0] in rule.not_first:
            yield at(second, phrase("a line begins with «{text}»", text=second.text[0]))
        if first.text[-1] in rule.not_last:
            yield at(first, phrase("a line ends with «{text}»", text=first.text[-1]))
        for mark in rule.unbroken:
            parts = ((mark[:cut], mark[cut:]) for cut in range(1, len(mark)))
            if any(first.text.endswith(part) and second.text.startswith(rest) for part, rest in parts):
                yield at(first, phrase("«{mark}» is parted", mark=mark))


def no_break(rule: NoBreak, layout: Layout) -> Iterator[Broken]:
    """No line ends between words that belong together."""
    for first, second in _line_ends(layout):
        if first.text.endswith(PRESS_HYPHEN):
            continue
        words, following = first.text.split(), second.text.split()
        last, start = words[-1].lstrip(_OPENING), following[0]
        counted = len(words) > 1 and bool(_FIGURES.fullmatch(words[-2].lstrip(_OPENING)))
        # «в 2018 г.» may end a line: there the abbreviation belongs to the year before it.
        kept = last.casefold() in rule.after and not (counted and last in rule.units)
        unit = bool(_FIGURES.fullmatch(last)) and {start, start.rstrip(_CLOSING)} & set(rule.units)
        if kept or unit or start in rule.before or (rule.initials and _named(words[-1], following)):
            yield at(first, phrase("a line ends between «{words}» and «{start}»", words=words[-1], start=start))


def _named(last: str, following: list[str]) -> bool:
    """Whether initials stand before their surname, or a surname before its initials."""
    start = following[0]
    if _INITIAL.fullmatch(last.lstrip(_OPENING)) and last.lstrip(_OPENING)[:1].isupper():
        return start[:1].isupper()
    initials = start.rstrip(",;:)»")
    return last[:1].isupper() and last[-1:].isalpha() and initials.isupper() and initials.count(".") > 1


def _line_ends(layout: Layout) -> Iterator[tuple[Row, Row]]:
    pairs = [pair for para in layout.paras for pair in para.pairs]
    if not pairs:
        raise NothingToMeasureError(phrase("no paragraph has a second line"))
    return iter(pairs)


def hyphenation(rule: Hyphenation, layout: Layout) -> Iterator[Broken]:
    """A broken word keeps its letters on either line, few lines in a row end so, and no page where it may not."""
    broken = [pair for para in layout.paras for pair in para.pairs if pair[0].text.endswith(PRESS_HYPHEN)]
    if not broken:
        raise NothingToMeasureError(phrase("no word is broken"))
    for first, second in broken:
        before = len(_WORD_END.findall(first.text.removesuffix(PRESS_HYPHEN))[0])
        after = len(_WORD_START.findall(second.text)[0])
        if before < rule.letters_before or after < rule.letters_after:
            yield at(
                first,
                phrase("a word is broken with {before} letters before and {after} after", before=before, after=after),
            )
        if second.page > first.page and not rule.over_page:
            yield at(first, phrase("the last word of page {page} is broken", page=first.page))
    for para in layout.paras:
        yield from _in_a_row(rule, para)


def _in_a_row(rule: Hyphenation, para: Para) -> Iterator[Broken]:
    for hyphenated, group in itertools.groupby(para.rows, key=lambda row: row.text.endswith(PRESS_HYPHEN)):
        rows = tuple(group)
        if hyphenated and len(rows) > rule.lines_in_a_row:
            yield at(rows[0], phrase("{count} lines in a row end in a broken word", count=len(rows)))
