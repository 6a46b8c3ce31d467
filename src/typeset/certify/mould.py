"""A copy that was written once into every further one: only the objects that bear its number are written anew.

To write a file takes longer than all else that a copy needs, and of its bytes hardly a hundredth change. So the file is
written once, by qpdf, and parted into the objects that change and all that stands between; a copy is these put together
again, and the list of objects at its end, which says where each of them has come to stand.
"""

import dataclasses
import hashlib
import io
import itertools
import re
import typing as t
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Pdf

from typeset.certify.listing import listing
from typeset.certify.streams import END, LENGTH, STREAM, ended, packed

SUBJECT = "typeset: what this copy is called"
"""What stands in the trailer's dictionary where a copy says what it is called."""
_SUBJECT = b"/Subject (%b)" % SUBJECT.encode()
_CHECKSUM = re.compile(rb"/CheckSum (?:<[0-9a-f]*>|\([^()]*\))")
_SIZE = re.compile(rb"/Size \d+")
_CLOSE = b"\nendobj\n"
_FIRST = re.compile(rb"/First (\d+)")


@dataclass(frozen=True)
class Content:
    """What one copy holds that others do not: content of streams, unpacked, and a text.

    Args:
        margin: the margin line.
        page: the certification page.
        file: the attached file.
        packet: the metadata.
        subject: what the copy is called.
    """

    margin: bytes
    page: bytes
    file: bytes
    packet: bytes
    subject: str


Objects = Callable[[Pdf], Mapping[str, pikepdf.Object]]
"""The objects that hold the content of a copy, by the names above; that of the subject is the trailer's dictionary."""


class _Part(t.NamedTuple):
    """What all copies share, and the object that follows it."""

    shared: bytes
    change: Callable[[Content], bytes]
    size: int


class Mould:
    """A file, ready to be written with other content.

    Args:
        written: the file, as `saved` writes it.
        objects: finds in it what changes.
        known: what other moulds share, which is not kept twice: a scan is large, and there are many recipients.

    Raises:
        ValueError: the file is not written as it should be.
    """

    def __init__(self, written: bytes, objects: Objects, known: dict[bytes, bytes] | None = None) -> None:
        known = {} if known is None else known
        with Pdf.open(io.BytesIO(written)) as pdf:
            numbers = {name: one.objgen[0] for name, one in objects(pdf).items()}
        self._listing = listing(written)
        direct = self._listing.direct
        info = numbers.pop("subject")
        holder = self._listing.holder(info)
        names = {number: name for name, number in numbers.items()}
        if len(names) != len(dataclasses.fields(Content)) - 1 or not holder or direct[-1][1] != self._listing.number:
            raise ValueError("the copy is not written as it should be")
        starts = {number: (start, end) for (start, number), (end, _) in itertools.pairwise(direct)}
        of_holder, order = _holder(written[slice(*starts[holder])], info)
        self._listing = self._listing.arranged(holder, order)
        changes = {number: _stream(written[slice(*starts[number])], name) for number, name in names.items()}
        changes[holder] = of_holder
        self._parts: list[_Part] = []
        self._moved: list[tuple[int, int, int]] = []
        """The objects of the file: number, offset, and how many that change stand before it."""
        since = 0
        for start, number in direct:
            self._moved.append((number, start, len(self._parts)))
            if number in changes:
                end = starts[number][1]
                shared = written[since:start]
                self._parts.append(_Part(known.setdefault(shared, shared), changes[number], end - start))
                since = end
        rest = written[since : self._listing.start]
        self._rest = known.setdefault(rest, rest)

    def cast(self, content: Content) -> bytes:
        """The file with this content; equal content gives equal bytes."""
        pieces: list[bytes] = []
        shifts = [0]
        for part in self._parts:
            made = part.change(content)
            pieces += [part.shared, made]
            shifts.append(shifts[-1] + len(made) - part.size)
        offsets = {number: offset + shifts[before] for number, offset, before in self._moved}
        identifier = hashlib.md5(self._listing.identifier, usedforsecurity=False)
        for value in vars(content).values():
            identifier.update(hashlib.sha256(value if isinstance(value, bytes) else value.encode()).digest())
        end = self._listing.moved(offsets, offsets[self._listing.number], identifier.hexdigest().encode())
        return b"".join([*pieces, self._rest, end])


def _stream(raw: bytes, name: str) -> Callable[[Content], bytes]:
    """A stream with other content; of the file that is attached, with another size and checksum."""
    head, found, _ = raw.partition(STREAM)
    counts = [len(pattern.findall(head)) for pattern in (LENGTH, _CHECKSUM, _SIZE)]
    if not found or counts != ([1, 1, 1] if name == "file" else [1, 0, 0]):
        raise ValueError("the stream is not written as it should be")

    def change(content: Content) -> bytes:
        value: bytes = getattr(content, name)
        data = packed(value) if b"/Filter" in head else value
        said = LENGTH.sub(b"/Length %d" % len(data), head)
        if name == "file":
            checksum = hashlib.md5(value, usedforsecurity=False).hexdigest().encode()
            said = _SIZE.sub(b"/Size %d" % len(value), _CHECKSUM.sub(b"/CheckSum <%b>" % checksum, said))
        return said + STREAM + data + END + _CLOSE

    return change


def _holder(raw: bytes, info: int) -> tuple[Callable[[Content], bytes], list[int]]:
    """The stream of objects (ISO 32000-1, 7.5.7) that holds the dictionary of the trailer, with another subject.

    That dictionary becomes the last in the stream: what stands before it is compressed once.
    """
    head, _, data = raw.partition(STREAM)
    content = zlib.decompressobj().decompress(data)
    (first,) = (int(figures) for figures in _FIRST.findall(head))
    figures = [int(figure) for figure in content[:first].split()]
    starts = [first + start for start in figures[1::2]]
    inside = {
        n: content[a:b] for n, (a, b) in zip(figures[::2], itertools.pairwise([*starts, len(content)]), strict=True)
    }
    before, found, after = inside.pop(info).partition(_SUBJECT)
    if not found or _SUBJECT in after:
        raise ValueError("the copy is not called as it should be")
    offsets = itertools.accumulate(map(len, inside.values()), initial=0)
    order = [*inside, info]
    listed = b"".join(b"%d %d\n" % pair for pair in zip(order, offsets, strict=True))
    packing = zlib.compressobj(9)
    begun = packing.compress(listed + b"".join(inside.values()) + before + b"/Subject ")
    head = _FIRST.sub(b"/First %d" % len(listed), head)

    def change(content: Content) -> bytes:
        rest = packing.copy()
        data = ended(begun + rest.compress(pikepdf.String(content.subject).unparse() + after) + rest.flush())
        return LENGTH.sub(b"/Length %d" % len(data), head) + STREAM + data + END + _CLOSE

    return change, order
