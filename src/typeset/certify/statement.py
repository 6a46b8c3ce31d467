"""What a copy says of itself into its metadata and into the file `certification.json` that it carries."""

from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf

from typeset.certify.mould import SUBJECT
from typeset.certify.streams import stream
from typeset.model.certification import Certification

CERTIFICATION_FILE = "certification.json"
_END = b"</rdf:RDF>"
_EMPTY = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
)
_SAID = """<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"\
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:stRef="http://ns.adobe.com/xap/1.0/sType/ResourceRef#">\
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{description}</rdf:li></rdf:Alt></dc:description>\
<xmpMM:DerivedFrom rdf:parseType="Resource"><stRef:documentID>sha256:{sha256}</stRef:documentID>\
</xmpMM:DerivedFrom></rdf:Description>"""


class Statement:
    """The places of a copy where it names itself, made once; what stands in them is told for each number.

    Args:
        pdf: the copy.
        certification: that of any number; only what all numbers share is taken from it.
        description: what the attached file is called.
    """

    def __init__(self, pdf: Pdf, certification: Certification, description: str) -> None:
        date = pikepdf.String(f"D:{certification.terms.date:%Y%m%d}000000Z")
        parameters = Dictionary(ModDate=date, CreationDate=date, CheckSum=pikepdf.String("unknown"), Size=0)
        entries = {"Type": Name.EmbeddedFile, "Subtype": Name("/application/json"), "Params": parameters}
        file = pdf.make_indirect(stream(pdf, b"", **entries))
        self.specification = pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=pikepdf.String(CERTIFICATION_FILE),
                UF=pikepdf.String(CERTIFICATION_FILE),
                EF=Dictionary(F=file, UF=file),
                Desc=pikepdf.String(description),
                AFRelationship=Name.Data,
            )
        )
        _attach(pdf, self.specification)
        self._packet = _packet(pdf)
        pdf.Root.Metadata = pdf.make_indirect(pdf.make_stream(self._packet, Type=Name.Metadata, Subtype=Name.XML))
        pdf.docinfo["/Subject"] = pikepdf.String(SUBJECT)

    def packet(self, certification: Certification, description: str) -> bytes:
        """The metadata, which say which copy this is."""
        said = _SAID.format(description=escape(description), sha256=certification.original.sha256).encode()
        head, end, tail = self._packet.rpartition(_END)
        return head + said + end + tail


def _packet(pdf: Pdf) -> bytes:
    """The original's metadata; an empty packet where there are none, or none that can be added to as they stand."""
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    if b"<dc:description" in packet or b"<xmpMM:DerivedFrom" in packet:
        # What a scan says of itself would contradict what the copy says.
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            for name in ("dc:description", "xmpMM:DerivedFrom"):
                metadata.pop(name, None)
        packet = pdf.Root.Metadata.read_bytes()
    return packet if _END in packet else _EMPTY


def _attach(pdf: Pdf, specification: pikepdf.Object) -> None:
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    if "/EmbeddedFiles" not in pdf.Root.Names:
        pdf.Root.Names.EmbeddedFiles = Dictionary(Names=Array())
    NameTree(pdf.Root.Names.EmbeddedFiles)[CERTIFICATION_FILE] = specification
    if "/AF" not in pdf.Root:
        pdf.Root.AF = Array()
    pdf.Root.AF.append(specification)
