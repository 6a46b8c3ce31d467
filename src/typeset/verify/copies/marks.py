"""The marks of a copy against its certification: watermark, margin line, marks of signatures."""

import typing as t

from pypdf.generic import ContentStream, DecodedStreamObject

from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.report import Check, Finding
from typeset.verify import limits
from typeset.verify.blocks import canonical
from typeset.verify.checks.case import check, cut
from typeset.verify.checks.fonts import glyphs
from typeset.verify.checks.visible import visible
from typeset.verify.copies.case import Copy, guarded, page_of
from typeset.verify.copies.grammar import MARGIN, PAGE_NUMBER, PREFIX, SIGNED, WATERMARK, Marks
from typeset.verify.copies.letters import letters
from typeset.verify.copies.stamps import signed
from typeset.verify.copies.watermark import PAGE, faults
from typeset.verify.drawing import Drawing
from typeset.verify.drawn import Rect
from typeset.verify.facts import Run
from typeset.verify.geometry import Matrix, common
from typeset.verify.objects import get, mapping, number_of, rect, resolve, text

_TITLE = phrase("every page bears the marks of this copy: watermark, margin line, signature marks where they are due")
_FORM_KEYS = frozenset({"/Type", "/Subtype", "/BBox", "/Resources", "/Length", "/Filter"})
_STREAM_KEYS = frozenset({"/Length", "/Filter"})
_SHORT = 16
"""Figures of the digest in the margin line."""
_BAND = (5 * limits.MILLIMETRE, 15 * limits.MILLIMETRE)
"""Points above the edge of the page between which the margin line stands."""
_SMALL = (6.0, 9.0)
_SOLID = frozenset({"/Type", "/ca", "/CA"})
_NEARLY = 1e-3


_DARKENING = b"/Multiply gs\n"


def marks(copy: Copy) -> Check:
    """Around the content of each page stand the marks of the copy, as artifacts, and nothing else.

    The watermark strokes the outline of the words set, in pale grey, under the text, or over the picture of a scan. The
    margin line gives recipient, number, short digest and page; marks of signatures stand in the fields listed and in
    no others. Their letters are those of the listed faces.
    """
    parts = (_lines,) if copy.like else (_placed, _watermark, _lines, signed)
    return check("marks", _TITLE, [finding for part in parts for finding in guarded(part(copy))])


def _placed(copy: Copy) -> t.Iterator[Finding]:
    """Each page has its marks around its content, fitted to it, and the forms that they name."""
    for number, (found, (_, page)) in enumerate(zip(copy.marks, copy.pages, strict=True), 1):
        streams = copy.outer(page)
        copy.seen(*streams)
        if any(set(mapping(stream)) - _STREAM_KEYS for stream in streams):
            yield Finding(message=phrase("the streams of the marks are no plain streams"), page=number)
        if found.fault:
            yield Finding(message=found.fault, page=number)
            continue
        if found.saved != _states(copy, page):
            yield Finding(
                message=phrase("the marks and the page's content do not keep their graphics apart"), page=number
            )
        on_top = copy.certification.original.scanned and number < copy.last
        water, other = (found.over, found.under) if on_top else (found.under, found.over)
        if water is None:
            yield Finding(message=phrase("the page has no watermark where it should stand"), page=number)
        if other is not None:
            yield Finding(message=phrase("the page has a watermark where none should stand"), page=number)
        for matrix in (water, found.margin):
            if matrix is not None and not _near(matrix, _fit(page)):
                yield Finding(message=phrase("a mark is not drawn over the whole page"), page=number)
        named = {WATERMARK, MARGIN, PAGE_NUMBER} | {name for _, name in found.signed}
        there = {name for name in mapping(page.get("/Resources"), "/XObject") if name.startswith(PREFIX)}
        if there != named:
            shown = ", ".join(f"`{name}`" for name in sorted(there ^ named))
            yield Finding(message=phrase("the page has or lacks the forms {shown}", shown=shown), page=number)
    yield from _forms(copy)


def _states(copy: Copy, page: dict[str, object]) -> tuple[int, int]:
    """How many graphics states must be saved and restored around a page's own content.

    One, as pressed pages leave none open; scanners and their drivers write pages that do, and readers show them.
    """
    if not copy.certification.original.scanned:
        return 1, 1
    content = b"\n".join(copy.file.objects.data(resolve(stream)) for stream in copy.own(page))
    stream = DecodedStreamObject()
    stream.set_data(content)
    depth = lowest = 0
    for _, operator in ContentStream(stream, copy.file.reader).operations:
        depth += {b"q": 1, b"Q": -1}.get(operator, 0)
        lowest = min(lowest, depth)
    return 1 - lowest, 1 + depth - lowest


