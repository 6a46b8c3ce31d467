"""A PDF's bytes into objects that can be held against another file's: the first revision, its objects and its pages."""

import functools
import hashlib
import io
import re
import typing as t

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject, read_object

from typeset.errors import VerificationError
from typeset.messages import phrase
from typeset.verify import limits, syntax
from typeset.verify.objects import Objects, get, items, mapping, reference

_END = re.compile(rb"startxref\n(\d+)\n%%EOF\n")
_PIECE = re.compile(rb"(\((?:[^()\\]|\\.)*\))|\b(\d+) 0 R\b", re.DOTALL)
_LENGTH = re.compile(rb"/Length (\d+)")
_OPEN, _CLOSE, _STREAM, _STREAM_END = b"%d 0 obj\n", b"\nendobj\n", b"\nstream\n", b"\nendstream"
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")

Shape = tuple[object, ...]
"""The bytes of an object but for the numbers of the objects that it refers to."""


class Known:
    """What copies of one original have in common, read once: by the bytes of an object."""

    def __init__(self) -> None:
        self.shapes: dict[bytes, tuple[Shape, list[int]] | None] = {}
        self.sound: set[bytes] = set()
        """Objects that are written as the standard has them."""
        self._parsed: dict[bytes, PdfObject] = {}

    def learn(self, file: "File") -> None:
        """Keep what was read of a file in which nothing was found: the reader had nothing to say of its objects."""
        self.sound |= set(file.raw.values())
        self._parsed |= {raw: _bound(found, None) for raw, found in file.parsed.items()}

    def parsed(self, raw: bytes, reader: t.Any) -> PdfObject | None:  # noqa: ANN401 - pypdf's reader, or none
        """A packed object that was read before, its references leading into this reader's file."""
        found = self._parsed.get(raw)
        return None if found is None else _bound(found, reader)


def _bound(value: PdfObject, reader: t.Any) -> PdfObject:  # noqa: ANN401 - as `Known.parsed`
    if isinstance(value, IndirectObject):
        return IndirectObject(value.idnum, value.generation, reader)
    if isinstance(value, DictionaryObject):
        made = DictionaryObject()
        dict.update(made, {key: _bound(inner, reader) for key, inner in dict.items(value)})
        return made
    return ArrayObject(_bound(inner, reader) for inner in list(value)) if isinstance(value, ArrayObject) else value


