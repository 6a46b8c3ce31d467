"""Annexes and references: where annexes begin, and where references lead."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.blocks import Found, canonical
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.drawn import Mark, Rect
from typeset.verify.expected import Block, annex_id
from typeset.verify.facts import Annotation, ObjectRef, Run
from typeset.verify.geometry import bounds

_ABOVE = 100.0
"""Points above the first line of its target at which a reference may still land."""
_BESIDE = 2.0
"""Points by which a link may be longer or shorter than its words."""
_BEYOND = 0.5
"""Ems by which it may be higher or lower: the boxes of lines differ from face to face."""
_MIDDLE = 0.3
"""Ems above the baseline where letters have their middle."""


def annexes(case: Case) -> Check:
    """Each annex is there and starts on a new page, and each reference leads to the place that it names."""
    findings = (*_starts(case), *_references(case), *_aims(case))
    return check("annexes", phrase("annexes begin on new pages, and references lead to them"), findings)


def _starts(case: Case) -> t.Iterator[Finding]:
    for lang in case.languages:
        for annex in case.protocol.annexes:
            identifier, where = (
                annex_id(lang, annex.id),
                phrase("{lang}: annex {number} ({id})", lang=lang, number=annex.number, id=annex.id),
            )
            start = case.start(identifier)
            if start is None:
                yield Finding(message=phrase("{where}: is missing", where=where))
            elif before := _before(case, identifier, start):
                message = phrase("{where}: does not start on a new page", where=where)
                yield Finding(message=message, page=start.page, words=cut(before.text))


def _before(case: Case, identifier: str, start: Run) -> Run | None:
    """Text that stands on the page where the annex starts, but does not belong to it."""
    own = set(case.elements[identifier].marks())
    for run in case.facts.pages[start.page - 1].runs:
        if not run.artifact and run.mark not in own and run.baseline > start.baseline:
            return run
    return None


def _references(case: Case) -> t.Iterator[Finding]:
    notes = {note.number: note for note in case.facts.annotations}
    for block, found in case.pairs:
        if block and found:
            yield from _compare(case, block, found, notes)


def _compare(case: Case, block: Block, found: Found, notes: dict[int, Annotation]) -> t.Iterator[Finding]:
    # A reference that runs over a line end may be two links; the wanted words say how many belong together.
    links = list(found.links)
    for words, identifier in block.links:
        start, text = case.start(identifier), ""
        while links and _squeezed(text) != _squeezed(words) and _squeezed(words).startswith(_squeezed(text)):
            piece, numbers = links.pop(0)
            text += piece
            for number in numbers:
                yield from _leads(
                    start,
                    notes.get(number),
                    phrase("{where}: the reference «{words}»", where=block.where, words=words),
                    identifier,
                )
            if not numbers:
                message = phrase("{where}: the reference «{words}» has no annotation", where=block.where, words=words)
                yield Finding(message=message, page=found.page, words=cut(block.text))
        if _squeezed(text) != _squeezed(words):
            message = phrase(
                "{where}: the reference «{words}» is linked as «{text}»", where=block.where, words=words, text=text
            )
            yield Finding(message=message, page=found.page, words=cut(block.text))
    for text, _ in links:
        yield Finding(
            message=phrase("{where}: «{text}» is linked, but refers to nothing", where=block.where, text=text),
            page=found.page,
            words=text,
        )


def _leads(start: Run | None, note: Annotation | None, what: str, identifier: str) -> t.Iterator[Finding]:
    if note is None:
        yield Finding(message=phrase("{what} has no annotation on a page", what=what))
    elif start is None or note.target is None or note.target.page is None:
        yield Finding(
            message=phrase("{what} leads nowhere, expected `{identifier}`", what=what, identifier=identifier),
            page=note.page,
        )
    elif note.target.page != start.page:
        message = phrase(
            "{what} leads to page {page}, expected page {wanted}",
            what=what,
            page=note.target.page,
            wanted=start.page,
        )
        yield Finding(message=message, page=note.page)
    elif note.target.top is not None and not 0 <= note.target.top - start.baseline <= _ABOVE:
        yield Finding(
            message=phrase("{what} leads to another place of page {page}", what=what, page=start.page), page=note.page
        )


def _aims(case: Case) -> t.Iterator[Finding]:
    """Every link lies over the words that belong to it, and over no others."""
    notes = {note.number: note for note in case.facts.annotations}
    runs: dict[Mark, list[Run]] = {}
    for run in (run for page in case.facts.pages for run in page.runs):
        if run.mark:
            runs.setdefault(run.mark, []).append(run)
    for element in case.facts.tree.walk() if case.facts.tree else ():
        if element.type == "Link":
            rest = [run for mark in element.marks() for run in runs.get(mark, ())]
            numbers = [kid.number for kid in element.kids if isinstance(kid, ObjectRef)]
            for note in (notes[number] for number in numbers if number in notes):
                under = [run for run in rest if _within(run, note)]
                rest = [run for run in rest if run not in under]
                if not under or not _fits(note.box, under):
                    yield _missed(note.page, under or rest)
            if any(run.text.strip() for run in rest):
                yield _missed(rest[0].page, rest)


def _within(run: Run, note: Annotation) -> bool:
    return run.page == note.page and note.box[1] < run.baseline + run.size * _MIDDLE < note.box[3]


def _fits(box: Rect, runs: list[Run]) -> bool:
    """Whether a link is as long and about as high as what it lies over."""
    left, bottom, right, top = bounds(corner for run in runs for corner in (run.box[:2], run.box[2:]))
    beside = max(abs(box[0] - left), abs(box[2] - right))
    return beside <= _BESIDE and max(abs(box[1] - bottom), abs(box[3] - top)) <= runs[0].size * _BEYOND


def _missed(page: int, runs: list[Run]) -> Finding:
    text = cut("".join(run.text for run in runs))
    return Finding(message=phrase("a link does not lie over its words"), page=page, words=text)


def _squeezed(text: str) -> str:
    return canonical(text).replace(" ", "").replace("\u2010", "")
