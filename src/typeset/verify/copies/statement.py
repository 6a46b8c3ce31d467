"""The certification page against `certification.json`: word for word, the QR code module for module."""

import dataclasses
import typing as t
from collections import Counter

from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.report import Check, Finding
from typeset.verify import limits
from typeset.verify.blocks import Found, found_blocks
from typeset.verify.checks.case import check, cut
from typeset.verify.checks.fonts import glyphs
from typeset.verify.checks.rules import touches
from typeset.verify.checks.visible import area, visible
from typeset.verify.copies.case import FIELD, Copy, guarded
from typeset.verify.copies.letters import letters
from typeset.verify.copies.marks import rect_of
from typeset.verify.copies.qr import faults, qr_text
from typeset.verify.copies.sheet import Shape, Sheet, sheet
from typeset.verify.copies.structure import unknown_keys
from typeset.verify.copies.xmp import said
from typeset.verify.drawn import Rect
from typeset.verify.facts import Element, ObjectRef, Run
from typeset.verify.objects import get, integer, items, mapping, rect, reference, resolve, text

_TITLE = phrase("the certification page, the metadata and `certification.json` say the same")
_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/BleedBox", "/TrimBox", "/Contents", "/Annots", "/Tabs"}
    | {"/StructParents"}
)
_WIDGET_KEYS = frozenset(
    {"/Type", "/Subtype", "/FT", "/T", "/TU", "/F", "/Rect", "/P", "/AP", "/StructParent"}
)  # a value stands in the revision of the seal
_RESOURCES = frozenset({"/Font", "/ExtGState", "/XObject", "/ColorSpace", "/Pattern", "/Shading"})
_GROUP = 4
_TYPES = Counter(
    {"TR": 4, "TH": 4, "TD": 4, "Table": 1, "TBody": 1, "Part": 1, "Form": 1, "Figure": 1, "H1": 1, "Span": 1}
)
_PRINTED = 132
"""Flags of the field: printed, locked."""
_PALE = 0.5
_ROW, _EDGE = 45.0, 2.0
"""Points between a rule and the text of its row, and between the line of a field and its lower edge."""
_SEAL = 50 * limits.MILLIMETRE
_CELL = ("Part", "Table", "TBody", "TR")

Line = tuple[tuple[str, ...], str, str | None]
"""Structure types from the Part down, words, and the alternative text."""


def certification(copy: Copy) -> Check:
    """The page after the original's last says what `certification.json` says, in the language of its terms.

    Its text, read through the structure, is the wording of that language filled with these data, block by block;
    every letter is one of a listed face, and seen. Its QR code is that of number and digest. XMP and Info describe the
    same copy. Pages and sheets are counted right.
    """
    parts = (_counted, said, _sheet) if copy.like else (_counted, _page, _field, said, _sheet)
    return check("certification", _TITLE, [finding for part in parts for finding in guarded(part(copy))])


def _sheet(copy: Copy) -> t.Iterator[Finding]:
    """What is printed on the page."""
    found = sheet(copy)
    tagged = get(copy.shared.file.catalog, "/StructTreeRoot") is not None
    for part in (_words if tagged else _untagged, _letters, _shapes):
        yield from guarded(part(copy, found))


def _counted(copy: Copy) -> t.Iterator[Finding]:
    one = copy.certification
    if (one.pages, one.original.pages) != (copy.last, copy.last - 1):
        yield Finding(
            message=phrase("the copy says that it has {pages} pages, and has {last}", pages=one.pages, last=copy.last)
        )
    if one.sheets != one.terms.sheets(one.pages):
        wanted = one.terms.sheets(one.pages)
        yield Finding(
            message=phrase("the copy says {sheets} sheets, expected {wanted}", sheets=one.sheets, wanted=wanted)
        )


def _page(copy: Copy) -> t.Iterator[Finding]:
    """An upright A4 page with one field, and no entry that is not known."""
    _, page = copy.pages[-1]
    copy.seen(*page.values())
    copy.new.add(copy.pages[-1][0])
    for key in sorted(set(page) - _PAGE_KEYS - {"/Rotate", "/CropBox"} | {"/Rotate", "/CropBox"} & set(page)):
        message = phrase("the certification page has the entry `{key}`, which is not known", key=key)
        yield Finding(message=message, page=copy.last)
    left, bottom, right, top = rect_of(page)
    size = (right - left, top - bottom)
    if any(abs(have - want) > limits.PAGE_TOLERANCE for have, want in zip(size, limits.A4, strict=True)):
        yield Finding(message=phrase("the certification page is not A4"), page=copy.last)
    resources = resolve(page.get("/Resources"))
    unknown = set(mapping(resources)) - _RESOURCES
    unknown |= {name for name in mapping(resources, "/XObject") if not name.startswith("/Typeset")}
    unknown |= {name for name in mapping(resources, "/ColorSpace") if name.startswith("/Default")}
    unknown |= set(mapping(resources, "/Pattern")) | set(mapping(resources, "/Shading"))
    for key in sorted(unknown):
        yield Finding(message=phrase("the certification page has the resource `{key}`", key=key), page=copy.last)


