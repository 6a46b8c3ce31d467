"""A PDF's bytes into `Facts`; whatever is wrong with the bytes becomes one readable error."""

import hashlib
import typing as t

from typeset.errors import VerificationError
from typeset.garbage import uncollected
from typeset.messages import phrase
from typeset.verify import limits, syntax
from typeset.verify.annotations import annotations, fields
from typeset.verify.drawing import Drawing
from typeset.verify.drawn import Image, Rect
from typeset.verify.facts import Annotation, Attachment, Facts, Font, Page, Remark
from typeset.verify.fonts import read_font
from typeset.verify.images import read_image
from typeset.verify.intent import intents
from typeset.verify.objects import (
    Kind,
    Objects,
    bounded,
    foreign,
    get,
    integer,
    items,
    listening,
    mapping,
    number_of,
    rect,
    reference,
    resolve,
    text,
)
from typeset.verify.places import Places, outline, page_labels
from typeset.verify.tree import TreeReader, id_tree, pairs, parent_tree

_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_SOLID_KEYS = {"/Type", "/ca", "/CA"}
_REMAPPED = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
"""Colour spaces that stand in for those of the content, and could turn black into white."""
_TEXT = (str, bytes)
_FILE: dict[str, Kind] = {
    **dict.fromkeys(("/Type", "/F", "/UF", "/AFRelationship", "/Desc"), _TEXT),
    "/EF": dict,
}
_CONTENT: dict[str, Kind] = {
    **dict.fromkeys(("/Type", "/Subtype"), str),
    **dict.fromkeys(("/Filter", "/DecodeParms"), object),
    "/Params": dict,
    "/Length": int,
}
_PARAMS: dict[str, Kind] = {
    **dict.fromkeys(("/CheckSum", "/CreationDate", "/ModDate"), _TEXT),
    "/Size": int,
}
"""What an attached file, its content and what is said of it may have as entries."""
_NO_BOX: Rect = (0.0, 0.0, 0.0, 0.0)


def read(pdf: bytes, name: str = "") -> Facts:
    """Read a PDF.

    Raises:
        VerificationError: it cannot be read, is encrypted, or would cost too much to read.
    """
    try:
        with bounded(), uncollected(), listening() as heard:
            objects = Objects(pdf)
            facts = _facts(objects, pdf, name, heard)
    except VerificationError as error:
        raise VerificationError(error.message, error.hint, name) from error
    except Exception as error:
        # A hostile file can make its reader raise anything at all; to the user it is one and the same: unreadable.
        reason = str(error).strip() or type(error).__name__
        raise VerificationError(
            phrase("could not be read: {reason}", reason=reason), phrase("press the file again"), name
        ) from error
    return facts


def _facts(objects: Objects, pdf: bytes, name: str, heard: list[str]) -> Facts:
    catalog, trailer = objects.reader.root_object, objects.reader.trailer
    sources = _pages(objects, catalog)
    numbers = {number: index for index, (number, _) in enumerate(sources, 1)}
    places = Places(catalog, numbers)
    fonts: dict[int, Font] = {}
    images: dict[int, Image] = {}
    pages = _PageReader(objects, fonts, images, page_labels(catalog, len(sources))).pages(sources)
    root, viewer = get(catalog, "/StructTreeRoot"), get(catalog, "/ViewerPreferences")
    names, acting = fields(catalog)
    _one_revision(objects, pdf)
    intents(objects, catalog)
    return Facts(
        name=name,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=pages,
        fonts=fonts,
        images=images,
        tree=TreeReader(objects, numbers).root(catalog),
        tree_keys=frozenset(mapping(root)),
        parents=parent_tree(root),
        struct_parents=_struct_parents(sources),
        ids=id_tree(root),
        annotations=tuple(_annotations(objects, sources, places)),
        fields=names,
        attachments=tuple(_attachment(objects, entry) for entry in items(catalog, "/AF")),
        embedded=_embedded(objects, catalog),
        bookmarks=outline(objects, catalog, places),
        xmp=objects.data(get(catalog, "/Metadata")),
        info={key.removeprefix("/"): text(get(trailer, "/Info"), key) for key in mapping(trailer, "/Info")},
        lang=text(catalog, "/Lang"),
        display_title=_true(get(viewer, "/DisplayDocTitle")),
        marked=_true(get(get(catalog, "/MarkInfo"), "/Marked")),
        catalog_keys=frozenset(mapping(catalog)),
        active=(*acting, *_active(catalog)),
        remarks=(*objects.remarks, *map(_remark, heard)),
    )


