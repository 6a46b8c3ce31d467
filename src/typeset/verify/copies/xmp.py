"""The packet of metadata of a copy, against its original's: the same, and one description more."""

import io
import typing as t
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

from pypdf.generic import read_object

from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.report import Finding
from typeset.verify.copies.case import Copy
from typeset.verify.objects import get, mapping, text

_END = b"</rdf:RDF>"
_KEYS = frozenset({"/Type", "/Subtype", "/Length", "/Filter"})
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_ORIGIN = frozenset({f"{_DC}description", "{http://ns.adobe.com/xap/1.0/mm/}DerivedFrom"})
_DOCUMENT = "{http://ns.adobe.com/xap/1.0/sType/ResourceRef#}documentID"
_SAID = """<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#">\
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>\
<xmpMM:DerivedFrom rdf:parseType="Resource"><stRef:documentID>sha256:{digest}</stRef:documentID></xmpMM:DerivedFrom>\
</rdf:Description>"""
_EMPTY = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
)


def description(copy: Copy) -> str:
    """What the file says of itself: which copy, of what, for whom."""
    certification = copy.certification
    values = {
        "number": str(certification.number),
        "identifier": certification.original.identifier,
        "recipient": certification.recipient.name,
    }
    return fill(copy.words.description, values)


def said(copy: Copy) -> t.Iterator[Finding]:
    """XMP and Info describe this copy; to be asked without the original too."""
    subject = text(_info(copy), "/Subject")
    if subject != description(copy):
        yield Finding(
            message=phrase(
                "the file calls itself «{subject}», expected «{wanted}»", subject=subject, wanted=description(copy)
            )
        )
    packet = _packet(copy)
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        yield Finding(message=phrase("the XMP declares types or entities, and is not read"))
        return
    root = ET.fromstring(packet)  # noqa: S314 - without declarations there is nothing to expand
    found = [entry.text for one in root.iter(f"{_DC}description") for entry in one.iter(f"{_RDF}li")]
    digests = [one.text for one in root.iter(_DOCUMENT)]
    if found != [description(copy)] or digests != [f"sha256:{copy.certification.original.sha256}"]:
        yield Finding(message=phrase("the XMP does not describe this copy, or names another original"))


def _info(copy: Copy) -> object:
    """The description of the file in its trailer."""
    if copy.like:
        return read_object(io.BytesIO(copy.values["info"] + b" "), None)
    return get(copy.file.reader.trailer, "/Info")


def _packet(copy: Copy) -> bytes:
    return copy.values["packet"] if copy.like else copy.file.objects.data(get(copy.file.catalog, "/Metadata"))


def holder(copy: Copy) -> t.Iterator[Finding]:
    """The stream of the packet says nothing itself."""
    stream = get(copy.file.catalog, "/Metadata")
    copy.seen(mapping(copy.file.catalog).get("/Metadata"))
    if set(mapping(stream)) - _KEYS or (text(stream, "/Type"), text(stream, "/Subtype")) != ("/Metadata", "/XML"):
        yield Finding(message=phrase("the XMP is no plain stream of metadata"))


def metadata(copy: Copy) -> t.Iterator[Finding]:
    """The packet is the original's, byte for byte, with one description put in at its end."""
    assert copy.original is not None  # noqa: S101 - the check says so
    packet, whole = _packet(copy), copy.original.packet
    whole = whole if _END in whole else _EMPTY
    head, end, tail = whole.rpartition(_END)
    wanted = head + _expected(copy).encode() + end + tail
    same = packet == wanted
    if copy.certification.original.scanned and any(
        name in whole for name in (b"<dc:description", b"<xmpMM:DerivedFrom")
    ):
        # What a scan said of its own origin gives way to what the copy says, and its packet is written anew.
        empty, end, tail = _EMPTY.rpartition(_END)
        added = _properties(empty + _expected(copy).encode() + end + tail)
        same = _properties(packet) == sorted([*_properties(whole, _ORIGIN), *added])
    if not same:
        yield Finding(
            message=phrase("the XMP is not the original's with one description more: of which original, for whom")
        )


def _expected(copy: Copy) -> str:
    return _SAID.format(description=escape(description(copy)), digest=copy.certification.original.sha256)


def _properties(packet: bytes, skip: frozenset[str] = frozenset()) -> list[str]:
    """All that a packet says, each in canonical form, but for some properties."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return ["declarations"]
    root = ET.fromstring(packet)  # noqa: S314 - without declarations there is nothing to expand
    found: list[str] = []
    for one in root.iter(f"{_RDF}Description"):
        found += [f"{name}={value}" for name, value in one.attrib.items() if name != f"{_RDF}about"]
        found += [
            ET.canonicalize(ET.tostring(entry), strip_text=True, rewrite_prefixes=True)
            for entry in one
            if entry.tag not in skip
        ]
    return sorted(found)
