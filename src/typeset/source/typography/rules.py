"""A text and the convention of its language into every place where they differ.

One rule a function, stated in its docstring, with what makes it certain enough to be mended without asking.
"""

import re
from collections.abc import Callable, Iterator

from typeset.messages import phrase
from typeset.model.typography import NO_BREAK, Typography
from typeset.source.typography.fault import Fault
from typeset.source.typography.quotes import apostrophes, quotes

Faults = Iterator[Fault]

NO_BREAK_KIND = "no-break"
# A reference in braces stands for the words that it is written out with.
_HAN = "\u3400-\u9fff\uf900-\ufaff○〇{}"
_CLOSING_HAN = "》〉」』】”’）"
_OPENING_HAN = "《〈「『【“‘（"
_EARLIEST_YEAR = 1000


def dashes(text: str, typography: Typography) -> Faults:
    """A hyphen between spaces is a dash; certain unless it stands between figures, or in Latin within Chinese."""
    dash = typography.dash
    if dash is None:
        return
    for match in re.finditer(r"(?<=[^\s-])( )(-{1,3})( )(?=[^\s-])", text):
        beside = text[match.start() - 1] + text[match.end()]
        closed = dash == dash.strip()
        certain = not (beside.isdecimal() or (closed and beside.isascii()))
        start, end = match.span() if closed else match.span(2)
        yield Fault(
            start, end, "dash", phrase("hyphen between words"), f"`{dash.strip()}`", dash.strip() if certain else None
        )


def ranges(text: str, typography: Typography) -> Faults:
    """A hyphen between the figures of a range is a dash; certain before a word that counts or dates."""
    if typography.range is None:
        return
    for match in re.finditer(r"(?<![\w.,/№§-])(\d+)(-)(\d+)(?![\w/-]|[.,]\d)", text):
        first, second = int(match[1]), int(match[3])
        if first >= second or (first < _EARLIEST_YEAR < second):  # an identifier such as 8601-1 or 5-2018
            continue
        following = text[match.end() :].removeprefix(" ").split(" ")[0]
        instead = typography.range if typography.measures(following) else None
        yield Fault(*match.span(2), "range", phrase("hyphen between figures"), f"`{typography.range}`", instead)


def ellipses(text: str, typography: Typography) -> Faults:
    """Three full stops are one mark; in Chinese six points in two marks."""
    mark = typography.ellipsis
    if mark is None:
        return
    written = r"(?<!\.)\.{3}(?!\.)" if mark == "…" else r"(?<!\.)(?:\.{3}|\.{6})(?!\.)|(?<!…)…(?!…)"
    for match in re.finditer(written, text):
        yield Fault(*match.span(), "ellipsis", phrase("full stops or half an ellipsis"), f"`{mark}`", mark)


def number_signs(text: str, typography: Typography) -> Faults:
    """A Latin `N` or `No` before figures is the sign of the language, and a space."""
    sign = typography.number_sign
    if sign is None:
        return
    for match in re.finditer(r"(?<![\w.-])N(?:[oо]\.?|°|º|\.)? ?(?=\d)", text):
        yield Fault(*match.span(), "number-sign", phrase("Latin letters for the number sign"), f"`{sign}`", f"{sign} ")


def doubled(text: str, _typography: Typography) -> Faults:
    """Between words stands one space."""
    for match in re.finditer(r"(?<=\S) {2,}(?=\S)", text):
        yield Fault(*match.span(), "spaces", phrase("several spaces in a row"), phrase("one"), " ")


def closing_up(text: str, typography: Typography) -> Faults:
    """No space before a mark that closes, none after one that opens.

    “ closes in some languages and opens in others, ’ is an apostrophe too: spaces before these are not judged.
    """
    marks = typography.quotes or ("", "", "", "")
    closing = re.escape("".join({marks[1], marks[3]} & {"»", "”"}))
    opening = re.escape(marks[0] + marks[2])
    before = rf"(?<=[^\s(\[—–-])( +)(?:[,;:!?)\]、，。；：？！）》{closing}]|\.(?![\w.]))"
    after = rf"(?:(?<=[(\[（《{opening}]))( +)(?=\S)"
    for pattern, what in (
        (before, phrase("space before a closing mark")),
        (after, phrase("space after an opening mark")),
    ):
        for match in re.finditer(pattern, text):
            yield Fault(*match.span(1), "punctuation", what, phrase("no space"), "")


def full_width(text: str, typography: Typography) -> Faults:
    """Beside Han characters marks are full-width; certain between them, and around them in brackets."""
    table = {mark: wide for mark, wide in typography.full_width.items() if mark not in "()"}
    if table:
        marks = "".join(map(re.escape, table))
        between = rf"(?<=[{_HAN}{_CLOSING_HAN}])([{marks}])(?![{marks}]) ?(?=[{_HAN}{_OPENING_HAN}]|$)"
        for match in re.finditer(between, text):
            wide = table[match[1]]
            yield Fault(*match.span(), "full-width", phrase("mark of half width"), f"`{wide}`", wide)
    if typography.full_width.keys() >= {"(", ")"}:
        yield from _brackets(text, typography)


def _brackets(text: str, typography: Typography) -> Faults:
    for match in re.finditer(r"(\()([^()]*)(\))", text):
        certain = bool(re.search(f"[{_HAN}]", match[2]))
        beside = re.search(f"[{_HAN}]", text[: match.start()][-1:] + text[match.end() :][:1])
        for group in (1, 3) if certain or beside else ():
            wide = typography.full_width[match[group]]
            yield Fault(
                *match.span(group),
                "full-width",
                phrase("bracket of half width"),
                f"`{wide}`",
                wide if certain else None,
            )


RULES: tuple[Callable[[str, Typography], Faults], ...] = (
    quotes,
    apostrophes,
    dashes,
    ranges,
    ellipses,
    number_signs,
    doubled,
    closing_up,
    full_width,
)


def no_breaks(text: str, typography: Typography) -> Faults:
    """Spaces that the press itself does not break lines at."""
    for at, (before, after) in enumerate(zip(text, typography.bound(text), strict=True)):
        if before != after == NO_BREAK:
            yield Fault(at, at + 1, NO_BREAK_KIND, phrase("space where no line is broken"), phrase("a no-break space"))