def _field(copy: Copy) -> t.Iterator[Finding]:
    """One widget, the signature field of the officer, which paints nothing."""
    notes = items(copy.pages[-1][1].get("/Annots"))
    if len(notes) != 1:
        message = phrase("the certification page has {count} annotations, expected one field", count=len(notes))
        yield Finding(message=message, page=copy.last)
        return
    note = resolve(notes[0])
    listed = items(get(copy.file.catalog, "/AcroForm"), "/Fields")
    label = fill(copy.words.signature, {"office": copy.certification.terms.officer.office})
    box = rect(note, "/Rect") or (0, 0, 0, 0)
    appearance = get(get(note, "/AP"), "/N")
    right = (
        not set(mapping(note)) - _WIDGET_KEYS
        and (text(note, "/Subtype"), text(note, "/FT"), text(note, "/T")) == ("/Widget", "/Sig", FIELD)
        and integer(note, "/F") == _PRINTED
        and reference(notes[0]) in {reference(entry) for entry in listed}
        and _within(box, rect_of(copy.pages[-1][1]))
        and set(mapping(note, "/AP")) <= {"/N"}
        and not set(copy.file.objects.data(appearance).split()) - {b"q", b"Q"}
    )
    if not right:
        yield Finding(
            message=phrase("the certification page has no plain signature field `{field}`", field=FIELD), page=copy.last
        )
    if text(note, "/TU") != label:
        message = phrase("the field is called «{name}», expected «{label}»", name=text(note, "/TU"), label=label)
        yield Finding(message=message, page=copy.last)


def _within(box: Rect, page: Rect) -> bool:
    return page[0] <= box[0] < box[2] <= page[2] and page[1] <= box[1] < box[3] <= page[3]


def lines(copy: Copy) -> list[Line]:
    """The blocks that the page must have, in order."""
    words, one = copy.words, copy.certification
    subject, terms = one.original, one.terms
    said = [fill(words.statement, {"title": subject.title, "identifier": subject.identifier})]
    if subject.signed:
        said.append(fill(words.signed_on, {"date": words.written_date(subject.signed)}))
    if subject.scanned:
        said.append(words.scanned)
    kept = {"kept_in": terms.kept_in, "file": terms.file_reference or ""}
    said.append(fill(words.kept_in_file if terms.file_reference else words.kept, kept))
    digest = subject.sha256
    groups = " ".join(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))
    table = (
        (words.number, str(one.number)),
        (words.recipient, one.recipient.name),
        (words.sheets, str(one.sheets)),
        (words.digest, groups),
    )
    rows = [((*_CELL, kind), cell, None) for row in table for kind, cell in zip(("TH", "TD"), row, strict=True)]
    date = fill(words.place_and_date, {"place": terms.place, "date": words.written_date(terms.date)})
    signature = fill(words.signature, {"office": terms.officer.office})
    name = [(("Part", "P"), terms.officer.name, None)] if terms.officer.name else []
    return [
        (("Part", "H1"), words.heading, None),
        *((("Part", "P"), statement, None) for statement in said),
        *rows,
        (("Part", "P"), terms.officer.office, None),
        (("Part", "Form"), "", signature),
        *name,
        (("Part", "P"), date, None),
        (("Part", "P"), words.seal, None),
        (("Part", "Figure"), "", words.qr),
    ]


def _words(copy: Copy, found: Sheet) -> t.Iterator[Finding]:
    """The blocks of the Part are the lines expected, in the language, and the page has no text besides."""
    part = found.part
    if part is None or part.type != "Part" or not (part.id or "").startswith("certification-"):
        yield Finding(message=phrase("the structure has no Part for the certification"), page=copy.last)
        return
    if part.lang != copy.certification.terms.language or any(one.lang for one in part.walk() if one is not part):
        yield Finding(message=phrase("the certification is marked as `{lang}`", lang=part.lang), page=copy.last)
    types = Counter(element.type for element in part.walk())
    types.pop("P", None)
    if types != _TYPES:
        yield Finding(message=phrase("the certification has other elements than it needs"), page=copy.last)
    for key in unknown_keys(copy):
        yield Finding(message=phrase("the certification's structure has the entry `{key}`", key=key), page=copy.last)
    yield from _owned(copy, found, part)
    there = [block for block in _blocks(copy, found, part) if block.path[0] == "Part"]
    wanted = lines(copy)
    for block, (path, words, alt) in zip(there, wanted, strict=False):
        if block.path != path or block.alt != alt or (block.misfit(words) is not None and (words or block.lines)):
            shown = phrase(
                "«{found}», expected «{wanted}»",
                found=cut(block.text or block.alt or ""),
                wanted=cut(words or alt or ""),
            )
            yield Finding(
                message=phrase("the certification says {shown}", shown=shown), page=copy.last, words=cut(block.text)
            )
    if len(there) != len(wanted):
        message = phrase(
            "the certification has {count} blocks of text, expected {wanted}", count=len(there), wanted=len(wanted)
        )
        yield Finding(message=message, page=copy.last)


