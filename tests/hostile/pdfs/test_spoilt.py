"""One thing wrong in a good file: the report names that thing, in the right check and on the right page."""

import io
import re
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.hostile import spoil as s

from typeset import verify
from typeset.errors import VerificationError
from typeset.model.report import Report
from typeset.pipeline import Source

Prove = Callable[[bytes], Report]
"""Holds a PDF against the small source; see conftest."""
A = "Стороны приняли"
B = "в течение 15 дней"


# Words and glyphs


def letter_in_to_unicode(file: Pdf) -> None:
    """The page still shows «м»; whoever copies the text gets «т»."""
    table = s.fonts(file)["Liberation-Serif"].ToUnicode
    codes = {value: code for code, value in s.letters(file.pages[0], s.find(file, A).font).items()}
    old, new = (b"<%04x> <%04x>" % (codes["м"], ord(letter)) for letter in "мт")
    table.write(table.read_bytes().replace(old, new))


def glyph_without_to_unicode(file: Pdf) -> None:
    table = s.fonts(file)["Liberation-Serif"].ToUnicode
    table.write(re.sub(rb"<[0-9a-f]{4}> <%04x>\n" % ord("ю"), b"", table.read_bytes()))


def outline_in_font(file: Pdf) -> None:
    """Extraction still gives «15»; the page shows «55»."""
    descriptor = s.fonts(file)["Liberation-Serif"].DescendantFonts[0].FontDescriptor
    font = TTFont(io.BytesIO(descriptor.FontFile2.read_bytes()))
    codes = {value: code for code, value in s.letters(file.pages[0], s.find(file, A).font).items()}
    names = font.getGlyphOrder()
    font["glyf"][names[codes["1"]]] = font["glyf"][names[codes["5"]]]
    output = io.BytesIO()
    font.save(output)
    descriptor.FontFile2.write(output.getvalue())


def unembedded(file: Pdf) -> None:
    del s.fonts(file)["Liberation-Serif-Bold"].DescendantFonts[0].FontDescriptor["/FontFile2"]


def wrong_width(file: Pdf) -> None:
    inner = s.fonts(file)["Liberation-Serif"].DescendantFonts[0]
    inner.W[1] = Array([int(width) + 200 for width in inner.W[1]])


# Blocks


def out_of_tree(file: Pdf) -> None:
    s.detach(s.nth(file, "P", 3))


def swapped(file: Pdf) -> None:
    one = s.named(file, "ru-item-lettered.first.one")
    s.swap(one, s.named(file, "ru-item-lettered.first.two"))


def annex_removed(file: Pdf) -> None:
    s.detach(s.named(file, "ru-annex-dates"))


def retagged(file: Pdf) -> None:
    s.nth(file, "H1", 0).S = Name.P


def replacement_text(file: Pdf) -> None:
    s.nth(file, "P", 3).ActualText = String("Стороны отклонили")


def alternative_text(file: Pdf) -> None:
    s.nth(file, "P", 3).Alt = String("Стороны отклонили")


def role_map(file: Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Artifact)


def same_id(file: Pdf) -> None:
    s.named(file, "ru-annex-dates").ID = String("ru-annex-agenda")


def parent_tree(file: Pdf) -> None:
    entries = file.Root.StructTreeRoot.ParentTree.Nums[1]
    entries[0], entries[1] = entries[1], entries[0]


def wrong_parent(file: Pdf) -> None:
    s.named(file, "ru-item-plain").P = s.named(file, "zh")


def other_language(file: Pdf) -> None:
    s.named(file, "zh").Lang = String("ja")


# Pages


def page_removed(file: Pdf) -> None:
    del file.pages[4]


def page_doubled(file: Pdf) -> None:
    file.pages.insert(4, file.pages[4])


def pages_exchanged(file: Pdf) -> None:
    kids = list(file.Root.Pages.Kids)
    kids[2], kids[3] = kids[3], kids[2]
    file.Root.Pages.Kids = Array(kids)


def page_label(file: Pdf) -> None:
    file.Root.PageLabels.Nums = Array([0, Dictionary(S=Name.D, St=1), 3, Dictionary(S=Name.D, St=9)])


def cropped(file: Pdf) -> None:
    file.pages[1].obj.CropBox = Array([0, 0, 595, 500])