def _annotations(
    objects: Objects, sources: list[tuple[int, dict[str, object]]], places: Places
) -> t.Iterator[Annotation]:
    for number, (_, source) in enumerate(sources, 1):
        yield from annotations(objects, source, number, places)


def _remark(heard: str) -> Remark:
    return Remark(phrase("the reader says: {message}", message=heard))


def _true(value: object) -> bool:
    """Whether a PDF boolean is true; pypdf's own booleans are no `bool`."""
    return str(value).lower() == "true"


def _struct_parents(sources: list[tuple[int, dict[str, object]]]) -> dict[int, int]:
    keys = ((number, integer(source, "/StructParents")) for number, (_, source) in enumerate(sources, 1))
    return {number: key for number, key in keys if key is not None}


def _embedded(objects: Objects, catalog: object) -> tuple[tuple[str, int], ...]:
    files = pairs(get(get(catalog, "/Names"), "/EmbeddedFiles"), "/Names")
    return tuple((str(key), _attachment(objects, entry).number) for key, entry in files)


def _active(catalog: object) -> t.Iterator[str]:
    """What the file would do by itself."""
    if get(catalog, "/OpenAction") is not None:
        yield phrase("an action on opening")
    if get(catalog, "/AA") is not None:
        yield phrase("additional actions")
    if get(get(catalog, "/Names"), "/JavaScript") is not None:
        yield "JavaScript"
    if get(catalog, "/OCProperties") is not None:
        yield phrase("optional content")
    for key in sorted(set(mapping(catalog, "/Names")) - {"/Dests", "/EmbeddedFiles", "/JavaScript"}):
        yield phrase("a name tree `{key}`", key=key)


def _one_revision(objects: Objects, pdf: bytes) -> None:
    """Remark on a file of several revisions, or with anything after its end: readers may differ on what it shows."""
    if pdf.count(b"startxref") != 1 or get(objects.reader.trailer, "/Prev") is not None:
        objects.remark(phrase("the file has more than one revision; an original is written once"))
    if get(objects.reader.trailer, "/XRefStm") is not None:
        objects.remark(phrase("the file has two cross-reference tables, of which readers choose one"))
    if not pdf.rstrip(b"\r\n").endswith(b"%%EOF"):
        objects.remark(phrase("something stands after the end of the file"))
    for doubt in syntax.doubts(pdf, objects.reader):
        objects.remark(doubt)


def _pages(objects: Objects, catalog: object) -> list[tuple[int, dict[str, object]]]:
    """The pages in order, with what they inherit: (object number, entries)."""
    found: list[tuple[int, dict[str, object]]] = []
    seen: set[int] = set()

    def collect(entry: object, inherited: dict[str, object], depth: int) -> None:
        number, node = reference(entry), mapping(entry)
        if depth > limits.MAX_DEPTH or number in seen or len(found) > limits.MAX_PAGES:
            raise VerificationError(
                phrase("could not be read: its page tree is too deep, too long, or runs in a circle")
            )
        seen.add(number)
        own = inherited | {key: node[key] for key in _INHERITED if key in node}
        if "/Kids" in node:
            for kid in items(node["/Kids"]):
                collect(kid, own, depth + 1)
        elif node:
            merged = type(node)()
            dict.update(merged, {**own, **node})
            found.append((number, merged))

    collect(mapping(catalog).get("/Pages"), {}, 0)
    if not found:
        raise VerificationError(phrase("could not be read: it has no pages"))
    if integer(get(catalog, "/Pages"), "/Count") != len(found):
        objects.remark(phrase("the page tree counts its pages wrongly"), check="pages")
    return found


