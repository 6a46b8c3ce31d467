"""A PDF into what it means to whoever opens it, by readers that the product does not prove with: pdfium and qpdf.

What is proven may differ from the good file in its bytes, and in nothing of this.
"""

import hashlib
import io
import typing as t
from collections.abc import Iterator
from decimal import Decimal

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Object, OutlineItem, Pdf

_SCALE = 0.7
"""Fifty dots an inch: a letter that is another changes some of them."""
_SQUARE = 3
"""Dots in a row that are looked at as one: a line may stand by a fifteenth of a point elsewhere."""
_FAINT = 12
"""Levels of 255 by which a square may differ: such a shift makes 5, one letter for another from 17 to 146."""
_NEAR = 7.0
"""Points by which the place of a link may differ, half a line: who clicks on its words still hits it."""
_AWAY = 0.07
"""What a point of a destination counts: a hundred above its line, the line is still seen."""
_ACTING = {
    "file": ("/OpenAction", "/AA", "/OCProperties", "/URI", "/Perms", "/Requirements"),
    "form": ("/XFA", "/CO", "/NeedAppearances"),
    "page": ("/AA", "/PresSteps"),
    "annotation": ("/A", "/AA", "/PA", "/OC"),
    "field": ("/A", "/AA", "/V"),
    "bookmark": ("/A", "/AA"),
}
"""Where a reader looks for what it shall do by itself; anywhere else such an entry does nothing (ISO 32000-1, 12.6)."""
_DEEP = 40


class Meaning(t.NamedTuple):
    """What a reader sees, copies, extracts, follows, and what the file does by itself."""

    pictures: tuple[bytes, ...]
    """Each page as it looks, in squares of a millimetre and a half."""
    texts: tuple[str, ...]
    """What is copied from each page."""
    files: tuple[tuple[str, str], ...]
    """Names and digests of what is embedded."""
    facts: tuple[str, ...]
    """Title, language, bookmarks and page labels."""
    links: tuple[tuple[object, ...], ...]
    """Page, kind, name, place and aim of every link and field."""
    aloud: tuple[str, ...]
    """Types, languages and replacement texts of what is read aloud, in its order."""
    acts: tuple[str, ...]
    """What the file does by itself or at a touch."""


