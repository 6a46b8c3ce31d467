"""A proven copy into the pattern of all that are like it: the bytes that they share, and the places where they differ.

A file that fits is the proven one, byte for byte, but for values in the places that `likeness` lists, what these
change in the lengths and offsets of the file, and half of its identifier. So whatever was found of the proven copy
without looking at such a value holds of this one; what stands in the places is handed out, to be read anew.
"""

import itertools
import typing as t
from dataclasses import dataclass

from typeset.verify import syntax
from typeset.verify.copies.case import Copy
from typeset.verify.copies.likeness import LAST, listed, members, places

_OPEN, _CLOSE, _STREAM, _STREAM_END = b"%d 0 obj\n", b"\nendobj\n", b"\nstream\n", b"\nendstream"
_UP = 2
"""The predictor that qpdf writes before every row: the bytes are differences to those of the row above."""
_BYTE = 0xFF


class UnfitError(ValueError):
    """A file does not fit; whatever is wrong with it, if anything is, is found by reading it from the beginning."""


class _Piece(t.NamedTuple):
    """What is shared, up to an object that is not, and what of that object is."""

    shared: bytes
    starts: tuple[tuple[int, int], ...]
    """The objects that begin there: number, and how far from the beginning of the piece."""
    read: t.Callable[[bytes], tuple[object, dict[str, bytes]]]
    rest: object


@dataclass(frozen=True)
class _List:
    """The list of objects at the end of a file."""

    number: int
    head: bytes
    widths: tuple[int, ...]
    steps: tuple[bytes, ...]
    """The list as it is packed, column by column."""
    rows: tuple[int, ...]
    """What stands in the middle of each row: an offset, or the number of the stream that holds the object."""


class Pattern:
    """What the files that are like a proven copy share with it.

    Args:
        copy: the proven one.

    Raises:
        ValueError: it is not written as copies are.
    """

    def __init__(self, copy: Copy) -> None:
        file = copy.file
        self._places = places(copy)
        offsets = sorted((offset, number) for number, offset in file.reader.xref.get(0, {}).items() if number)
        packed = {file.reader.xref_objStm[number][0] for number in self._places if number in file.reader.xref_objStm}
        self._pieces: list[_Piece] = []
        shared, starts = bytearray(file.base[: offsets[0][0]]), list[tuple[int, int]]()
        for _, number in offsets[:-1]:
            raw = file.raw[number]
            starts.append((number, len(shared)))
            shared += _OPEN % number
            if number in packed or number in self._places:
                read = self._members if number in packed else self._place(number)
                self._pieces.append(_Piece(bytes(shared), tuple(starts), read, read(raw)[0]))
                shared, starts = bytearray(), []
            else:
                shared += raw
            shared += _CLOSE
        last = offsets[-1][1]
        self._list = _list(last, file.raw[last])
        starts.append((last, len(shared)))
        self._end = bytes(shared + _OPEN % last), tuple(starts)

    def values(self, pdf: bytes) -> dict[str, bytes]:
        """What stands in the places of a file that fits, by their names.

        Raises:
            UnfitError: something differs beside the places, or could be read in two ways there.
        """
        try:
            return self._values(pdf)
        except UnfitError:
            raise
        except Exception as error:
            # A hostile file can make its reader raise anything; then it fits no pattern.
            raise UnfitError from error

    def _values(self, pdf: bytes) -> dict[str, bytes]:
        at, found, offsets = 0, dict[str, bytes](), dict[int, int]()
        for piece in self._pieces:
            at = _past(pdf, at, piece.shared, piece.starts, offsets)
            raw = _object(pdf, at)
            rest, values = piece.read(raw)
            if rest != piece.rest:
                raise UnfitError
            found |= values
            at += len(raw)
        at = _past(pdf, at, *self._end, offsets)
        raw = _object(pdf, at)
        if pdf[at + len(raw) :] != _CLOSE + LAST % offsets[self._list.number]:
            raise UnfitError
        _same_list(self._list, _list(self._list.number, raw), offsets)
        return found

    def _place(self, number: int) -> t.Callable[[bytes], tuple[object, dict[str, bytes]]]:
        place = self._places[number]

        def read(raw: bytes) -> tuple[object, dict[str, bytes]]:
            rest, value = place.mask(raw)
            return rest, {place.name: value}

        return read

    def _members(self, raw: bytes) -> tuple[object, dict[str, bytes]]:
        """An object stream, of whose members some are places."""
        head, packed = members(raw)
        rest, found = list[tuple[int, bytes]](), dict[str, bytes]()
        for number, content in packed:
            place = self._places.get(number)
            if place is None:
                rest.append((number, content))
                continue
            end, _ = syntax.value(content, 0)
            if content[end:].strip():
                raise UnfitError
            kept, found[place.name] = place.mask(content)
            rest.append((number, kept))
        return (head, rest), found


def _past(pdf: bytes, at: int, shared: bytes, starts: tuple[tuple[int, int], ...], offsets: dict[int, int]) -> int:
    """Where the shared bytes end that must stand here; notes where the objects in them begin."""
    if not pdf.startswith(shared, at):
        raise UnfitError
    for number, distance in starts:
        offsets[number] = at + distance
    return at + len(shared)


def _object(pdf: bytes, at: int) -> bytes:
    """The stream that begins here: its dictionary is written as the standard has it, and its length is what it says."""
    end, entries = syntax.value(pdf[at : pdf.index(_STREAM, at)], 0)
    first = at + end + len(_STREAM)
    last = first + int(entries.get(b"/Length", b""))
    if not pdf.startswith(_STREAM, at + end) or not pdf.startswith(_STREAM_END, last):
        raise UnfitError
    return pdf[at : last + len(_STREAM_END)]


def _list(number: int, raw: bytes) -> _List:
    head, widths, content = listed(raw)
    steps = tuple(content[column :: sum(widths) + 1] for column in range(sum(widths) + 1))
    if b"/Index" in head or len({len(one) for one in steps}) != 1 or steps[0].strip(bytes([_UP])):
        raise UnfitError
    middle = [itertools.accumulate(column) for column in steps[1 + widths[0] : 1 + widths[0] + widths[1]]]
    rows = [int.from_bytes(bytes([byte & _BYTE for byte in row])) for row in zip(*middle, strict=True)]
    return _List(number, head, widths, steps, tuple(rows))


def _same_list(one: _List, other: _List, offsets: dict[int, int]) -> None:
    """See that a list leads to the same objects, wherever these have moved.

    Raises:
        UnfitError: it does not.
    """
    first, last = 1 + one.widths[0], 1 + one.widths[0] + one.widths[1]
    if (one.head, one.widths) != (other.head, other.widths):
        raise UnfitError
    if one.steps[:first] != other.steps[:first] or one.steps[last:] != other.steps[last:]:
        raise UnfitError
    for number, row in enumerate(one.rows):
        if other.rows[number] != offsets.get(number, row):
            raise UnfitError
