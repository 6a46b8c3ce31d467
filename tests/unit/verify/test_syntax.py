"""What is written as the standard has it, and what readers would each mend in their own way."""

import io

import pytest
from pypdf import PdfReader

from typeset.verify.syntax import DoubtError, doubts, value

STREAM = b"<</Length 4>>\nstream\nq Q \nendstream"
BODIES = (
    b"<</Type /Catalog /Pages 2 0 R>>",
    b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
    b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R>>",
    STREAM,
)


def written(*bodies: bytes, between: bytes = b"", after: bytes = b"", start: bytes = b"") -> bytes:
    """A file of these objects, with a table of where they stand."""
    pdf, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        pdf += between
        places.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    at = len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1) + b"".join(b"%010d 00000 n \n" % n for n in places)
    pdf += b"trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%b\n%%%%EOF\n" % (len(bodies) + 1, start or b"%d" % at)
    return pdf + after


def found(pdf: bytes) -> list[str]:
    return list(doubts(pdf, PdfReader(io.BytesIO(pdf))))


def test_a_file_as_the_standard_has_it_raises_no_doubt() -> None:
    assert found(written(*BODIES)) == []


def test_a_length_may_be_an_object_of_its_own() -> None:
    assert found(written(*BODIES[:3], STREAM.replace(b"4>>", b"5 0 R>>"), b"4")) == []


@pytest.mark.parametrize(
    "content",
    [
        b"<</A [1 -2. +.5 2.5] /B (a(b)c\\)) /C <0aF0> /D true /E null /F 1 0 R /G /H#20i /J <<>> /K []>>",
        b"[/A/B(c)<>[]]",
        b"-17",
        b"(\\\\)",
        b"(" * 50 + b")" * 50,
    ],
)
def test_an_object_is_read_to_its_end(content: bytes) -> None:
    assert value(content + b"\nendobj", 0)[0] == len(content)


@pytest.mark.parametrize(
    "content",
    [
        b"<</A 1>.",
        b"<</A 1>",
        b"<</A>>",
        b"<</A 1 /A 2>>",
        b"<<1 /A>>",
        b"<</A 1 2>>",
        b"<</A 1",
        b"[1 2",
        b"[1>>",
        b"]",
        b"<0>",
        b"<0g>",
        b"(a",
        b"((a)",
        b"1-2",
        b"1.2.3",
        b"tru",
        b"truefalse",
        b"<</A 1 R>>",
        b"<</A 0 0 R>>",
        b"<</A % comment\n1>>",
        b"[" * 200 + b"]" * 200,
        b"",
    ],
)
def test_what_readers_would_mend_is_doubted(content: bytes) -> None:
    with pytest.raises(DoubtError):
        value(content, 0)


@pytest.mark.parametrize(
    ("pdf", "said"),
    [
        (written(*BODIES[:3], STREAM.replace(b"4>>", b"4>.")), "the object 4 of the file is not written"),
        (written(*BODIES[:3], STREAM.replace(b"Length 4", b"Length 3")), "the object 4 of the file is not written"),
        (written(*BODIES[:3], STREAM.replace(b"Length 4", b"Length 9")), "the object 4 of the file is not written"),
        (written(*BODIES[:3], STREAM.replace(b"/Length 4", b"/Longth 4")), "the object 4 of the file is not written"),
        (written(*BODIES[:3], STREAM.replace(b"4>>", b"1 0 R>>")), "the object 4 of the file is not written"),
        (written(*BODIES, between=b"% a word\n"), "something stands before the object 1"),
        (written(*BODIES, between=b"9 0 obj\n1\nendobj\n"), "something stands before the object 1"),
        (written(*BODIES, after=b"\n1"), "does not end as readers expect"),
        (written(*BODIES).replace(b"\n%%EOF", b"\n\n%%EOF"), "does not end as readers expect"),
        (written(*BODIES).replace(b"4 0 obj", b"4 1 obj"), "the object 4 of the file is not written"),
    ],
)
def test_what_stands_where_nothing_should_is_named(pdf: bytes, said: str) -> None:
    assert said in "\n".join(found(pdf))
