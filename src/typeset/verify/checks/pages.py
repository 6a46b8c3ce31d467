"""Pages: their number, size and order, and the order of what is read on them."""

import itertools
import typing as t

from typeset.messages import either, phrase
from typeset.model.base import fill
from typeset.model.report import Check, Finding
from typeset.verify import limits
from typeset.verify.blocks import Found, canonical
from typeset.verify.checks.case import Case, check, cut, remarks
from typeset.verify.drawn import Rect
from typeset.verify.facts import Page, Run

_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Contents"}
    | {"/Annots", "/StructParents", "/Tabs", "/Rotate"}
)
_OVERLAP = 0.35
"""Ems by which what is read next may begin before the end of what stands left of it."""


def pages(case: Case) -> Check:
    """Pages are upright A4, none is empty, and each but the first bears its number, which is also its label."""
    return check("pages", phrase("pages are whole, in order and numbered"), _pages(case))


def _pages(case: Case) -> t.Iterator[Finding]:
    yield from remarks(case, "pages")
    for page in case.facts.pages:
        yield from _shape(page)
        if not any(run.text.strip() and not run.artifact for run in page.runs):
            yield Finding(message=phrase("the page has no text"), page=page.number)
        if page.label != str(page.number):
            yield Finding(
                message=phrase(
                    "the page is labelled `{label}`, expected `{number}`", label=page.label, number=page.number
                ),
                page=page.number,
            )
        yield from _number(case, page)
    marks = (mark.page for mark in case.facts.tree.marks()) if case.facts.tree else iter(())
    for before, after in itertools.pairwise(marks):
        if after < before:
            yield Finding(
                message=phrase("what is read after page {before} stands before it", before=before), page=after
            )


def _shape(page: Page) -> t.Iterator[Finding]:
    left, bottom, right, top = page.media
    size = right - left, top - bottom
    if any(abs(have - want) > limits.PAGE_TOLERANCE for have, want in zip(size, limits.A4, strict=True)):
        found = phrase(
            "{width} × {height} mm",
            width=f"{size[0] / limits.MILLIMETRE:.0f}",
            height=f"{size[1] / limits.MILLIMETRE:.0f}",
        )
        yield Finding(message=phrase("the page is {found}, expected A4", found=found), page=page.number)
    for name, box in page.boxes.items():
        if any(abs(side - whole) > limits.PAGE_TOLERANCE for side, whole in zip(box, page.media, strict=True)):
            yield Finding(
                message=phrase("the page is cropped by its `{name}`: not all of it is shown", name=name),
                page=page.number,
            )
    if page.rotate:
        yield Finding(message=phrase("the page is turned by {rotate} degrees", rotate=page.rotate), page=page.number)
    for key in sorted(page.keys - _KEYS):
        yield Finding(message=phrase("the page has the entry `{key}`, which is not known", key=key), page=page.number)


def _number(case: Case, page: Page) -> t.Iterator[Finding]:
    """The number stands in an artifact, in the pattern of one of the texts, beside all other text.

    Where it stands, and from which page on, is for the rules of the profile.
    """
    heads = case.repeated_heads(page)
    outside = [
        run for run in page.runs if run.artifact and not (case.is_draft_mark(run) or any(run is head for head in heads))
    ]
    printed = "".join(run.text for run in outside)
    wanted = {
        canonical(fill(pattern, {"page": str(page.number)})) if page.number >= first else ""
        for pattern, first in _patterns(case)
    }
    if canonical(printed) not in wanted:
        expected = either(f"«{number}»" if number else phrase("none") for number in sorted(wanted))
        message = phrase("the page number is «{printed}», expected {expected}", printed=printed, expected=expected)
        yield Finding(message=message, page=page.number, words=printed)
    texts = [run.baseline for run in page.runs if not run.artifact and run.text.strip()]
    for run in outside:
        if texts and min(texts) - run.size < run.baseline < max(texts) + run.size:
            yield Finding(message=phrase("the page number stands inside the text"), page=page.number, words=run.text)


def _patterns(case: Case) -> t.Iterator[tuple[str, int]]:
    """How pages are numbered, and from which page on: as the profile of a text says, else as its language does."""
    for language in case.languages:
        rules = case.profiles[language].rules_for(language) if language in case.profiles else ()
        numbers = [(rule.pattern, rule.from_page) for rule in rules if rule.kind == "page-number"]
        yield from numbers or [(case.wordings[language].page, 2)]


def order(case: Case) -> Check:
    """What is read one after the other stands so on the page: to the right on one line, or below.

    Only in a list item, a table row or a signature block may blocks stand side by side, the later further right.
    """
    findings = (finding for pair in itertools.pairwise(_read(case)) for finding in _follows(*pair))
    return check("order", phrase("the eye reads the words in the order of the text"), findings)


_Read = tuple[Found, Run]


def _read(case: Case) -> t.Iterator[_Read]:
    for found in case.found:
        for run in found.runs:
            if run.text.strip():
                yield found, run


def _follows(before: _Read, after: _Read) -> t.Iterator[Finding]:
    (block, last), (following, run) = before, after
    if run.page > last.page:
        return
    slack, step = _OVERLAP * run.size, last.baseline - run.baseline
    beside = block is not following and bool(block.groups & following.groups)
    same_line = abs(step) < limits.SAME_LINE * run.size
    if run.page < last.page:
        fault = phrase("is read after what stands on a later page")
    elif same_line and not beside and block is not following:
        fault = phrase("two blocks stand on one line")
    elif same_line and run.box[0] < last.box[2] - slack:
        fault = phrase("stands left of what is read before it")
    elif not same_line and step < 0 and not (beside and run.box[0] >= _extent(block, run.page)[2] - slack):
        fault = phrase("stands above what is read before it")
    else:
        return
    yield Finding(message=fault, page=run.page, words=cut(f"{last.text.strip()} / {run.text.strip()}"))


def _extent(block: Found, page: int) -> Rect:
    boxes = [run.box for run in block.runs if run.page == page]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)
