"""Annexes and references: where annexes begin, and where references lead."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.blocks import Found, canonical
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.checks.text import align
from typeset.verify.expected import Block, annex_id
from typeset.verify.facts import Annotation, Run

_ABOVE = 100.0
"""Points above the first line of its target at which a reference may still land."""


def annexes(case: Case) -> Check:
    """Each annex is there and starts on a new page, and each reference leads to the place that it names."""
    findings = (*_starts(case), *_references(case))
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
    for block, found in align(case.expected, case.found):
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


def _squeezed(text: str) -> str:
    return canonical(text).replace(" ", "").replace("\u2010", "")
