"""Signature fields: one for each signatory, at its block, and no other."""

import itertools
import typing as t

from typeset.messages import phrase
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
    return check("signatures", phrase("every signatory has an empty signature field at its place"), _fields(case))


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
            message = phrase(
                "the signature field `{name}` stands before `{other}` on the page",
                name=after.name,
                other=before.name,
            )
            yield Finding(message=message, page=after.page)


def _names(case: Case, widgets: dict[str, Annotation]) -> t.Iterator[Finding]:
    """The form has exactly the wanted fields, in order, and each is shown once."""
    fields = case.facts.fields
    wanted = [signature_field(lang, one) for lang in case.languages for one in case.protocol.signatories]
    for name in (name for name in fields if name not in wanted):
        note = widgets.get(name)
        yield Finding(
            message=phrase("the field `{name}` belongs to no signatory", name=name), page=note.page if note else None
        )
    for name in (name for name in wanted if name not in fields):
        yield Finding(message=phrase("the signature field `{name}` is missing", name=name))
    kept = [name for name in fields if name in wanted]
    if len(kept) == len(wanted) and kept != wanted:
        yield Finding(
            message=phrase(
                "the fields stand in the order {kept}; expected {wanted}",
                kept=", ".join(kept),
                wanted=", ".join(wanted),
            )
        )
    if len(widgets) != sum(note.subtype == "Widget" for note in case.facts.annotations):
        yield Finding(message=phrase("a field is shown in two places"))
    for name in (name for name in wanted if name in fields and name not in widgets):
        yield Finding(message=phrase("the signature field `{name}` is shown on no page", name=name))
    for name in (name for name in widgets if name not in fields):
        yield Finding(
            message=phrase("`{name}` is shown, but is no field of the form", name=name), page=widgets[name].page
        )


def _follows(before: Annotation, after: Annotation) -> bool:
    """Whether a field comes after another as the eye goes: on a later page, below, or to the right of it."""
    if before.page != after.page:
        return before.page < after.page
    return after.box[3] <= before.box[1] or after.box[0] >= before.box[2]


def _field(case: Case, note: Annotation, identifier: str, tooltip: str) -> t.Iterator[Finding]:
    """One signature field, at the block of its signatory."""
    what = phrase("the signature field `{name}`", name=note.name)
    if note.field_type != "Sig":
        yield Finding(
            message=phrase("{what} is of type `{field_type}`", what=what, field_type=note.field_type or phrase("none")),
            page=note.page,
        )
    if note.filled:
        yield Finding(message=phrase("{what} is filled; an original is pressed unsigned", what=what), page=note.page)
    if note.tooltip != tooltip:
        yield Finding(
            message=phrase(
                "{what} is called «{tooltip}», expected «{wanted}»",
                what=what,
                tooltip=note.tooltip,
                wanted=tooltip,
            ),
            page=note.page,
        )
    if note.flags & _HIDDEN or not note.flags & _PRINTED:
        yield Finding(message=phrase("{what} is hidden or not printed", what=what), page=note.page)
    left, bottom, right, top = note.box
    if right - left < _MIN_FIELD[0] or top - bottom < _MIN_FIELD[1]:
        yield Finding(message=phrase("{what} is too small to sign in", what=what), page=note.page)
    if left < 0 or bottom < 0 or right > A4[0] or top > A4[1]:
        yield Finding(message=phrase("{what} reaches outside the page", what=what), page=note.page)
    element = case.elements.get(identifier)
    refs = (
        {kid.number for part in element.walk() for kid in part.kids if isinstance(kid, ObjectRef)} if element else set()
    )
    if note.number not in refs:
        yield Finding(
            message=phrase("{what} is not tagged inside its block `{identifier}`", what=what, identifier=identifier),
            page=note.page,
        )
    yield from _position(case, note, identifier, what)


def _position(case: Case, note: Annotation, identifier: str, what: str) -> t.Iterator[Finding]:
    """The field stands within or next to the text of its block, and over no text of another."""
    element = case.elements.get(identifier)
    own = set(element.marks()) if element else set()
    runs = case.facts.pages[note.page - 1].runs
    boxes = [run.box for run in runs if run.mark in own]
    if not boxes:
        yield Finding(
            message=phrase(
                "{what} stands on a page without its block `{identifier}`", what=what, identifier=identifier
            ),
            page=note.page,
        )
        return
    _, bottom, _, top = note.box
    low, high = min(box[1] for box in boxes), max(box[3] for box in boxes)
    if bottom > high + _NEAR or top < low - _NEAR:
        yield Finding(
            message=phrase("{what} stands too far from its block `{identifier}`", what=what, identifier=identifier),
            page=note.page,
        )
    for run in runs:
        middle = run.baseline + run.size / 4
        inside = bottom < middle < top and run.box[0] < note.box[2] and run.box[2] > note.box[0]
        if inside and run.mark not in own and not case.is_draft_mark(run):
            yield Finding(message=phrase("{what} lies over other text", what=what), page=note.page, words=run.text)
