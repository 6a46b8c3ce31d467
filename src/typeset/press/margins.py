"""Laid-out pages into the same with other numbers: what stands in their margins comes from pages without words.

A page's number moves no word of the text, so whoever lays out the end of a document need not know how many pages come
before. Margins are laid out by themselves then, on as many empty pages under the same style.
"""

import typing as t
import xml.etree.ElementTree as ET

from weasyprint.formatting_structure import boxes

# WeasyPrint is untyped: its pages and their boxes.
Page = t.Any
Box = t.Any

_SIZES = ("position_x", "position_y", "width", "height", "margin_top", "margin_right", "margin_bottom", "margin_left")


def empty(language: str, count: int) -> str:
    """The HTML of so many pages without words."""
    root = ET.Element("html", {"lang": language})
    body = ET.SubElement(root, "body")
    for _ in range(count):
        ET.SubElement(body, "div", {"style": "break-before: page"})
    return ET.tostring(root, encoding="unicode", method="html")


def renumbered(pages: list[Page], blank: list[Page]) -> bool:
    """Give pages the margins of others; says whether it could be done, the others being as many, and of their sizes."""
    if [_sizes(page) for page in pages] != [_sizes(page) for page in blank]:
        return False
    for page, other in zip(pages, blank, strict=True):
        text = [child for child in page._page_box.children if not isinstance(child, boxes.MarginBox)]  # noqa: SLF001 - a laid-out page is not public
        margins = [child for child in other._page_box.children if isinstance(child, boxes.MarginBox)]  # noqa: SLF001 - likewise
        page._page_box.children = (*text, *margins)  # noqa: SLF001 - likewise
    return True


def _sizes(page: Page) -> list[float]:
    return [getattr(page._page_box, name) for name in _SIZES]  # noqa: SLF001 - likewise
