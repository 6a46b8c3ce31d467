"""Laid-out pages into the lines of their paragraphs."""

import typing as t

from weasyprint.formatting_structure import boxes

# WeasyPrint is untyped: what it rendered, its boxes, and the elements of its HTML.
Rendered = t.Any
Box = t.Any
Element = t.Any


class Line(t.NamedTuple):
    """A line as it is printed; lengths in CSS pixels."""

    text: str
    """Without the blanks around it."""
    width: float
    """What the text takes, without the room that it is centred in."""
    room: float
    """What it could take."""


def paragraphs(rendered: Rendered) -> dict[Element, list[Line]]:
    """The lines of every element that has any, over pages too."""
    found: dict[Element, list[Line]] = {}
    for page in rendered.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the laid-out page is not public
            if isinstance(box, boxes.BlockContainerBox) and box.element is not None:
                lines = [_line(line, box.width) for line in box.children if isinstance(line, boxes.LineBox)]
                if lines:
                    found.setdefault(box.element, []).extend(lines)
    return found


def _line(line: Box, room: float) -> Line:
    text = "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox)).strip()
    return Line(text, sum(float(child.margin_width()) for child in line.children), room)
