"""Objects packed into streams: the same as pypdf's, or left to pypdf."""

import io
from collections.abc import Callable
from random import Random

import pytest
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    BooleanObject,
    IndirectObject,
    PdfObject,
    read_object,
)

from typeset import pipeline
from typeset.pipeline import Source
from typeset.resources import Resources
from typeset.verify import syntax
from typeset.verify.objects import Objects
from typeset.verify.packed import Reader, UnusualError, objects

SAMPLE = (
    b"<</Type/StructElem/S /P/K[0 1 <</Type/MCR/MCID 3/Pg 12 0 R>> null]/Pg 12 0 R/A <</BBox[.5 -1.25 +3 4.]>>>>",
    b"<</Title <feff041f0440>/Alt (An emblem \\(two\\) \\\\)/Lang(ru)/Marked true/Off false/Count -3/None null>>",
    b"[/DeviceN [/A /B#20C] 0 1.5 (\xff\xfe) <> () [] <<>>]",
    b"12.5 ",
    b"(words) ",
    b"[1 0 R 22 0 R] ",
)
BITS = [
    b"<<",
    b">>",
    b"[",
    b"]",
    b"(",
    b")",
    b"/",
    b"%",
    b" ",
    b"\n",
    b"\0",
    b"\x0b",
    b"#41",
    b"\\",
    b"\\n",
    b"<",
    b">",
]
BITS += [b"0", b"-", b".", b" 0 R", b" 1 R", b"R", b"true", b"null", b"nul", b"feff", b"\xc3\xa9", b"endobj", b"stream"]


def _stream(*values: bytes) -> tuple[bytes, int, int]:
    starts = [sum(map(len, values[:index])) for index in range(len(values))]
    head = b" ".join(b"%d %d" % (number, start) for number, start in enumerate(starts, 1)) + b" "
    return head + b"".join(values), len(head), len(values)


def _shown(value: object) -> object:
    """Everything by which an object of pypdf can be told from another."""
    if isinstance(value, IndirectObject):
        return value.idnum, value.generation
    if isinstance(value, BooleanObject):
        return value.value
    if isinstance(value, dict):
        return type(value), [(_shown(key), _shown(entry)) for key, entry in dict.items(value)]
    if isinstance(value, list):
        return type(value), [_shown(entry) for entry in list.__iter__(value)]
    return type(value), repr(value), getattr(value, "__dict__", None)


def _of_pypdf(content: bytes, first: int, reader: PdfReader) -> dict[int, PdfObject]:
    figures = [*map(int, content[:first].split())]
    found = {}
    for number, offset in zip(figures[::2], figures[1::2], strict=True):
        stream = io.BytesIO(content)
        stream.seek(first + offset)
        while stream.read(1) in {b"\0", b"\t", b"\n", b"\f", b"\r", b" "}:
            pass
        stream.seek(-1, 1)
        found[number] = read_object(stream, reader)
    return found


def _has_no_doubts(content: bytes, first: int) -> bool:
    """Whether each object is written as `syntax` has it, and the next begins where it ends."""
    starts = [first + int(offset) for offset in content[:first].split()[1::2]]
    ends = [syntax.value(content, start)[0] for start in starts]
    between = zip(ends, [*starts[1:], len(content)], strict=True)
    return all(end <= start and not content[end:start].strip() for end, start in between)


@pytest.fixture(scope="module")
def pdf(source: Callable[[str], Source], resources: Resources) -> bytes:
    return pipeline.original(source("sco-2018"), resources).pdf


@pytest.fixture(scope="module")
def reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf), strict=True)


@pytest.mark.parametrize("left", [b"/B#20C", b"(\\n)", b"(a(b))"])
def test_what_is_not_plainly_written_is_left_to_pypdf(left: bytes, reader: PdfReader) -> None:
    with pytest.raises(UnusualError):
        objects(*_stream(b"[" + left + b"]"), reader)


def test_plain_objects_are_those_of_pypdf(reader: PdfReader) -> None:
    content, first, count = _stream(*SAMPLE[:2], *SAMPLE[3:])
    assert _shown(objects(content, first, count, reader)) == _shown(_of_pypdf(content, first, reader))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_read_of_spoilt_objects_is_what_pypdf_reads(seed: int, reader: PdfReader) -> None:
    dice, read = Random(seed), 0  # noqa: S311 - dice, not keys
    for _ in range(100):
        value = bytearray(dice.choice(SAMPLE))
        for _ in range(dice.randrange(1, 4)):
            at = dice.randrange(len(value) + 1)
            value[at : at + dice.randrange(4)] = dice.choice(BITS)
        content, first, count = _stream(bytes(value), *SAMPLE[3:])
        try:
            found = objects(content, first, count, reader)
        except UnusualError:
            continue
        read += 1
        assert _shown(found) == _shown(_of_pypdf(content, first, reader))
        assert _has_no_doubts(content, first)
    assert read


@pytest.mark.parametrize(
    ("first", "count"), [(-1, 1), (0, 1), (1, 1), (5, 1), (400, 1), (4, 0), (4, -1), (4, 2)], ids=str
)
def test_a_table_that_is_wrong_is_left_to_pypdf(first: int, count: int, reader: PdfReader) -> None:
    with pytest.raises(UnusualError):
        objects(b"1 0 [1 2 3] ", first, count, reader)


@pytest.mark.parametrize("content", [b"1 0 2 4 [1] [2] x", b"1 4 2 0 [1] [2]", b"1 0 1 4 [1] [2]", b"1 0 2 2 [1] [2] "])
def test_what_does_not_stand_one_after_the_other_is_left_to_pypdf(content: bytes, reader: PdfReader) -> None:
    with pytest.raises(UnusualError):
        objects(content, 8, 2, reader)


def test_a_pressed_file_is_read_without_pypdf_going_through_its_objects(
    pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that is overridden is not public: with another release of pypdf it may be another."""

    def refused(*_: object) -> PdfObject:
        raise PyPdfError

    monkeypatch.setattr(PdfReader, "_get_object_from_stream", refused)
    found = Objects(pdf).reader
    assert isinstance(found, Reader)
    assert found.xref_objStm
    assert all(found.get_object(number) is not None for number in found.xref_objStm)
