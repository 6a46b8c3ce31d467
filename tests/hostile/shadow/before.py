"""What is prepared in a copy before it is sealed, and shown after it: hide, replace, hide and replace."""

import io
import re

import pikepdf
import pypdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from tests.hostile.copies.base import Bench
from tests.hostile.copies.tools import regular
from tests.hostile.shadow.attacks import before, whole
from tests.hostile.shadow.updates import Objects, Row, grown, table

_WHITE = b"1 1 1 rg 0 0 600 850 re f"
_PAGE = [0, 0, 595, 842]


def page(file: Pdf, index: int = 0) -> Object:
    return file.pages[index].obj


def form(file: Pdf, content: bytes = _WHITE, **entries: Object) -> Object:
    return file.make_indirect(
        file.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(_PAGE), **entries)
    )


def shadow(file: Pdf) -> Object:
    """A page that says something else: the last page's content on the first page's paper."""
    made = Dictionary(dict(page(file).items()))
    made.Contents = page(file, 1).Contents
    return file.make_indirect(made)


def painted(file: Pdf, content: bytes) -> None:
    """Paint over the first page, in its own content."""
    own = page(file).Contents[1]
    own.write(b"q\n" + own.read_bytes() + b"\nQ\n" + content)


def noted(file: Pdf, kind: str, **entries: object) -> Object:
    """Lay an annotation over the first page."""
    made = {"/Type": Name.Annot, "/Subtype": Name(f"/{kind}"), "/F": 4, "/Rect": Array([60, 60, 540, 780])}
    note = file.make_indirect(Dictionary(made | {f"/{key}": value for key, value in entries.items()}))
    page(file).Annots = Array([*page(file).get("/Annots", Array()), note])
    return note


def fielded(file: Pdf, kind: str, **entries: object) -> Object:
    """Lay a field over the first page."""
    field = noted(file, "Widget", FT=Name(f"/{kind}"), T=String("shadow"), **entries)
    file.Root.AcroForm.Fields.append(field)
    return field


def last_note(file: Pdf) -> Object:
    return page(file).Annots[-1]


# Hide: something lies over the text, and is taken away later


def _uncovered(file: Pdf) -> None:
    over = next(key for key in page(file).Resources.XObject.keys() if key.startswith("/Over"))  # noqa: SIM118 - no dictionary of Python's
    page(file).Resources.XObject[over] = form(file, b"")


@before("hide", "pages", then=_uncovered)
def picture_over_the_text(file: Pdf) -> None:
    picture = file.make_stream(
        b"\xff",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
    )
    page(file).Resources.XObject.Over = file.make_indirect(picture)
    painted(file, b"q 400 0 0 200 80 400 cm /Over Do Q")


@before("hide", "pages", then=_uncovered)
def form_over_the_text(file: Pdf) -> None:
    page(file).Resources.XObject.Over = form(file)
    painted(file, b"q /Over Do Q")


def _unannotated(file: Pdf) -> None:
    page(file).Annots = Array(list(page(file).Annots)[:-1])


@before("hide", "pages", "document", then=_unannotated)
def annotation_over_the_text(file: Pdf) -> None:
    noted(file, "FreeText", DA=String("/F 1 Tf"), Contents=String(" "), AP=Dictionary(N=form(file)))


@before("hide", "pages", "document", then=_unannotated)
def field_over_the_text(file: Pdf) -> None:
    fielded(file, "Tx", V=String(" "), AP=Dictionary(N=form(file)))


def _layer_off(file: Pdf) -> None:
    file.Root.OCProperties.D = Dictionary(OFF=Array([file.Root.OCProperties.OCGs[0]]))


@before("hide", "pages", "document", then=_layer_off)
def layer_over_the_text(file: Pdf) -> None:
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary())
    page(file).Resources.Properties = Dictionary(L=layer)
    painted(file, b"/OC /L BDC " + _WHITE + b" EMC")


@before("hide", "marks", then=_uncovered)
def covered_by_the_marks(file: Pdf) -> None:
    page(file).Resources.XObject.Over = form(file)
    marks = page(file).Contents[2]
    marks.write(marks.read_bytes() + b"\nq /Over Do Q")


# Replace: what is drawn and what is meant are two things


def _value(file: Pdf) -> None:
    last_note(file).AP = Dictionary(N=form(file, b"1 0 0 rg 0 0 90 90 re f"))


@before("replace", "pages", "document", then=_value)
def value_of_a_field_beside_its_appearance(file: Pdf) -> None:
    fielded(file, "Tx", V=String("15"), DV=String("30"), AP=Dictionary(N=form(file, b"q Q")))