class File:
    """One PDF, read by pypdf as far as it is asked.

    Args:
        pdf: its bytes; read is the first revision, since a seal is an update that stands after it.
        name: what errors call it.
        known: what was learnt from files like it.

    Raises, as soon as anything is asked of its objects:
        VerificationError: it cannot be read, or is encrypted.
    """

    def __init__(self, pdf: bytes, name: str, known: Known | None = None) -> None:
        self.pdf, self.name = pdf, name
        self.known = known or Known()
        self.parsed: dict[bytes, PdfObject] = {}
        """Packed objects that were read here, by their bytes."""
        self.unlisted: set[int] = set()
        """Objects that stand in an object stream, and in no cross-reference: they could be woken by an update."""
        self.sha256 = hashlib.sha256(pdf).hexdigest()
        self.ends = [match.end() for match in _END.finditer(pdf)]
        self.base = pdf[: self.ends[0]] if self.ends else pdf

    @functools.cached_property
    def objects(self) -> Objects:
        """Its objects; a file that fits a pattern is never asked for them."""
        objects = Objects(self.base)
        # pypdf would parse all objects of an object stream to give one; most are compared as bytes and never parsed.
        self._whole_stream = objects.reader._get_object_from_stream  # noqa: SLF001 - pypdf is pinned; the next line too
        objects.reader._get_object_from_stream = self._one_of_stream  # type: ignore[method-assign, assignment]  # noqa: SLF001
        return objects

    @functools.cached_property
    def reader(self) -> PdfReader:
        """The reader of its objects."""
        return self.objects.reader

    @property
    def catalog(self) -> dict[str, object]:
        """The root of all objects."""
        return mapping(self.reader.trailer, "/Root")

    @functools.cached_property
    def pages(self) -> list[tuple[int, dict[str, object]]]:
        """The pages in order, with what they inherit: (object number, entries).

        Raises:
            VerificationError: the page tree runs in a circle, or is too large.
        """
        found: list[tuple[int, dict[str, object]]] = []
        self.nodes: set[int] = set()
        self._collect(self.catalog.get("/Pages"), {}, 0, found)
        return found

    def _collect(self, entry: object, above: dict[str, object], depth: int, found: list[t.Any]) -> None:
        number, node = reference(entry), mapping(entry)
        if depth > limits.MAX_DEPTH or (number and number in self.nodes) or len(found) > limits.MAX_PAGES:
            raise VerificationError(
                phrase("could not be read: its page tree is too deep, too long, or runs in a circle")
            )
        self.nodes.add(number)
        own = above | {key: node[key] for key in _INHERITED if key in node}
        if "/Kids" in node:
            for kid in items(node["/Kids"]):
                self._collect(kid, own, depth + 1, found)
        elif node:
            merged = type(node)()
            dict.update(merged, {**own, **node})
            found.append((number, merged))

    def object(self, number: int) -> object:
        """The object of this number."""
        return self.reader.get_object(IndirectObject(number, 0, self.reader))

    @functools.cached_property
    def raw(self) -> dict[int, bytes]:
        """The bytes of every object, as qpdf writes them; an object that is written otherwise is left out."""
        offsets = sorted((offset, number) for number, offset in self.reader.xref.get(0, {}).items())
        ends = [offset for offset, _ in offsets[1:]] + [self.base.rfind(b"startxref\n")]
        found = dict(self._held)
        for (start, number), end in zip(offsets, ends, strict=True):
            head = _OPEN % number
            whole = self.base[start:end]
            if whole.startswith(head) and whole.endswith(_CLOSE) and _whole(whole[len(head) : -len(_CLOSE)]):
                found[number] = whole[len(head) : -len(_CLOSE)]
        return found

    def doubtful(self) -> t.Iterator[int]:
        """The objects that one reader could take otherwise than another."""
        for number, raw in self.raw.items():
            if raw not in self.known.sound:
                try:
                    end, _ = syntax.value(raw, 0)
                except syntax.DoubtError:
                    yield number
                    continue
                if raw[end:] and not raw.startswith(_STREAM, end):
                    yield number

    @functools.cached_property
    def _held(self) -> dict[int, bytes]:
        """The bytes of every object that is packed into an object stream."""
        found: dict[int, bytes] = {}
        for holder in sorted({stream for stream, _ in self.reader.xref_objStm.values()}):
            found |= self._packed(holder)
        return found

    def _one_of_stream(self, wanted: IndirectObject) -> PdfObject:
        raw = self._held.get(wanted.idnum)
        if raw is None:
            return self._whole_stream(wanted)
        found = self.known.parsed(raw, self.reader)
        if found is None:
            found = read_object(io.BytesIO(raw + b" "), self.reader)
            if isinstance(found, DictionaryObject | ArrayObject) and not isinstance(found, StreamObject):
                self.parsed[raw] = found
        self.reader.cache_indirect_object(0, wanted.idnum, found)
        return found

    def _packed(self, holder: int) -> dict[int, bytes]:
        """The objects in an object stream (ISO 32000-1, 7.5.7)."""
        stream = self.object(holder)
        content, first = self.objects.data(stream), int(str(get(stream, "/First")))
        header = [int(figure) for figure in content[:first].split()]
        numbers, starts = header[::2], [first + offset for offset in header[1::2]]
        known = self.reader.xref_objStm
        self.unlisted |= {one for index, one in enumerate(numbers) if known.get(one) != (holder, index)}
        pieces = zip(numbers, starts, [*starts[1:], len(content)], strict=True)
        return {
            number: content[start:end].strip()
            for index, (number, start, end) in enumerate(pieces)
            if known.get(number) == (holder, index)
        }

    @property
    def numbers(self) -> set[int]:
        """All objects but those that only hold or list other objects."""
        containers = {stream for stream, _ in self.reader.xref_objStm.values()}
        listed = set(self.reader.xref.get(0, {})) | set(self.reader.xref_objStm)
        return {number for number in listed - containers if not self.raw.get(number, b"").startswith(_LIST)} - {0}

    def shape(self, number: int) -> tuple[Shape, list[int]] | None:
        """An object's bytes without the numbers that it refers to, and these; none where they cannot be told."""
        raw = self.raw.get(number)
        if raw is None:
            return None
        if raw not in self.known.shapes:
            self.known.shapes[raw] = _shape(raw)
        return self.known.shapes[raw]


_LIST = b"<< /Type /XRef "


def _whole(body: bytes) -> bool:
    """Whether a stream has the length that it says, so that nothing stands between objects."""
    at = body.find(_STREAM)
    if at < 0:
        return b"endobj" not in body
    length = _LENGTH.findall(body[:at])
    return len(length) == 1 and len(body) == at + len(_STREAM) + int(length[0]) + len(_STREAM_END)


def _shape(raw: bytes) -> tuple[Shape, list[int]] | None:
    at = raw.find(_STREAM)
    head, data = (raw, b"") if at < 0 else (raw[:at], raw[at:])
    pieces = _PIECE.split(head)
    plain, strings = tuple(pieces[0::3]), tuple(pieces[1::3])
    if any(b"(" in piece for piece in plain):
        return None
    return (plain, strings, data), [int(number) for number in pieces[2::3] if number is not None]
