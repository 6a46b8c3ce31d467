"""What a copy holds besides its pages, against its original: catalog, outline, fields, attachments, metadata."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.copies.case import CERTIFICATION_FILE, FIELD, NEEDS_ORIGINAL, Copy, checked, guarded
from typeset.verify.copies.structure import structure
from typeset.verify.copies.xmp import holder, metadata
from typeset.verify.objects import get, integer, items, mapping, number_of, reference, resolve, text
from typeset.verify.tree import pairs

_TITLE = phrase("the file holds what the original holds, the certification, and nothing else")
_CHANGED = frozenset(
    {"/Pages", "/AF", "/Names", "/AcroForm", "/Outlines", "/PageLabels", "/StructTreeRoot", "/Metadata"}
)
_NODE_KEYS = frozenset({"/Type", "/Kids", "/Count", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate"})
_INFO_SAID = "/Subject"
_FILE_KEYS = frozenset({"/Type", "/F", "/UF", "/EF", "/Desc", "/AFRelationship"})
_CONTENT_KEYS = frozenset({"/Type", "/Subtype", "/Params", "/Length", "/Filter"})


def document(copy: Copy) -> Check:
    """Catalog, names, outline, labels, structure, fields, attachments and metadata are the original's.

    Added are one Part of the structure at its end, the signature field `certification`, a bookmark and a page label
    for the certification page, the file `certification.json`, and the description in XMP and Info. Every object of the
    file belongs to what was compared.
    """
    if copy.original is None:
        return checked("document", _TITLE, NEEDS_ORIGINAL)
    shared = (_catalog, _names, _attachments, _labels, _outline, _fields, structure, holder, _info, _nodes, _strays)
    parts = (metadata,) if copy.like else (metadata, *shared)
    return check("document", _TITLE, [finding for part in parts for finding in guarded(part(copy))])


def _both(copy: Copy) -> tuple[dict[str, object], dict[str, object]]:
    assert copy.original is not None  # noqa: S101 - the check above says so
    return copy.original.file.catalog, copy.file.catalog


def _catalog(copy: Copy) -> t.Iterator[Finding]:
    one, other = _both(copy)
    yield from copy.twins.entries(one, other, phrase("the catalog's "), _CHANGED)
    for key in sorted((_CHANGED & one.keys()) - other.keys()):
        yield Finding(message=phrase("the original's `{key}` is not in the copy", key=key))


def _tree(catalog: object, name: str, key: str, leaf: str = "/Names") -> list[tuple[object, object]]:
    return list(pairs(get(get(catalog, name), key) if key else get(catalog, name), leaf))


def _extended(
    copy: Copy, one: list[tuple[object, object]], other: list[tuple[object, object]], what: str
) -> t.Iterator[Finding]:
    """The entries of a name or number tree that the original has are in the copy, as they were."""
    theirs = dict(other)
    if len(theirs) != len(other):
        yield Finding(message=phrase("{what}: an entry stands there twice", what=what))
    for key, value in one:
        if key not in theirs:
            yield Finding(message=phrase("{what}: the original's `{key}` is missing", what=what, key=key))
        else:
            yield from copy.twins.compare(value, theirs[key], phrase("{what} `{key}`", what=what, key=key))


def _added(one: list[tuple[object, object]], other: list[tuple[object, object]]) -> list[tuple[object, object]]:
    mine = {key for key, _ in one}
    return [(key, value) for key, value in other if key not in mine]


def _names(copy: Copy) -> t.Iterator[Finding]:
    one, other = (get(catalog, "/Names") for catalog in _both(copy))
    yield from copy.twins.entries(one, other, phrase("the names' "), ("/EmbeddedFiles",))
    mine, theirs = (_tree(catalog, "/Names", "/EmbeddedFiles") for catalog in _both(copy))
    yield from _extended(copy, mine, theirs, phrase("the attached file"))
    for name, value in _added(mine, theirs):
        if name != CERTIFICATION_FILE:
            yield Finding(message=phrase("the file `{name}` is attached, and not to the original", name=name))
        elif not reference(value) or reference(value) != reference(items(_both(copy)[1], "/AF")[-1]):
            yield Finding(message=phrase("`{name}` is not the last associated file", name=name))


def _attachments(copy: Copy) -> t.Iterator[Finding]:
    one, other = (items(catalog, "/AF") for catalog in _both(copy))
    yield from _listed(copy, one, other, phrase("the associated file"))
    if not other:
        return
    copy.seen(other[-1])
    added = resolve(other[-1])
    unknown = set(mapping(added)) - _FILE_KEYS
    stream, again = get(get(added, "/EF"), "/F"), get(get(added, "/EF"), "/UF")
    unknown |= (set(mapping(stream)) - _CONTENT_KEYS) | (set(mapping(added, "/EF")) - {"/F", "/UF"})
    if unknown:
        yield Finding(
            message=phrase(
                "`{name}` has the entry `{unknown}`, which is not known",
                name=CERTIFICATION_FILE,
                unknown=min(unknown),
            )
        )
    if {text(added, "/F"), text(added, "/UF")} != {CERTIFICATION_FILE} or stream is not again:
        yield Finding(message=phrase("the last associated file is not `{name}`", name=CERTIFICATION_FILE))
    if text(added, "/AFRelationship") != "/Data" or text(added, "/Desc") != copy.words.bookmark:
        yield Finding(
            message=phrase(
                "`{name}` is described otherwise than the certification is called",
                name=CERTIFICATION_FILE,
            )
        )


def _listed(copy: Copy, one: list[object], other: list[object], what: str) -> t.Iterator[Finding]:
    """A list begins with the original's members, and has one more."""
    if len(other) != len(one) + 1:
        yield Finding(
            message=phrase(
                "{what}: there are {count}, expected {wanted} and that of the certification",
                what=what,
                count=len(other),
                wanted=len(one),
            )
        )
    for index, (member, twin) in enumerate(zip(one, other, strict=False)):
        yield from copy.twins.compare(member, twin, phrase("{what} {number}", what=what, number=index + 1))


