"""A section's HTML into an excerpt that holds some of its elements alone, to try them out without the rest.

How a paragraph or title breaks into lines depends on its width and style only, not on what stands before it.
"""

import copy
import typing as t
import xml.etree.ElementTree as ET
from collections.abc import Callable

# The elements of WeasyPrint's HTML are those of xml.etree, untyped like all it has.
Element = t.Any


def excerpt(root: Element, keep: Callable[[Element], bool]) -> str:
    """HTML with the elements to keep, each within the elements that it stands in; nothing else is left."""
    alone = copy.deepcopy(root)
    _prune(alone, keep)
    return ET.tostring(alone, encoding="unicode", method="html")


def _prune(element: Element, keep: Callable[[Element], bool]) -> bool:
    """Whether anything of the element stays."""
    if keep(element):
        return True
    element.text = None
    for child in list(element):
        child.tail = None
        if not _prune(child, keep):
            element.remove(child)
    return len(element) > 0
