"""A rule into the words by which a finding says what it asks for."""

import typing as t
from collections.abc import Callable

from typeset.messages import either, joined, phrase
from typeset.model import rule as kinds
from typeset.verify.rules.outcome import figure


def wanted(rule: kinds.Rule) -> str:
    """What the rule asks for: lower case, with its figures."""
    return _WANTED[rule.kind](rule)


def _page_size(rule: kinds.PageSize) -> str:
    return phrase("a page of {width} × {height} mm", width=figure(rule.width_mm), height=figure(rule.height_mm))


def _margins(rule: kinds.Margins) -> str:
    sides = (
        (phrase("left"), rule.left_mm),
        (phrase("right"), rule.right_mm),
        (phrase("top"), rule.top_mm),
        (phrase("bottom"), rule.bottom_mm),
    )
    figures = joined(
        ", ", (phrase("{side} {figure}", side=name, figure=figure(side)) for name, side in sides if side is not None)
    )
    if rule.measure == "at-least":
        return phrase("margins of at least {figures} mm", figures=figures)
    return phrase("margins of {figures} mm", figures=figures)


def _size(rule: kinds.Size) -> str:
    least, most = figure(rule.at_least_pt), figure(rule.at_most_pt)
    return (
        phrase("text of {least} pt", least=least)
        if least == most
        else phrase("text of {least} to {most} pt", least=least, most=most)
    )


def _spacing(rule: kinds.LineSpacing) -> str:
    return phrase(
        "lines {least} to {most} sizes apart",
        least=figure(rule.at_least_em),
        most=figure(rule.at_most_em),
    )


def _lines(rule: kinds.LinesPerPage) -> str:
    if rule.full_at_least:
        return phrase(
            "at most {most} lines a page, and at least {full} of running text",
            most=rule.at_most,
            full=rule.full_at_least,
        )
    return phrase("at most {most} lines a page", most=rule.at_most)


def _characters(rule: kinds.CharactersPerLine) -> str:
    if rule.fewer:
        least = rule.characters - rule.fewer
        return phrase("{least} to {characters} characters a line", least=least, characters=rule.characters)
    return phrase("{characters} characters a line", characters=rule.characters)


def _indent(rule: kinds.Indent) -> str:
    return (
        phrase("an indent of {indent} mm", indent=figure(rule.indent_mm))
        if rule.indent_mm
        else phrase("an indent of {indent} characters", indent=f"{rule.indent_em:g}")
    )


def _number(rule: kinds.PageNumber) -> str:
    edge = phrase(", {edge} mm from the edge", edge=figure(rule.edge_at_least_mm)) if rule.edge_at_least_mm else ""
    written = rule.pattern.replace("{page}", "1")
    places = {
        "top-centre": phrase("top centre"),
        "bottom-centre": phrase("bottom centre"),
        "bottom-outer": phrase("bottom outer corner"),
    }
    return phrase(
        "the page number «{written}» at the {place}{edge}, from page {first} on",
        written=written,
        place=places[rule.place],
        edge=edge,
        first=rule.from_page,
    )


def _mark(rule: kinds.AnnexMark) -> str:
    if rule.place == "right":
        return phrase("an annex's mark in the right half")
    return phrase("an annex's mark at the left edge")


def _title(rule: kinds.AnnexTitle) -> str:
    if rule.line:
        return phrase("an annex's title under its mark, centred, on line {line}", line=rule.line)
    return phrase("an annex's title under its mark, centred")


def _hyphenation(rule: kinds.Hyphenation) -> str:
    page = "" if rule.over_page else phrase(", none at the end of a page")
    letters = phrase(
        "{before} letters before and {after} after",
        before=rule.letters_before,
        after=rule.letters_after,
    )
    return phrase(
        "words broken with {letters}, at most {rows} lines in a row{page}",
        letters=letters,
        rows=rule.lines_in_a_row,
        page=page,
    )


_WANTED: dict[str, Callable[[t.Any], str]] = {
    "page-size": _page_size,
    "margins": _margins,
    "face": lambda rule: phrase("text in {faces}", faces=either(rule.faces)),
    "size": _size,
    "line-pitch": lambda rule: phrase("lines {pitch} mm apart", pitch=figure(rule.pitch_mm)),
    "line-spacing": _spacing,
    "lines-per-page": _lines,
    "characters-per-line": _characters,
    "indent": _indent,
    "alignment": lambda _: phrase("even edges, or unstretched lines where words are not broken"),
    "page-number": _number,
    "title-centred": lambda _: phrase("a centred title"),
    "annex-new-page": lambda _: phrase("each annex on a new page"),
    "annex-mark": _mark,
    "annex-belongs": lambda _: phrase("under the mark, to what the annex belongs"),
    "annex-title": _title,
    "annex-opening": lambda rule: phrase(
        "at least {count} lines of an annex on its first page", count=rule.lines_at_least
    ),
    "signature-page": lambda _: phrase("operative text on each page with signatures"),
    "signature-blocks": lambda _: phrase("each signature block whole, its name at its line"),
    "heading-end": lambda _: phrase("no heading at the end of a page"),
    "single-lines": lambda rule: phrase(
        "at least {count} lines of a paragraph on either page", count=rule.lines_at_least
    ),
    "table-rows": lambda _: phrase("each row of a table whole"),
    "table-head": lambda _: phrase("the head of a table again on each page"),
    "line-edges": lambda _: phrase("no mark where a line may not begin or end with it"),
    "no-break": lambda _: phrase("no line end between words that belong together"),
    "hyphenation": _hyphenation,
}
