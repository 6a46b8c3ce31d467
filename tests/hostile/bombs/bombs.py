"""A good PDF into bombs: small files that cost whoever reads them without bounds."""

import functools
import io
import typing as t
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

Bomb = Callable[[bytes], bytes]
BOMBS: list[Bomb] = []
_MUCH = 300 * 2**20
_LAUGHS = 40
_MANY = 100_000
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_ROOT = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"


def bomb(made: Bomb) -> Bomb:
    """List a bomb that is made of the good file's bytes."""
    BOMBS.append(made)
    return made


def planted(change: Callable[[Pdf], None]) -> Callable[[Pdf], None]:
    """List a bomb that is planted into the good file's objects."""

    def made(pdf: bytes) -> bytes:
        output = io.BytesIO()
        with pikepdf.open(io.BytesIO(pdf)) as file:
            change(file)
            file.save(output, static_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
        return output.getvalue()

    made.__name__ = change.__name__
    BOMBS.append(made)
    return change


@functools.cache
def packed(length: int, layers: int = 1, beginning: bytes = b"") -> bytes:
    """So many blanks, packed so many times."""
    packer = zlib.compressobj(9)
    pieces = [packer.compress(beginning)]
    pieces += [packer.compress(b" " * 2**20) for _ in range(length // 2**20)]
    content = b"".join((*pieces, packer.flush()))
    for _ in range(layers - 1):
        content = zlib.compress(content, 9)
    return content


def stream(file: Pdf, content: bytes, *filters: str, **entries: t.Any) -> pikepdf.Stream:  # noqa: ANN401 - entries of a dictionary
    """A stream whose content is packed already."""
    made = file.make_stream(b"")
    made.write(content, filter=Array([Name(one) for one in filters]), type_check=False)
    for key, value in entries.items():
        made[f"/{key}"] = value
    return made


def _by_hand(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A file of these objects, with a table of where they stand."""
    body, offsets = _HEAD, []
    for one in objects:
        offsets.append(len(body))
        body += one
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % at for at in offsets
    )
    end = b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + end % (len(objects) + 1, trailer, len(body))


# What unpacks to more


@planted
def content_that_unpacks_to_300_megabytes(file: Pdf) -> None:
    file.pages[0].Contents = stream(file, packed(_MUCH), "/FlateDecode")


@planted
def content_packed_three_times(file: Pdf) -> None:
    file.pages[0].Contents = stream(file, packed(_MUCH, 3), *["/FlateDecode"] * 3)


@planted
def content_packed_by_lengths_of_runs(file: Pdf) -> None:
    packed_runs = zlib.compress(b"\x81 " * (_MUCH // 128) + b"\x80", 9)
    file.pages[0].Contents = stream(file, packed_runs, "/FlateDecode", "/RunLengthDecode")


@planted
def filters_by_the_thousand(file: Pdf) -> None:
    file.pages[0].Contents = stream(file, b"q Q" * 1_000, *["/ASCIIHexDecode"] * 10_000)


@planted
def colour_profile_that_unpacks_to_300_megabytes(file: Pdf) -> None:
    profile = file.Root.OutputIntents[0].DestOutputProfile
    profile.write(packed(_MUCH, beginning=profile.read_bytes()), filter=Name.FlateDecode, type_check=False)


@planted
def attachment_that_unpacks_to_300_megabytes(file: Pdf) -> None:
    file.Root.AF[0].EF.F.write(packed(_MUCH), filter=Name.FlateDecode, type_check=False)


@planted
def attachment_that_is_only_listed(file: Pdf) -> None:
    inner = stream(file, packed(_MUCH), "/FlateDecode", Type=Name.EmbeddedFile)
    names = file.Root.Names.EmbeddedFiles.Names
    names.extend([String("z.bin"), Dictionary(Type=Name.Filespec, UF=String("z.bin"), EF=Dictionary(F=inner))])


@planted
def font_that_unpacks_to_300_megabytes(file: Pdf) -> None:
    font = next(iter(dict(file.pages[0].Resources.Font.items()).values()))
    program = font.DescendantFonts[0].FontDescriptor.FontFile2
    program.write(packed(_MUCH, beginning=program.read_bytes()), filter=Name.FlateDecode, type_check=False)


@planted
def stream_that_nobody_names(file: Pdf) -> None:
    file.Root.Unknown = file.make_indirect(stream(file, packed(_MUCH), "/FlateDecode"))


@planted
def picture_of_a_billion_dots(file: Pdf) -> None:
    picture = stream(file, packed(_MUCH), "/FlateDecode", Type=Name.XObject, Subtype=Name.Image)
    picture.Width, picture.Height, picture.BitsPerComponent, picture.ColorSpace = 30_000, 30_000, 8, Name.DeviceRGB
    file.pages[0].Resources.XObject = Dictionary(Im=picture)
    file.pages[0].Contents = file.make_stream(b"q 500 0 0 500 0 0 cm /Im Do Q\n" + file.pages[0].Contents.read_bytes())


@planted
def metadata_of_a_billion_laughs(file: Pdf) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, _LAUGHS))
    content = file.Root.Metadata.read_bytes().decode()
    declared = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'
    file.Root.Metadata.write((declared + content.replace("</dc:title>", f"&l{_LAUGHS - 1};</dc:title>")).encode())


@planted
def source_of_many_aliases(file: Pdf) -> None:
    levels = "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]\n" for n in range(1, _LAUGHS))
    attached = file.Root.AF[0].EF.F
    attached.write(b"l0: &l0 ha\n" + levels.encode() + attached.read_bytes())


@planted
def source_nested_without_end(file: Pdf) -> None:
    file.Root.AF[0].EF.F.write(b"x: " + b"[" * 1_000_000)


# What says more than there can be


@planted
def glyphs_mapped_over_and_over(file: Pdf) -> None:
    table = next(iter(dict(file.pages[0].Resources.Font.items()).values())).ToUnicode
    table.write(table.read_bytes() + b"9 beginbfrange" + b"<0000> <ffff> <0000>\n" * _MANY + b"endbfrange")


@planted
def widths_of_two_billion_glyphs(file: Pdf) -> None:
    inner = next(iter(dict(file.pages[0].Resources.Font.items()).values())).DescendantFonts[0]
    inner.W = Array([-2_000_000_000, 5, 500] * 3)


@planted
def words_by_the_hundred_thousand_on_one_line(file: Pdf) -> None:
    content = file.pages[0].Contents.read_bytes()
    start = content.index(b"BT")
    word = content[start : content.index(b"ET", start) + 2]
    file.pages[0].Contents = file.make_stream(content + b"\n" + (word + b"\n") * _MANY)


@planted
def rectangles_by_the_hundred_thousand(file: Pdf) -> None:
    file.pages[0].Contents = file.make_stream(file.pages[0].Contents.read_bytes() + b"\n100 700 300 1 re f" * _MANY)


@planted
def pages_by_the_hundred_thousand(file: Pdf) -> None:
    last = file.pages[-1].obj
    page = {key: value for key, value in last.items() if key not in {"/Annots", "/StructParents"}}
    file.Root.Pages.Kids.extend([file.make_indirect(Dictionary(page)) for _ in range(_MANY)])
    file.Root.Pages.Count = len(file.Root.Pages.Kids)


@planted
def annotations_by_the_hundred_thousand(file: Pdf) -> None:
    page = file.pages[0].obj
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([0, 0, 9, 9]), F=4)
    page.Annots = Array([*page.Annots, *[note] * _MANY])


@planted
def string_of_30_megabytes(file: Pdf) -> None:
    file.docinfo["/Title"] = String("x" * 30 * 2**20)


@planted
def glyph_made_of_itself(file: Pdf) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - this bomb alone needs it
    from tests.hostile.glyphs import make_of_themselves  # noqa: PLC0415 - likewise

    program = (
        next(iter(dict(file.pages[0].Resources.Font.items()).values())).DescendantFonts[0].FontDescriptor.FontFile2
    )
    font = TTFont(io.BytesIO(program.read_bytes()), recalcBBoxes=False)
    make_of_themselves(font)
    output = io.BytesIO()
    font.save(output)
    program.write(output.getvalue())


# What leads in circles, or down without end


@planted
def names_that_name_themselves_twice(file: Pdf) -> None:
    for tree in (file.Root.Names.Dests, file.Root.StructTreeRoot.ParentTree, file.Root.PageLabels):
        node = tree if tree.is_indirect else file.make_indirect(tree)
        node.Kids = Array([node, node])


@planted
def names_that_branch_forty_times(file: Pdf) -> None:
    node = file.make_indirect(Dictionary(Names=Array([String("a"), 1])))
    for _ in range(_LAUGHS):
        node = file.make_indirect(Dictionary(Kids=Array([node, node])))
    file.Root.Names.EmbeddedFiles = node


@planted
def pages_that_branch_forty_times(file: Pdf) -> None:
    node = file.pages[0].obj
    for _ in range(_LAUGHS):
        node = file.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([node, node]), Count=2))
    file.Root.Pages = node


@planted
def elements_nested_fifty_thousand_deep(file: Pdf) -> None:
    element = file.make_indirect(Dictionary(S=Name.P))
    for _ in range(50_000):
        element = file.make_indirect(Dictionary(S=Name.Div, K=element))
    file.Root.StructTreeRoot.K = element


@planted
def bookmarks_that_follow_themselves(file: Pdf) -> None:
    first = file.Root.Outlines.First
    first.Next = first
    first.First = first


@planted
def fields_that_are_their_own_parents(file: Pdf) -> None:
    field = file.Root.AcroForm.Fields[0]
    field.Parent = field
    field.Kids = Array([field, field])


@bomb
def brackets_without_end(pdf: bytes) -> bytes:
    del pdf
    return _by_hand(b"1 0 obj\n" + b"[" * 1_000_000 + b"\nendobj\n", _ROOT[_ROOT.index(b"2 0 obj") :])


@bomb
def dictionaries_without_end(pdf: bytes) -> bytes:
    del pdf
    return _by_hand(b"1 0 obj\n" + b"<</A " * 1_000_000 + b"\nendobj\n", _ROOT[_ROOT.index(b"2 0 obj") :])


@bomb
def objects_that_are_each_other(pdf: bytes) -> bytes:
    del pdf
    return _by_hand(b"1 0 obj\n2 0 R\nendobj\n", b"2 0 obj\n1 0 R\nendobj\n")


@bomb
def length_that_is_the_stream_itself(pdf: bytes) -> bytes:
    del pdf
    catalog = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Metadata 3 0 R >>\nendobj\n"
    itself = b"3 0 obj\n<< /Length 3 0 R >>\nstream\nabc\nendstream\nendobj\n"
    return _by_hand(catalog, _ROOT[_ROOT.index(b"2 0 obj") :], itself)


@bomb
def table_before_itself(pdf: bytes) -> bytes:
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    looped = _by_hand(_ROOT[: _ROOT.index(b"2 0 obj")], _ROOT[_ROOT.index(b"2 0 obj") :])
    at = int(looped[looped.rindex(b"startxref") :].split()[1])
    assert start
    return looped.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % at)


@bomb
def tables_one_before_the_other_without_end(pdf: bytes) -> bytes:
    del pdf
    body, before = _HEAD + _ROOT, b""
    for _ in range(20_000):
        at = len(body)
        body += b"xref\n0 0\ntrailer\n<< /Size 3 /Root 1 0 R %s >>\n" % before
        before = b"/Prev %d" % at
    return body + b"startxref\n%d\n%%%%EOF\n" % at


@bomb
def table_of_a_billion_objects(pdf: bytes) -> bytes:
    del pdf
    made = _by_hand(_ROOT[: _ROOT.index(b"2 0 obj")], _ROOT[_ROOT.index(b"2 0 obj") :])
    return made.replace(b"xref\n0 3\n", b"xref\n0 1000000000\n", 1)


def _of_table_stream(entries: bytes, content: bytes) -> bytes:
    body = _HEAD + _ROOT
    head = b"3 0 obj\n<< /Type /XRef /Root 1 0 R /Filter /FlateDecode %s /Length %d >>\nstream\n" % (
        entries,
        len(content),
    )
    return body + head + content + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


@bomb
def table_that_unpacks_to_300_megabytes(pdf: bytes) -> bytes:
    del pdf
    return _of_table_stream(b"/Size 100000000 /W [1 1 1]", packed(_MUCH))


@bomb
def table_with_entries_of_no_width(pdf: bytes) -> bytes:
    del pdf
    return _of_table_stream(b"/Size 2000000000 /W [0 0 0] /Index [0 2000000000]", zlib.compress(b""))


@bomb
def stream_of_a_billion_objects(pdf: bytes) -> bytes:
    del pdf
    holder = packed(_MUCH, beginning=b"1 0 2 9 ")
    body = _HEAD
    at = len(body)
    body += b"5 0 obj\n<< /Type /ObjStm /N 1000000000 /First 100 /Filter /FlateDecode /Length %d >>\nstream\n" % len(
        holder
    )
    body += holder + b"\nendstream\nendobj\n"
    rows = b"".join(
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(4, "big")
        for kind, one, two in ((0, 0, 0), (2, 5, 0), (2, 5, 1), (0, 0, 0), (0, 0, 0), (1, at, 0))
    )
    table, end = zlib.compress(rows), len(body)
    head = b"6 0 obj\n<< /Type /XRef /Size 6 /W [1 4 4] /Root 1 0 R /Filter /FlateDecode /Length %d >>\nstream\n"
    return body + head % len(table) + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % end