def smaller(file: Pdf) -> None:
    file.pages[1].obj.MediaBox = Array([0, 0, 595.2756, 600])


def turned(file: Pdf) -> None:
    file.pages[1].obj.Rotate = 180


def magnified(file: Pdf) -> None:
    file.pages[1].obj.UserUnit = 2


# Annotations, fields, actions


def link_elsewhere(file: Pdf) -> None:
    link = next(note for note in file.pages[0].Annots if note.Subtype == Name.Link)
    link.Dest = Array([file.pages[5].obj, Name.XYZ, 0, 700, 0])
    if "/A" in link:
        del link["/A"]


def link_to_address(file: Pdf) -> None:
    link = next(note for note in file.pages[0].Annots if note.Subtype == Name.Link)
    if "/Dest" in link:
        del link["/Dest"]
    link.A = Dictionary(S=Name.URI, URI=String("https://example.org"))


def field_removed(file: Pdf) -> None:
    field = s.widget(file, "signature_ru_BB")
    file.Root.AcroForm.Fields = Array([one for one in file.Root.AcroForm.Fields if one != field])
    page = file.pages[0].obj
    page.Annots = Array([note for note in page.Annots if note != field])


def field_renamed(file: Pdf) -> None:
    s.widget(file, "signature_ru_BB").T = String("signature_ru_CC")


def field_moved(file: Pdf) -> None:
    field = s.widget(file, "signature_ru_BB")
    left, _, right, _ = (float(side) for side in field.Rect)
    field.Rect = Array([left, 700, right, 740])


def fields_exchanged(file: Pdf) -> None:
    first, second = s.widget(file, "signature_ru_AA"), s.widget(file, "signature_ru_BB")
    first.Rect, second.Rect = Array(list(second.Rect)), Array(list(first.Rect))


def field_filled(file: Pdf) -> None:
    s.widget(file, "signature_ru_BB").V = file.make_indirect(Dictionary(Type=Name.Sig))


def field_drawn(file: Pdf) -> None:
    stream = file.make_stream(b"1 1 1 rg 0 0 200 200 re f", BBox=Array([0, 0, 200, 200]), Subtype=Name.Form)
    s.widget(file, "signature_ru_BB").AP = Dictionary(N=stream)


def note_over_text(file: Pdf) -> None:
    box = Array([85, 600, 500, 780])
    s.annotation(file, 1, {"/Subtype": Name.Square, "/Rect": box, "/IC": Array([1, 1, 1])})


def attached_note(file: Pdf) -> None:
    s.annotation(file, 1, {"/Subtype": Name.FileAttachment, "/Rect": Array([85, 600, 105, 620])})


def javascript(file: Pdf) -> None:
    file.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), Dictionary(S=Name.JavaScript, JS=String("1"))]))


def open_action(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def optional_content(file: Pdf) -> None:
    file.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())


def xfa(file: Pdf) -> None:
    file.Root.AcroForm.XFA = file.make_stream(b"<x/>")


# Metadata, source, bookmarks


def other_title(file: Pdf) -> None:
    stream = file.Root.Metadata
    stream.write(stream.read_bytes().replace("первой Встречи".encode(), "второй Встречи".encode()))


def other_date(file: Pdf) -> None:
    stream = file.Root.Metadata
    stream.write(stream.read_bytes().replace(b"2024-05-02", b"2024-05-03"))


def title_hidden(file: Pdf) -> None:
    file.Root.ViewerPreferences.DisplayDocTitle = False


def other_source(file: Pdf) -> None:
    stream = next(one for one in file.Root.AF if str(one.UF) == "ru.yaml").EF.F
    stream.write(stream.read_bytes().replace("в течение 15 дней".encode(), "в течение 30 дней".encode()))


def other_words_table(file: Pdf) -> None:
    stream = next(one for one in file.Root.AF if str(one.UF) == "languages/ru.yaml").EF.F
    stream.write(stream.read_bytes() + b"# changed\n")


def further_attachment(file: Pdf) -> None:
    stream = file.make_stream(b"MZ")
    names = file.Root.Names.EmbeddedFiles.Names
    names.extend([String("z.exe"), Dictionary(Type=Name.Filespec, UF=String("z.exe"), EF=Dictionary(F=stream))])


