"""What a copy says of itself to machines: XMP, Info and `certification.json`."""

import hashlib
import io
import json
import typing as t
import xml.etree.ElementTree as ET

import pikepdf
import pypdf
import pytest
from pikepdf import Name
from tests.unit.certify.conftest import Pages, Workshop
from tests.unit.certify.looking import run

from typeset.model.certification import Certification

DC, RDF = "{http://purl.org/dc/elements/1.1/}", "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
REF = "{http://ns.adobe.com/xap/1.0/sType/ResourceRef#}"
SAID = "Заверенная копия №\u00a042 документа SCO-SSC-13-2018: Исламская Республика Пакистан"


def descriptions(pdf: bytes) -> list[str | None]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        packet = ET.fromstring(opened.Root.Metadata.read_bytes())  # noqa: S314 - a packet of our own
    assert len(list(packet.iter(f"{RDF}RDF"))) == 1
    sources = [one.text for one in packet.iter(f"{REF}documentID")]
    assert len(sources) == 1
    assert str(sources[0]).startswith("sha256:")
    return [line.text for one in packet.iter(f"{DC}description") for line in one.iter(f"{RDF}li")]


def test_a_copy_names_itself(small: bytes, workshop: Workshop) -> None:
    copy = workshop.copy(small, 42, "PK")
    assert descriptions(copy) == [SAID]
    assert f"sha256:{hashlib.sha256(small).hexdigest()}".encode() in copy  # the packet is not compressed
    reader = pypdf.PdfReader(io.BytesIO(copy))
    assert t.cast("t.Any", reader.metadata).subject == SAID
    assert run(copy, "pdfinfo", "FILE").decode().splitlines()[1].endswith(SAID.replace("\u00a0", "\u00a0"))


def test_the_certification_travels_in_the_copy(small: bytes, workshop: Workshop) -> None:
    master = workshop.master(small)
    reader = pypdf.PdfReader(io.BytesIO(master.copy(42, "PK")))
    content = reader.attachments["certification.json"][0]
    assert Certification.model_validate_json(content) == master.certification(42, "PK")
    assert json.loads(content)["original"]["sha256"] == hashlib.sha256(small).hexdigest()
    names = [entry.get_object()["/UF"] for entry in t.cast("t.Any", reader.root_object["/AF"])]
    assert names[-1] == "certification.json"
    entry = t.cast("t.Any", reader.root_object["/AF"])[-1].get_object()
    assert entry["/AFRelationship"] == "/Data"
    parameters = entry["/EF"]["/F"]["/Params"]
    assert parameters["/Size"] == len(content)
    assert bytes(parameters["/CheckSum"].original_bytes) == hashlib.md5(content, usedforsecurity=False).digest()
    assert set(pypdf.PdfReader(io.BytesIO(small)).attachments) < set(reader.attachments)


@pytest.mark.parametrize("name", ["A & B <c>", "Б \"в\" 'г'", "]]> -- ]]"])
def test_words_that_xml_would_take_amiss_are_kept(name: str, small: bytes, workshop: Workshop) -> None:
    subject = {"identifier": name}
    copy = workshop.copy(small, 1, subject=subject)
    assert descriptions(copy) == [f"Заверенная копия №\u00a01 документа {name}: Республика Казахстан"]


def with_metadata(pdf: bytes, packet: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.Root.Metadata = opened.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
        output = io.BytesIO()
        opened.save(output, fix_metadata_version=False)
    return output.getvalue()


PACKET = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">\
<xmp:CreatorTool>Scanner</xmp:CreatorTool><pdf:PDFVersion xmlns:pdf="http://ns.adobe.com/pdf/1.3/">1.3</pdf:PDFVersion>\
{more}</rdf:Description></rdf:RDF></x:xmpmeta>"""
OWN = '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">A scan</rdf:li></rdf:Alt></dc:description>'
PACKETS = {
    "plain": PACKET.format(more="").encode(),
    "with a description": PACKET.format(more=OWN).encode(),
    "in UTF-16": PACKET.format(more=OWN).encode("utf-16"),
    "with other prefixes": PACKET.format(more="").replace("rdf:", "r:").replace(":rdf", ":r").encode(),
    "empty": b"",
    "no XML": b"\x00\xff scanner",
}


@pytest.mark.parametrize("name", PACKETS)
def test_the_metadata_of_a_scan_are_kept_where_that_can_be(name: str, bare: Pages, workshop: Workshop) -> None:
    copy = workshop.scan(with_metadata(bare({}), PACKETS[name]))
    assert len(descriptions(copy)) == 1
    with pikepdf.open(io.BytesIO(copy)) as opened:
        kept = b"<xmp:CreatorTool>Scanner</xmp:CreatorTool>" in opened.Root.Metadata.read_bytes()
    assert kept == (name in {"plain", "with a description"})


def test_a_packet_that_can_be_added_to_is_changed_nowhere_else(bare: Pages, workshop: Workshop) -> None:
    head, tail = PACKETS["plain"].split(b"</rdf:RDF>")
    with pikepdf.open(io.BytesIO(workshop.scan(with_metadata(bare({}), PACKETS["plain"])))) as opened:
        packet = opened.Root.Metadata.read_bytes()
    assert packet.startswith(head)
    assert packet.endswith(tail)


def test_a_scan_without_metadata_gets_some(bare: Pages, workshop: Workshop) -> None:
    assert len(descriptions(workshop.scan(bare({})))) == 1
