"""Paragraphs with too many broken words one below the other into settings by which they have fewer.

A good printer breaks words on two lines in a row at most, and leaves no rest of a word on a last line. The engine
knows no such limits, but it knows a zone at the line's end within which no word is broken; the smallest that does is
taken, and where none does, no word is broken.
"""

import itertools
import typing as t
from collections.abc import Callable, Sequence

from typeset.model.base import PRESS_HYPHEN
from typeset.press.excerpt import tried
from typeset.press.lines import Line, paragraphs

# WeasyPrint is untyped: what it rendered, and the elements of its HTML.
Rendered = t.Any
Element = t.Any

IN_A_ROW = 2
"""Lines that may end in a broken word, one below the other."""
FULL = 0.75
"""The part of the room that a line of justified words takes at least."""
SETTINGS = (*(f"hyphenate-limit-zone: {part}%" for part in (4, 8, 14, 20)), "hyphens: none")
"""From the gentlest to the strongest."""


def settle(rendered: Rendered, root: Element, lay: Callable[[str], Rendered]) -> dict[Element, int]:
    """Set the paragraphs of a section that break too many words in a row.

    Args:
        rendered: the section laid out.
        root: its HTML element; the settings are written into it.
        lay: lays out HTML under the styles of the section.

    Returns:
        How many lines each of them will have.
    """
    lengths: dict[Element, int] = {}
    left = [element for element, lines in paragraphs(rendered).items() if crowded(lines)]
    own = {element: element.get("style", "") for element in left}
    for setting in SETTINGS:
        if not left:
            break
        for element in left:
            element.set("style", f"{own[element]}; {setting}")
        found = tried([root], left, lay)
        lengths |= {element: len(lines) for element, lines in found.items()}
        left = [element for element in left if crowded(found[element]) or gaping(found[element])]
    return lengths


def crowded(lines: Sequence[Line]) -> bool:
    """Whether too many lines in a row end in a broken word, or the last is its rest."""
    broken = [line.text.endswith(PRESS_HYPHEN) for line in lines]
    rest = len(lines) > 1 and broken[-2] and len(lines[-1].text.split()) == 1
    return rest or any(here and len(list(run)) > IN_A_ROW for here, run in itertools.groupby(broken))


def gaping(lines: Sequence[Line]) -> bool:
    """Whether a line ends far before the others, and is not the last.

    Where words are spaced or a zone is set, the engine at times breaks after the only word of a line.
    """
    return any(line.width < FULL * line.room for line in lines[:-1])
