"""Chinese help into lines: no blanks to break at, and letters two columns wide, which click does not count."""

import re
import shutil
import unicodedata

_WIDEST = 100
_NARROW, _WIDE = 1, 2
_UNIT = r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef][、。，；：！？）」』》”]*\s*"
"""What stays on one line: a word, or a Chinese letter with the marks that must not begin a line.

Compiled where it is used: only Chinese help is wrapped, and all commands would wait for it.
"""
_KEPT = "\b"
"""Click's own mark of a paragraph that is not to be filled."""


def columns(text: str) -> int:
    """How wide text stands on a terminal."""
    return sum(_WIDE if unicodedata.east_asian_width(sign) in "WF" else _NARROW for sign in text)


def wrapped(text: str, taken: int) -> str:
    """Paragraphs broken into lines for click to leave as they are.

    Args:
        text: paragraphs, with an empty line between them.
        taken: columns of the terminal that are taken by something else.
    """
    width = min(shutil.get_terminal_size().columns, _WIDEST) - taken
    return "\n\n".join(_paragraph(paragraph, width) for paragraph in text.split("\n\n"))


def _paragraph(text: str, width: int) -> str:
    if text.lstrip().startswith(_KEPT):
        return text
    lines = [""]
    for unit in re.findall(_UNIT, text.replace("\n", "")):
        if lines[-1] and columns(lines[-1] + unit.rstrip()) > width:
            lines.append("")
        lines[-1] += unit
    return "\n".join((_KEPT, *(line.rstrip() for line in lines)))
