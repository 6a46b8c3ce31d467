"""Computed lengths into used ones, and boxes without a background."""

import operator
import typing as t
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

from weasyprint.css.properties import ZERO_PIXELS, Dimension
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import background, percent

# WeasyPrint is untyped: its styles, and the values of CSS.
Style = t.Any
Value = t.Any

_ACROSS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *("width", "min_width", "max_width"),
)
"""Lengths whose percentages are of the width of the containing block."""
_DOWN = ("height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_LENGTHS = (*_ACROSS, *_DOWN, *_BORDERS, "box_sizing")
_lengths = operator.itemgetter(*_LENGTHS)
_RADII = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_radii = operator.itemgetter(*_RADII)
_KEPT = "swift_used"
"""The attribute of a style that keeps what its lengths come to."""
_NO_IMAGE = (("none", None),)

_resolve_percentages = percent.resolve_percentages
_resolve_radii_percentages = percent.resolve_radii_percentages
_layout_box_backgrounds = background.layout_box_backgrounds


@dataclass(frozen=True, slots=True)
class _Used:
    """What the lengths of a style come to."""

    values: tuple[Value, ...]
    """The computed values that this was made of; styles are changed now and then."""
    fixed: dict[str, Value] | None = None
    """Used values by attribute; nothing where there is anything but lengths, `auto` and percentages."""
    across: tuple[tuple[str, float], ...] = ()
    """Percentages of the width of the containing block."""
    down: tuple[tuple[str, float], ...] = ()
    """Percentages of its height."""
    sized: bool = False
    """Whether the width and height are those of more than the content."""


def _used(values: tuple[Value, ...]) -> _Used:
    fixed: dict[str, Value] = dict(zip(_BORDERS, values[-5:-1], strict=True))
    shares: dict[str, float] = {}
    for name, value in zip(_LENGTHS[:-5], values, strict=False):
        if value == "auto":
            fixed[name] = 0 if name in {"min_width", "min_height"} else value
        elif type(value) is not Dimension or value.unit not in {"px", "%"}:
            return _Used(values)
        elif value.unit == "%":
            shares[name] = value.value
        else:
            fixed[name] = value.value
    across = tuple((name, share) for name, share in shares.items() if name not in _DOWN)
    down = tuple((name, share) for name, share in shares.items() if name in _DOWN)
    return _Used(values, fixed, across, down, values[-1] != "content-box")


def resolve_percentages(box: t.Any, containing_block: t.Any) -> None:  # noqa: ANN401 - untyped engine
    """Give a box its used lengths.

    The original asks for each of eighteen lengths what it is, at every layout of every box. Most are no percentages,
    so here what a style's lengths come to is kept with the style as long as its values are the very same.
    """
    used = _known(box)
    if used is None or used.fixed is None:
        _resolve_percentages(box, containing_block)
        return
    if isinstance(containing_block, Box):
        width, height = containing_block.width, containing_block.height
    else:
        width, height = containing_block
    attributes = vars(box)
    attributes.update(used.fixed)
    for name, share in used.across:
        attributes[name] = width * share / 100
    for name, share in used.down:
        attributes[name] = _down(name, share, height)
    if used.sized:
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _known(box: t.Any) -> _Used | None:  # noqa: ANN401 - untyped engine
    """What the lengths of a box come to; nothing for one that is peculiar."""
    style = box.style
    if not isinstance(box, Box) or isinstance(box, PageBox) or style["border_collapse"] == "collapse":
        return None
    values = _lengths(style)
    used: _Used | None = vars(style).get(_KEPT)
    if used is None or not all(map(operator.is_, used.values, values)):
        used = _used(values)
        setattr(style, _KEPT, used)
    return used


def _down(name: str, share: float, height: t.Any) -> t.Any:  # noqa: ANN401 - a length, or `auto`
    """A share of a height that may not be known."""
    if height != "auto":
        return height * share / 100
    if name == "height":
        return "auto"
    return (0 if name == "min_height" else inf) * share / 100


def resolve_radii_percentages(box: t.Any) -> None:  # noqa: ANN401 - untyped engine
    """Give a box its used radii.

    The original makes the names of the properties anew for every box; corners are seldom round.
    """
    style = box.style
    if all(ZERO_PIXELS in radius for radius in _radii(style)):
        for name in _RADII:
            setattr(box, name, (0, 0))
    else:
        _resolve_radii_percentages(box)


def layout_box_backgrounds(
    page: t.Any,  # noqa: ANN401 - untyped engine
    box: t.Any,  # noqa: ANN401 - likewise
    get_image_from_uri: Callable[..., t.Any],
    layout_children: bool = True,  # noqa: FBT001, FBT002 - the signature of the original
    style: Style = None,
) -> None:
    """Lay out the backgrounds of a box and what is in it.

    The original imports, and gathers images and layers, for boxes too that have nothing to paint: those end here.
    """
    resolve_radii_percentages(box)
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)
    if style is None and box is not page and _bare(box.style):
        box.background = None
    else:
        _layout_box_backgrounds(page, box, get_image_from_uri, False, style)  # noqa: FBT003 - likewise


def _bare(style: Style) -> bool:
    """Whether nothing is painted behind a box; looked up in the order of the original."""
    return (
        style["border_image_source"][0] == "none"
        and style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and bool(style["image_orientation"])
        and style["background_image"] == _NO_IMAGE
        and get_color(style, "background_color").alpha == 0
        and not style["box_shadow"]
    )


OWN = (
    (percent, "resolve_percentages", resolve_percentages),
    (percent, "resolve_radii_percentages", resolve_radii_percentages),
    (background, "layout_box_backgrounds", layout_box_backgrounds),
)
