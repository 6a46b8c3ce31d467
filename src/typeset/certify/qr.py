"""Text into the path of a QR code."""

import re

import segno

_QUIET = 4
"""Modules of white on every side (ISO/IEC 18004, 9.1)."""
_MASK = 2
"""One of the eight patterns: any can be read, and to weigh them all costs more than the rest of a copy."""

_DARK = re.compile(rb"\x01+")


def qr_path(text: str, left: float, top: float, size: float) -> bytes:
    """Draw the code of `text` into a square, the y axis pointing down.

    Args:
        text: what a reader of the code shall find.
        left: of the square, in the units of the page content.
        top: likewise.
        size: the side of the square, quiet zone included.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)
    rows = [bytes(row) for row in code.matrix]
    module = size / (len(rows) + 2 * _QUIET)
    # Figures are written once, not for each square: that halves the time.
    across = [f"{left + (x + _QUIET) * module:.3f}" for x in range(len(rows))]
    lengths = [f"{length * module:.3f}" for length in range(len(rows) + 1)]
    squares = []
    for y, row in enumerate(rows):
        down = f"{top + (y + _QUIET) * module:.3f}"
        squares += [f"{across[x]} {down} {lengths[length]} {lengths[1]} re" for x, length in _runs(row)]
    return ("0 g\n" + "\n".join(squares) + "\nf").encode()


def _runs(row: bytes) -> list[tuple[int, int]]:
    """The dark runs of a row: where each begins, and how long it is."""
    return [(run.start(), len(run[0])) for run in _DARK.finditer(row)]
