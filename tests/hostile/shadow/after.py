"""What is written after a seal: updates of every part of the file, and updates that are none by their table."""

import io
import re

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String
from tests.hostile.copies.base import Bench
from tests.hostile.copies.tools import regular
from tests.hostile.shadow.attacks import after, whole
from tests.hostile.shadow.before import content, form, noted, number, page, shadow
from tests.hostile.shadow.updates import grown

_RED = b"1 0 0 rg 0 0 600 850 re f"


# Fonts


@after("replace")
def letters_of_a_font_replaced(file: Pdf) -> None:
    program = regular(page(file).Resources.Font).DescendantFonts[0].FontDescriptor.FontFile2
    font = TTFont(io.BytesIO(program.read_bytes()))
    drawn = [name for name in font.getGlyphOrder() if font["glyf"][name].numberOfContours > 0]
    font["glyf"][drawn[0]] = font["glyf"][drawn[1]]
    output = io.BytesIO()
    font.save(output)
    program.write(output.getvalue())


@after("replace")
def meaning_of_letters_replaced(file: Pdf) -> None:
    table = regular(page(file).Resources.Font).ToUnicode
    one, other = re.findall(rb"<[0-9a-f]{4}> <[0-9a-f]+>", table.read_bytes())[1:3]
    table.write(table.read_bytes().replace(one, one[:7] + other[7:], 1))


@after("replace")
def widths_of_letters_replaced(file: Pdf) -> None:
    regular(page(file).Resources.Font).DescendantFonts[0].W = Array([0, Array([0] * 50)])


@after("replace")
def font_exchanged_for_one_of_the_viewer(file: Pdf) -> None:
    fonts = page(file).Resources.Font
    fonts[min(fonts.keys())] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)


# Forms and their appearances


def _field(file: Pdf, name: str) -> Object:
    return next(one for one in file.Root.AcroForm.Fields if str(one.T) == name)


@after("replace")
def appearance_of_a_signature_replaced(file: Pdf) -> None:
    _field(file, "signature_ru_AA").AP = Dictionary(N=form(file, _RED))


@after("replace")
def appearance_of_the_seal_replaced(file: Pdf) -> None:
    _field(file, "certification").AP = Dictionary(N=form(file, _RED))


@after("replace")
def seal_laid_over_the_page(file: Pdf) -> None:
    field = _field(file, "certification")
    field.Rect, field.AP = Array([0, 0, 595, 842]), Dictionary(N=form(file, _RED))


@after("replace")
def watermark_replaced(file: Pdf) -> None:
    forms = page(file).Resources.XObject
    next(one for key, one in forms.items() if key.startswith("/Typeset")).write(_RED)


@after("replace")
def field_of_text_added(file: Pdf) -> None:
    field = noted(file, "Widget", FT=Name.Tx, T=String("amount"), V=String("30"), AP=Dictionary(N=form(file, _RED)))
    file.Root.AcroForm.Fields.append(field)


@after("replace")
def form_of_xml_added(file: Pdf) -> None:
    file.Root.AcroForm.XFA = file.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")


# Pages


@after("incremental saving")
def content_of_a_page_replaced(file: Pdf) -> None:
    page(file).Contents[1].write(page(file, 1).Contents[1].read_bytes())


@after("incremental saving")
def contents_of_two_pages_exchanged(file: Pdf) -> None:
    page(file).Contents, page(file, 1).Contents = page(file, 1).Contents, page(file).Contents


@after("incremental saving")
def marks_taken_away(file: Pdf) -> None:
    for one in file.pages:
        one.obj.Contents = one.obj.Contents[1]


@after("incremental saving")
def page_exchanged_for_a_new_one(file: Pdf) -> None:
    file.Root.Pages.Kids[0] = shadow(file)


@after("incremental saving")
def pages_in_another_order(file: Pdf) -> None:
    file.Root.Pages.Kids = Array(list(file.Root.Pages.Kids)[::-1])


@after("incremental saving")
def page_of_the_certification_taken_away(file: Pdf) -> None:
    file.Root.Pages.Kids, file.Root.Pages.Count = Array(list(file.Root.Pages.Kids)[:-1]), len(file.pages) - 1


@after("incremental saving")
def page_added(file: Pdf) -> None:
    file.Root.Pages.Kids.append(shadow(file))
    file.Root.Pages.Count = len(file.Root.Pages.Kids)


@after("incremental saving")
def tree_of_pages_exchanged(file: Pdf) -> None:
    file.Root.Pages = file.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([shadow(file)]), Count=1))


@after("incremental saving")
def page_cropped(file: Pdf) -> None:
    page(file).CropBox = Array([0, 0, 595, 400])


