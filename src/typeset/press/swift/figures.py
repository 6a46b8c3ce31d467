"""Operands into the bytes of a PDF file."""

import typing as t

import pydyf

_to_bytes = pydyf._to_bytes  # noqa: SLF001 - it is replaced


def to_bytes(item: t.Any) -> bytes:  # noqa: ANN401 - whatever is written
    """Write a number, a name or an object; the original asks what it is by four calls, most often the wrong ones."""
    kind = type(item)
    if kind is bytes:
        return t.cast("bytes", item)
    if kind is float:
        if item.is_integer():
            return b"%d" % item
        return (b"%f" % item).rstrip(b"0")
    if kind is int:
        return b"%d" % item
    if kind is str:
        return t.cast("str", item).encode("ascii")
    return t.cast("bytes", _to_bytes(item))


OWN = ((pydyf, "_to_bytes", to_bytes),)