def _labels(copy: Copy) -> t.Iterator[Finding]:
    one, other = (_tree(catalog, "/PageLabels", "", "/Nums") for catalog in _both(copy))
    yield from _extended(copy, one, other, phrase("the page label from page index"))
    added = _added(one, other)
    # Where the original has no labels, its pages keep the figures that a viewer shows.
    wanted: list[tuple[object, dict[str, object]]] = [(copy.last - 1, {"/P": copy.words.label})]
    if not one:
        wanted.insert(0, (0, {"/S": "/D", "/St": 1}))
    found = [(key, {name: resolve(part) for name, part in mapping(value).items()}) for key, value in added]
    if found != wanted:
        yield Finding(
            message=phrase("the page labels are not the original's and that of the certification"), page=copy.last
        )


def _outline(copy: Copy) -> t.Iterator[Finding]:
    one, other = (get(catalog, "/Outlines") for catalog in _both(copy))
    if one is not None:
        copy.twins.know(*(catalog.get("/Outlines") for catalog in _both(copy)))
    yield from copy.twins.entries(one, other, phrase("the outline's "), ("/First", "/Last", "/Count", "/Type"))
    copy.new.add(number_of(_both(copy)[1], "/Outlines"))
    mine, theirs = _chain(one), _chain(other)
    for first, second in zip(mine, theirs, strict=False):
        copy.twins.know(first, second)
    last = None
    for number, (first, second) in enumerate(zip(mine, theirs, strict=False), 1):
        skip = ("/Next",) if first is mine[-1] else ()
        yield from copy.twins.entries(
            resolve(first), resolve(second), phrase("the bookmark {number} ", number=number), skip
        )
        last = second
    if len(theirs) != len(mine) + 1:
        yield Finding(
            message=phrase(
                "there are {count} bookmarks, expected {wanted} and that of the certification",
                count=len(theirs),
                wanted=len(mine),
            )
        )
        return
    if integer(other, "/Count") != (integer(one, "/Count") or 0) + 1:
        yield Finding(message=phrase("the outline counts its bookmarks wrongly"))
    if number_of(other, "/Last") != reference(theirs[-1]):
        yield Finding(message=phrase("the outline does not end with the bookmark of the certification"))
    yield from _bookmark(copy, resolve(theirs[-1]), reference(last), number_of(_both(copy)[1], "/Outlines"))
    copy.seen(theirs[-1])


