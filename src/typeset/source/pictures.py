"""The file of an emblem into objections: what cannot be pressed into an archival file, or would look bad, is refused.

Nothing is decoded before its size is known: a picture that unpacks to more than it may is refused by its header.
"""

import struct
import zlib
from collections.abc import Iterator

from typeset.bounds import MEGABYTE, bounds, raising
from typeset.confined import ExceededError, Limits, confined
from typeset.messages import phrase
from typeset.model.look import LARGEST_MM, Emblem, picture_kind
from typeset.model.protocol import Protocol
from typeset.model.source import SourceFiles
from typeset.source import vectors
from typeset.source.complaint import Objection

_LEAST_DPI = 150
_INCH = 25.4
_PLACE = ("look", "emblem", "file")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Colour type to channels (PNG, third edition, 11.2.1)."""
_HEADER = struct.Struct(">IIBBBBB")


class FaultyPictureError(ValueError):
    """A picture cannot be printed; `args` are what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message, self.hint = message, hint


def pictures(protocol: Protocol, files: SourceFiles) -> Iterator[Objection]:
    """Object to an emblem that is not there, or cannot be printed."""
    emblem = protocol.look.emblem
    if emblem is None:
        return
    content = files.contents.get(emblem.file)
    if content is None:
        yield Objection(
            _PLACE,
            phrase("there is no file `{name}`", name=emblem.file),
            hint=phrase("correct the name, or add the file"),
        )
        return
    try:
        _examine(emblem, content)
    except FaultyPictureError as error:
        yield Objection(_PLACE, phrase("`{file}` {fault}", file=emblem.file, fault=error.message), hint=error.hint)


def _examine(emblem: Emblem, content: bytes) -> None:
    """Do nothing where the picture can be printed.

    Raises:
        FaultyPictureError: it cannot.
    """
    if len(content) > (limit := bounds().picture_mb) * MEGABYTE:
        raise FaultyPictureError(phrase("has more than {limit} MB", limit=limit), _smaller("picture_mb"))
    kind = picture_kind(emblem.file)
    try:
        width, height = {"png": png_size, "svg": vectors.svg_size, "pdf": _pdf_size}[kind](content)
    except vectors.UnknownDrawing as error:
        hint = phrase("save it as plain SVG, with all text and effects turned into paths, or as PNG")
        raise FaultyPictureError(str(error), hint) from error
    tall = emblem.width_mm * height / width
    if tall > LARGEST_MM:
        hint = phrase("give it a smaller `width_mm`, or cut it: {limit} mm at most", limit=LARGEST_MM)
        raise FaultyPictureError(phrase("would be {tall} mm high", tall=f"{tall:.0f}"), hint)
    if kind == "png" and (dots := width / emblem.width_mm * _INCH) < _LEAST_DPI:
        hint = phrase(
            "take a finer one, of {least_dpi} dpi at least, an SVG, or a smaller `width_mm`", least_dpi=_LEAST_DPI
        )
        raise FaultyPictureError(
            phrase("would be printed in {dots} dpi, and its dots be seen", dots=f"{dots:.0f}"), hint
        )


def png_size(content: bytes) -> tuple[float, float]:
    """Width and height in pixels of a sound PNG.

    Raises:
        FaultyPictureError: it is none, is damaged, or cannot be printed as it is meant.
    """
    chunks = list(_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != _HEADER.size or chunks[-1][0] != b"IEND":
        raise FaultyPictureError(phrase("is no whole PNG"), phrase("save it anew as PNG"))
    width, height, depth, colour, _, _, interlaced = _HEADER.unpack(chunks[0][1])
    if not 0 < width * height <= bounds().pixels:
        said = phrase("has {width} × {height} pixels, more than are printed", width=width, height=height)
        raise FaultyPictureError(said, _smaller("pixels"))
    if depth > 8 or interlaced or colour not in _CHANNELS:  # noqa: PLR2004 - bits
        raise FaultyPictureError(
            phrase("has 16 bits a channel, or is interlaced"), phrase("save it with 8 bits, not interlaced")
        )
    names = {name for name, _ in chunks}
    if names & {b"acTL", b"iCCP", b"cICP"}:
        hint = phrase("save it as one picture in sRGB, without a profile")
        raise FaultyPictureError(phrase("is animated, or has a colour profile of its own"), hint)
    row = 1 + (width * depth * _CHANNELS[colour] + 7) // 8
    packed = b"".join(data for name, data in chunks if name == b"IDAT")
    unpacking = zlib.decompressobj()
    try:
        rows = unpacking.decompress(packed, row * height + 1)
    except zlib.error as error:
        raise FaultyPictureError(phrase("is damaged"), phrase("save it anew as PNG")) from error
    if len(rows) != row * height:
        raise FaultyPictureError(phrase("holds other than as many rows as it says"), phrase("save it anew as PNG"))
    return width, height


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, whole and with the right checksum.

    Raises:
        FaultyPictureError: one is not.
    """
    at = len(_SIGNATURE)
    if not content.startswith(_SIGNATURE):
        raise FaultyPictureError(phrase("is no PNG"), phrase("save it as PNG, or correct the end of its name"))
    while at < len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if zlib.crc32(name + data) != int.from_bytes(content[at + 8 + length : at + 12 + length], "big"):
            raise FaultyPictureError(phrase("is damaged"), phrase("save it anew as PNG"))
        yield name, data
        at += 12 + length


def _smaller(setting: str) -> str:
    """What to do where a picture is too large by one of the settings."""
    return phrase("make it smaller, {raising}", raising=raising(setting))


def _pdf_size(content: bytes) -> tuple[float, float]:
    """Width and height of the one page of a PDF.

    Raises:
        FaultyPictureError: it cannot be read, or has another number of pages.
    """
    hint = phrase("save it as an unencrypted PDF of one page")
    try:
        # A library that others wrote in C++, and a file that anyone may have made.
        count, size, fault = confined(Limits.of_file(len(content)), "", _first_page, content)
    except ExceededError as error:
        raise FaultyPictureError(phrase("cannot be read: {error}", error=error.message), hint) from error
    if fault:
        raise FaultyPictureError(phrase("cannot be read: {error}", error=fault), hint)
    if count != 1 or min(size) <= 0:
        raise FaultyPictureError(
            phrase("has {count} pages", count=count), phrase("save the one page of the emblem as a PDF of its own")
        )
    return size


def _first_page(content: bytes) -> tuple[int, tuple[float, float], str]:
    """The pages of a PDF, by their number, the size of the first, and what is wrong."""
    import pypdfium2  # noqa: PLC0415 - few emblems are PDFs

    try:
        with pypdfium2.PdfDocument(content) as document:
            return len(document), (float(document[0].get_width()), float(document[0].get_height())), ""
    except pypdfium2.PdfiumError as error:
        return 0, (0, 0), str(error)