@before("replace", "pages", "document", then=_value)
def choice_with_two_faces(file: Pdf) -> None:
    fielded(file, "Ch", V=String("a"), Opt=Array([Array([String("a"), String("b")])]), AP=Dictionary(N=form(file)))


@before("replace", "document", then=_value)
def fields_that_the_viewer_draws(file: Pdf) -> None:
    fielded(file, "Tx", V=String("15"))
    file.Root.AcroForm.NeedAppearances = True


def _other_font(file: Pdf) -> None:
    fonts = page(file).Resources.Font
    fonts[min(set(fonts.keys()) - {"/Shadow"})] = fonts.Shadow


@before("replace", "pages", then=_other_font)
def font_that_is_not_used(file: Pdf) -> None:
    fonts = page(file).Resources.Font
    fonts.Shadow = file.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))


def _unembedded(file: Pdf) -> None:
    regular(page(file).Resources.Font).DescendantFonts[0].FontDescriptor.FontFile2 = file.make_stream(b"")


@before("replace", "pages", then=_unembedded)
def font_by_its_name(file: Pdf) -> None:
    """A viewer takes its own where none is embedded; the next viewer another."""
    del regular(page(file).Resources.Font).DescendantFonts[0].FontDescriptor["/FontFile2"]


# Hide and replace: a second document sleeps in the file


def inserted(pdf: bytes, objects: Objects, rows: dict[int, Row] | None = None, junk: bytes = b"") -> bytes:
    """A file of one revision with more objects at its end, and rows that its table has for them."""
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    found: dict[int, Row] = {0: (0, 0, 0)}
    found |= {number: (1, offset, 0) for number, offset in reader.xref[0].items()}
    found |= {number: (2, holder, index) for number, (holder, index) in reader.xref_objStm.items()}
    start = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    own = max(found)
    body = pdf[:start] + junk
    for number, content in objects.items():
        found[number] = (1, len(body), 0)
        body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    own = max(found) + 1
    found |= {own: (1, len(body), 0)} | (rows or {})
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root, info, marks = file.Root.objgen[0], file.trailer.Info.objgen[0], file.trailer.ID.unparse()
    del found[next(number for number, row in found.items() if row == (1, start, 0))]
    entries = b"/Root %d 0 R /Info %d 0 R /Size %d /ID %s" % (root, info, own + 1, marks)
    found[own] = (1, len(body), 0)
    return body + table(own, found, entries) + b"startxref\n%d\n%%%%EOF\n" % len(body)


def number(pdf: bytes, index: int = 0) -> int:
    """The number of a page's object."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return int(page(file, index).objgen[0])


def content(pdf: bytes, index: int) -> bytes:
    """What stands in a page's object."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        return bytes(page(file, index).unparse(resolved=True))


SHADOW = 900


def asleep(bench: Bench) -> bytes:
    """The sealed copy with a page that nothing names."""
    return bench.seal(inserted(bench.copy, {SHADOW: content(bench.copy, 1)}), 0)


@whole("hide and replace", "document")
def page_that_nothing_names(bench: Bench) -> bytes:
    return asleep(bench)


@whole("hide and replace", "seal")
def page_that_nothing_named_shown(bench: Bench) -> bytes:
    def shown(file: Pdf) -> None:
        file.Root.Pages.Kids[0] = file.get_object(SHADOW, 0)

    return grown(asleep(bench), shown)


@whole("hide and replace", "document")
def catalog_that_nothing_names(bench: Bench) -> bytes:
    with pikepdf.open(io.BytesIO(bench.copy)) as file:
        other = Dictionary(dict(file.Root.items()))
        other.PageLayout = Name.SinglePage
        return bench.seal(inserted(bench.copy, {SHADOW: bytes(other.unparse(resolved=True))}), 0)


@whole("hide and replace", "file")
def page_among_the_free_objects(bench: Bench) -> bytes:
    made = inserted(bench.copy, {SHADOW: content(bench.copy, 1)}, {SHADOW: (0, 0, 1)})
    return bench.seal(made, 0)


@whole("hide and replace", "file")
def page_written_twice_under_one_number(bench: Bench) -> bytes:
    """The table leads to one of them; who repairs a file takes the other."""
    first = number(bench.copy)
    twin = b"%d 0 obj\n" % first + content(bench.copy, 1) + b"\nendobj\n"
    return bench.seal(inserted(bench.copy, {}, junk=twin), 0)


