"""Structure: content and tree belong to each other, one to one, and the tree holds nothing else."""

import typing as t
from collections import Counter

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.blocks import BLOCKS, INLINE
from typeset.verify.checks.case import Case, check, cut, remarks
from typeset.verify.drawn import Mark
from typeset.verify.facts import Element, ObjectRef

_TYPES = BLOCKS | INLINE | {"Document", "Part", "Sect", "Div", "BlockQuote", "L", "LI", "LBody"}
_TABLE_TYPES = frozenset({"Table", "THead", "TBody", "TR"})
_KEYS = frozenset({"/Type", "/S", "/P", "/Pg", "/K", "/ID", "/Lang", "/Alt", "/A"})
"""What an element may say; not ActualText or E, which would replace its words for some readers."""
_ROOT_KEYS = frozenset({"/Type", "/K", "/ParentTree", "/ParentTreeNextKey", "/IDTree"})
_CATALOG_KEYS = frozenset(
    {"/Type", "/Pages", "/Metadata", "/Lang", "/MarkInfo", "/StructTreeRoot", "/Outlines", "/PageLabels", "/Names"}
    | {"/ViewerPreferences", "/AcroForm", "/Dests", "/OutputIntents", "/AF", "/PageMode", "/PageLayout", "/Version"}
    | {"/OpenAction", "/AA", "/OCProperties", "/Extensions"}
)


def content(case: Case) -> Check:
    """The file has one revision and holds only what this verifier can read in full."""
    unknown = [
        Finding(message=phrase("the file has the entry `{key}`, which is not known", key=key))
        for key in sorted(case.facts.catalog_keys - _CATALOG_KEYS)
    ]
    return check(
        "content", phrase("the file holds nothing that cannot be checked"), (*remarks(case, "content"), *unknown)
    )


def structure(case: Case) -> Check:
    """Each stretch of text is either content of exactly one element of the tree, or the artifact of a page number.

    Elements are of standard types, bear unique IDs, stand in the parent tree as they stand in the tree, and carry no
    replacement text; each annotation belongs to one element.
    """
    findings = (*remarks(case, "structure"), *_marks(case), *_elements(case), *_annotations(case), *_identifiers(case))
    return check("structure", phrase("text and structure belong to each other, one to one"), findings)


def _marks(case: Case) -> t.Iterator[Finding]:
    facts = case.facts
    owners = _owners(case)
    for page in facts.pages:
        for run in page.runs:
            if run.mark is None and not run.artifact:
                yield Finding(
                    message=phrase("text belongs to no content of the tree"), page=page.number, words=cut(run.text)
                )
        listed = facts.parents.get(facts.struct_parents.get(page.number, -1))
        parents = listed if isinstance(listed, tuple) else ()
        for mcid, times in sorted(Counter(page.marks).items()):
            found = owners.pop(Mark(page.number, mcid), [])
            if times == len(found) == 1 and mcid < len(parents) and parents[mcid] == found[0]:
                continue
            words = cut("".join(run.text for run in page.runs if run.mark and run.mark.mcid == mcid))
            if times > 1:
                yield Finding(
                    message=phrase("the content {mcid} is marked {times} times", mcid=mcid, times=times),
                    page=page.number,
                    words=words,
                )
            if len(found) != 1:
                message = phrase(
                    "the content {mcid} has {count} elements in the tree, expected one",
                    mcid=mcid,
                    count=len(found) or phrase("no"),
                )
                yield Finding(message=message, page=page.number, words=words)
            elif mcid >= len(parents) or parents[mcid] != found[0]:
                yield Finding(
                    message=phrase("the parent tree is wrong for content {mcid}", mcid=mcid),
                    page=page.number,
                    words=words,
                )
    for mark in owners:
        yield Finding(
            message=phrase("the tree refers to content {mcid}, which is missing", mcid=mark.mcid),
            page=mark.page or None,
        )