@after("incremental saving")
def page_turned(file: Pdf) -> None:
    page(file).Rotate = 180


# The catalog and what hangs on it


@after("incremental saving", "refused")
def catalog_exchanged(file: Pdf) -> None:
    made = Dictionary(Type=Name.Catalog, Pages=file.Root.Pages)
    file.trailer.Root = file.make_indirect(made)


@after("incremental saving", "refused")
def certification_taken_out_of_the_attachments(file: Pdf) -> None:
    """Held for an original, or a scan."""
    file.Root.AF = Array(list(file.Root.AF)[:-1])
    file.Root.Names.EmbeddedFiles.Names = Array(list(file.Root.Names.EmbeddedFiles.Names)[2:])


@after("incremental saving")
def certification_rewritten(file: Pdf) -> None:
    stream = file.Root.AF[-1].EF.F
    stream.write(stream.read_bytes().replace("Первая".encode(), "Вторая".encode()))


@after("incremental saving")
def source_rewritten(file: Pdf) -> None:
    stream = next(one for one in file.Root.AF if str(one.UF) == "ru.yaml").EF.F
    stream.write(stream.read_bytes().replace(b"15", b"30"))


@after("incremental saving")
def metadata_rewritten(file: Pdf) -> None:
    file.Root.Metadata.write(file.Root.Metadata.read_bytes().replace(b"SMALL-1", b"SMALL-2"))


@after("incremental saving")
def title_rewritten(file: Pdf) -> None:
    file.docinfo.Title = String("Another")


@after("incremental saving")
def structure_replaced(file: Pdf) -> None:
    tree = file.Root.StructTreeRoot.K
    (tree[0] if isinstance(tree, Array) else tree).ActualText = String("nothing was agreed")


@after("incremental saving")
def bookmark_rewritten(file: Pdf) -> None:
    file.Root.Outlines.First.Title = String("Another")


