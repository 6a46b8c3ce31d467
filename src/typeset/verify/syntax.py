"""The bytes of a file into doubts: strict where readers forgive, and forgive differently (ISO 32000-1, 7.2 to 7.5).

What one reader mends another leaves blank. So every byte of the file must belong to an object that is written as the
standard has it, or to its frame.
"""

import re
import typing as t
from dataclasses import dataclass, field

from pypdf import PdfReader

from typeset.messages import Message, phrase
from typeset.verify import limits
from typeset.verify.objects import get, resolve
from typeset.verify.packed import Reader

_BLANK = rb"[\x00\t\n\f\r ]"
_AFTER = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$)"
_TOKEN = re.compile(
    _BLANK
    + rb"*+(?:(?P<name>/[^\x00-\x20()<>\[\]{}/%\x7f-\xff]*+)"
    + rb"|(?P<reference>[1-9]\d{0,9} 0 R" + _AFTER + rb")"
    + rb"|(?P<number>[+-]?(?:\d++(?:\.\d*+)?|\.\d++)" + _AFTER + rb")"
    + rb"|(?P<open><<|\[)|(?P<close>>>|\])"
    + rb"|(?P<text>\((?:[^()\\]|\\[\x00-\xff])*+\)|<(?:[0-9A-Fa-f]{2})*+>)"
    + rb"|(?P<word>true|false|null)" + _AFTER + rb"|(?P<nested>\())"
)  # fmt: skip
_PARENTHESES = re.compile(rb"\\[\x00-\xff]|[()]")
_HEADER = re.compile(rb"%PDF-1\.\d\r?\n(?:%[\x80-\xff]{4}\r?\n)?")
_OBJECT = re.compile(rb"(\d++) 0 obj" + _BLANK + rb"++")
_STREAM = re.compile(_BLANK + rb"*+stream\r?\n")
_STREAM_END = re.compile(rb"(?:\r\n|\n)?endstream" + _BLANK + rb"++endobj" + _BLANK + rb"++")
_END = re.compile(_BLANK + rb"*+endobj" + _BLANK + rb"++")
_TABLE = re.compile(rb"xref\r?\n(?:\d+ \d+ *\r?\n(?:\d{10} \d{5} [nf](?: \r| \n|\r\n))*)+trailer" + _BLANK + rb"*+")
_LAST = re.compile(_BLANK + rb"*+startxref\r?\n\d+\r?\n%%EOF\r?\n?")


class DoubtError(ValueError):
    """Something is written as the standard does not have it."""


@dataclass(slots=True)
class _Open:
    """A dictionary or array whose end was not met yet."""

    closed_by: bytes
    entries: dict[bytes, bytes] = field(default_factory=dict)
    key: bytes = b""

    def take(self, kind: str, token: bytes) -> None:
        """Count a value, or take it for a key."""
        if self.closed_by != b">>":
            return
        if self.key:
            self.entries[self.key], self.key = token, b""
        elif kind != "name" or token in self.entries:
            raise DoubtError
        else:
            self.key = token


def value(content: bytes, at: int) -> tuple[int, dict[bytes, bytes]]:
    """Read one object.

    Returns:
        Where it ends, and, of a dictionary, its keys with the beginnings of their values.

    Raises:
        DoubtError: it is no object of PDF, or a dictionary with one key twice.
    """
    opened: list[_Open] = []
    while match := _TOKEN.match(content, at):
        kind, at = match.lastgroup or "", match.end()
        token = match[kind]
        if kind == "nested":
            at, kind = _text_end(content, at), "text"
        if kind == "close":
            last = opened.pop() if opened else _Open(b"")
            if last.closed_by != token or last.key:
                raise DoubtError
            if not opened:
                return at, last.entries
            continue
        if opened:
            opened[-1].take(kind, token)
        if kind == "open":
            opened.append(_Open(b">>" if token == b"<<" else b"]"))
            if len(opened) > limits.MAX_NESTING:
                raise DoubtError
        elif not opened:
            return at, {}
    raise DoubtError


def _text_end(content: bytes, at: int) -> int:
    depth = 1
    for match in _PARENTHESES.finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return match.end()
    raise DoubtError


def doubts(pdf: bytes, reader: PdfReader) -> t.Iterator[Message]:
    """What in the bytes of a file of one revision a reader could take otherwise than pypdf does."""
    start = re.findall(rb"startxref\r?\n(\d{1,12})", pdf)
    places = {offset: number for number, offset in reader.xref.get(0, {}).items()}
    if len(start) == 1 and int(start[0]) not in places and not pdf.startswith(b"xref", int(start[0])):
        places[int(start[0])] = -1
    header = _HEADER.match(pdf)
    at = header.end() if header else 0
    for offset, number in sorted(places.items()):
        if offset != at:
            yield phrase("something stands before the object {number} of the file", number=number)
            return
        try:
            at = _object(pdf, at, number, reader)
        except Exception:  # noqa: BLE001 - a length may be anywhere, and pypdf stumble on the way
            yield phrase("the object {number} of the file is not written as readers expect it", number=number)
            return
    if table := _TABLE.match(pdf, at):
        try:
            at, _ = value(pdf, table.end())
        except DoubtError:
            at = 0
    last = _LAST.match(pdf, at)
    if last is None or last.end() != len(pdf):
        yield phrase("the file does not end as readers expect it")
    yield from _packed(reader)


def _object(pdf: bytes, at: int, number: int, reader: PdfReader) -> int:
    head = _OBJECT.match(pdf, at)
    if head is None or number not in {int(head[1]), -1}:
        raise DoubtError
    at, entries = value(pdf, head.end())
    if begun := _STREAM.match(pdf, at):
        length = _length(entries.get(b"/Length", b""), reader)
        ended = _STREAM_END.match(pdf, begun.end() + length)
    else:
        ended = _END.match(pdf, at)
    if ended is None:
        raise DoubtError
    return ended.end()


def _length(said: bytes, reader: PdfReader) -> int:
    if said.isdigit():
        return int(said[:10])
    if not said.endswith(b"R"):
        raise DoubtError
    found = resolve(reader.get_object(int(said.split()[0])))
    if not isinstance(found, int) or found < 0:
        raise DoubtError
    return int(found)


def _packed(reader: PdfReader) -> t.Iterator[Message]:
    """What could be taken otherwise in the streams that hold objects."""
    # What was read of a stream in one pass is written as this room has it, and more strictly.
    plain = reader.plain if isinstance(reader, Reader) else set[int]()
    for holder in sorted({stream for stream, _ in reader.xref_objStm.values()} - plain):
        try:
            sound = _is_sound(reader, holder)
        except Exception:  # noqa: BLE001 - whatever pypdf stumbles over is doubtful
            sound = False
        if not sound:
            yield phrase("the object {number} of the file is not written as readers expect it", number=holder)


def _is_sound(reader: PdfReader, holder: int) -> bool:
    """Whether an object stream holds the objects that are looked for in it, one after the other, and nothing else.

    Raises:
        DoubtError: one of them is no object of PDF.
    """
    stream = reader.get_object(holder)
    content, first = stream.get_data(), get(stream, "/First")  # type: ignore[union-attr] # the caller catches it
    figures = [int(figure) for figure in content[: int(str(first))].split()]
    starts = [int(str(first)) + offset for offset in figures[1::2]]
    ends = [*starts[1:], len(content)]
    for index, (number, start, end) in enumerate(zip(figures[::2], starts, ends, strict=True)):
        stop, _ = value(content, start)
        if content[stop:end].strip(b"\x00\t\n\f\r ") or reader.xref_objStm.get(number) != (holder, index):
            return False
    return True
