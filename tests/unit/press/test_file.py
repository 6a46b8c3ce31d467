"""What a pressed file holds beside its pages: fields, labels, bookmarks, metadata and embedded files."""

import hashlib
import io
import re
import typing as t
import zlib
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pydyf
import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, PdfObject, StreamObject

from typeset import __version__
from typeset.errors import PressError
from typeset.model.composition import Composition, EmbeddedFile
from typeset.press import finish, press
from typeset.resources import Resources

Pressed = Callable[[str], bytes]
Compositions = Callable[[str], Composition]
Sheet = Callable[..., Composition]
SOURCES = ["small", "small-articles", "sco-2018", "articles"]
SIGNATORIES = {
    "small": [f"signature_{language}_{key}" for language in ("ru", "zh") for key in ("AA", "BB", "BB-second")],
    "small-articles": [f"signature_{language}_{key}" for language in ("en", "ru") for key in ("AA", "BB")],
}
NAMESPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
}


def reader_of(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf), strict=True)


def dictionary(value: PdfObject) -> dict[str, t.Any]:
    found = value.get_object()
    assert isinstance(found, DictionaryObject)
    return t.cast("dict[str, t.Any]", found)


def array(value: PdfObject) -> list[t.Any]:
    found = value.get_object()
    assert isinstance(found, ArrayObject)
    return found


def catalog_of(pdf: bytes) -> dict[str, t.Any]:
    return dictionary(reader_of(pdf).root_object)


@pytest.mark.parametrize("name", SIGNATORIES)
def test_signature_fields_are_named_and_in_order(name: str, pressed: Pressed) -> None:
    form = dictionary(catalog_of(pressed(name))["/AcroForm"])
    fields = [dictionary(field) for field in array(form["/Fields"])]
    assert [field["/T"] for field in fields] == SIGNATORIES[name]
    assert form["/SigFlags"] == 0
    for field in fields:
        assert (field["/FT"], field["/Subtype"], field["/F"]) == ("/Sig", "/Widget", 132)
        assert "/V" not in field
        assert dictionary(dictionary(field["/AP"])["/N"])["/Subtype"] == "/Form"
        assert str(field["/TU"])


@pytest.mark.parametrize("name", SIGNATORIES)
def test_signature_fields_stand_at_their_lines(name: str, pressed: Pressed) -> None:
    """Each field stands in the page's margins, below its office and above what follows, and on its drawn line."""
    seen = []
    for page in reader_of(pressed(name)).pages:
        lines = _drawn_lines(page)
        width, height = (float(value) for value in page.mediabox[2:])
        boxes: list[tuple[float, ...]] = []
        for annotation in page.get("/Annots", []):
            widget = dictionary(annotation)
            if widget["/Subtype"] != "/Widget":
                continue
            left, bottom, right, top = (float(value) for value in array(widget["/Rect"]))
            assert 80 < left < right < width - 40
            assert 50 < bottom < top < height - 60
            # Half of what the page is wide, or 33 characters are, less half of the 8 mm between the columns.
            assert right - left == pytest.approx(
                (165 if "_zh_" not in str(widget["/T"]) else 163) / 2 / 25.4 * 72 - 4 / 25.4 * 72, abs=0.3
            )
            assert top - bottom >= 11 / 25.4 * 72 - 0.1
            ruled = [y for x, y, length in lines if abs(x - left) < 1 and abs(length - (right - left)) < 2]
            assert any(abs(y - bottom) < 1 for y in ruled), (widget["/T"], bottom, ruled)
            assert dictionary(widget["/P"]) == page
            assert not any(_overlap(own, (left, bottom, right, top)) for own in boxes)
            boxes.append((left, bottom, right, top))
            seen.append(widget["/T"])
    assert seen == SIGNATORIES[name]


def test_a_field_stands_between_the_office_and_the_name(pressed: Pressed) -> None:
    reader = reader_of(pressed("small"))
    page = reader.pages[0]
    heights: dict[str, float] = {}

    def note(words: str, matrix: list[float], text_matrix: list[float], *_rest: object) -> None:
        heights.setdefault(words.replace("\u00a0", " ").strip(), matrix[3] * text_matrix[5] + matrix[5])

    page.extract_text(visitor_text=note)
    field = dictionary(array(page["/Annots"])[-3])
    assert field["/T"] == "signature_ru_AA"
    bottom, top = float(field["/Rect"][1]), float(field["/Rect"][3])
    assert heights["Министр"] > top - 1
    assert heights["И. И. Иванов"] < bottom