def meaning(pdf: bytes) -> Meaning:
    """What a PDF means."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[index] for index in range(len(document))]
        pictures = [page.render(scale=_SCALE).to_pil().convert("RGB").reduce(_SQUARE).tobytes() for page in pages]
        texts = [page.get_textpage().get_text_range() for page in pages]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        files = sorted((name, _digest(one.get_file().read_bytes())) for name, one in file.attachments.items())
        # In no order: who goes from one to the next by keys follows the structure (`/Tabs`).
        links = tuple(sorted(_links(file), key=str))
        aloud = tuple(_aloud(file.Root.get("/StructTreeRoot", Dictionary()).get("/K"), 0))
        return Meaning(
            tuple(pictures), tuple(texts), tuple(files), tuple(_facts(file)), links, aloud, tuple(sorted(_acts(file)))
        )


def differing(wanted: Meaning, found: Meaning) -> list[str]:
    """In what two files differ for their readers."""
    return [name for name, mine, theirs in zip(Meaning._fields, wanted, found, strict=True) if not _same(mine, theirs)]


def _same(mine: object, theirs: object) -> bool:
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return len(mine) == len(theirs) and all(map(_same, mine, theirs))
    if isinstance(mine, float) and isinstance(theirs, float):
        return abs(mine - theirs) < _NEAR
    if isinstance(mine, bytes) and isinstance(theirs, bytes) and mine != theirs:
        return len(mine) == len(theirs) and all(
            abs(one - other) <= _FAINT for one, other in zip(mine, theirs, strict=True)
        )
    return mine == theirs


def _facts(file: Pdf) -> Iterator[str]:
    yield str(file.Root.get("/Lang"))
    yield str(file.docinfo.get("/Title"))
    with file.open_metadata() as metadata:
        yield str(metadata.get("dc:title"))
    with file.open_outline() as outline:
        # Without the sign that says whether it is folded.
        yield from (str(one)[4:] for one in _bookmarks(outline.root))
    yield from (str(page.label) for page in file.pages)


def _bookmarks(items: list[OutlineItem]) -> Iterator[OutlineItem]:
    for one in items:
        yield one
        yield from _bookmarks(one.children)


def _links(file: Pdf) -> Iterator[tuple[object, ...]]:
    numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(file.pages, 1)}
    tree = file.Root.get("/Names", Dictionary()).get("/Dests")
    names: dict[str | bytes, Object] = {} if tree is None else dict(pikepdf.NameTree(tree).items())

    def aim(named: Object | None) -> object:
        value = names.get(str(named)) if isinstance(named, pikepdf.String) else named
        value = value.get("/D") if isinstance(value, Dictionary) else value
        if not isinstance(value, Array) or not len(value):
            return None
        page = value[0].objgen if isinstance(value[0], Dictionary) else (0, 0)
        where = [one * _AWAY if isinstance(one, float) else one for one in map(_plain, list(value)[2:4])]
        return numbers.get(page), str(value[1]), *where, *map(str, list(value)[4:])

    for number, page in enumerate(file.pages, 1):
        for note in page.get("/Annots", ()):
            to = note.get("/Dest", note.get("/A", Dictionary()).get("/D"))
            sides = tuple(map(_plain, list(note.get("/Rect", ()))))
            # Any two opposite corners make a rectangle.
            box = *sorted(sides[::2], key=str), *sorted(sides[1::2], key=str)
            yield number, str(note.get("/Subtype")), str(note.get("/T")), str(note.get("/FT")), box, aim(to)


def _plain(value: object) -> object:
    return float(value) if isinstance(value, int | Decimal) else str(value)


def _aloud(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, Array):
        for one in list(value):
            yield from _aloud(one, depth)
    elif isinstance(value, Dictionary) and "/S" in value and depth < _DEEP:
        said = ("/S", "/Lang", "/Alt", "/ActualText", "/E")
        yield " ".join(f"{key} {value[key]}" for key in said if key in value)
        yield from _aloud(value.get("/K"), depth + 1)


def _acts(file: Pdf) -> Iterator[str]:
    form = file.Root.get("/AcroForm", Dictionary())
    with file.open_outline() as outline:
        marks = [one.obj for one in _bookmarks(outline.root)]
    holders: list[tuple[str, t.Any]] = [
        ("file", file.Root),
        ("form", form),
        *(("page", page.obj) for page in file.pages),
        *(("annotation", note) for page in file.pages for note in page.get("/Annots", ())),
        *(("field", field) for field in _fields(form.get("/Fields"), 0)),
        *(("bookmark", mark) for mark in marks),
    ]
    for kind, holder in holders:
        yield from (f"{kind} {key}: {_what(holder[key], 0)}" for key in _ACTING[kind] if key in holder)
    yield from (f"names {key}" for key in file.Root.get("/Names", Dictionary()).keys())  # noqa: SIM118 - no dictionary of Python's


def _fields(value: object, depth: int) -> Iterator[Object]:
    for one in list(value) if isinstance(value, Array) and depth < _DEEP else ():
        yield one
        yield from _fields(one.get("/Kids"), depth + 1)


def _what(action: Object, depth: int) -> str:
    """The kinds of an action and of those that follow it; of anything else that it is there."""
    if isinstance(action, Array):
        return ", ".join(_what(one, depth + 1) for one in list(action)) if depth < _DEEP else "deep"
    if not isinstance(action, Dictionary):
        return "something"
    after = f", {_what(action['/Next'], depth + 1)}" if "/Next" in action and depth < _DEEP else ""
    return str(action.get("/S")) + after


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
