"""Some elements of sections laid out without the rest, to try out how they break into lines.

That depends on their width and style only, not on what stands before them, nor on the page.
"""

import copy
import typing as t
import xml.etree.ElementTree as ET
from collections.abc import Callable, Collection, Sequence

from typeset.press.lines import Line, paragraphs

# The elements of WeasyPrint's HTML are those of xml.etree, untyped like all it has; so is what it rendered.
Element = t.Any
Rendered = t.Any

NAME = "data-excerpt"
"""While they are tried, elements have names that no others have."""


def tried(
    roots: Sequence[Element], elements: Collection[Element], lay: Callable[[str], Rendered]
) -> dict[Element, list[Line]]:
    """The lines of some elements, each laid out within the elements that it stands in, and nothing else.

    Args:
        roots: the HTML elements of sections that are styled alike; their bodies follow each other in one.
        elements: what is tried, in the bodies; none of them within another.
        lay: lays out HTML under the styles of the sections.
    """
    names = {str(number): element for number, element in enumerate(elements)}
    for name, element in names.items():
        element.set(NAME, name)
    found = paragraphs(lay(_excerpt(roots)))
    for element in elements:
        del element.attrib[NAME]
    return {names[one.get(NAME)]: lines for one, lines in found.items() if one.get(NAME)}


def _excerpt(roots: Sequence[Element]) -> str:
    first, *others = (kept for kept in map(_kept, roots) if kept is not None)
    for other in others:
        first.find("body").extend(other.find("body"))
    return ET.tostring(first, encoding="unicode", method="html")


def _kept(element: Element) -> Element | None:
    """A copy with what is tried; None where nothing is."""
    if element.get(NAME):
        return copy.deepcopy(element)
    kept = [one for one in map(_kept, element) if one is not None]
    if not kept:
        return None
    made = ET.Element(element.tag, element.attrib)
    made.extend(kept)
    for one in kept:
        one.tail = None
    return made