@pytest.mark.parametrize("name", SOURCES)
def test_pages_are_labelled_by_number(name: str, pressed: Pressed) -> None:
    reader = reader_of(pressed(name))
    labels = array(dictionary(dictionary(reader.root_object)["/PageLabels"])["/Nums"])  # pypdf would make them up
    assert labels == [0, {"/S": "/D", "/St": 1}]
    assert reader.page_labels == [str(number) for number in range(1, len(reader.pages) + 1)]


def test_the_outline_names_texts_items_signatures_and_annexes(pressed: Pressed) -> None:
    reader = reader_of(pressed("small-articles"))
    assert _outline(reader, reader.outline) == [
        ("AGREEMENT (English text)", 1),
        [
            ("Article\u00a01. Terms", 1),
            ("Article\u00a02", 1),
            ("Signatures", 1),
            ("Annex\u00a01. Rules", 2),
        ],
        ("СОГЛАШЕНИЕ (на русском языке)", 3),
        [
            ("Статья\u00a01. Термины", 3),
            ("Статья\u00a02", 3),
            ("Подписи", 3),
            ("Приложение\u00a0№\u00a01. Правила", 4),
        ],
    ]
    assert dictionary(reader.root_object)["/PageMode"] == "/UseOutlines"


def test_metadata(pressed: Pressed) -> None:
    reader = reader_of(pressed("small"))
    stream = dictionary(reader.root_object)["/Metadata"].get_object()
    assert isinstance(stream, StreamObject)
    assert "/Filter" not in stream
    rdf = ET.fromstring(stream.get_data()).find("rdf:RDF", NAMESPACES)  # noqa: S314 - our own file
    assert rdf is not None
    titles = rdf.findall("rdf:Description/dc:title/rdf:Alt/rdf:li", NAMESPACES)
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert [(title.get(lang), title.text) for title in titles] == [
        ("x-default", "ПРОТОКОЛ первой Встречи"),
        ("ru", "ПРОТОКОЛ первой Встречи"),
        ("zh", "议定书 第一次会议"),
    ]
    said = {
        name: rdf.findtext(f"rdf:Description/{name}", namespaces=NAMESPACES)
        for name in ("dc:identifier", "xmp:CreateDate", "xmp:ModifyDate", "xmp:CreatorTool")
    }
    assert said == {
        "dc:identifier": "SMALL-1",
        "xmp:CreateDate": "2024-05-02T00:00:00Z",
        "xmp:ModifyDate": "2024-05-02T00:00:00Z",
        "xmp:CreatorTool": f"typeset {__version__}",
    }
    languages = rdf.findall("rdf:Description/dc:language/rdf:Bag/rdf:li", NAMESPACES)
    assert [language.text for language in languages] == ["ru", "zh"]
    for claim, value in (("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")):
        assert rdf.findtext(f"rdf:Description/{claim}", namespaces=NAMESPACES) == value


def test_the_catalog_says_the_language_and_shows_the_title(pressed: Pressed) -> None:
    catalog = catalog_of(pressed("small"))
    assert catalog["/Lang"] == "ru"
    assert dictionary(catalog["/ViewerPreferences"])["/DisplayDocTitle"] == BooleanObject(value=True)
    assert dictionary(catalog["/MarkInfo"])["/Marked"] == BooleanObject(value=True)


def test_files_are_embedded_byte_by_byte_and_in_order(pressed: Pressed, composition: Compositions) -> None:
    catalog = catalog_of(pressed("small"))
    listed = [dictionary(item) for item in array(catalog["/AF"])]
    files = composition("small").files
    assert [item["/UF"] for item in listed] == [file.name for file in files]
    for item, file in zip(listed, files, strict=True):
        stream = dictionary(item["/EF"])["/F"].get_object()
        assert isinstance(stream, StreamObject)
        assert stream.get_data() == file.content
        assert dictionary(stream)["/Subtype"] == "/application/yaml"
        parameters = dictionary(stream["/Params"])
        assert parameters["/Size"] == len(file.content)
        assert parameters["/ModDate"] == "D:20240502000000Z"
        checksum = hashlib.md5(file.content, usedforsecurity=False).digest()
        assert bytes(parameters["/CheckSum"].original_bytes) == checksum
        assert item["/AFRelationship"] == f"/{file.relationship}"
        assert item["/Desc"] == file.description
    names = array(dictionary(dictionary(catalog["/Names"])["/EmbeddedFiles"])["/Names"])
    assert list(names[::2]) == sorted(file.name for file in files)
    assert [dictionary(item) for item in names[1::2]] == sorted(listed, key=lambda item: str(item["/UF"]))


