"""The structure tree of a copy against its original's: the same, and one Part for the certification at its end."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Finding
from typeset.verify.copies.case import Copy
from typeset.verify.objects import get, integer, items, mapping, number_of, reference, resolve, text
from typeset.verify.tree import pairs

_CHANGED = ("/K", "/ParentTree", "/ParentTreeNextKey", "/IDTree")
_ELEMENT_KEYS = frozenset({"/Type", "/S", "/P", "/Pg", "/K", "/ID", "/Lang", "/Alt", "/A"})


def structure(copy: Copy) -> t.Iterator[Finding]:
    """Every element of the original is there, in order, and the Document has one kid more: the Part at its end."""
    assert copy.original is not None  # noqa: S101 - the check says so
    mine, theirs = copy.original.file.catalog, copy.file.catalog
    one, other = get(mine, "/StructTreeRoot"), get(theirs, "/StructTreeRoot")
    if one is None:
        if other is not None:
            yield Finding(message=phrase("the copy has a structure tree, and the original has none"))
        return
    copy.twins.know(mine.get("/StructTreeRoot"), theirs.get("/StructTreeRoot"))
    copy.new.add(number_of(theirs, "/StructTreeRoot"))
    yield from copy.twins.entries(one, other, phrase("the structure tree's "), _CHANGED)
    first, second = _top(one, mine.get("/StructTreeRoot")), _top(other, theirs.get("/StructTreeRoot"))
    if (first[0] is one) != (second[0] is other):
        yield Finding(message=phrase("the structure tree begins otherwise than the original's"))
        return
    if first[0] is not one:
        copy.twins.know(first[1], second[1])
        yield from copy.twins.entries(first[0], second[0], phrase("the structure's Document "), ("/K",))
    yield from _document(copy, _kids(first[0]), _kids(second[0]), second[1])
    yield from _parents(copy, one, other)
    yield from _identifiers(copy, one, other)


def part_of(copy: Copy) -> object:
    """A reference to the element that the certification should be."""
    root = get(copy.shared.file.catalog, "/StructTreeRoot")
    kids = _kids(_top(root, None)[0])
    return kids[-1] if kids else None


def _top(root: object, entry: object) -> tuple[object, object]:
    """The element that holds all others, or the root where a foreign file has none such; and a reference to it."""
    kids = _kids(root)
    if len(kids) == 1 and text(resolve(kids[0]), "/S") == "/Document":
        return resolve(kids[0]), kids[0]
    return root, entry


def _kids(holder: object) -> list[object]:
    value = mapping(holder).get("/K")
    return items(value) if isinstance(resolve(value), list) else [] if value is None else [value]


def _document(copy: Copy, one: list[object], other: list[object], top: object) -> t.Iterator[Finding]:
    if len(other) != len(one) + 1:
        yield Finding(
            message=phrase(
                "the structure's Document has {count} elements, expected {wanted} and the certification",
                count=len(other),
                wanted=len(one),
            )
        )
    for index, (first, second) in enumerate(zip(one, other, strict=False), 1):
        yield from copy.twins.compare(first, second, phrase("the structure's element {index}", index=index))
    part = other[-1] if len(other) > len(one) else None
    if part is None or text(resolve(part), "/S") != "/Part" or number_of(resolve(part), "/P") != reference(top):
        yield Finding(
            message=phrase("the last element of the structure is no Part for the certification"), page=copy.last
        )
        return
    copy.seen(part)


def _parents(copy: Copy, one: object, other: object) -> t.Iterator[Finding]:
    """The parent tree leads from the new page's content and field to the elements of the Part, and else as before."""
    mine = dict(pairs(get(one, "/ParentTree"), "/Nums"))
    listed = list(pairs(get(other, "/ParentTree"), "/Nums"))
    theirs = dict(listed)
    for key, value in mine.items():
        yield from copy.twins.compare(value, theirs.get(key), phrase("the parent tree's entry {key}", key=key))
    page = copy.pages[-1][1]
    wanted = {integer(page, "/StructParents")} | {
        integer(resolve(note), "/StructParent") for note in items(page.get("/Annots"))
    }
    if theirs.keys() - mine.keys() != wanted or len(listed) != len(theirs):
        yield Finding(
            message=phrase("the parent tree has other entries than those of the certification page"), page=copy.last
        )
    top = max((key for key in theirs if isinstance(key, int)), default=-1)
    if (integer(other, "/ParentTreeNextKey") or 0) <= top:
        yield Finding(message=phrase("the parent tree's next key is wrong"))
    yield from _owners(copy, theirs)


def _owners(copy: Copy, parents: dict[object, object]) -> t.Iterator[Finding]:
    """Each mark and annotation of the new page has in the parent tree the element that has it in the tree."""
    owners: dict[object, int] = {}
    page = copy.pages[-1][1]
    for number, element in _below(part_of(copy)):
        for kid in (resolve(kid) for kid in _kids(element)):
            if isinstance(kid, int):
                owners[kid] = number
            elif text(kid, "/Type") == "/OBJR":
                owners[integer(get(kid, "/Obj"), "/StructParent"), "object"] = number
    listed = items(parents.get(integer(page, "/StructParents")))
    found: dict[object, int] = {mark: reference(entry) for mark, entry in enumerate(listed) if reference(entry)}
    for note in (resolve(note) for note in items(page.get("/Annots"))):
        key = integer(note, "/StructParent")
        found[key, "object"] = reference(parents.get(key))
    if found != owners:
        yield Finding(message=phrase("the parent tree is wrong for the certification page"), page=copy.last)


def _identifiers(copy: Copy, one: object, other: object) -> t.Iterator[Finding]:
    mine = dict(pairs(get(one, "/IDTree"), "/Names"))
    listed = list(pairs(get(other, "/IDTree"), "/Names"))
    theirs = dict(listed)
    for key, value in mine.items():
        yield from copy.twins.compare(value, theirs.get(key), phrase("the ID `{key}`", key=key))
    wanted = {text(element, "/ID"): number for number, element in _below(part_of(copy)) if "/ID" in mapping(element)}
    found = {str(key): reference(value) for key, value in theirs.items() if key not in mine}
    if (found != wanted and mine) or len(listed) != len(theirs):
        yield Finding(
            message=phrase("the list of IDs is not the original's and that of the certification"), page=copy.last
        )


def _below(part: object) -> t.Iterator[tuple[int, object]]:
    """The elements from the Part downwards: (object number, element)."""
    waiting, seen = [part], set[int]()
    while waiting:
        entry = waiting.pop()
        element, number = resolve(entry), reference(entry)
        if number in seen or "/S" not in mapping(element):
            continue
        seen.add(number)
        yield number, element
        waiting += [kid for kid in _kids(element) if reference(kid)]


def unknown_keys(copy: Copy) -> t.Iterator[str]:
    """Entries of the Part's elements that would speak for their words, or lead elsewhere."""
    for _, element in _below(part_of(copy)):
        yield from sorted(set(mapping(element)) - _ELEMENT_KEYS)
