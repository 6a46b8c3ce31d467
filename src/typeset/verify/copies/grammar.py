"""The two content streams that a copy puts around a page's own content into the marks that they draw."""

import re
from dataclasses import dataclass

from typeset.messages import phrase
from typeset.verify.geometry import Matrix

WATERMARK, MARGIN, PAGE_NUMBER, SIGNED = "/TypesetWatermark", "/TypesetMargin", "/TypesetPage", "/TypesetSigned-"
PREFIX = "/Typeset"
_NUMBER = rb"-?\d+(?:\.\d+)?"
_MATRIX = rb"(" + rb" ".join([_NUMBER] * 6) + rb")"
_WATERMARK = (
    rb"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q " + _MATRIX + rb" cm /TypesetWatermark Do Q EMC"
)
_FOOTER = rb"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q " + _MATRIX + rb" cm "
_MARGIN = _FOOTER + rb"/TypesetMargin Do /TypesetPage Do Q EMC"
_SIGNED = _FOOTER + rb"(/TypesetSigned-[A-Za-z0-9-]+) Do Q EMC"
_BEFORE = re.compile(rb"(?:" + _WATERMARK + rb" )?(q(?: q)*)")
_AFTER = re.compile(rb"(Q(?: Q)*)(?: " + _WATERMARK + rb")? " + _MARGIN + rb"((?: " + _SIGNED + rb")*)")
_STAMP = re.compile(_SIGNED)


@dataclass(frozen=True)
class Marks:
    """The marks of one page.

    The streams may hold what the grammar above says and not a token more; what is none of it stands in `fault`.
    """

    fault: str = ""
    under: Matrix | None = None
    """Where the watermark is drawn before the page's own content."""
    over: Matrix | None = None
    """Where it is drawn after it."""
    margin: Matrix | None = None
    signed: tuple[tuple[Matrix, str], ...] = ()
    saved: tuple[int, int] = (1, 1)
    """How many graphics states are saved before the page's own content, and restored after it."""


def marks_of(streams: list[bytes]) -> Marks:
    """Read the first and the last stream of a page."""
    if not streams:
        return Marks(phrase("the page's content does not stand between the marks of a copy"))
    # The streams of a page are read as if a blank stood between them (ISO 32000-1, 7.8.2).
    before, after = (b" ".join(stream.split()) for stream in streams)
    head, tail = _BEFORE.fullmatch(before), _AFTER.fullmatch(after)
    if head is None:
        return Marks(phrase("what stands before the page's content is no watermark"))
    if tail is None:
        return Marks(phrase("what stands after the page's content is no margin line of a copy"))
    stamps = tuple((_matrix(matrix), name.decode()) for matrix, name in _STAMP.findall(tail[4]))
    over = _matrix(tail[2]) if tail[2] else None
    saved = len(head[2].split()), len(tail[1].split())
    return Marks("", _matrix(head[1]) if head[1] else None, over, _matrix(tail[3]), stamps, saved)


def _matrix(written: bytes) -> Matrix:
    a, b, c, d, e, f = (float(number) for number in written.split())
    return a, b, c, d, e, f
