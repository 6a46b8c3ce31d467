"""Signature fields: one for each signatory, at its block, and no other."""

import itertools
import typing as t

from typeset.model.base import fill
from typeset.model.protocol import signature_field
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import Case, check
from typeset.verify.expected import signatory_id
from typeset.verify.facts import Annotation, ObjectRef
from typeset.verify.limits import A4, MILLIMETRE

_NEAR = 60 * MILLIMETRE
"""Height between a signature field and the text of its block within which it belongs to it."""
_MIN_FIELD = (20 * MILLIMETRE, 5 * MILLIMETRE)
_PRINTED = 4
_HIDDEN = 2 | 32
"""Annotation flags: hidden, no view."""


def signatures(case: Case) -> Check:
    """There is a signature field for each signatory in each text, empty, at its block, in the declared order."""
    return check("signatures", "every signatory has an empty signature field at its place", _fields(case))


def _fields(case: Case) -> t.Iterator[Finding]:
    widgets = {note.name: note for note in case.facts.annotations if note.subtype == "Widget"}
    yield from _names(case, widgets)
    shown: list[Annotation] = []
    for lang in case.languages:
        for signatory in case.protocol.signatories:
            if note := widgets.get(signature_field(lang, signatory)):
                party = case.protocol.texts[lang].names.parties[signatory.party].name
                tooltip = fill(case.wordings[lang].signature_field, {"party": party})
                yield from _field(case, note, signatory_id(lang, signatory.id), tooltip)
                shown.append(note)
    for before, after in itertools.pairwise(shown):
        if not _follows(before, after):
            message = f"the signature field `{after.name}` stands before `{before.name}` on the page"
            yield Finding(message=message, page=after.page)


def _names(case: Case, widgets: dict[str, Annotation]) -> t.Iterator[Finding]:
    """The form has exactly the wanted fields, in order, and each is shown once."""
    fields = case.facts.fields
    wanted = [signature_field(lang, one) for lang in case.languages for one in case.protocol.signatories]
    for name in (name for name in fields if name not in wanted):
        note = widgets.get(name)
        yield Finding(message=f"the field `{name}` belongs to no signatory", page=note.page if note else None)
    for name in (name for name in wanted if name not in fields):
        yield Finding(message=f"the signature field `{name}` is missing")
    kept = [name for name in fields if name in wanted]
    if len(kept) == len(wanted) and kept != wanted:
        yield Finding(message=f"the fields stand in the order {', '.join(kept)}; expected {', '.join(wanted)}")
    if len(widgets) != sum(note.subtype == "Widget" for note in case.facts.annotations):
        yield Finding(message="a field is shown in two places")
    for name in (name for name in wanted if name in fields and name not in widgets):
        yield Finding(message=f"the signature field `{name}` is shown on no page")
    for name in (name for name in widgets if name not in fields):
        yield Finding(message=f"`{name}` is shown, but is no field of the form", page=widgets[name].page)


def _follows(before: Annotation, after: Annotation) -> bool:
    """Whether a field comes after another as the eye goes: on a later page, below, or to the right of it."""
    if before.page != after.page:
        return before.page < after.page
    return after.box[3] <= before.box[1] or after.box[0] >= before.box[2]


def _field(case: Case, note: Annotation, identifier: str, tooltip: str) -> t.Iterator[Finding]:
    """One signature field, at the block of its signatory."""
    what = f"the signature field `{note.name}`"
    if note.field_type != "Sig":
        yield Finding(message=f"{what} is of type `{note.field_type or 'none'}`", page=note.page)
    if note.filled:
        yield Finding(message=f"{what} is filled; an original is pressed unsigned", page=note.page)
    if note.tooltip != tooltip:
        yield Finding(message=f"{what} is called «{note.tooltip}», expected «{tooltip}»", page=note.page)
    if note.flags & _HIDDEN or not note.flags & _PRINTED:
        yield Finding(message=f"{what} is hidden or not printed", page=note.page)
    left, bottom, right, top = note.box
    if right - left < _MIN_FIELD[0] or top - bottom < _MIN_FIELD[1]:
        yield Finding(message=f"{what} is too small to sign in", page=note.page)
    if left < 0 or bottom < 0 or right > A4[0] or top > A4[1]:
        yield Finding(message=f"{what} reaches outside the page", page=note.page)
    element = case.elements.get(identifier)
    refs = (
        {kid.number for part in element.walk() for kid in part.kids if isinstance(kid, ObjectRef)} if element else set()
    )
    if note.number not in refs:
        yield Finding(message=f"{what} is not tagged inside its block `{identifier}`", page=note.page)
    yield from _position(case, note, identifier, what)


def _position(case: Case, note: Annotation, identifier: str, what: str) -> t.Iterator[Finding]:
    """The field stands within or next to the text of its block, and over no text of another."""
    element = case.elements.get(identifier)
    own = set(element.marks()) if element else set()
    runs = case.facts.pages[note.page - 1].runs
    boxes = [run.box for run in runs if run.mark in own]
    if not boxes:
        yield Finding(message=f"{what} stands on a page without its block `{identifier}`", page=note.page)
        return
    _, bottom, _, top = note.box
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    if bottom > high + _NEAR or top < low - _NEAR:
        yield Finding(message=f"{what} stands too far from its block `{identifier}`", page=note.page)
    for run in runs:
        middle = run.baseline + run.size / 4
        inside = bottom < middle < top and run.box[0] < note.box[2] and run.box[2] > note.box[0]
        if inside and run.mark not in own and not case.is_draft_mark(run):
            yield Finding(message=f"{what} lies over other text", page=note.page, words=run.text)
