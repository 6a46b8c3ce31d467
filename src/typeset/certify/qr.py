"""Text into the path of a QR code."""

import segno

_QUIET = 4
"""Modules of white on every side (ISO/IEC 18004, 9.1)."""
_MASK = 2
"""One of the eight patterns: any can be read, and to weigh them all costs more than the rest of a copy."""


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
    squares = []
    for y, row in enumerate(rows):
        for x, length in _runs(row):
            corner = f"{left + (x + _QUIET) * module:.3f} {top + (y + _QUIET) * module:.3f}"
            squares.append(f"{corner} {length * module:.3f} {module:.3f} re")
    return ("0 g\n" + "\n".join(squares) + "\nf").encode()


def _runs(row: bytes) -> list[tuple[int, int]]:
    """The dark runs of a row: where each begins, and how long it is."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if not dark:
            continue
        if runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((x, 1))
    return runs