def two_contents(file: Pdf) -> None:
    """Readers that follow `UF` extract another file than those that follow `F`."""
    next(one for one in file.Root.AF if str(one.UF) == "ru.yaml").EF.UF = file.make_stream(b"other")


def bookmark_elsewhere(file: Pdf) -> None:
    entry = file.Root.Outlines.First.First
    entry.Dest = Array([file.pages[3].obj, Name.XYZ, 0, 700, 0])
    if "/A" in entry:
        del entry["/A"]


def bookmark_renamed(file: Pdf) -> None:
    file.Root.Outlines.First.First.Title = String("1. Стороны отклонили")


def form_painted(file: Pdf) -> None:
    form = file.make_stream(b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    file.pages[1].Resources.XObject = Dictionary(X=form)
    s.appended(1, b"/X Do")(file)


def transparent(file: Pdf) -> None:
    file.pages[1].Resources.ExtGState["/t"] = Dictionary(ca=0)
    s.around("Открытие Встречи", b"/t gs ")(file)


def colours_replaced(file: Pdf) -> None:
    """Black on the page becomes whatever the new colour space says."""
    file.pages[1].Resources.ColorSpace["/DefaultRGB"] = Array([Name.CalRGB, Dictionary(WhitePoint=Array([1, 1, 1]))])


def other_embedded(file: Pdf) -> None:
    """The list of attachments shows another file under the same name."""
    names = file.Root.Names.EmbeddedFiles.Names
    index = next(index for index in range(0, len(names), 2) if str(names[index]) == "ru.yaml")
    other = Dictionary(F=file.make_stream(b"other"))
    names[index + 1] = Dictionary(Type=Name.Filespec, F=String("ru.yaml"), UF=String("ru.yaml"), EF=other)


def damaged(file: Pdf) -> None:
    """Some readers repair this stream, some show nothing."""
    page = file.pages[1]
    packed = zlib.compress(s.content_of(page))
    page.Contents.write(packed[:-4] + b"abcd", filter=Name.FlateDecode)


def wrong_count(file: Pdf) -> None:
    file.Root.Pages.Count = 3


Place = tuple[str, int | None, str]
"""A check, a page, and words of the finding."""
SPOILT: list[tuple[s.Spoiler, str, int | None, str]] = [
    (s.rewrite("15 дней", "12 дней"), "text", 1, "15"),
    (s.rewrite("Стороны приняли", "Стороны понял и"), "text", 1, "приняли"),
    (letter_in_to_unicode, "fonts", 1, "«м»"),
    (letter_in_to_unicode, "text", 1, "found"),
    (glyph_without_to_unicode, "glyphs", 1, "ToUnicode"),
    (outline_in_font, "fonts", 1, "not drawn as in `LiberationSerif-Regular.ttf`"),
    (unembedded, "fonts", 1, "not embedded"),
    (wrong_width, "fonts", 1, "width"),
    (out_of_tree, "text", 1, A),
    (out_of_tree, "structure", 1, A),
    (s.without_content("Иное решают"), "text", 1, "Иное решают Стороны."),
    (s.without_content("Иное решают"), "structure", 1, "missing"),
    (swapped, "text", 1, "another place"),
    (swapped, "order", 1, "above"),
    (annex_removed, "text", 4, "annex 4 (dates)"),
    (annex_removed, "annexes", None, "annex 4 (dates): is missing"),
    (retagged, "text", 1, "tagged"),
    (replacement_text, "structure", 1, "ActualText"),
    (alternative_text, "structure", 1, "отклонили"),
    (role_map, "structure", None, "RoleMap"),
    (same_id, "structure", None, "ru-annex-agenda"),
    (parent_tree, "structure", 1, "parent tree"),
    (wrong_parent, "structure", 1, "names another parent"),
    (other_language, "language", None, "Part ja"),
    (page_removed, "text", 4, "annex 4 (dates)"),
    (page_removed, "pages", 5, "page number"),
    (page_doubled, "pages", 6, "«5»"),
    (pages_exchanged, "pages", 3, "«4»"),
    (pages_exchanged, "order", 3, "later page"),
    (page_label, "pages", 4, "`9`"),
    (cropped, "pages", 2, "cropped"),
    (smaller, "pages", 2, "A4"),
    (smaller, "area", 2, "Приложение"),
    (turned, "pages", 2, "180"),
    (magnified, "pages", 2, "UserUnit"),
    (s.rewrite("Стороны заявляют", "Стороны заявляю"), "text", 4, "заявляют"),
    (s.around(B, b"1 1 1 rg "), "visible", 1, "pale"),
    (s.around(B, b"0.8 g "), "visible", 1, "pale"),
    (s.around(B, b"3 Tr ", b" 0 Tr"), "visible", 1, "mode 3"),
    (s.around(B, b"0 0 10 10 re W n "), "visible", 1, "clipped"),
    (s.around(B, b"{ "), "content", 1, "cannot be read"),
    (transparent, "visible", 2, "transparent"),
    (s.appended(1, b"1 1 1 rg 60 500 480 300 re f"), "visible", 2, "over text"),
    (s.appended(1, b"0 0 0 RG 1 w 85 700 m 500 690 l S"), "visible", 2, "painted shape"),
    (s.printed(1, "Повестка", mark=b"/Artifact BMC"), "pages", 2, "Повестка"),
    (s.printed(1, "Повестка"), "structure", 2, "no content of the tree"),
    (s.printed(1, "Повестка", mark=b"/Span <</MCID 0>> BDC"), "structure", 2, "marked 2 times"),
    (s.printed(1, "Повестка", mark=b"/Span <</MCID 0>> BDC", y=10), "area", 2, "edge"),
    (s.printed(1, "2", mark=b"/Artifact BMC", y=60), "pages", 2, "«22»"),
    (s.moved(B, 0, 300), "order", 1, B),
    (s.moved("Подлинник хранит", 0, -24), "visible", 1, "over other text"),
    (s.moved("Министр", 3000, 0), "area", 1, "Министр"),
    (s.around(B, b"", b" T*"), "content", 1, "T*"),
    (link_elsewhere, "annexes", 1, "leads to page 6, expected page 2"),
    (link_to_address, "visible", 1, "URI"),
    (field_removed, "signatures", None, "signature_ru_BB"),
    (field_renamed, "signatures", 1, "signature_ru_CC"),
    (field_moved, "signatures", 1, "signature_ru_BB"),
    (fields_exchanged, "signatures", 1, "signature_ru_BB"),
    (field_filled, "signatures", 1, "filled"),
    (field_drawn, "visible", 1, "signature_ru_BB"),
    (note_over_text, "visible", 2, "Square"),
    (attached_note, "visible", 2, "FileAttachment"),
    (javascript, "visible", None, "JavaScript"),
    (open_action, "visible", None, "opening"),
    (optional_content, "visible", None, "optional content"),
    (xfa, "visible", None, "XFA"),
    (other_title, "metadata", None, "второй"),
    (other_date, "metadata", None, "2024-05-03"),
    (title_hidden, "metadata", None, "DisplayDocTitle"),
    (other_source, "source", None, "30 дней"),
    (other_words_table, "source", None, "languages/ru.yaml"),
    (further_attachment, "source", None, "embedded files"),
    (two_contents, "content", None, "ru.yaml"),
    (bookmark_elsewhere, "bookmarks", 4, "page 4"),
    (bookmark_renamed, "bookmarks", 1, "отклонили"),
    (form_painted, "content", 2, "`Do`"),
    (damaged, "content", None, "damaged"),
    (colours_replaced, "visible", 2, "DefaultRGB"),
    (other_embedded, "source", None, "embedded files"),
    (s.appended(0, b"0 0 0 rg 60 300 1.5 12 re f"), "visible", 1, "belongs to no table"),
    (s.overstruck("15 дней"), "visible", 1, "15 дней"),
    (s.squeezed("15 дней"), "visible", 1, "over one another"),
    (s.appended(1, b"/Artifact <</Type /Pagination /ActualText <0031>>> BDC EMC"), "content", 2, "cannot be read"),
    (s.appended(1, b"/OC /Layer BDC EMC"), "content", 2, "`/OC`"),
    (s.appended(1, b"q"), "content", 2, "saved state"),
    (unembedded, "pdf/a-3a", None, "rule"),
    (title_hidden, "pdf/ua-1", None, "rule"),
]


def test_the_good_file_is_proven(good: bytes, prove: Prove) -> None:
    prove(good).raise_for_findings()


def test_the_good_file_is_proven_when_only_written_anew(good: bytes, prove: Prove) -> None:
    prove(s.spoilt(good, s.untouched)).raise_for_findings()


def found(report: Report) -> set[Place]:
    """Every finding, by its check, page and words."""
    return {
        (one.name, finding.page, finding.message + finding.words) for one in report.checks for finding in one.findings
    }


@pytest.fixture(scope="session")
def before(good: bytes, prove: Prove) -> set[Place]:
    """What the good file is found wanting in: nothing, or no test here says anything."""
    return found(prove(s.spoilt(good, s.untouched)))


@pytest.mark.parametrize(
    ("spoiler", "place"),
    [pytest.param(spoiler, place, id=f"{number}-{place[0]}") for number, (spoiler, *place) in enumerate(SPOILT)],
)
def test_one_thing_wrong_is_found_and_named(
    good: bytes, prove: Prove, before: set[Place], spoiler: s.Spoiler, place: Place
) -> None:
    check, page, words = place
    findings = found(prove(s.spoilt(good, spoiler))) - before
    # Paper shows a no-break space as a space.
    assert [one for one in findings if one[:2] == (check, page) and words in one[2].replace("\u00a0", " ")], sorted(
        findings, key=str
    )


# Files that cannot be read at all


def cyclic_pages(file: Pdf) -> None:
    file.Root.Pages.Kids[0] = file.Root.Pages


def cyclic_tree(file: Pdf) -> None:
    element = s.nth(file, "P", 0)
    element.K = Array([element.P])


def test_a_tree_that_runs_in_a_circle_is_a_finding(good: bytes, prove: Prove) -> None:
    report = prove(s.spoilt(good, cyclic_tree))
    (structure,) = (one for one in report.checks if one.name == "structure")
    assert any("two parents" in one.message for one in structure.findings)


def encrypted(pdf: bytes, password: str) -> bytes:
    lock = pikepdf.Encryption(owner="owner", user=password)
    return s.spoilt(pdf, s.untouched, encryption=lock, deterministic_id=False)


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (lambda _: b"", "does not begin as a PDF"),
        (lambda _: b"<html>", "does not begin as a PDF"),
        (lambda pdf: pdf[: len(pdf) // 2], "could not be read"),
        (lambda _: b"%PDF-1.7\n%%EOF", "could not be read"),
        (lambda pdf: s.spoilt(pdf, cyclic_pages), "could not be read"),
        (lambda pdf: encrypted(pdf, "u"), "encrypted"),
        (lambda pdf: encrypted(pdf, ""), "encrypted"),
    ],
)
def test_an_unreadable_file_is_one_error(good: bytes, broken: Callable[[bytes], bytes], message: str) -> None:
    with pytest.raises(VerificationError, match=message):
        verify.read(broken(good), "file.pdf")


def test_a_bomb_is_not_unpacked(good: bytes) -> None:
    def bomb(file: Pdf) -> None:
        file.pages[0].Contents = file.make_stream(b" " * 200_000_000)

    with pytest.raises(VerificationError, match="could not be read"):
        verify.read(s.spoilt(good, bomb), "bomb.pdf")


def test_a_further_revision_is_found(good: bytes, prove: Prove) -> None:
    classic = s.spoilt(good, s.untouched, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    offset = int(classic[classic.rindex(b"startxref") :].split()[1])
    with pikepdf.open(io.BytesIO(classic)) as file:
        root, size = file.Root.objgen[0], int(file.trailer.Size)
    entries = (size, offset, root, len(classic))
    update = b"xref\n0 0\ntrailer\n<< /Size %d /Prev %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % entries
    findings = found(prove(classic + update))
    assert [one for one in findings if one[0] == "content" and "revision" in one[2]]


def test_something_after_the_end_is_found(good: bytes, prove: Prove) -> None:
    findings = found(prove(good + b"PK\x03\x04"))
    assert [one for one in findings if one[0] == "content" and "after the end" in one[2]]


def test_a_source_that_is_not_there_is_no_traceback(good: bytes) -> None:
    def bare(file: Pdf) -> None:
        del file.Root["/AF"]

    with pytest.raises(VerificationError, match="carries no source"):
        verify.source_files(verify.read(s.spoilt(good, bare), "bare.pdf"))


def test_the_source_comes_back_as_it_went_in(good: bytes, small: Source) -> None:
    files = verify.source_files(verify.read(good))
    assert (files.root, files.contents) == (small.files.root, small.files.contents)
