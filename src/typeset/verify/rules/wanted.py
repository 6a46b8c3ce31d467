"""A rule into the words by which a finding says what it asks for."""

import typing as t
from collections.abc import Callable

from typeset.model import rule as kinds
from typeset.verify.rules.outcome import figure


def wanted(rule: kinds.Rule) -> str:
    """What the rule asks for: lower case, with its figures."""
    return _WANTED[rule.kind](rule)


def _page_size(rule: kinds.PageSize) -> str:
    return f"a page of {figure(rule.width_mm)} × {figure(rule.height_mm)} mm"


def _margins(rule: kinds.Margins) -> str:
    sides = (("left", rule.left_mm), ("right", rule.right_mm), ("top", rule.top_mm), ("bottom", rule.bottom_mm))
    figures = ", ".join(f"{name} {figure(side)}" for name, side in sides if side is not None)
    return f"margins of {'at least ' if rule.measure == 'at-least' else ''}{figures} mm"


def _size(rule: kinds.Size) -> str:
    least, most = figure(rule.at_least_pt), figure(rule.at_most_pt)
    return f"text of {least} pt" if least == most else f"text of {least} to {most} pt"


def _spacing(rule: kinds.LineSpacing) -> str:
    return f"lines {figure(rule.at_least_em)} to {figure(rule.at_most_em)} sizes apart"


def _lines(rule: kinds.LinesPerPage) -> str:
    full = f", and at least {rule.full_at_least} of running text" if rule.full_at_least else ""
    return f"at most {rule.at_most} lines a page{full}"


def _characters(rule: kinds.CharactersPerLine) -> str:
    least = f"{rule.characters - rule.fewer} to " if rule.fewer else ""
    return f"{least}{rule.characters} characters a line"


def _indent(rule: kinds.Indent) -> str:
    return (
        f"an indent of {figure(rule.indent_mm)} mm" if rule.indent_mm else f"an indent of {rule.indent_em:g} characters"
    )


def _number(rule: kinds.PageNumber) -> str:
    edge = f", {figure(rule.edge_at_least_mm)} mm from the edge" if rule.edge_at_least_mm else ""
    written = rule.pattern.replace("{page}", "1")
    places = {"top-centre": "top centre", "bottom-centre": "bottom centre", "bottom-outer": "bottom outer corner"}
    return f"the page number «{written}» at the {places[rule.place]}{edge}, from page {rule.from_page} on"


def _mark(rule: kinds.AnnexMark) -> str:
    return f"an annex's mark {'in the right half' if rule.place == 'right' else 'at the left edge'}"


def _title(rule: kinds.AnnexTitle) -> str:
    return f"an annex's title under its mark, centred{f', on line {rule.line}' if rule.line else ''}"


def _hyphenation(rule: kinds.Hyphenation) -> str:
    page = "" if rule.over_page else ", none at the end of a page"
    letters = f"{rule.letters_before} letters before and {rule.letters_after} after"
    return f"words broken with {letters}, at most {rule.lines_in_a_row} lines in a row{page}"


_WANTED: dict[str, Callable[[t.Any], str]] = {
    "page-size": _page_size,
    "margins": _margins,
    "face": lambda rule: f"text in {' or '.join(rule.faces)}",
    "size": _size,
    "line-pitch": lambda rule: f"lines {figure(rule.pitch_mm)} mm apart",
    "line-spacing": _spacing,
    "lines-per-page": _lines,
    "characters-per-line": _characters,
    "indent": _indent,
    "alignment": lambda _: "even edges, or unstretched lines where words are not broken",
    "page-number": _number,
    "title-centred": lambda _: "a centred title",
    "annex-new-page": lambda _: "each annex on a new page",
    "annex-mark": _mark,
    "annex-belongs": lambda _: "under the mark, to what the annex belongs",
    "annex-title": _title,
    "annex-opening": lambda rule: f"at least {rule.lines_at_least} lines of an annex on its first page",
    "signature-page": lambda _: "operative text on each page with signatures",
    "signature-blocks": lambda _: "each signature block whole, its name at its line",
    "heading-end": lambda _: "no heading at the end of a page",
    "single-lines": lambda rule: f"at least {rule.lines_at_least} lines of a paragraph on either page",
    "table-rows": lambda _: "each row of a table whole",
    "table-head": lambda _: "the head of a table again on each page",
    "line-edges": lambda _: "no mark where a line may not begin or end with it",
    "no-break": lambda _: "no line end between words that belong together",
    "hyphenation": _hyphenation,
}
