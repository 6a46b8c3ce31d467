"""Bytes into streams of a copy, and a copy into its final bytes: the same every time."""

import io
import re
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

STREAM, END = b"\nstream\n", b"\nendstream"
"""What stands around the data of a stream, as qpdf writes it."""
LENGTH = re.compile(rb"/Length \d+")
_SHIFTED = ("/Desc", "/UF", "/F", "/EF")


def stream(pdf: Pdf, content: bytes, **entries: pikepdf.Object) -> pikepdf.Stream:
    """Make a compressed stream that does not end in a carriage return, which readers take for a line end."""
    made = pdf.make_stream(b"")
    for name, value in entries.items():
        made[f"/{name}"] = value
    refill(made, content)
    return made


def refill(made: pikepdf.Object, content: bytes) -> None:
    """Put other content into a stream."""
    made.write(packed(content), filter=Name.FlateDecode, type_check=False)


def packed(content: bytes) -> bytes:
    """Content, compressed; not ending in a carriage return."""
    return ended(zlib.compress(content, 9))


def ended(data: bytes) -> bytes:
    """Compressed data, followed by something else than a carriage return."""
    # What follows the end of compressed data is ignored (ISO 32000-1, 7.4.1).
    return data + b"\n" if data.endswith(b"\r") else data


def form(pdf: Pdf, content: bytes, box: tuple[float, float], resources: pikepdf.Object | None = None) -> pikepdf.Stream:
    """Make a form XObject of the given width and height."""
    return stream(
        pdf,
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, *box]),
        Resources=Dictionary() if resources is None else resources,
    )


def saved(pdf: Pdf, specification: pikepdf.Object) -> bytes:
    """Write the file so that no stream that qpdf makes ends in a carriage return.

    Objects are packed into streams in their order. Where one of these ends badly, some entries of the file
    specification become objects of their own, which shifts all that follow into other streams.

    Args:
        pdf: the copy.
        specification: that of the attached `certification.json`.
    """
    direct = {key: specification[key] for key in _SHIFTED}
    best = b""
    fewest: int | None = None
    kept: int | None = None
    for attempt in range(2 ** len(_SHIFTED)):
        for bit, key in enumerate(_SHIFTED):
            specification[key] = pdf.make_indirect(direct[key]) if attempt >> bit & 1 else direct[key]
        output = io.BytesIO()
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,  # else pikepdf writes the metadata anew, in a stream of its own
            min_version="1.7",
        )
        written = output.getvalue()
        count = written.count(b"\r\nendstream")
        if fewest is None or count < fewest:
            best, fewest = written, count
        if count and kept is None:
            kept = _kept(pdf)
        if count <= (kept or 0):
            break
    for key, value in direct.items():
        specification[key] = value
    return best


def _kept(pdf: Pdf) -> int:
    """How many streams end badly, or hold such an end, as the original has them: pictures of a scan above all."""
    streams = (one for one in pdf.objects if isinstance(one, pikepdf.Stream))
    return sum((one.read_raw_bytes() + b"\nendstream").count(b"\r\nendstream") for one in streams)
