"""A PDF's bytes into objects that can be asked without harm: bounded, strict, no traceback.

pypdf resolves objects; whatever it has to say about the file is kept as a remark.
"""

import contextlib
import io
import logging
import typing as t
import zlib

from pypdf import Configuration, apply_configuration
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject, StreamObject

from typeset.bounds import MEGABYTE, bounds, raising
from typeset.errors import VerificationError
from typeset.messages import phrase
from typeset.verify import limits
from typeset.verify.drawn import Rect
from typeset.verify.facts import Remark
from typeset.verify.packed import Reader

_RECT = 4
Kind = type | tuple[type, ...]


class _Listener(logging.Handler):
    """Keeps what pypdf logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextlib.contextmanager
def listening() -> t.Iterator[list[str]]:
    """Collect pypdf's warnings instead of letting them reach anyone's stderr."""
    listener, logger = _Listener(), logging.getLogger("pypdf")
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(listener)
    try:
        yield listener.heard
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate


class Objects:
    """The objects of one PDF.

    Raises:
        VerificationError: too large, encrypted, or no PDF.
    """

    def __init__(self, pdf: bytes) -> None:
        if len(pdf) > (most := bounds().pdf_mb * MEGABYTE):
            raise VerificationError(
                phrase("the file has {count} bytes, more than {limit} are not read", count=len(pdf), limit=most),
                phrase("make it smaller, {raising}", raising=raising("pdf_mb")),
            )
        if not pdf.startswith(b"%PDF-"):
            raise VerificationError(
                phrase("could not be read: the file does not begin as a PDF"), phrase("name a PDF file")
            )
        self.reader = Reader(io.BytesIO(pdf), strict=True)
        if self.reader.is_encrypted:
            raise VerificationError(
                phrase("the file is encrypted; an original is not"), phrase("check the unencrypted file")
            )
        count = sum(map(len, self.reader.xref.values())) + len(self.reader.xref_objStm)
        if count > limits.MAX_OBJECTS:
            raise VerificationError(
                phrase(
                    "the file has {count} objects, more than {limit} are not read",
                    count=count,
                    limit=limits.MAX_OBJECTS,
                )
            )
        self.remarks: list[Remark] = []
        self._decoded = 0

    def remark(self, message: str, page: int | None = None, words: str = "", check: str = "content") -> None:
        """Note something unknown."""
        self.remarks.append(Remark(message, page, words, check))

    def data(self, stream: object) -> bytes:
        """The decoded bytes of a stream; empty where it is none.

        Raises:
            VerificationError: the stream, or all streams together, grow beyond the bounds.
        """
        if not isinstance(stream, StreamObject):
            return b""
        content = _inflated(stream) if _deflated(stream) else bytes(stream.get_data())
        if content is None:
            content = bytes(stream.get_data())
            self.remark(phrase("a stream is damaged: readers may unpack it differently"), words=f"{content[:40]!r}")
        self._decoded += len(content)
        if len(content) > limits.MAX_STREAM or self._decoded > limits.MAX_DECODED:
            raise VerificationError(phrase("could not be read: its streams unpack to more than is sensible"))
        return content


def _deflated(stream: StreamObject) -> bool:
    return get(stream, "/Filter") == "/FlateDecode" and get(stream, "/DecodeParms") is None


def _inflated(stream: StreamObject) -> bytes | None:
    """Deflated data, unpacked to their end, with the right checksum; none where pypdf would have to repair them."""
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(stream._data, limits.MAX_STREAM)  # noqa: SLF001 - pypdf has no other way to raw bytes
    except zlib.error:
        return None
    return content if unpacking.eof else None


def bounded() -> contextlib.AbstractContextManager[object]:
    """Hold pypdf to this room's limits for as long as the context lasts."""
    largest = limits.MAX_STREAM
    return apply_configuration(
        Configuration(
            maximum_declared_stream_length=largest,
            array_based_stream_maximum_output_length=largest,
            lzw_maximum_output_length=largest,
            run_length_maximum_output_length=largest,
            zlib_maximum_output_length=largest,
            brotli_maximum_output_length=largest,
            stream_decoding_work_maximum_length=limits.MAX_DECODED,
        )
    )


def resolve(value: object) -> object:
    """Follow references; a null becomes None."""
    for _ in range(limits.MAX_DEPTH):
        if not isinstance(value, IndirectObject):
            return None if isinstance(value, NullObject) else value
        value = value.get_object()
    return None


def get(holder: object, key: str) -> object:
    """The resolved value of `key`; None where there is none."""
    return resolve(dict.get(holder, key)) if isinstance(holder, DictionaryObject) else None


def number_of(holder: object, key: str) -> int:
    """The object number that `key` refers to; 0 where it is no reference."""
    return reference(dict.get(holder, key)) if isinstance(holder, DictionaryObject) else 0


def reference(value: object) -> int:
    """The object number of a reference; 0 of anything else."""
    return value.idnum if isinstance(value, IndirectObject) else 0


def mapping(holder: object, key: str = "") -> dict[str, object]:
    """A dictionary, its values unresolved; empty where there is none."""
    value = get(holder, key) if key else resolve(holder)
    return t.cast("dict[str, object]", value) if isinstance(value, DictionaryObject) else {}


def foreign(holder: object, known: t.Mapping[str, Kind]) -> str:
    """The first entry that is not known, or of another kind than it should be; empty where there is none."""
    return min((key for key in mapping(holder) if not isinstance(get(holder, key), known.get(key, ()))), default="")


def items(holder: object, key: str = "") -> list[object]:
    """The members of an array, unresolved; empty where there is none."""
    value = get(holder, key) if key else resolve(holder)
    return list(value) if isinstance(value, ArrayObject) else []


def text(holder: object, key: str) -> str:
    """A text string or name; empty where there is none."""
    value = get(holder, key)
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""


def integer(holder: object, key: str) -> int | None:
    """An integer; None where there is none."""
    value = get(holder, key)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else None


def rect(holder: object, key: str) -> Rect | None:
    """A rectangle with its corners in order; None where there is none."""
    sides = [resolve(side) for side in items(holder, key)]
    if len(sides) != _RECT or not all(isinstance(side, int | float) for side in sides):
        return None
    left, bottom, right, top = (float(t.cast("float", side)) for side in sides)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