def _form(copy: Copy, number: int, name: str) -> object:
    return get(get(copy.pages[number - 1][1].get("/Resources"), "/XObject"), name)


def _forms(copy: Copy) -> t.Iterator[Finding]:
    """Watermark and margin line are one form for all pages; every form is A4, and nothing but its content."""
    shared: dict[str, set[int]] = {}
    judged: set[int] = set()
    for number, (_, page) in enumerate(copy.pages, 1):
        listed = get(page.get("/Resources"), "/XObject")
        for name in (name for name in mapping(listed) if name.startswith(PREFIX)):
            key, form = number_of(listed, name), get(listed, name)
            if name != PAGE_NUMBER:
                shared.setdefault(name, set()).add(key)
            if key in judged:
                continue
            judged.add(key)
            copy.seen(mapping(listed).get(name))
            box = rect(form, "/BBox") or (0, 0, 0, 0)
            plain = text(form, "/Subtype") == "/Form" and not set(mapping(form)) - _FORM_KEYS
            whole = all(abs(a - b) < 1 for a, b in zip(box, (0, 0, *PAGE), strict=True))
            drawn = set(mapping(form, "/Resources")) <= ({"/Font", "/ExtGState"} if name != WATERMARK else set())
            drawn = drawn or (name == WATERMARK and copy.certification.original.scanned and _multiplies(form))
            if not (plain and whole and drawn):
                yield Finding(message=phrase("`{name}` is no plain form of the size of a page", name=name), page=number)
    for name, keys in sorted(shared.items()):
        if len(keys) > 1:
            yield Finding(message=phrase("`{name}` is not the same on every page", name=name))


def _multiplies(form: object) -> bool:
    """Whether a form has one graphics state, which lets it only darken what is under it."""
    states = mapping(form, "/Resources")
    state = mapping(get(get(states, "/ExtGState"), "/Multiply"))
    named = {key: str(value) for key, value in state.items() if key != "/Type"}
    return set(states) == {"/ExtGState"} and len(mapping(states, "/ExtGState")) == 1 and named == {"/BM": "/Multiply"}


def _watermark(copy: Copy) -> t.Iterator[Finding]:
    look = copy.certification.terms.watermark
    words = look.words or copy.words.watermark
    judged: set[int] = set()
    for number, (_, page) in enumerate(copy.pages, 1):
        key = number_of(get(page.get("/Resources"), "/XObject"), WATERMARK)
        if key in judged:
            continue
        judged.add(key)
        content = copy.file.objects.data(_form(copy, number, WATERMARK))
        if copy.certification.original.scanned:
            # It stands on top of the picture, and must not lighten it.
            if not content.startswith(_DARKENING):
                yield Finding(message=phrase("the watermark covers what is under it"), page=number)
            content = content.removeprefix(_DARKENING)
        for fault in faults(content, words, look, copy.resources):
            yield Finding(message=phrase("the watermark {fault}", fault=fault), page=number)


Drawn = tuple[tuple[Run, ...], tuple[Finding, ...]]
"""The text that a form shows, and what else stands in it."""


def drawn(copy: Copy, number: int, form: object, content: bytes | None = None) -> Drawn:
    """Read a form.

    Args:
        copy: the copy.
        number: the page.
        form: the form.
        content: what stands in it, where copies differ there.
    """
    resources = get(form, "/Resources")
    states = get(resources, "/ExtGState")
    drawing = Drawing(number, copy.fonts(resources), solid(states), limits.MAX_OPERATORS)
    drawing.read(copy.shared.file.objects.data(form) if content is None else content)
    found = [Finding(message=remark.message, page=number) for remark in drawing.remarks]
    if drawing.paints or drawing.marks:
        found.append(Finding(message=phrase("the margin line is more than text"), page=number))
    return tuple(drawing.runs), tuple(found)


def solid(states: object) -> frozenset[str]:
    """Names of the graphics states that set nothing but full opacity."""
    return frozenset(
        name
        for name in mapping(states)
        if set(mapping(states, name)) <= _SOLID
        and all(get(get(states, name), key) in {None, 1} for key in ("/ca", "/CA"))
    )


