"""A draft: what marks it, on every page; and what nobody may take for such a mark."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify import limits
from typeset.verify.blocks import canonical
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.checks.visible import contrast, inside
from typeset.verify.drafts import across
from typeset.verify.facts import Page, Run

_LARGE = 60.0
"""Points of the letters of a mark from which nobody overlooks it."""
_DIAGONAL = (30.0, 75.0)
"""Degrees by which the mark is turned."""
_LOUDNESS = (1.25, 2.5)
"""Contrast against white: seen at once, and pale enough for black text on it (21 divided by it: WCAG 2 level AAA)."""
_FILLED = 0


def draft(case: Case) -> Check:
    """Every page bears the word for a draft in its language, across it and once more in its lower margin.

    Across the page it is large, and lies under all that stands there; in the margin, below the text.
    """
    return check("draft", phrase("every page is marked as that of a draft"), _draft(case))


def _draft(case: Case) -> t.Iterator[Finding]:
    languages = {run.page: block.lang for block in reversed(case.found) for run in block.runs}
    for page in case.facts.pages:
        wording = case.wordings.get(languages.get(page.number, case.languages[0]))
        word = wording.draft if wording else None
        if word is None:
            yield Finding(message=phrase("the language of the page has no word for a draft"), page=page.number)
            continue
        marks = case.draft_marks(page)
        wide, lines = [run for run in marks if across(run)], [run for run in marks if not across(run)]
        for run in marks:
            if canonical(run.text.strip()) != canonical(word) or not run.artifact:
                message = phrase(
                    "the mark of a draft is «{text}», expected «{word}», outside of the text", text=run.text, word=word
                )
                yield Finding(message=message, page=page.number, words=cut(run.text))
        if len(wide) != 1 or len(lines) != 1:
            message = phrase(
                "the mark of a draft stands {count} times across the page, {lines} times in its margin",
                count=len(wide),
                lines=len(lines),
            )
            yield Finding(message=phrase("{message}; expected once each", message=message), page=page.number)
        for run in wide:
            for fault in _faults(run, page):
                yield Finding(
                    message=phrase("the mark of a draft {fault}", fault=fault), page=page.number, words=cut(run.text)
                )
        for run in lines:
            bottom = min((one.baseline - one.size for one in page.runs if not one.artifact), default=page.media[3])
            if run.baseline + run.size > bottom:
                yield Finding(
                    message=phrase("the line of a draft stands in the text"), page=page.number, words=cut(run.text)
                )


def _faults(run: Run, page: Page) -> t.Iterator[str]:
    """What keeps a mark from being seen, or the text on it from being read."""
    if run.size < _LARGE:
        yield phrase("is {size} points large, expected {large}", size=f"{run.size:.0f}", large=f"{_LARGE:.0f}")
    if not _DIAGONAL[0] <= run.angle <= _DIAGONAL[1]:
        yield phrase("does not run up across the page")
    if run.mode != _FILLED or not run.opaque:
        yield phrase("is not painted in full")
    if not _LOUDNESS[0] <= contrast(run.colour) <= _LOUDNESS[1]:
        yield phrase("is too pale to be seen, or too dark to be written on")
    if not run.clip_known or (run.clip and not inside(run.box, run.clip, 0)):
        yield phrase("is clipped")
    if run.backstep > limits.MAX_BACKSTEP:
        yield phrase("has letters printed over one another")
    orders = [*(one.order for one in page.runs), *(one.order for one in page.paints)]
    if min(orders) < run.order or any(one.order < run.order for one in page.pictures):
        yield phrase("lies over what stands on the page")
