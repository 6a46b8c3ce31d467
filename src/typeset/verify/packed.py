"""Objects that a file packs into streams, as pypdf has them, but read in one pass where all are plainly written.

pypdf goes through such a stream letter by letter, which takes two fifths of reading a file. Here one expression finds
the tokens, and they become the very objects that pypdf makes of them. A stream that holds anything else than files
mostly do, or not one object after the other as its table has them, is left to pypdf as a whole: so that whatever is
wrong with it is found, and named, by pypdf.
"""

import itertools
import re
import typing as t

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    create_string_object,
)

_BLANKS = b"\t\n\f\r "
_AFTER = rb"(?=[\t\n\f\r ()<>\[\]/])"
_TOKEN = re.compile(
    rb"[\t\n\f\r ]*+(?:(?P<name>/[!\"$&'*+,\-.0-;=?-Z\\^-z|~]{1,100}+)" + _AFTER
    + rb"|(?P<reference>[1-9]\d{0,8}+) 0 R" + _AFTER
    + rb"|(?P<whole>[+-]?\d{1,9}+)" + _AFTER
    + rb"|(?P<real>[+-]?(?:\d{1,9}+\.\d{0,9}+|\.\d{1,9}+))" + _AFTER
    + rb"|(?P<open><<|\[)|(?P<mapping>>>)|(?P<array>\])"
    + rb"|\((?P<text>(?:[^()\\]|\\[()\\])*+)\)|<(?P<code>(?:[0-9A-Fa-f]{2})*+)>"
    + rb"|(?P<word>true|false|null)" + _AFTER + rb")"
)  # fmt: skip
_ESCAPED = re.compile(rb"\\(.)")
_HEAD = re.compile(rb"[\d\t\n\f\r ]*")
_DEEPEST = 30
"""Levels up to which pypdf goes down without running out of stack."""
_LONGEST = 50_000
"""Members of an array or dictionary up to which pypdf reads it in any configuration of ours."""


class UnusualError(ValueError):
    """Something is not written as it mostly is."""


class Reader(PdfReader):
    """pypdf's reader, which is given the objects of a stream all at once where they are plainly written."""

    def __init__(self, stream: t.BinaryIO, *, strict: bool) -> None:
        self._looked_at: set[int] = set()
        self.plain: set[int] = set()
        """The streams in which all is plainly written, and one object stands after the other."""
        super().__init__(stream, strict=strict)

    def _get_object_from_stream(self, indirect_reference: IndirectObject) -> PdfObject:
        number = indirect_reference.idnum
        holder, _ = self.xref_objStm[number]
        # One that is packed itself, which the standard forbids, may hold itself: that is for pypdf to find out.
        if holder not in self._looked_at and holder not in self.xref_objStm:
            self._looked_at.add(holder)
            for key, value in _unpacked(self, holder).items():
                self.cache_indirect_object(0, key, value)
                self.plain.add(holder)
            if (found := self.resolved_objects.get((0, number))) is not None:
                return found
        return super()._get_object_from_stream(indirect_reference)


def _unpacked(reader: Reader, holder: int) -> dict[int, PdfObject]:
    """The objects of a stream by their numbers; none where pypdf shall read them."""
    stream = IndirectObject(holder, 0, reader).get_object()
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
        return {}
    content, first, count = stream.get_data(), stream.get("/First"), stream.get("/N")
    if not (isinstance(content, bytes) and isinstance(first, NumberObject) and isinstance(count, NumberObject)):
        return {}
    try:
        found = objects(content, int(first), int(count), reader)
    except UnusualError:
        return {}
    places = ((number, index) for index, number in enumerate(found))
    fresh = all(
        reader.xref_objStm.get(number) == (holder, index) and (0, number) not in reader.resolved_objects
        for number, index in places
    )
    return found if fresh else {}


def objects(content: bytes, first: int, count: int, reader: PdfReader) -> dict[int, PdfObject]:
    """Read the decoded content of an object stream (ISO 32000-1, 7.5.7): objects by number, in their order.

    Raises:
        UnusualError: something in it is not written as it mostly is, or is wrong.
    """
    head = content[: max(first, 0)]
    figures = [*map(int, head.split())] if len(head) == first and _HEAD.fullmatch(head) else []
    numbers, starts = figures[::2], [first + offset for offset in figures[1::2]]
    if not 0 < len(figures) == 2 * count or len(set(numbers)) < count:
        raise UnusualError
    found: dict[int, PdfObject] = {}
    for number, (start, end) in zip(numbers, itertools.pairwise([*starts, len(content)]), strict=True):
        found[number], stop = _object(content, start, reader)
        if not start < stop <= end or content[stop:end].strip(_BLANKS):
            raise UnusualError
    return found


def _object(content: bytes, at: int, reader: PdfReader) -> tuple[PdfObject, int]:
    """One object, and where it ends."""
    members: list[PdfObject] = []
    opened: list[tuple[bytes, list[PdfObject]]] = []
    while match := _TOKEN.match(content, at):
        kind, at = match.lastgroup or "", match.end()
        token = match[kind]
        if kind == "open":
            opened.append((token, members))
            members = []
            if len(opened) > _DEEPEST:
                raise UnusualError
            continue
        if kind in _CLOSING:
            begun, outer = opened.pop() if opened else (b"", members)
            if begun != _CLOSING[kind] or len(members) > _LONGEST:
                raise UnusualError
            made: PdfObject = _mapping(members) if kind == "mapping" else ArrayObject(members)
            members = outer
        else:
            made = IndirectObject(int(token), 0, reader) if kind == "reference" else _MADE[kind](token)
        if not opened:
            return made, at
        members.append(made)
    raise UnusualError


def _mapping(members: list[PdfObject]) -> DictionaryObject:
    keys = members[::2]
    if not all(isinstance(key, NameObject) for key in keys):
        raise UnusualError
    made = DictionaryObject()
    made.update(zip(keys, members[1::2], strict=False))
    if len(made) * 2 != len(members):
        raise UnusualError
    return made


_CLOSING = {"mapping": b"<<", "array": b"["}
_MADE: dict[str, t.Callable[[bytes], PdfObject]] = {
    "name": lambda token: NameObject(token.decode("ascii")),
    "whole": NumberObject,
    "real": FloatObject,
    "text": lambda token: create_string_object(_ESCAPED.sub(rb"\1", token)),
    "code": lambda token: create_string_object(bytes.fromhex(token.decode("ascii"))),
    "word": lambda token: NullObject() if token == b"null" else BooleanObject(token == b"true"),
}
