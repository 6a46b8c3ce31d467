"""What a composition says of itself into XMP: titles, identifier, date, languages and both conformance claims.

ISO 16684-1 (XMP), ISO 19005-3, 6.6.4 (PDF/A identification) and 6.6.2.3 (extension schemas), ISO 14289-1, clause 5.
"""

from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from typeset import __version__
from typeset.model.composition import Composition

_NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
CREATOR = f"typeset {__version__}"
DRAFT = "draft"
"""The type of the document, by which catalogues know a draft."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def xmp(composition: Composition, producer: str) -> bytes:
    """Write the metadata packet, the same bytes for the same composition."""
    for prefix, address in _NAMESPACES.items():
        register_namespace(prefix, address)
    root = Element(_name("x:xmpmeta"))
    rdf = SubElement(root, _name("rdf:RDF"))
    about = SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    date = f"{composition.date.isoformat()}T00:00:00Z"
    for name, value in (
        ("pdfaid:part", "3"),
        ("pdfaid:conformance", "A"),
        ("pdfuaid:part", "1"),
        ("xmp:CreatorTool", CREATOR),
        ("xmp:CreateDate", date),
        ("xmp:ModifyDate", date),
        ("pdf:Producer", producer),
        ("dc:format", "application/pdf"),
        ("dc:identifier", composition.identifier),
    ):
        SubElement(about, _name(name)).text = value
    titles = SubElement(SubElement(about, _name("dc:title")), _name("rdf:Alt"))
    SubElement(titles, _name("rdf:li"), {_LANGUAGE: "x-default"}).text = composition.title
    for language, title in composition.titles:
        SubElement(titles, _name("rdf:li"), {_LANGUAGE: language}).text = title
    if composition.draft:
        kinds = SubElement(SubElement(about, _name("dc:type")), _name("rdf:Bag"))
        SubElement(kinds, _name("rdf:li")).text = DRAFT
    languages = SubElement(SubElement(about, _name("dc:language")), _name("rdf:Bag"))
    for language in composition.languages:
        SubElement(languages, _name("rdf:li")).text = language
    _extension(rdf)
    packet = tostring(root, encoding="unicode")
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{packet}\n<?xpacket end="r"?>'.encode()


def _name(short: str) -> str:
    prefix, _, local = short.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def _extension(rdf: Element) -> None:
    """Declare the PDF/UA identification schema, which PDF/A-3 does not know by itself."""
    resource = {_name("rdf:parseType"): "Resource"}
    about = SubElement(rdf, _name("rdf:Description"), {_name("rdf:about"): ""})
    bag = SubElement(SubElement(about, _name("pdfaExtension:schemas")), _name("rdf:Bag"))
    schema = SubElement(bag, _name("rdf:li"), resource)
    SubElement(schema, _name("pdfaSchema:schema")).text = "PDF/UA identification schema"
    SubElement(schema, _name("pdfaSchema:namespaceURI")).text = _NAMESPACES["pdfuaid"]
    SubElement(schema, _name("pdfaSchema:prefix")).text = "pdfuaid"
    sequence = SubElement(SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
    part = SubElement(sequence, _name("rdf:li"), resource)
    for name, value in (
        ("name", "part"),
        ("valueType", "Integer"),
        ("category", "internal"),
        ("description", "Part of ISO 14289 that the file conforms to"),
    ):
        SubElement(part, _name(f"pdfaProperty:{name}")).text = value