def test_the_kind_of_an_embedded_file(sheet: Sheet, resources: Resources) -> None:
    data = EmbeddedFile(name="data (1).json", content=b"{}", media_type="application/json", description="Данные")
    catalog = catalog_of(press(sheet("<p>text</p>", files=(data,)), resources))
    item = dictionary(array(catalog["/AF"])[0])
    assert dictionary(dictionary(item["/EF"])["/UF"])["/Subtype"] == "/application/json"
    assert (item["/F"], item["/Desc"]) == ("data (1).json", "Данные")


def test_ids_lead_to_their_elements(pressed: Pressed) -> None:
    root = dictionary(catalog_of(pressed("small"))["/StructTreeRoot"])
    names = array(dictionary(root["/IDTree"])["/Names"])
    ids = list(names[::2])
    assert ids == sorted(set(ids))
    assert {"ru", "zh", "ru-item-plain", "zh-annex-agenda", "ru-signatory-BB-second", "ru-signatures"} <= set(ids)
    assert all(dictionary(item)["/ID"] == name for name, item in zip(ids, names[1::2], strict=True))


@pytest.mark.parametrize("name", SOURCES)
def test_no_stream_ends_in_a_carriage_return(name: str, pressed: Pressed) -> None:
    assert b"\r\nendstream" not in pressed(name)


def test_a_file_whose_packed_form_ends_in_a_carriage_return(sheet: Sheet, resources: Resources) -> None:
    texts = [hashlib.sha256(b"%d" % number).hexdigest().encode() for number in range(3000)]
    contents = [text for text in texts if _packed(text).endswith(b"\r")]
    files = tuple(
        EmbeddedFile(name=f"{number}.txt", content=content, media_type="text/plain", description="a")
        for number, content in enumerate(contents[:5])
    )
    pdf = press(sheet("<p>text</p>", files=files), resources)
    assert b"\r\nendstream" not in pdf
    listed = array(catalog_of(pdf)["/AF"])
    assert len(listed) == 5
    for item, content in zip(listed, contents[:5], strict=True):
        stream = dictionary(dictionary(item)["/EF"])["/F"].get_object()
        assert isinstance(stream, StreamObject)
        assert stream.get_data() == content
        assert _packed(content) in pdf
    for profile in (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1):
        assert validate_pdf_bytes(pdf, profile=profile).failures == []


def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 9)


def test_the_own_streams_of_the_writer_are_varied_until_none_ends_in_a_carriage_return(sheet: Sheet) -> None:
    """Of many small files about one in 256 would end its stream of objects in CR."""
    composition = sheet("")
    varied = {}
    for number in (hashlib.sha256(b"%d" % count).hexdigest() for count in range(1500)):
        pdf = pydyf.PDF()
        pdf.info["Number"] = pydyf.String(number)
        written = finish.write(pdf, composition)
        assert b"\r\nendstream" not in written
        if pdf.catalog["Type"] != "/Catalog":
            varied[number] = written
    assert varied
    for number, written in varied.items():
        metadata = reader_of(written).metadata
        assert metadata is not None
        assert str(metadata["/Number"]) == number


def test_there_is_no_way_out_where_every_attempt_ends_in_a_carriage_return(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(_pdf: pydyf.PDF, output: io.BytesIO, **_options: object) -> None:
        output.write(b"stream\n\r\nendstream")

    monkeypatch.setattr(pydyf.PDF, "write", write)
    with pytest.raises(PressError, match="no way was found"):
        finish.write(pydyf.PDF(), sheet(""))


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _drawn_lines(page: pypdf.PageObject) -> list[tuple[float, float, float]]:
    """The borders drawn on a page: left, height of the lower edge above the page's bottom, length; all in points."""
    contents = page.get_contents()
    assert contents is not None
    corner = rb"(-?[\d.]+) (-?[\d.]+) "
    drawn = re.findall(rb"\n".join([corner + b"m", corner + b"l", corner + b"l"]), contents.get_data())
    found = []
    for border in drawn:
        right, lower, left, _lower, _left, _upper = (float(value) * 0.75 for value in border)
        found.append((left, float(page.mediabox.top) - lower, right - left))
    return found


def _outline(reader: pypdf.PdfReader, entries: list[t.Any]) -> list[t.Any]:
    return [
        _outline(reader, entry)
        if isinstance(entry, list)
        else (entry.title, (reader.get_destination_page_number(entry) or 0) + 1)
        for entry in entries
    ]
