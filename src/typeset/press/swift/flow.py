"""What a box is in the flow of a page, and lines where there are no floats."""

import typing as t
from collections.abc import Iterable

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout import float as floats

# WeasyPrint is untyped: its boxes and layout contexts.
Box = t.Any
Context = t.Any

_FLOATED = frozenset({"left", "right", "inline-start", "inline-end"})

_is_in_normal_flow = boxes.Box.is_in_normal_flow
_avoid_collisions = floats.avoid_collisions


def is_in_normal_flow(self: Box) -> bool:
    """Whether a box is neither floated nor positioned nor moved elsewhere.

    The original asks five questions, each by a call, of two properties.
    """
    style = self.style
    if style["float"] == "none":
        position = style["position"]
        if position in {"static", "relative"}:
            return True
    return bool(_is_in_normal_flow(self))


def establishes_formatting_context(self: Box) -> bool:
    """Whether what is in a box is laid out by itself; the original asks by calls."""
    style = self.style
    if style["float"] in _FLOATED or style["position"] in {"absolute", "fixed"} or self.is_column:
        return True
    if isinstance(self, boxes.BlockBox):
        if style["overflow"] != "visible":
            return True
    elif isinstance(self, boxes.BlockContainerBox):
        return True
    return "flow-root" in style["display"]


def avoid_collisions(
    context: Context,
    box: Box,
    containing_block: Box,
    outer: bool = True,  # noqa: FBT001, FBT002 - the signature of the original
) -> tuple[float, float, float]:
    """Where a box can stand beside floats, and how much room it has.

    The original looks for them four times a line; where none are on the page, a line has the width of its block.
    """
    if (
        context.excluded_shapes
        or outer
        or not isinstance(box, boxes.LineBox)
        or containing_block.style["direction"] != "ltr"
        or box.style["float"] != "none"
    ):
        found: tuple[float, float, float] = _avoid_collisions(context, box, containing_block, outer)
        return found
    left = containing_block.content_box_x()
    right = left + containing_block.width
    left += box.margin_left
    right -= box.margin_right
    return left - box.margin_left, box.border_box_y() - box.margin_top, right - left


def collapse_margin(adjoining_margins: Iterable[float]) -> float:
    """The sum of the greatest margin and the least; the original goes through them four times."""
    greatest: float = 0
    least: float = 0
    for margin in adjoining_margins:
        greatest = max(greatest, margin)
        least = min(least, margin)
    return greatest + least


OWN = (
    (boxes.Box, "is_in_normal_flow", is_in_normal_flow),
    (boxes.Box, "establishes_formatting_context", establishes_formatting_context),
    (block, "collapse_margin", collapse_margin),
    (floats, "avoid_collisions", avoid_collisions),
)
