"""A copy into the digest of all that its conformance rests on: what its number and its recipient change is left out.

Two copies with one digest are equal byte for byte, but for values in the places listed here. Neither profile has a
rule that looks at such a value, save those on glyphs: that each is in its font, as wide as its font says, and stands
for a character. Of every copy the checks `marks` and `certification` prove these, against the listed faces.

- certification.json: its bytes, their number and checksum, packed soundly;
- XMP: the words of the one `dc:description`, plain text; Info: the string `Subject`;
- the margin line, and the own content of the certification page: the hexadecimal strings and distances that TJ
  shows, in the font and at the size set before; where Tm puts them; the black rectangles of the QR code;
- the file: lengths of these streams, offsets of objects, the second half of the identifier.
"""

import hashlib
import re
import typing as t
import unicodedata
import zlib

from typeset.messages import phrase
from typeset.verify import limits
from typeset.verify.copies.case import CERTIFICATION_FILE, Copy
from typeset.verify.copies.grammar import MARGIN
from typeset.verify.copies.reading import File
from typeset.verify.objects import get, number_of, reference, resolve
from typeset.verify.tree import pairs

_NUMBER = rb"-?\d{1,5}(?:\.\d{1,18})?"
_SHOWN = re.compile(rb"\[(?:<(?:[0-9a-f]{4}){0,4096}>(?:" + _NUMBER + rb")?)*\] TJ\n")
_PLACED = re.compile(rb"\n1 0 0 -1 " + _NUMBER + rb" " + _NUMBER + rb" Tm\n")
_CODE = re.compile(rb"(?<=BDC\n0 g\n)(?:" + rb" ".join([_NUMBER] * 4) + rb" re\n)+(?=f\nEMC\n)")
_OPAQUE = re.compile(rb"[(%]")
"""Where a literal string or a comment may stand, the patterns above could find what is no operator."""
_LENGTH = re.compile(rb"/Length \d+")
_FIRST = re.compile(rb"/First (\d+)")
_CHECKSUM = re.compile(rb"/CheckSum (?:<[0-9a-f]{32}>|\((?:[^()\\]|\\.)*\)) ", re.DOTALL)
_SIZE = re.compile(rb"/Size \d+ ")
_SUBJECT = re.compile(rb"/Subject (?:<[0-9a-f]*>|\((?:[^()\\]|\\.)*\)) ", re.DOTALL)
_WIDTHS = re.compile(rb"/W \[ (\d) (\d) (\d) \]")
_IDENTIFIER = re.compile(rb"(?<= )/ID \[<([0-9a-f]+)><[0-9a-f]{32}>\]")
_DESCRIPTION = re.compile(
    rb'(?<=<dc:description><rdf:Alt><rdf:li xml:lang="x-default">)((?:[^<>&]|&(?:amp|lt|gt);)*)(?=</rdf:li>)'
)
_UNREADABLE = frozenset({"Cc", "Cn", "Co", "Cs"})
_STREAM, _STREAM_END = b"\nstream\n", b"\nendstream"
LAST = b"startxref\n%d\n%%%%EOF\n"
"""The end of the file, which leads to the list of its objects."""
_PACKED = b" /Filter /FlateDecode "
_DIRECT = 1
_OTHER_ROWS = phrase("the list of objects has other rows than copies have")

Mask = t.Callable[[bytes], tuple[bytes, bytes]]
"""An object's bytes into these bytes without the values of the places listed, and what is to be read there, unpacked;
ValueError where something else stands there."""


class Place(t.NamedTuple):
    """An object that holds what may differ."""

    name: str
    mask: Mask


def likeness(copy: Copy) -> str:
    """The digest; empty where the file is not written as copies are, or has a second revision, as one with a seal."""
    try:
        return _digest(copy)
    except Exception:  # noqa: BLE001 - a hostile file can make its reader raise anything; then it is like no other
        return ""


def _digest(copy: Copy) -> str:
    file = copy.file
    direct = file.reader.xref.get(0, {})
    offsets = sorted((offset, number) for number, offset in direct.items() if number)
    if len(file.ends) != 1 or not file.pdf.endswith(LAST % offsets[-1][0]):
        raise ValueError(phrase("the file is not written once, in full, object after object"))
    found = places(copy)
    digest = hashlib.sha256()
    _add(digest, 0, repr(sorted(found)).encode() + file.base[: offsets[0][0]])
    holders = {stream for stream, _ in file.reader.xref_objStm.values()}
    for _, number in offsets:
        raw = file.raw[number]
        if number in holders:
            head, packed = members(raw)
            _add(digest, number, head + b" ".join(b"%d" % member for member, _ in packed))
            for member, content in packed:
                _add(digest, member, found[member].mask(content)[0] if member in found else content)
        elif number == offsets[-1][1]:
            _add(digest, number, _listing(file, number))
        else:
            _add(digest, number, found[number].mask(raw)[0] if number in found else raw)
    return digest.hexdigest()


def _add(digest: t.Any, number: int, content: bytes) -> None:  # noqa: ANN401 - hashlib names no type
    digest.update(b"%d %d\n" % (number, len(content)))
    digest.update(content)


