"""A generated file into its final bytes: metadata, page labels, embedded files, and the same bytes every time."""

import hashlib
import io
import re
import typing as t
import zlib

import pydyf

from typeset.errors import PressError
from typeset.messages import phrase
from typeset.model.composition import Composition, EmbeddedFile
from typeset.press.metadata import CREATOR, xmp
from typeset.press.shown import is_shown, shortened
from typeset.press.thrift import spare

_ATTEMPTS = 16
_PRINT_AND_LOCKED = 132
_LIST = re.compile(
    rb"(?P<head>\d+ 0 obj\n<<[^>]*/W \[(?P<widths>[\d ]+)\].*?>>)"
    rb"\nstream\n(?P<data>.*)\nendstream\nendobj\nstartxref\n",
    re.DOTALL,
)
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_LENGTH = re.compile(rb"/Length \d+>>\Z")
_UP = b"\x02"
"""Before every row of the list: its bytes are differences to those of the row above."""


class Metadata:
    """Takes the place of WeasyPrint's own metadata, which knows only one conformance claim and one title."""

    def __init__(self, composition: Composition) -> None:
        stamp = f"{composition.date.isoformat()}T00:00:00Z"
        self.title = composition.title
        self.generator = CREATOR
        self.created = self.modified = stamp
        self.lang = composition.languages[0]
        self.description: str | None = None
        self.authors: list[str] = []
        self.keywords: list[str] = []
        self.attachments: list[t.Any] = []
        self.custom: dict[str, str] = {}
        self._composition = composition

    def include_in_pdf(self, pdf: pydyf.PDF, *_variant: object, **_options: object) -> None:
        """Add the metadata stream, uncompressed so that any reader finds it (ISO 19005-3, 6.6.2.1)."""
        producer = pdf.info["Producer"].string
        stream = pydyf.Stream([xmp(self._composition, producer)], {"Type": "/Metadata", "Subtype": "/XML"})
        pdf.add_object(stream)
        pdf.catalog["Metadata"] = stream.reference


def write(pdf: pydyf.PDF, composition: Composition) -> bytes:
    """Complete the file and write it.

    Raises:
        PressError: no way was found to write it without a stream that ends in a carriage return.
    """
    label = pydyf.Dictionary({"S": "/D", "St": 1})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, label])})
    if "Outlines" in pdf.catalog:
        pdf.catalog["PageMode"] = "/UseOutlines"
    _embed(pdf, composition)
    spare(pdf)
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            _settle(item)
        elif isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Sig":
            item["F"] = _PRINT_AND_LOCKED  # WeasyPrint has just made every annotation merely printable
    return _written(pdf)


def _embed(pdf: pydyf.PDF, composition: Composition) -> None:
    """Attach the files, in their order, as associated files of the document (ISO 19005-3, 6.8 and annex E)."""
    if not composition.files:
        return
    date = pydyf.String(f"D:{composition.date:%Y%m%d}000000Z")
    specifications = {file.name: _specification(pdf, file, date) for file in composition.files}
    names = pydyf.Array()
    for name in sorted(specifications):
        names.extend([pydyf.String(name), specifications[name]])
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["AF"] = pydyf.Array(specifications.values())


def _specification(pdf: pydyf.PDF, file: EmbeddedFile, date: pydyf.String) -> bytes:
    checksum = hashlib.md5(file.content, usedforsecurity=False).hexdigest()  # the entry is defined as MD5
    parameters = {"CheckSum": f"<{checksum}>", "Size": len(file.content), "CreationDate": date, "ModDate": date}
    extra = {
        "Type": "/EmbeddedFile",
        "Subtype": f"/{file.media_type.replace('/', '#2f')}",
        "Params": pydyf.Dictionary(parameters),
    }
    stream = pydyf.Stream([file.content], extra, compress=True)
    pdf.add_object(stream)
    entries = {
        "Type": "/Filespec",
        "F": pydyf.String(file.name),
        "UF": pydyf.String(file.name),
        "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
        "Desc": pydyf.String(file.description),
        "AFRelationship": f"/{file.relationship}",
    }
    specification = pydyf.Dictionary(entries)
    pdf.add_object(specification)
    return bytes(specification.reference)


def _settle(stream: pydyf.Stream) -> None:
    """Compress a stream here and now; after a last byte that is a carriage return, put one that is none.

    A reader may take the CR before `endstream` for part of the line end, and find the length wrong. What follows
    the end of compressed data is ignored (ISO 32000-1, 7.4.1).
    """
    if not stream.compress:
        return
    content = b"\n".join(map(_bytes, stream.stream))
    stream.stream, stream.compress = [_packed(content)], False
    stream.extra = {**stream.extra, "Filter": "/FlateDecode"}


def _packed(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    return packed + b"\n" if packed.endswith(b"\r") else packed


def _bytes(part: object) -> bytes:
    """An operand or operator, as pydyf writes it or shorter."""
    if isinstance(part, bytes):
        return shortened(part) if is_shown(part) else part
    return bytes(pydyf.Array([part]).data[1:-1])


def _written(pdf: pydyf.PDF) -> bytes:
    """Write the file; the streams that pydyf makes itself are varied by a blank until none ends in CR."""
    count = len(pdf.objects)
    for attempt in range(_ATTEMPTS):
        pdf.catalog["Type"] = "/Catalog" + " " * attempt
        output = io.BytesIO()
        pdf.write(output, version=b"1.7", identifier=True, compress=True)
        written = _listed(output.getvalue())
        if b"\r\nendstream" not in written:
            return written
        del pdf.objects[count:]
        pdf.current_position = 0
    raise PressError(
        phrase("no way was found to write the file's own streams"), phrase("please report this with the source")
    )


def _listed(written: bytes) -> bytes:
    """The file with the list of its objects packed as differences between rows (ISO 32000-1, 7.4.4.4)."""
    end = _START.search(written)
    found = _LIST.match(written, int(end[1])) if end else None
    if found is None:
        raise PressError(
            phrase("no way was found to write the file's own streams"), phrase("please report this with the source")
        )
    size = sum(map(int, found["widths"].split()))
    rows = zlib.decompress(found["data"])
    steps = bytes([here - above & 0xFF for here, above in zip(rows, bytes(size) + rows, strict=False)])
    data = _packed(b"".join([_UP + steps[at : at + size] for at in range(0, len(steps), size)]))
    extra = b"/DecodeParms <</Columns %d/Predictor 12>>/Length %d>>" % (size, len(data))
    head = _LENGTH.sub(extra, found["head"])
    return b"".join([written[: found.start()], head, b"\nstream\n", data, written[found.end("data") :]])
