"""Two streams into marks: what is on the list, and not a token more."""

import pytest

from typeset.verify.copies.grammar import marks_of

WATER = b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC\nq 1 0 0 1 0 0 cm /TypesetWatermark Do Q\nEMC\n"
FOOT = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC\nq 1 0 0 1 0 0 cm %s Do Q\nEMC\n"
LINE = FOOT % b"/TypesetMargin Do /TypesetPage"
SIGNED = FOOT.replace(b"0 0 cm", b"93.5 -4.25 cm") % b"/TypesetSigned-uz-Latn"


def test_the_marks_of_a_page_are_read() -> None:
    marks = marks_of([WATER + b"q\n", b"\nQ\n" + LINE + SIGNED + SIGNED])
    assert marks.fault == ""
    assert marks.under == (1, 0, 0, 1, 0, 0)
    assert marks.over is None
    assert marks.signed == (((1, 0, 0, 1, 93.5, -4.25), "/TypesetSigned-uz-Latn"),) * 2


def test_over_a_scan_the_watermark_stands_after_the_page() -> None:
    marks = marks_of([b"q\n", b"\nQ\n" + WATER + LINE])
    assert (marks.under, marks.over) == (None, (1, 0, 0, 1, 0, 0))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"Q " + LINE),
        (WATER + WATER + b"q", b"Q " + LINE),
        (WATER.replace(b"1 0 0 1", b"1 0 0") + b"q", b"Q " + LINE),
        (WATER.replace(b"Watermark Do", b"Watermark Do /Im0 Do") + b"q", b"Q " + LINE),
        (WATER + b"q 1 0 0 1 0 0 cm", b"Q " + LINE),
        (WATER + b"q", b"Q"),
        (WATER + b"q", b"Q " + LINE + b"1 g 0 0 9 9 re f"),
        (WATER + b"q", b"Q " + LINE + LINE),
        (WATER + b"q", LINE),
        (WATER + b"q % comment", b"Q " + LINE),
        (WATER + b"q", b"Q " + SIGNED + LINE),
        (WATER + b"q", b"Q " + LINE.replace(b"Footer", b"Header")),
    ],
)
def test_anything_else_is_a_fault(before: bytes, after: bytes) -> None:
    assert marks_of([before, after]).fault


def test_a_page_without_two_streams_bears_no_marks() -> None:
    assert marks_of([]).fault


def test_states_are_counted() -> None:
    assert marks_of([b"q q\nq", b"Q Q " + LINE]).saved == (3, 2)
