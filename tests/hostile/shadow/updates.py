"""Objects into an update after a PDF, written by hand and sealed by hand: what no tool would write, for who attacks."""

import asyncio
import hashlib
import io
import re
import typing as t
from collections.abc import Callable
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Object, Pdf, Stream

if t.TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

Objects = dict[int, bytes]
Row = tuple[int, int, int]
"""A row of a cross-reference stream: kind, offset or holder, generation or index."""
Spans = Callable[[int, int, int], list[int]]
"""The ByteRange, by where the gap begins, where it ends, and how long the file is."""

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj\n", re.DOTALL)
_CONTENTS = re.compile(rb"/Contents <[0-9A-Fa-f]+>")
_RANGE = re.compile(rb"/ByteRange \[[^\]]*\] *")
_ROOM = 4096
"""Figures that are kept free for a signature."""
_WIDE = 60


@dataclass
class Update:
    """Objects that are to stand after a file, and rows that its cross-reference stream has besides theirs."""

    base: bytes
    objects: Objects
    rows: dict[int, Row] = field(default_factory=dict)
    root: int = 0
    prev: int | None = None
    trailer: bytes = b""
    own: int | None = None
    """The number of the cross-reference stream; by default one that no object has."""

    def written(self) -> bytes:
        """The file with the update after it."""
        last, body, rows = _Trailer(self.base), self.base, dict(self.rows)
        for number, content in self.objects.items():
            rows[number] = (1, len(body), 0)
            body += b"%d 0 obj\n" % number + content + b"\nendobj\n"
        own = max([last.size - 1, *rows]) + 1 if self.own is None else self.own
        rows[own] = (1, len(body), 0)
        size, before = max([last.size - 1, *rows]) + 1, last.start if self.prev is None else self.prev
        said = (self.root or last.root, last.info, size, before, last.id, self.trailer)
        entries = b"/Root %d 0 R %s /Size %d /Prev %d /ID %s %s" % said
        return body + table(own, rows, entries) + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)


class _Trailer:
    """What the last revision says of itself."""

    def __init__(self, pdf: bytes) -> None:
        self.start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
        with pikepdf.open(io.BytesIO(pdf)) as file:
            self.root, info = file.Root.objgen[0], file.trailer.get("/Info")
            self.info = b"" if info is None else b"/Info %d 0 R" % info.objgen[0]
            self.size = int(file.trailer.Size)
            self.id = file.trailer.ID.unparse()


def table(number: int, rows: dict[int, Row], entries: bytes) -> bytes:
    """A cross-reference stream."""
    index = b" ".join(b"%d 1" % one for one in sorted(rows))
    content = b"".join(
        kind.to_bytes(1, "big") + one.to_bytes(4, "big") + two.to_bytes(2, "big")
        for kind, one, two in (rows[each] for each in sorted(rows))
    )
    head = b"%d 0 obj\n<< /Type /XRef /W [1 4 2] /Index [%s] /Length %d %s >>\nstream\n"
    return head % (number, index, len(content), entries) + content + b"\nendstream\nendobj\n"


def grown(pdf: bytes, change: Callable[[Pdf], None], base: bytes | None = None) -> bytes:
    """A file with an update after it that holds what a change of its objects changed, and nothing else.

    Args:
        pdf: the file that the change is made of.
        change: what is done.
        base: what the update is written after, where it is not `pdf` itself.
    """
    with pikepdf.open(io.BytesIO(pdf)) as file:
        before = {one.objgen[0]: _bytes(one) for one in file.objects}
        change(file)
        after = {one.objgen[0]: _bytes(one) for one in file.objects}
        changed = {number: content for number, content in after.items() if before.get(number) != content}
        assert changed, "nothing was changed"
        return Update(pdf if base is None else base, changed, root=file.Root.objgen[0]).written()


def _bytes(one: Object) -> bytes:
    if not isinstance(one, Stream):
        return bytes(one.unparse(resolved=True))
    raw = one.read_raw_bytes()
    entries = pikepdf.Dictionary(dict(one.stream_dict.items()))
    entries.Length = len(raw)
    return bytes(entries.unparse()) + b"\nstream\n" + raw + b"\nendstream"


def revision(sealed: bytes, copy: bytes) -> Objects:
    """The objects of a seal's update: catalog, form, field and signature, and not its cross-reference stream."""
    found = {int(one[1]): one[2] for one in _OBJECT.finditer(sealed, len(copy))}
    return {number: content for number, content in found.items() if b"/Type /XRef" not in content}


def signature_of(objects: Objects) -> int:
    """The number of the signature among the objects of a seal's update."""
    return next(number for number, content in objects.items() if b"/ByteRange" in content)


def honest(start: int, end: int, size: int) -> list[int]:
    """All but the gap."""
    return [0, start, end, size - end]


def sealed(
    update: Update,
    signer: "Signer",
    spans: Spans = honest,
    digest: Callable[[bytes], bytes] = lambda content: content,
    encapsulated: bytes | None = None,
) -> bytes:
    """Write an update that holds a signature, and sign it.

    Args:
        update: among its objects is one with `/ByteRange` and `/Contents` in hexadecimal figures.
        signer: with whose key.
        spans: what the ByteRange says.
        digest: what is signed, of what the ByteRange covers.
        encapsulated: content that the signature carries and signs instead of the file.
    """
    from asn1crypto import cms  # type: ignore[import-untyped] # noqa: PLC0415 - few need it, and it has no types

    number = signature_of(update.objects)
    body = _CONTENTS.sub(b"/Contents <" + b"0" * _ROOM + b">", update.objects[number], count=1)
    update.objects[number] = _RANGE.sub(b"/ByteRange [" + b" " * _WIDE + b"]", body, count=1)
    pdf = update.written()
    gap = pdf.index(b"<" + b"0" * _ROOM + b">", len(update.base))
    said = spans(gap, gap + _ROOM + 2, len(pdf))
    at = pdf.index(b"/ByteRange [" + b" " * _WIDE, len(update.base)) + len(b"/ByteRange [")
    pdf = pdf[:at] + b" ".join(b"%d" % one for one in said).ljust(_WIDE) + pdf[at + _WIDE :]
    covered = b"".join(pdf[start : start + length] for start, length in zip(said[::2], said[1::2], strict=False))
    content = digest(covered) if encapsulated is None else encapsulated
    carried = None
    if encapsulated is not None:
        carried = cms.ContentInfo({"content_type": "data", "content": encapsulated})
    made = asyncio.run(
        signer.async_sign(hashlib.sha256(content).digest(), "sha256", use_pades=True, encap_content_info=carried)
    )
    figures = made.dump().hex().upper().encode().ljust(_ROOM, b"0")
    return bytes(pdf[: gap + 1] + figures + pdf[gap + 1 + _ROOM :])
