"""What a line shows into the shortest operands that show the same (ISO 32000-1, 9.4.3, `TJ`).

The engine writes a string for nearly every letter, with nothing moved between them, and empty strings between two
moves. Letters that are not moved are one string here, and moves that follow each other are one: the pages are a quarter
shorter, and so is the work of whoever reads them.
"""

import re

_OPERAND = re.compile(rb"<([0-9a-fA-F]*)>|([-+.\d][-+.\deE]*)")
_END = b"] TJ"


def is_shown(part: object) -> bool:
    """Whether a part of a content stream shows a line, as the engine writes it."""
    return isinstance(part, bytes) and part.startswith(b"[") and part.endswith(_END)


def shortened(part: bytes) -> bytes:
    """The same glyphs at the same places, to a hundred-thousandth of the size of the type."""
    written, glyphs, moved = [], b"", 0.0
    for string, move in _OPERAND.findall(part[1 : -len(_END)]):
        if move:
            moved += float(move)
        elif string:
            if number := _number(moved):
                written += [b"<%s>" % glyphs, number] if glyphs else [number]
                glyphs, moved = b"", 0.0
            glyphs += string
    written += [b"<%s>" % glyphs] if glyphs else []
    return b"[" + b"".join(written) + _number(moved) + _END


def _number(value: float) -> bytes:
    """A move in thousandths of the size of the type; nothing where there is none."""
    number = (b"%.2f" % value).rstrip(b"0").rstrip(b".")
    return b"" if number in {b"0", b"-0"} else number
