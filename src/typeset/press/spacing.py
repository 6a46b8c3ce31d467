"""Paragraphs into such that take a line more, or a line less: what a compositor does to fill a page.

A paragraph whose last line is nearly full runs on to one more where its words are spaced a little wider, and one whose
last line is short runs in where they are spaced a little closer. How much is a matter of style (`data-spacing`); a
script that stands on squares has no such style, and nothing is gained there.
"""

import typing as t
from collections.abc import Callable, Iterable, Mapping, Sequence

from typeset.press.excerpt import tried
from typeset.press.hyphens import crowded, gaping
from typeset.press.lines import Line, paragraphs

# WeasyPrint is untyped: what it rendered, and the elements of its HTML.
Rendered = t.Any
Element = t.Any
Way = t.Literal["wide", "close"]

REACH = 0.03
"""The part of all its lines by which a paragraph may come to be longer or shorter, at most."""
_NAME = "data-spacing"


def near(rendered: Rendered, way: Way) -> dict[Element, int]:
    """Paragraphs that are near to a line more, or less, the nearest first; how many lines they would have then."""
    step = 1 if way == "wide" else -1
    missing = {element: _missing(lines, way) for element, lines in paragraphs(rendered).items()}
    lengths = {element: len(lines) for element, lines in paragraphs(rendered).items()}
    chosen = [element for element in missing if missing[element] < REACH * lengths[element] and lengths[element] > 1]
    return {element: lengths[element] + step for element in sorted(chosen, key=missing.__getitem__)}


def reached(near: Mapping[Element, int], way: Way, root: Element, lay: Callable[[str], Rendered]) -> list[Element]:
    """Those paragraphs that do come to have so many lines, all of them full, and break no more words than they may.

    Returns:
        Those with the longest last line first: one short word is a poor line.
    """
    space(near, way)
    found = tried([root], near, lay)
    unspace(near)
    good = [
        element
        for element, length in near.items()
        if len(found[element]) == length and not crowded(found[element]) and not gaping(found[element])
    ]
    return sorted(good, key=lambda element: -found[element][-1].width)


def space(elements: Iterable[Element], way: Way) -> None:
    """Set paragraphs wider, or closer."""
    for element in elements:
        element.set(_NAME, way)


def unspace(elements: Iterable[Element]) -> None:
    """Set paragraphs as they were."""
    for element in elements:
        del element.attrib[_NAME]


def _missing(lines: Sequence[Line], way: Way) -> float:
    """How much of a line's width the last one lacks to be full, or to be none."""
    part = lines[-1].width / lines[-1].room
    return 1 - part if way == "wide" else part