def _lines(copy: Copy) -> t.Iterator[Finding]:
    words, certification = copy.words, copy.certification
    shared, found = drawn(copy, 1, _form(copy, 1, MARGIN), copy.values.get("margin"))
    yield from found
    left = fill(words.margin_copy, {"recipient": certification.recipient.name}) + str(certification.number)
    digest = fill(words.margin_digest, {"digest": certification.original.sha256[:_SHORT]})
    pages = []
    for number, ((own, odd), (stamps, more)) in enumerate(copy.once("page numbers and stamps", _of_pages), 1):
        yield from odd
        right = fill(words.margin_page, {"page": str(number), "pages": str(certification.pages)})
        line = (left, digest, right)
        yield from _line((*shared, *own), line, number)
        yield from more
        page = copy.pages[number - 1][1]
        # The forms of signature marks draw at the origin, wherever these stand on the page: each is looked at alone.
        pages += [page_of(number, page, runs=(*shared, *own)), *(page_of(number, page, runs=(run,)) for run in stamps)]
    yield from letters(copy, pages)
    case = copy.case(pages)
    for judged in (glyphs(case), visible(case)):
        yield from judged.findings


def _of_pages(copy: Copy) -> list[tuple[Drawn, tuple[list[Run], list[Finding]]]]:
    """What stands on each page in forms of its own: its number, and the marks of signatures."""
    numbers = range(1, copy.last + 1)
    return [(drawn(copy, number, _form(copy, number, PAGE_NUMBER)), _stamps(copy, number)) for number in numbers]


def _line(runs: tuple[Run, ...], expected: tuple[str, str, str], number: int) -> t.Iterator[Finding]:
    # A long recipient makes a second line, above the first.
    ordered = sorted(runs, key=lambda run: (-round(run.baseline), run.box[0]))
    there = canonical("".join(run.text for run in ordered))
    wanted = canonical("".join(expected))
    if there != wanted:
        yield Finding(
            message=phrase("the margin line is «{there}», expected «{wanted}»", there=cut(there), wanted=cut(wanted)),
            page=number,
        )
    for run in runs:
        inside = _BAND[0] <= run.baseline <= _BAND[1] and run.box[0] >= 0 and run.box[2] <= PAGE[0]
        if not inside or not _SMALL[0] <= run.size <= _SMALL[1]:
            yield Finding(message=phrase("the margin line stands outside the margin"), page=number, words=cut(run.text))


def _stamps(copy: Copy, number: int) -> tuple[list[Run], list[Finding]]:
    """What the forms of signature marks on a page show: the word for it in the language of each, at the origin."""
    runs: list[Run] = []
    found: list[Finding] = []
    for name in sorted({name for _, name in copy.marks[number - 1].signed}):
        shown, more = drawn(copy, number, _form(copy, number, name))
        found += more
        runs += shown
        table = copy.wordings.get(name.removeprefix(SIGNED))
        wanted = table.certification.signed if table and table.certification else None
        there = "".join(run.text for run in shown)
        if wanted is None or canonical(there) != canonical(wanted):
            found.append(
                Finding(
                    message=phrase("a signature is marked «{there}», expected «{wanted}»", there=there, wanted=wanted),
                    page=number,
                )
            )
        if any(abs(run.box[0]) > 1 or abs(run.baseline) > 1 for run in shown):
            found.append(Finding(message=phrase("the mark of a signature stands beside its place"), page=number))
    return runs, found


def _fit(page: dict[str, object]) -> Matrix:
    """From the A4 page of the marks to what a reader sees of this page."""
    left, bottom, right, top = rect_of(page)
    turn = int(str(resolve(page.get("/Rotate")) or 0)) % 360
    width, height = (right - left, top - bottom) if turn in {0, 180} else (top - bottom, right - left)
    x, y = width / PAGE[0], height / PAGE[1]
    fits: dict[int, Matrix] = {
        0: (x, 0, 0, y, left, bottom),
        90: (0, x, -y, 0, right, bottom),
        180: (-x, 0, 0, -y, right, top),
        270: (0, -x, y, 0, left, top),
    }
    return fits[turn]


def rect_of(page: dict[str, object]) -> Rect:
    """The part of a page that is shown: the crop box as far as it lies within the page (ISO 32000-1, 14.11.2)."""
    media = rect(page, "/MediaBox") or (0.0, 0.0, 0.0, 0.0)
    left, bottom, right, top = common(rect(page, "/CropBox"), media)
    return (left, bottom, right, top) if left < right and bottom < top else media


def _near(one: Matrix, other: Matrix) -> bool:
    return all(abs(a - b) < _NEARLY for a, b in zip(one, other, strict=True))


__all__ = ["Marks", "drawn", "marks", "rect_of", "solid"]
