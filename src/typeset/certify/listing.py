"""The list of objects at the end of a file (ISO 32000-1, 7.5.8), as qpdf writes it, into one with other offsets."""

import dataclasses
import functools
import itertools
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from typeset.certify.streams import END, LENGTH, STREAM, packed

_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_OPEN = re.compile(rb"(\d+) 0 obj\n")
_WIDTHS = re.compile(rb"/W \[ (\d) (\d) (\d) \]")
_COLUMNS = re.compile(rb"/Columns \d+")
_IDENTIFIER = re.compile(rb"(?<=/ID \[<)([0-9a-f]*)><([0-9a-f]{32})(?=>\])")
_UP = b"\x02"
"""The predictor: before every row it stands, and the bytes are differences to those of the row above."""
_BYTE = 0xFF
_DIRECT, _PACKED = 1, 2
_ROOM = 2**20
"""Bytes by which a file may become longer than the one that was read."""


@dataclass(frozen=True)
class Listing:
    """Where the objects of a file stand.

    Args:
        number: of the list, which is an object itself.
        start: where it begins.
        head: its dictionary.
        identifier: the second half of the file's identifier.
        rows: of each object its kind, its offset or the stream that holds it, and its place in that stream.
        widths: bytes of these three.
    """

    number: int
    start: int
    head: bytes
    identifier: bytes
    rows: tuple[tuple[int, int, int], ...]
    widths: tuple[int, int, int]

    @property
    def direct(self) -> list[tuple[int, int]]:
        """The objects that stand in the file itself, in order: offset and number."""
        return sorted((middle, number) for number, (kind, middle, _) in enumerate(self.rows) if kind == _DIRECT)

    def holder(self, number: int) -> int:
        """The stream that holds an object; 0 where it stands in the file itself."""
        kind, middle, _ = self.rows[number]
        return middle if kind == _PACKED else 0

    def arranged(self, holder: int, order: list[int]) -> "Listing":
        """The list where a stream holds its objects in this order."""
        places = {number: place for place, number in enumerate(order)}
        rows = [
            (kind, middle, places[number]) if (kind, middle) == (_PACKED, holder) else (kind, middle, last)
            for number, (kind, middle, last) in enumerate(self.rows)
        ]
        return dataclasses.replace(self, rows=tuple(rows))

    @functools.cached_property
    def _rows(self) -> list[int]:
        """The rows, each as one number."""
        _, second, third = self.widths
        return [(kind << 8 * second | middle) << 8 * third | last for kind, middle, last in self.rows]

    @functools.cached_property
    def _middle(self) -> int:
        """The bits of an offset in such a number."""
        _, second, third = self.widths
        return ((1 << 8 * second) - 1) << 8 * third

    def moved(self, offsets: Mapping[int, int], start: int, identifier: bytes) -> bytes:
        """The list, and the end of a file, in which objects have these offsets."""
        size, last = sum(self.widths), 8 * self.widths[2]
        rows = b"".join(
            [
                (row if number not in offsets else row & ~self._middle | offsets[number] << last).to_bytes(size)
                for number, row in enumerate(self._rows)
            ]
        )
        steps = bytes([(here - above) & _BYTE for here, above in zip(rows, bytes(size) + rows, strict=False)])
        content = b"".join([_UP + steps[at : at + size] for at in range(0, len(steps), size)])
        data = packed(content)
        head = LENGTH.sub(b"/Length %d" % len(data), self.head, count=1)
        head = _IDENTIFIER.sub(rb"\1><" + identifier, head, count=1)
        return b"%d 0 obj\n%b%b%b%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
            *(self.number, head, STREAM, data, END),
            start,
        )


def listing(written: bytes) -> Listing:
    """Read the list of a file that qpdf has written.

    Raises:
        ValueError: it is written otherwise.
    """
    found = _START.search(written, len(written) - 64)
    opened = _OPEN.match(written, int(found[1])) if found else None
    if found is None or opened is None:
        raise ValueError("the file does not end in a list of its objects")
    head, _, data = written[opened.end() :].partition(STREAM)
    widths, identifier = _WIDTHS.search(head), _IDENTIFIER.search(head)
    if widths is None or identifier is None or b"/Predictor 12 " not in head or b"/Index" in head:
        raise ValueError("the list of objects is written otherwise than expected")
    first, second, third = (int(width) for width in widths.groups())
    # Zero bytes in front of an offset make room for longer copies.
    wider = max(second, ((len(written) + _ROOM).bit_length() + 7) // 8)
    content, size = zlib.decompressobj().decompress(data), first + second + third + 1
    columns = [[byte & _BYTE for byte in itertools.accumulate(content[at::size])] for at in range(1, size)]
    parts = columns[:first], columns[first : first + second], columns[first + second :]
    kinds, middles, lasts = ([int.from_bytes(bytes(one)) for one in zip(*part, strict=True)] for part in parts)
    return Listing(
        number=int(opened[1]),
        start=opened.start(),
        head=_COLUMNS.sub(
            b"/Columns %d" % (first + wider + third),
            _WIDTHS.sub(b"/W [ %d %d %d ]" % (first, wider, third), head),
        ),
        identifier=identifier[2],
        rows=tuple(zip(kinds, middles, lasts, strict=True)),
        widths=(first, wider, third),
    )
