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
_PACKED = b" /Filter /FlateDecode "
_DIRECT = 1

Mask = t.Callable[[bytes], bytes]
"""An object's bytes without the values of the places listed; ValueError where something else stands there."""


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
    if len(file.ends) != 1 or file.ends[0] != len(file.pdf):
        raise ValueError(phrase("the file is not written once, in full, object after object"))
    masks = _places(copy)
    digest = hashlib.sha256()
    _add(digest, 0, repr(sorted(masks)).encode() + file.base[: offsets[0][0]])
    holders = {stream for stream, _ in file.reader.xref_objStm.values()}
    for _, number in offsets:
        if number in holders:
            _add_packed(digest, number, file.raw[number], masks)
        else:
            mask = _listing(file, number) if number == offsets[-1][1] else masks.get(number)
            _add(digest, number, mask(file.raw[number]) if mask else file.raw[number])
    return digest.hexdigest()


def _add(digest: t.Any, number: int, content: bytes) -> None:  # noqa: ANN401 - hashlib names no type
    digest.update(b"%d %d\n" % (number, len(content)))
    digest.update(content)


def _places(copy: Copy) -> dict[int, Mask]:
    """The objects that hold what may differ.

    Raises:
        ValueError: one is not there, or is two of them.
    """
    catalog = copy.file.catalog
    files = dict(pairs(get(get(catalog, "/Names"), "/EmbeddedFiles"), "/Names"))
    attached = get(resolve(files[CERTIFICATION_FILE]), "/EF")
    (content,) = copy.own(copy.pages[-1][1])
    found: list[tuple[int, Mask]] = [
        (number_of(attached, "/F"), _attached),
        (number_of(catalog, "/Metadata"), _metadata),
        (number_of(copy.file.reader.trailer, "/Info"), _info),
        (number_of(get(copy.pages[0][1].get("/Resources"), "/XObject"), MARGIN), _drawn),
        (reference(content), _drawn),
    ]
    masks = dict(found)
    if len(masks) != len(found) or 0 in masks:
        raise ValueError(phrase("an object is missing, or serves twice"))
    return masks


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


def _unpacked(raw: bytes) -> tuple[bytes, bytes]:
    """The dictionary of a packed stream without its length, and the data unpacked: to the end, and nothing after."""
    head, data = _stream(raw)
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(data, limits.MAX_STREAM)
    # The maker puts a line end after data that end in a carriage return.
    if _PACKED not in head or not unpacking.eof or unpacking.unused_data not in {b"", b"\n"}:
        raise ValueError(phrase("the stream is not packed as copies are"))
    return head, content


def _attached(raw: bytes) -> bytes:
    head, _ = _unpacked(raw)
    return _once(_SIZE, b"", _once(_CHECKSUM, b"", head))


def _metadata(raw: bytes) -> bytes:
    head, packet = _stream(raw)
    found = _DESCRIPTION.search(packet)
    if b"/Filter" in head or found is None:
        raise ValueError(phrase("the metadata do not describe the copy, or are packed"))
    if any(unicodedata.category(sign) in _UNREADABLE for sign in found[0].decode()):
        raise ValueError(phrase("the description is no plain text"))
    return head + _once(_DESCRIPTION, b"", packet)


def _info(raw: bytes) -> bytes:
    return _once(_SUBJECT, b"", raw)


def _drawn(raw: bytes) -> bytes:
    head, content = _unpacked(raw)
    if b"/DecodeParms" in head or _OPAQUE.search(content):
        raise ValueError(phrase("the content is not written as copies are"))
    return head + _CODE.sub(b"re\n", _PLACED.sub(b"\nTm\n", _SHOWN.sub(b"TJ\n", content)))


def _add_packed(digest: t.Any, number: int, raw: bytes, masks: dict[int, Mask]) -> None:  # noqa: ANN401 - as `_add`
    """An object stream (ISO 32000-1, 7.5.7): its members one by one, and how they follow each other."""
    head, content = _unpacked(raw)
    first = int(_FIRST.findall(head)[0])
    figures = [int(figure) for figure in content[:first].split()]
    numbers, starts = figures[::2], [first + offset for offset in figures[1::2]]
    if starts[0] != first or starts != sorted(set(starts)) or len(numbers) != len(starts):
        raise ValueError(phrase("the objects of a stream do not follow each other"))
    _add(digest, number, _once(_FIRST, b"/First", head) + b" ".join(b"%d" % member for member in numbers))
    for member, start, end in zip(numbers, starts, [*starts[1:], len(content)], strict=True):
        mask = masks.get(member)
        _add(digest, member, mask(content[start:end]) if mask else content[start:end])


def _listing(file: File, number: int) -> Mask:
    """The list of objects at the end of the file (ISO 32000-1, 7.5.8): every row, but for offsets."""

    def mask(raw: bytes) -> bytes:
        head, _ = _unpacked(raw)
        widths = [int(width) for width in _WIDTHS.findall(head)[0]]
        rows, size = file.objects.data(file.object(number)), sum(widths)
        if widths[0] != 1 or len(rows) % size:
            raise ValueError(phrase("the list of objects has other rows than copies have"))
        last = widths[0] + widths[1]
        kept = [
            row[:1] + row[last:] if row[0] == _DIRECT else row
            for row in (rows[start : start + size] for start in range(0, len(rows), size))
        ]
        return _once(_IDENTIFIER, rb"\1", head) + b"".join(kept)

    return mask