def _chain(outline: object) -> list[object]:
    """References to the top-level entries of an outline, in order."""
    found: list[object] = []
    entry = mapping(outline).get("/First")
    seen: set[int] = set()
    while entry is not None and reference(entry) not in seen:
        seen.add(reference(entry))
        found.append(entry)
        entry = mapping(entry).get("/Next")
    return found


def _bookmark(copy: Copy, entry: object, before: int, parent: int) -> t.Iterator[Finding]:
    place = items(entry, "/Dest")
    right = (
        set(mapping(entry)) - {"/Prev"} == {"/Title", "/Parent", "/Dest"}
        and text(entry, "/Title") == copy.words.bookmark
        and (number_of(entry, "/Prev"), number_of(entry, "/Parent")) == (before, parent)
        and len(place) == 5  # noqa: PLR2004 - page, XYZ, left, top, zoom
        and reference(place[0]) == copy.pages[-1][0]
        and resolve(place[1]) == "/XYZ"
    )
    if not right:
        yield Finding(message=phrase("the last bookmark is not that of the certification"), page=copy.last)


def _fields(copy: Copy) -> t.Iterator[Finding]:
    one, other = (get(catalog, "/AcroForm") for catalog in _both(copy))
    skip = ("/Fields",) if one is not None else ("/Fields", "/SigFlags")
    if one is not None:
        copy.twins.know(*(catalog.get("/AcroForm") for catalog in _both(copy)))
    yield from copy.twins.entries(one, other, phrase("the form's "), skip)
    copy.new.add(number_of(_both(copy)[1], "/AcroForm"))
    mine, theirs = items(one, "/Fields"), items(other, "/Fields")
    yield from _listed(copy, mine, theirs, phrase("the field"))
    if one is None and integer(other, "/SigFlags") not in {0, None}:
        yield Finding(message=phrase("the form says that it is signed"))
    if theirs and text(resolve(theirs[-1]), "/T") != FIELD:
        yield Finding(
            message=phrase(
                "the last field is `{name}`, expected `{field}`", name=text(resolve(theirs[-1]), "/T"), field=FIELD
            )
        )


def _info(copy: Copy) -> t.Iterator[Finding]:
    assert copy.original is not None  # noqa: S101 - the check says so
    one, other = (get(file.reader.trailer, "/Info") for file in (copy.original.file, copy.file))
    yield from copy.twins.entries(one, other, phrase("the file's description "), (_INFO_SAID,))
    copy.new.add(number_of(copy.file.reader.trailer, "/Info"))


def _nodes(copy: Copy) -> t.Iterator[Finding]:
    """The nodes of name and number trees only list; a writer may divide a tree anew."""
    catalog = copy.file.catalog
    root = get(catalog, "/StructTreeRoot")
    holders = ((catalog, "/Names"), (get(catalog, "/Names"), "/EmbeddedFiles"), (catalog, "/PageLabels"))
    waiting = [mapping(holder).get(key) for holder, key in (*holders, (root, "/IDTree"), (root, "/ParentTree"))]
    copy.new |= {reference(entry) for entry in waiting}
    waiting = [kid for entry in waiting[1:] for kid in items(resolve(entry), "/Kids")]
    while waiting:
        node = waiting.pop()
        if reference(node) in copy.new:
            continue
        copy.new.add(reference(node))
        if unknown := set(mapping(node)) - {"/Kids", "/Limits", "/Names", "/Nums"}:
            yield Finding(
                message=phrase("a list of names has the entry `{unknown}`, which is not known", unknown=min(unknown))
            )
        for key in ("/Kids", "/Limits", "/Names", "/Nums"):
            copy.new.add(number_of(resolve(node), key))
        waiting += items(resolve(node), "/Kids")


def _strays(copy: Copy) -> t.Iterator[Finding]:
    """No object stands beside those that were compared or looked at."""
    file = copy.file
    root = number_of(file.reader.trailer, "/Root")
    known = set(copy.twins.here) | copy.new | file.nodes | {root}
    if stray := sorted(file.numbers - known):
        yield Finding(
            message=phrase(
                "the file holds {count} objects that belong to nothing, such as object {number}",
                count=len(stray),
                number=stray[0],
            )
        )