def _blocks(copy: Copy, found: Sheet, part: Element) -> tuple[Found, ...]:
    top = Element(0, "Document", None, None, None, frozenset(), 0, (part,))
    return found_blocks(copy.case([found.page], top).facts)


def _owned(copy: Copy, found: Sheet, part: Element) -> t.Iterator[Finding]:
    """Each stretch of text, and each annotation, belongs to one element."""
    marks = Counter(mark.mcid for mark in part.marks())
    if Counter(found.page.marks) != marks or max(marks.values(), default=1) > 1:
        yield Finding(
            message=phrase("content and structure of the certification do not belong together"), page=copy.last
        )
    for run in found.page.runs:
        if run.mark is None and run.text.strip():
            yield Finding(message=phrase("text belongs to no content"), page=copy.last, words=cut(run.text))
    notes = {reference(note) for note in items(copy.pages[-1][1].get("/Annots"))}
    forms = [kid.number for one in part.walk() for kid in one.kids if isinstance(kid, ObjectRef)]
    if sorted(forms) != sorted(notes):
        yield Finding(message=phrase("the field belongs to no element of the certification"), page=copy.last)


def _untagged(copy: Copy, found: Sheet) -> t.Iterator[Finding]:
    """On a copy of an untagged scan the page's words stand in the order of its content."""
    there = "".join("".join(run.text.split()) for run in found.page.runs)
    wanted = "".join("".join(words.split()) for _, words, _ in lines(copy))
    if there.replace("\u2010", "") != wanted.replace("\u2010", ""):
        yield Finding(message=phrase("the certification's words are not those of `certification.json`"), page=copy.last)


def _letters(copy: Copy, found: Sheet) -> t.Iterator[Finding]:
    for remark in found.remarks:
        yield Finding(message=remark.message, page=copy.last)
    yield from letters(copy, [_bare(found)])
    bare = copy.case([_bare(found)])
    for judged in (glyphs(bare), visible(bare), area(bare)):
        yield from judged.findings


def _bare(found: Sheet) -> t.Any:  # noqa: ANN401 - a page without its rules, which are judged here
    return dataclasses.replace(found.page, paints=())


def _shapes(copy: Copy, found: Sheet) -> t.Iterator[Finding]:
    """Painted are the QR code, thin rules beside all text, and the ring for the seal."""
    code = [shape for shape in found.shapes if shape.mark is not None]
    figures = (
        {mark for one in found.part.walk() if one.type == "Figure" for mark in one.marks()} if found.part else None
    )
    if figures is not None and any(shape.mark not in figures for shape in code):
        yield Finding(message=phrase("a painted shape belongs to text"), page=copy.last)
    wrong, square = faults(code, qr_text(copy.certification))
    for fault in wrong:
        yield Finding(message=phrase("the QR code {fault}", fault=fault), page=copy.last)
    runs = [run for run in found.page.runs if run.text.strip()]
    if square:
        for run in runs:
            if run.box[0] < square[2] and run.box[2] > square[0] and run.box[1] < square[3] and run.box[3] > square[1]:
                yield Finding(message=phrase("text stands in the QR code"), page=copy.last, words=cut(run.text))
    cells = _cells(copy, found)
    fields = [rect(resolve(note), "/Rect") for note in items(copy.pages[-1][1].get("/Annots"))]
    for shape in (shape for shape in found.shapes if shape.mark is None):
        placed = _under(shape, fields) or any(_beside(shape, cell) for cell in cells)
        if not (_rule(shape) and placed) and not _seal(shape):
            yield Finding(message=phrase("a painted shape is neither rule nor place of the seal"), page=copy.last)
        elif _rule(shape) and any(touches(shape.box, run) for run in runs):
            yield Finding(message=phrase("a rule runs through text"), page=copy.last)


def _cells(copy: Copy, found: Sheet) -> list[Run]:
    """The text of the table; all text where the copy has no structure."""
    if found.part is None:
        return list(found.page.runs)
    return [run for block in _blocks(copy, found, found.part) if "Table" in block.path for run in block.runs]


def _beside(shape: Shape, cell: Run) -> bool:
    """Whether a rule is near enough to a cell to be a border of its row."""
    return shape.box[1] - _ROW < cell.baseline < shape.box[3] + _ROW


def _under(shape: Shape, fields: list[Rect | None]) -> bool:
    """Whether a rule stands on the lower edge of the field, or beside it, where a name is to be written."""
    return any(abs(shape.box[1] - field[1]) <= _EDGE for field in fields if field)


def _rule(shape: Shape) -> bool:
    width, height = shape.box[2] - shape.box[0], shape.box[3] - shape.box[1]
    return shape.plain and min(width, height) <= limits.MAX_RULE and max(width, height) >= limits.MIN_RULE


def _seal(shape: Shape) -> bool:
    return shape.ring and min(shape.colour) >= _PALE and shape.box[2] - shape.box[0] <= _SEAL