class _PageReader:
    """Reads pages; fonts and images are read once for all of them."""

    def __init__(self, objects: Objects, fonts: dict[int, Font], images: dict[int, Image], labels: list[str]) -> None:
        self.objects, self.fonts, self.images, self.labels = objects, fonts, images, labels
        self.budget = limits.MAX_OPERATORS

    def pages(self, sources: list[tuple[int, dict[str, object]]]) -> tuple[Page, ...]:
        return tuple(self._page(number, source) for number, (_, source) in enumerate(sources, 1))

    def _page(self, number: int, source: object) -> Page:
        resources = get(source, "/Resources")
        for key in sorted(_REMAPPED & set(mapping(resources, "/ColorSpace"))):
            self.objects.remark(phrase("colours are replaced by `{key}`", key=key), number, check="visible")
        drawing = Drawing(number, self._fonts(resources), _solid(resources), self.budget, self._images(resources))
        content = get(source, "/Contents")
        streams = [resolve(entry) for entry in items(content)] if isinstance(content, list) else [content]
        self.budget -= drawing.read(b"\n".join(self.objects.data(stream) for stream in streams))
        self.objects.remarks += drawing.remarks
        media = rect(source, "/MediaBox") or _NO_BOX
        return Page(
            number=number,
            media=media,
            boxes={key.removeprefix("/"): box for key in _BOXES if (box := rect(source, key))},
            rotate=integer(source, "/Rotate") or 0,
            keys=frozenset(mapping(source)),
            label=self.labels[number - 1],
            tabs=text(source, "/Tabs"),
            runs=tuple(drawing.runs),
            paints=tuple(drawing.paints),
            marks=tuple(drawing.marks),
            shapes=tuple(drawing.outlines),
            pictures=tuple(drawing.pictures),
        )

    def _fonts(self, resources: object) -> dict[str, Font]:
        named: dict[str, Font] = {}
        listed = get(resources, "/Font")
        for name, entry in mapping(listed).items():
            number = number_of(listed, name) or -len(self.fonts) - 1
            if number not in self.fonts:
                self.fonts[number] = read_font(self.objects, number, resolve(entry))
            named[name] = self.fonts[number]
        return named

    def _images(self, resources: object) -> dict[str, int]:
        """The images that the page may show; what they look like is read where a check asks."""
        named: dict[str, int] = {}
        listed = get(resources, "/XObject")
        for name, entry in mapping(listed).items():
            number = number_of(listed, name) or -len(self.images) - 1
            if text(resolve(entry), "/Subtype") == "/Image":
                self.images.setdefault(number, read_image(resolve(entry)))
                named[name] = number
        return named


def _solid(resources: object) -> frozenset[str]:
    """Names of the graphics states that set nothing but full opacity."""
    states = get(resources, "/ExtGState")
    return frozenset(
        name
        for name in mapping(states)
        if set(mapping(states, name)) <= _SOLID_KEYS
        and all(get(get(states, name), key) in {None, 1} for key in ("/ca", "/CA"))
    )


def _attachment(objects: Objects, entry: object) -> Attachment:
    source = resolve(entry)
    name = text(source, "/UF") or text(source, "/F")
    streams = {number_of(get(source, "/EF"), key) for key in mapping(source, "/EF")}
    if len(streams) != 1 or text(source, "/F") not in {"", name}:
        objects.remark(
            phrase("the attached file `{name}` has {count} contents, or two names", name=name, count=len(streams))
        )
    inside = get(get(source, "/EF"), "/F")
    if key := foreign(source, _FILE) or foreign(inside, _CONTENT) or foreign(get(inside, "/Params"), _PARAMS):
        objects.remark(
            phrase("the attached file `{name}` has the entry `{key}`, which is not known", name=name, key=key)
        )
    content = objects.data(next((get(get(source, "/EF"), key) for key in mapping(source, "/EF")), None))
    if not _as_said(get(inside, "/Params"), content):
        objects.remark(phrase("the attached file `{name}` is not the one whose size or checksum it gives", name=name))
    return Attachment(
        name=name,
        number=next(iter(streams), 0),
        relationship=text(source, "/AFRelationship").removeprefix("/"),
        description=text(source, "/Desc"),
        content=content,
    )


def _as_said(params: object, content: bytes) -> bool:
    """Whether a file has the size and checksum that are given of it, where they are: damage is found, not forgery."""
    size, checksum = integer(params, "/Size"), get(params, "/CheckSum")
    digest = hashlib.md5(content, usedforsecurity=False).digest()  # the entry is defined as MD5
    return size in {None, len(content)} and (checksum is None or getattr(checksum, "original_bytes", b"") == digest)