@after("incremental saving")
def script_on_opening(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@after("incremental saving")
def program_behind_a_link(file: Pdf) -> None:
    noted(file, "Link", Border=Array([0, 0, 0]), A=Dictionary(S=Name.Launch, F=String("calc.exe")))


@after("incremental saving")
def layers_added(file: Pdf) -> None:
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    page(file).Contents[1].write(b"/OC /L BDC\n" + page(file).Contents[1].read_bytes() + b"\nEMC")
    page(file).Resources.Properties = Dictionary(L=layer)


@after("incremental saving")
def evidence_added(file: Pdf) -> None:
    """A store of certificates: PAdES allows it after a seal that forbids all changes; ours holds everything already."""
    file.Root.DSS = file.make_indirect(Dictionary(Certs=Array([file.make_stream(b"x")])))


@after("incremental saving")
def permission_taken_away(file: Pdf) -> None:
    del file.Root["/Perms"]


@after("incremental saving")
def permission_widened(file: Pdf) -> None:
    _field(file, "certification").V.Reference[0].TransformParams.P = 3


@after("incremental saving")
def form_without_the_seal(file: Pdf) -> None:
    file.Root.AcroForm.Fields = Array(list(file.Root.AcroForm.Fields)[:-1])
    file.Root.AcroForm.SigFlags = 0


@after("incremental saving")
def seal_taken_out_of_its_field(file: Pdf) -> None:
    del _field(file, "certification")["/V"]


# Updates that are none by their table, which readers repair


def _objects(bench: Bench) -> bytes:
    return b"%d 0 obj\n" % number(bench.sealed) + content(bench.sealed, 1) + b"\nendobj\n"


def _start(pdf: bytes) -> int:
    return int(re.findall(rb"startxref\n(\d+)", pdf)[-1])


@whole("incremental saving", "file")
def objects_without_a_table(bench: Bench) -> bytes:
    return bench.sealed + _objects(bench)


@whole("incremental saving", "refused")
def objects_with_a_trailer_alone(bench: Bench) -> bytes:
    return bench.sealed + _objects(bench) + b"trailer\n<< /Root 3 0 R >>\n%%EOF\n"


@whole("incremental saving", "file")
def table_of_one_row(bench: Bench) -> bytes:
    pdf, first = bench.sealed, number(bench.sealed)
    row = b"xref\n%d 1\n%010d 00000 n \n" % (first, len(pdf))
    end = b"trailer\n<< /Size 900 /Root 3 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    body = pdf + _objects(bench)
    return body + row + end % (_start(pdf), len(body))


@whole("incremental saving", "refused")
def table_without_what_was_before(bench: Bench) -> bytes:
    pdf, first = bench.sealed, number(bench.sealed)
    body = pdf + _objects(bench)
    row = b"xref\n%d 1\n%010d 00000 n \n" % (first, len(pdf))
    return body + row + b"trailer\n<< /Size 900 /Root 3 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(body)


@whole("incremental saving", "refused")
def table_before_itself(bench: Bench) -> bytes:
    pdf, first = bench.sealed, number(bench.sealed)
    body = pdf + _objects(bench)
    row = b"xref\n%d 1\n%010d 00000 n \n" % (first, len(pdf))
    end = b"trailer\n<< /Size 900 /Root 3 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return body + row + end % (len(body), len(body))


@whole("incremental saving", "file")
def end_written_in_another_way(bench: Bench) -> bytes:
    """Who looks for the ends of revisions by their letters does not find this one."""
    made = grown(bench.sealed, page_turned)
    at = made.rindex(b"startxref\n")
    return made[:at] + made[at:].replace(b"startxref\n", b"startxref \r").replace(b"\n%%EOF\n", b"\r%%EOF\r")


@whole("incremental saving", "refused")
def end_in_a_comment(bench: Bench) -> bytes:
    return bench.sealed + b"%startxref\n%0\n%%EOF\n"


@whole("incremental saving", "file")
def two_tables_at_once(bench: Bench) -> bytes:
    pdf, first = bench.sealed, number(bench.sealed)
    made = grown(pdf, page_turned)
    stream = _start(made)
    row = b"xref\n%d 1\n%010d 00000 n \n" % (first, len(pdf))
    end = b"trailer\n<< /Size 900 /Root 3 0 R /Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n"
    return made + row + end % (_start(pdf), stream, len(made))


@whole("incremental saving", "seal")
def page_among_the_free_objects_after_it(bench: Bench) -> bytes:
    pdf, first = bench.sealed, number(bench.sealed)
    row = b"xref\n%d 1\n%010d 00001 f \n" % (first, 0)
    end = b"trailer\n<< /Size 900 /Root 3 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + row + end % (_start(pdf), len(pdf))


@whole("incremental saving", "refused")
def file_locked_after_it(bench: Bench) -> bytes:
    with pikepdf.open(io.BytesIO(bench.sealed)) as file:
        output = io.BytesIO()
        file.save(output, encryption=pikepdf.Encryption(owner="o", user=""))
    return output.getvalue()


@whole("incremental saving", "document")
def written_anew_with_its_seal(bench: Bench) -> bytes:
    """One revision, in which the seal stands and covers nothing."""
    with pikepdf.open(io.BytesIO(bench.sealed)) as file:
        page(file).Rotate = 180
        output = io.BytesIO()
        file.save(output, static_id=True)
    return output.getvalue()


# Annotations and signatures of others, on what a seal that allows them would bear


def _note(kind: str, **entries: object) -> None:
    def change(file: Pdf) -> None:
        noted(file, kind, AP=Dictionary(N=form(file, _RED)), Contents=String("void"), **entries)

    change.__name__ = f"{kind}_over_the_text".lower()
    after("evil annotation")(change)


for _kind in (
    "FreeText",
    "Stamp",
    "Redact",
    "Highlight",
    "Ink",
    "Square",
    "Line",
    "Watermark",
    "Popup",
    "FileAttachment",
):
    _note(_kind)


@whole("sneaky signature", "seal")
def second_signature_over_the_text(bench: Bench) -> bytes:
    return signed_again(bench, "Another", (0, 0, 595, 842))


@whole("sneaky signature", "seal")
def second_signature_unseen(bench: Bench) -> bytes:
    return signed_again(bench, "Another", None)


@whole("sneaky signature", "seal")
def second_signature_in_a_field_of_the_original(bench: Bench) -> bytes:
    return signed_again(bench, "signature_ru_AA", None)


def signed_again(bench: Bench, field: str, box: tuple[int, int, int, int] | None) -> bytes:
    """A sealed copy that another key has signed after it, as no tool would let it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - few need it
    from pyhanko.sign import fields, signers  # noqa: PLC0415 - likewise

    from typeset.certify.sealing import from_file  # noqa: PLC0415 - likewise

    bench.seal(bench.copy, 1)
    # The permission is looked at by the signer's tool alone: an attacker's tool does not look.
    writer = IncrementalPdfFileWriter(io.BytesIO(bench.sealed))
    if field.startswith("Another"):
        fields.append_signature_field(writer, fields.SigFieldSpec(field, on_page=0, box=box))
    metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    output = io.BytesIO()
    reader = writer.prev
    del reader.root["/Perms"]
    signers.PdfSigner(metadata, signer=from_file(bench.folder / "key-1.p12", b"trial")).sign_pdf(
        writer, existing_fields_only=True, output=output
    )
    return output.getvalue()