def _owners(case: Case) -> dict[Mark, list[int]]:
    owners: dict[Mark, list[int]] = {}
    for element in _walk(case):
        for kid in element.kids:
            if isinstance(kid, Mark):
                owners.setdefault(kid, []).append(element.number)
    return owners


def _elements(case: Case) -> t.Iterator[Finding]:
    facts = case.facts
    if facts.tree is None or facts.tree.type != "Document" or not facts.marked:
        yield Finding(message=phrase("the file is not marked as tagged, or its tree does not begin with a Document"))
    for key in sorted(facts.tree_keys - _ROOT_KEYS):
        yield Finding(message=phrase("the structure tree has the entry `{key}`, which is not known", key=key))
    for element in _walk(case):
        page = next((mark.page for mark in element.marks()), None)
        if element.type not in _TYPES | _TABLE_TYPES:
            yield Finding(
                message=phrase("the element type `{type}` is not one that the text needs", type=element.type), page=page
            )
        for key in sorted(element.keys - _KEYS):
            yield Finding(
                message=phrase("a {type} has the entry `{key}`, which is not known", type=element.type, key=key),
                page=page,
            )
        if element.alt is not None and element.type not in {"Form", "Figure"}:
            message = phrase(
                "a {type} has an alternative text «{alt}» in place of its words",
                type=element.type,
                alt=cut(element.alt),
            )
            yield Finding(message=message, page=page)
        for kid in (kid for kid in element.kids if isinstance(kid, Element)):
            if element.type in BLOCKS | INLINE and kid.type not in INLINE:
                yield Finding(
                    message=phrase("a {type} stands inside a {outer}", type=kid.type, outer=element.type),
                    page=page,
                )
            if kid.parent != element.number:
                yield Finding(
                    message=phrase(
                        "a {type} names another parent than the {outer} above it",
                        type=kid.type,
                        outer=element.type,
                    ),
                    page=page,
                )


def _annotations(case: Case) -> t.Iterator[Finding]:
    owners: dict[int, list[Element]] = {}
    for element in _walk(case):
        for kid in element.kids:
            if isinstance(kid, ObjectRef):
                owners.setdefault(kid.number, []).append(element)
    for note in case.facts.annotations:
        elements = owners.pop(note.number, [])
        wanted = {"Link": "Link", "Widget": "Form"}.get(note.subtype, "")
        if [element.type for element in elements] != [wanted]:
            yield Finding(
                message=phrase(
                    "a {subtype} annotation is not content of one {wanted}", subtype=note.subtype, wanted=wanted
                ),
                page=note.page,
            )
        elif case.facts.parents.get(-1 if note.struct_parent is None else note.struct_parent) != elements[0].number:
            yield Finding(
                message=phrase("the parent tree is wrong for a {subtype} annotation", subtype=note.subtype),
                page=note.page,
            )
        if note.subtype == "Link" and not note.contents:
            yield Finding(message=phrase("a link has no description"), page=note.page)
    for element in (element for elements in owners.values() for element in elements):
        yield Finding(message=phrase("a {type} refers to an annotation that is on no page", type=element.type))


def _identifiers(case: Case) -> t.Iterator[Finding]:
    elements = [element for element in _walk(case) if element.id is not None]
    for identifier, times in Counter(element.id for element in elements).items():
        if times > 1:
            yield Finding(
                message=phrase("the ID `{identifier}` is given {times} times", identifier=identifier, times=times)
            )
    if {element.id: element.number for element in elements} != case.facts.ids:
        wrong = sorted({str(element.id) for element in elements} ^ set(case.facts.ids))
        named = f": `{wrong[0]}`" if wrong else ""
        yield Finding(message=phrase("the list of IDs does not agree with the tree{named}", named=named))


def _walk(case: Case) -> t.Iterator[Element]:
    return case.facts.tree.walk() if case.facts.tree else iter(())