def places(copy: Copy) -> dict[int, Place]:
    """The objects that hold what may differ.

    Raises:
        ValueError: one is not there, or is two of them.
    """
    catalog = copy.file.catalog
    files = dict(pairs(get(get(catalog, "/Names"), "/EmbeddedFiles"), "/Names"))
    attached = get(resolve(files[CERTIFICATION_FILE]), "/EF")
    (content,) = copy.own(copy.pages[-1][1])
    found: list[tuple[int, Place]] = [
        (number_of(attached, "/F"), Place("certification", _attached)),
        (number_of(catalog, "/Metadata"), Place("packet", _metadata)),
        (number_of(copy.file.reader.trailer, "/Info"), Place("info", _info)),
        (number_of(get(copy.pages[0][1].get("/Resources"), "/XObject"), MARGIN), Place("margin", _drawn)),
        (reference(content), Place("sheet", _drawn)),
    ]
    listed = dict(found)
    if len(listed) != len(found) or 0 in listed:
        raise ValueError(phrase("an object is missing, or serves twice"))
    return listed


def _once(pattern: re.Pattern[bytes], instead: bytes, content: bytes) -> bytes:
    """Replace what stands there exactly once."""
    changed, count = pattern.subn(instead, content)
    if count != 1:
        raise ValueError(phrase("{pattern} stands there {count} times", pattern=f"{pattern.pattern!r}", count=count))
    return changed


def _stream(raw: bytes) -> tuple[bytes, bytes]:
    """The dictionary of a stream without its length, and the data."""
    at = raw.index(_STREAM)
    data = raw[at + len(_STREAM) : -len(_STREAM_END)]
    if data.endswith(b"\r"):
        raise ValueError(phrase("readers differ on where the stream ends"))
    return _once(_LENGTH, b"/Length", raw[:at]), data


def unpacked(raw: bytes) -> tuple[bytes, bytes]:
    """The dictionary of a packed stream without its length, and the data unpacked: to the end, and nothing after."""
    head, data = _stream(raw)
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(data, limits.MAX_STREAM)
    # The maker puts a line end after data that end in a carriage return.
    if _PACKED not in head or not unpacking.eof or unpacking.unused_data not in {b"", b"\n"}:
        raise ValueError(phrase("the stream is not packed as copies are"))
    return head, content


def _attached(raw: bytes) -> tuple[bytes, bytes]:
    head, content = unpacked(raw)
    return _once(_SIZE, b"", _once(_CHECKSUM, b"", head)), content


def _metadata(raw: bytes) -> tuple[bytes, bytes]:
    head, packet = _stream(raw)
    found = _DESCRIPTION.search(packet)
    if b"/Filter" in head or found is None:
        raise ValueError(phrase("the metadata do not describe the copy, or are packed"))
    if any(unicodedata.category(sign) in _UNREADABLE for sign in found[0].decode()):
        raise ValueError(phrase("the description is no plain text"))
    return head + _once(_DESCRIPTION, b"", packet), packet


def _info(raw: bytes) -> tuple[bytes, bytes]:
    return _once(_SUBJECT, b"", raw), raw


def _drawn(raw: bytes) -> tuple[bytes, bytes]:
    head, content = unpacked(raw)
    if b"/DecodeParms" in head or _OPAQUE.search(content):
        raise ValueError(phrase("the content is not written as copies are"))
    return head + _CODE.sub(b"re\n", _PLACED.sub(b"\nTm\n", _SHOWN.sub(b"TJ\n", content))), content


def members(raw: bytes) -> tuple[bytes, list[tuple[int, bytes]]]:
    """An object stream (ISO 32000-1, 7.5.7): its dictionary, and its members in order, by number.

    Raises:
        ValueError: these do not follow each other, from the first byte to the last.
    """
    head, content = unpacked(raw)
    first = int(_FIRST.findall(head)[0])
    figures = [int(figure) for figure in content[:first].split()]
    numbers, starts = figures[::2], [first + offset for offset in figures[1::2]]
    if starts[0] != first or starts != sorted(set(starts)) or len(numbers) != len(starts):
        raise ValueError(phrase("the objects of a stream do not follow each other"))
    ends = [*starts[1:], len(content)]
    found = [(member, content[start:end]) for member, start, end in zip(numbers, starts, ends, strict=True)]
    return _once(_FIRST, b"/First", head), found


def listed(raw: bytes) -> tuple[bytes, tuple[int, ...], bytes]:
    """The list of objects at the end of the file (ISO 32000-1, 7.5.8): its dictionary, the widths of a row, its data.

    Raises:
        ValueError: it is not written as copies are.
    """
    head, content = unpacked(raw)
    widths = tuple(int(width) for width in _WIDTHS.findall(head)[0])
    if widths[0] != 1:
        raise ValueError(_OTHER_ROWS)
    return _once(_IDENTIFIER, rb"\1", head), widths, content


def _listing(file: File, number: int) -> bytes:
    """Every row of the list, but for offsets."""
    head, widths, _ = listed(file.raw[number])
    rows, size = file.objects.data(file.object(number)), sum(widths)
    if len(rows) % size:
        raise ValueError(_OTHER_ROWS)
    last = widths[0] + widths[1]
    kept = [
        row[:1] + row[last:] if row[0] == _DIRECT else row
        for row in (rows[start : start + size] for start in range(0, len(rows), size))
    ]
    return head + b"".join(kept)
