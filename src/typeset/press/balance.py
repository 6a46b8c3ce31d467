"""Titles of several lines into lines of nearly equal length: the style that narrows each of them.

A title whose last line is one short word looks like an accident. The engine has no `text-wrap: balance`, so the
titles of a section – what carries `data-balance` – are laid out alone, which takes little time, and narrowed as far
as their number of lines allows, but so that no line ends at the hyphen of a word where that can be had.
"""

import typing as t
from collections.abc import Callable

from weasyprint.formatting_structure import boxes

from typeset.press.excerpt import excerpt
from typeset.press.lines import text_of

# WeasyPrint is untyped: what it rendered, its boxes, and the elements of its HTML.
Rendered = t.Any
Box = t.Any
Element = t.Any

SHORT = 16
"""Characters of a title that fits on one line in any profile."""
UNEVEN = 0.85
"""The last line of a title that is left alone, as a part of the longest."""
_STEPS = 4


def balanced(root: Element, lay: Callable[[str, str], Rendered]) -> str:
    """The style that balances the titles below `root`; empty where none needs it.

    Args:
        root: the HTML element of a section.
        lay: lays out HTML under the styles of the section and one more.
    """
    titles = [element for element in root.iter() if element.get("data-balance")]
    if all(len("".join(title.itertext())) < SHORT for title in titles):
        return ""
    html = excerpt(root, lambda element: bool(element.get("data-balance")))
    widths: dict[str, float] = {}
    found = _titles(lay(html, ""))
    uneven = {name: title for name, title in found.items() if title.uneven}

    def tried(name: str, width: float) -> _Title:
        return _titles(lay(html, _style({name: width}, found)))[name]

    for name, title in uneven.items():
        low, high = title.least, title.room
        for _ in range(_STEPS):
            middle = (low + high) / 2
            low, high = (low, middle) if tried(name, middle).lines <= title.lines else (middle, high)
        wider = (high + (title.room - high) * step / _STEPS for step in range(_STEPS))
        widths[name] = next((width for width in wider if not tried(name, width).torn), high)
    return _style(widths, found)


class _Title(t.NamedTuple):
    """How a title is laid out; lengths in CSS pixels."""

    room: float
    lines: int
    least: float
    """The width of a line where all are equally long."""
    uneven: bool
    torn: bool
    """Whether a line ends at a hyphen, within a word."""


def _titles(rendered: Rendered) -> dict[str, _Title]:
    found: dict[str, _Title] = {}
    for page in rendered.pages:
        for box in page._page_box.descendants():  # noqa: SLF001 - the laid-out page is not public
            name = box.element is not None and box.element.get("data-balance")
            if name and isinstance(box, boxes.BlockBox):
                lines = [line for line in box.children if isinstance(line, boxes.LineBox)]
                widths = [_width(line) for line in lines]
                uneven = len(widths) > 1 and widths[-1] < UNEVEN * max(widths)
                torn = any(text_of(line).endswith("-") for line in lines[:-1])
                found[name] = _Title(box.width, len(lines), sum(widths) / len(widths), uneven or torn, torn)
    return found


def _width(line: Box) -> float:
    """The width of a line's text, without the blank that it is centred in."""
    return sum(float(child.margin_width()) for child in line.children)


def _style(widths: dict[str, float], found: dict[str, _Title]) -> str:
    rules = []
    for name, width in widths.items():
        side = (found[name].room - width) / 2
        rules.append(
            f'[data-balance="{name}"] {{ margin-left: {side:.2f}px !important; margin-right: {side:.2f}px !important }}'
        )
    return "\n".join(rules)
