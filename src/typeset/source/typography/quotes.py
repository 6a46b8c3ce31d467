"""A text into its quotation marks that are straight, or those of another language."""

import re
from collections.abc import Iterator

from typeset.messages import both, either, phrase
from typeset.model.typography import Typography
from typeset.source.typography.fault import Fault

KIND = "quotes"
_STRAIGHT = phrase("straight quotation mark")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_OPENS_AFTER = " \u00a0([{—–-/"
_CLOSES_BEFORE = " \u00a0)]}.,;:!?…—–-/"
_ALL = "«»„“”‟‹›‘‚"
"""Without ’, which is the apostrophe too."""


def quotes(text: str, typography: Typography) -> Iterator[Fault]:
    """Double quotes are those of the language, opening and closing, others inside of them.

    Certain only where all straight ones of a text pair off.
    """
    marks = typography.quotes
    if marks is None:
        return
    paired = _paired(text, marks)
    for match in re.finditer('"', text):
        at = match.start()
        if paired:
            yield Fault(at, at + 1, KIND, _STRAIGHT, f"`{paired[at]}`", paired[at])
        else:
            yield Fault(at, at + 1, KIND, _STRAIGHT, either(f"`{mark}`" for mark in marks[:2]))
    for at, character in enumerate(text):
        if character in _ALL and character not in marks:
            outer, inner = (both(f"`{mark}`" for mark in pair) for pair in (marks[:2], marks[2:]))
            expected = phrase("{outer}, inside of them {inner}", outer=outer, inner=inner)
            yield Fault(at, at + 1, KIND, phrase("quotation mark of another language"), expected)


def apostrophes(text: str, typography: Typography) -> Iterator[Fault]:
    """An apostrophe is curved; a straight single quotation mark is that of the language.

    Certain between letters; after one, where no straight single mark of the text can be an opening one.
    """
    marks = typography.quotes
    if marks is None:
        return
    alone = not re.search(r"(?<!\w)'(?=\w)", text)
    for match in re.finditer("'", text):
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        if before.isalpha() and (after.isalpha() or (alone and not after.isalnum())):
            yield Fault(*match.span(), KIND, phrase("straight apostrophe"), "`’`", "’")
        elif before.isalpha() or after.isalpha():
            yield Fault(
                *match.span(),
                KIND,
                phrase("{straight} or apostrophe", straight=_STRAIGHT),
                phrase("{some} or {last}", some=f"`{marks[2]}`, `{marks[3]}`", last="`’`"),
            )


def _paired(text: str, marks: tuple[str, str, str, str]) -> dict[int, str]:
    """The mark for each straight one, by its place; nothing where one of them has no partner or no clear side."""
    opened: list[int] = []
    found: dict[int, str] = {}
    for at, character in enumerate(text):
        inner = len(opened) % 2
        if character == '"':
            side = _side(text, at, within=bool(opened))
            if side == "opening":
                found[at] = marks[2 * inner]
                opened.append(at)
            elif side == "closing" and opened and text[opened[-1]] == '"':
                found[at] = marks[2 * (1 - inner) + 1]
                opened.pop()
            else:
                return {}
        elif opened and character in (marks[1], marks[3]) and text[opened[-1]] in (marks[0], marks[2]):
            opened.pop()
        elif character in (marks[0], marks[2]):
            opened.append(at)
    return {} if any(text[at] == '"' for at in opened) else found


def _side(text: str, at: int, *, within: bool) -> str:
    """Whether a straight mark opens or closes; where no space tells, Han characters let the order decide."""
    before, after = text[:at][-1:], text[at + 1 :][:1]
    free_before = not before or before in _OPENS_AFTER or before in '"«„“‘'
    free_after = not after or after in _CLOSES_BEFORE or after in '"»“”’'
    if free_before != free_after:
        return "opening" if free_before else "closing"
    if _HAN.match(before) or _HAN.match(after) or (free_before and before == '"') or (free_after and after == '"'):
        return "closing" if within else "opening"
    return ""
