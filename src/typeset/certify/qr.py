"""Text into the path of a QR code."""

import functools
import re

import segno

_QUIET = 4
"""Modules of white on every side (ISO/IEC 18004, 9.1)."""
_MASK = 2
"""One of the eight patterns: any can be read, and to weigh them all costs more than the rest of a copy."""

_FIGURE = re.compile("[0-9]")
_DARK = re.compile(rb"\x01+")


def qr_path(text: str, left: float, top: float, size: float) -> bytes:
    """Draw the code of `text` into a square, the y axis pointing down.

    Args:
        text: what a reader of the code shall find.
        left: of the square, in the units of the page content.
        top: likewise.
        size: the side of the square, quiet zone included.
    """
    rows = _kin(_FIGURE.sub("0", text)).rows(text)
    module = size / (len(rows) + 2 * _QUIET)
    # Figures are written once, not for each square: that halves the time.
    across = [f"{left + (x + _QUIET) * module:.3f}" for x in range(len(rows))]
    lengths = [f"{length * module:.3f}" for length in range(len(rows) + 1)]
    squares = []
    for y, row in enumerate(rows):
        down = f"{top + (y + _QUIET) * module:.3f}"
        squares += [f"{across[x]} {down} {lengths[length]} {lengths[1]} re" for x, length in _runs(row)]
    return ("0 g\n" + "\n".join(squares) + "\nf").encode()


class _Kin:
    """The codes of texts that differ in figures only.

    A code is linear (ISO/IEC 18004, 7.5 and 7.8): where two texts differ in the same bits as two others do, their codes
    differ in the same modules. So what is the sum of known differences need not be encoded; whoever reads a copy back
    encodes its text for himself.
    """

    def __init__(self) -> None:
        self._first: tuple[int, int] | None = None
        """The bits of a text, and its modules, a byte each."""
        self._known: list[tuple[int, int]] = []
        """Differences to it, each of another highest bit, the highest first; and those of the modules."""
        self._size = 0

    def rows(self, text: str) -> list[bytes]:
        """The rows of the code: a byte for each module, 1 where it is dark."""
        modules = self._modules(text).to_bytes(self._size**2)
        return [modules[start : start + self._size] for start in range(0, len(modules), self._size)]

    def _modules(self, text: str) -> int:
        bits = int.from_bytes(text.encode())
        if self._first is None:
            self._first = bits, self._encoded(text)
        rest, modules = bits ^ self._first[0], self._first[1]
        for difference, change in self._known:
            if rest >> (difference.bit_length() - 1) & 1:
                rest, modules = rest ^ difference, modules ^ change
        if rest:
            encoded = self._encoded(text)
            self._known = sorted([*self._known, (rest, encoded ^ modules)], reverse=True)
            return encoded
        return modules

    def _encoded(self, text: str) -> int:
        code = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK)
        self._size = len(code.matrix)
        return int.from_bytes(b"".join(map(bytes, code.matrix)))


@functools.lru_cache(maxsize=32)
def _kin(_shared: str) -> _Kin:
    """One for all texts that share everything but figures."""
    return _Kin()


def _runs(row: bytes) -> list[tuple[int, int]]:
    """The dark runs of a row: where each begins, and how long it is."""
    return [(run.start(), len(run[0])) for run in _DARK.finditer(row)]