@whole("hide and replace", "file")
def page_in_a_comment(bench: Bench) -> bytes:
    hidden = b"%" + b"%d 0 obj " % SHADOW + content(bench.copy, 1).replace(b"\n", b" ") + b" endobj\n"
    return bench.seal(inserted(bench.copy, {}, junk=hidden), 0)


@whole("hide and replace", "file")
def page_of_another_generation(bench: Bench) -> bytes:
    first = number(bench.copy)
    twin = b"%d 1 obj\n" % first + content(bench.copy, 1) + b"\nendobj\n"
    return bench.seal(inserted(bench.copy, {}, junk=twin), 0)


@whole("hide and replace", "file")
def page_in_a_list_of_objects_that_is_not_listed(bench: Bench) -> bytes:
    """A holder of objects has one more than the table knows."""
    with pikepdf.open(io.BytesIO(bench.copy)) as file:
        holder = next(one for one in file.objects if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/ObjStm")
        head, rest = holder.read_bytes()[: int(holder.First)], holder.read_bytes()[int(holder.First) :]
        more = b"%d %d " % (SHADOW, len(rest))
        body = more.join((head, rest)) + b"\n" + content(bench.copy, 1)
        entries = b"<< /Type /ObjStm /N %d /First %d /Length %d >>"
        made = entries % (int(holder.N) + 1, int(holder.First) + len(more), len(body))
        name = holder.objgen[0]
    start = bench.copy.index(b"%d 0 obj\n" % name)
    end = bench.copy.index(b"endobj\n", start) + len(b"endobj\n")
    anew = b"%d 0 obj\n" % name + made + b"\nstream\n" + body + b"\nendstream\nendobj\n"
    return bench.seal(shifted(bench.copy, start, end, anew), 0)


def shifted(pdf: bytes, start: int, end: int, instead: bytes) -> bytes:
    """A file of one revision with other bytes in a place, and a table that knows where all others went."""
    grown_by = len(instead) - (end - start)
    reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    found: dict[int, Row] = {0: (0, 0, 0)}
    found |= {one: (1, at + (grown_by if at >= end else 0), 0) for one, at in reader.xref[0].items()}
    found |= {one: (2, holder, index) for one, (holder, index) in reader.xref_objStm.items()}
    at = int(re.findall(rb"startxref\n(\d+)", pdf)[-1]) + grown_by
    own = next(one for one, row in found.items() if row == (1, at, 0))
    with pikepdf.open(io.BytesIO(pdf)) as file:
        root, info, marks = file.Root.objgen[0], file.trailer.Info.objgen[0], file.trailer.ID.unparse()
    body = (pdf[:start] + instead + pdf[end:])[:at]
    entries = b"/Root %d 0 R /Info %d 0 R /Size %d /ID %s" % (root, info, max(found) + 1, marks)
    return body + table(own, found, entries) + b"startxref\n%d\n%%%%EOF\n" % at


def _second(file: Pdf) -> None:
    file.Root.Pages = file.Root.PieceInfo.Shadow


@before("hide and replace", "document", then=_second)
def second_page_tree(file: Pdf) -> None:
    other = Dictionary(dict(file.Root.Pages.items()))
    other.Kids = Array([shadow(file), *list(file.Root.Pages.Kids)[1:]])
    file.Root.PieceInfo = Dictionary(Shadow=file.make_indirect(other))


@before("hide and replace", "document", "pages")
def page_behind_a_page(file: Pdf) -> None:
    page(file).Shadow = shadow(file)


@before("hide and replace", "document", "file")
def page_tree_with_a_second_list(file: Pdf) -> None:
    file.Root.Pages.Shadow = Array([shadow(file)])


@whole("hide and replace", "file")
def revision_before_the_copy(bench: Bench) -> bytes:
    """The shadow is the first revision, the copy the second, the seal the third."""

    def other(file: Pdf) -> None:
        page(file).Contents = page(file, 1).Contents

    def back(file: Pdf) -> None:
        with pikepdf.open(io.BytesIO(bench.copy)) as good:
            page(file).Contents = Array([file.get_object(*one.objgen) for one in page(good).Contents])

    return bench.seal(grown(grown(bench.copy, other), back), 0)


@whole("hide and replace", "file")
def page_before_the_first_object(bench: Bench) -> bytes:
    at = bench.copy.index(b"1 0 obj")
    return bench.seal(shifted(bench.copy, at, at, b"%" + content(bench.copy, 1).replace(b"\n", b" ") + b"\n"), 0)
