"""Paragraphs with too many broken words one below the other into settings by which they have fewer.

A good printer breaks words on two lines in a row at most, and leaves no rest of a word on a last line. The engine
knows no such limits, but it knows a zone at the line's end within which no word is broken; the smallest that does is
taken, and where none does, no word is broken.
"""

import itertools
import typing as t
from collections.abc import Callable, Collection, Iterator

from weasyprint.formatting_structure import boxes

from typeset.model.base import PRESS_HYPHEN
from typeset.press.excerpt import excerpt
from typeset.press.lines import text_of

# WeasyPrint is untyped: what it rendered, its boxes, and the elements of its HTML.
Rendered = t.Any
Box = t.Any
Element = t.Any

IN_A_ROW = 2
"""Lines that may end in a broken word, one below the other."""
SETTINGS = (*(f"hyphenate-limit-zone: {part}%" for part in (4, 8, 14, 20)), "hyphens: none")
"""From the gentlest to the strongest."""
_NAME = "data-paragraph"


def settle(rendered: Rendered, root: Element, lay: Callable[[str], Rendered]) -> bool:
    """Set the paragraphs of a section that break too many words in a row; whether there were any.

    Args:
        rendered: the section laid out.
        root: its HTML element; the settings are written into it.
        lay: lays out HTML under the styles of the section.
    """
    crowded = list(_crowded(rendered))
    for number, element in enumerate(crowded):
        element.set(_NAME, str(number))
    left = crowded
    for setting in SETTINGS:
        for element in left:
            element.set("style", setting)
        names = frozenset(element.get(_NAME) for element in left)
        if not names or setting == SETTINGS[-1]:
            break
        still = {element.get(_NAME) for element in _crowded(lay(_paragraphs(root, names)))}
        left = [element for element in left if element.get(_NAME) in still]
    for element in crowded:
        del element.attrib[_NAME]
    return bool(crowded)


def _paragraphs(root: Element, names: Collection[str]) -> str:
    return excerpt(root, lambda element: element.get(_NAME) in names)


def _crowded(rendered: Rendered) -> Iterator[Element]:
    """The elements in which too many lines in a row end in a broken word, over pages too, or the last is its rest."""
    found: dict[Element, list[str]] = {}
    for page in rendered.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the laid-out page is not public
            if isinstance(box, boxes.LineBox) and box.element is not None:
                found.setdefault(box.element, []).append(text_of(box))
    for element, lines in found.items():
        broken = [line.endswith(PRESS_HYPHEN) for line in lines]
        rest = len(lines) > 1 and broken[-2] and len(lines[-1].split()) == 1
        if rest or any(here and len(list(run)) > IN_A_ROW for here, run in itertools.groupby(broken)):
            yield element
