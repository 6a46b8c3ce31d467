"""What a page paints besides text: shapes and pictures, as plain frozen values."""

from dataclasses import dataclass

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top."""
Colour = tuple[float, float, float]
"""Red, green, blue, each 0..1."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of marked content: one MCID of one page."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Paint:
    """One painted rectangle or line; of any other shape its bounds, with `plain` false."""

    page: int
    order: int
    box: Rect
    plain: bool
    mark: Mark | None = None
    """The marked content that it is part of; none in an artifact."""


Step = tuple[str, tuple[float, ...]]
"""A step of a path, and its points on the page: `m x y`, `l x y`, `c x y x y x y`, or `h` without any."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One painted path of a figure, as it was drawn."""

    page: int
    mark: Mark
    steps: tuple[Step, ...]
    painted: str
    """The operator that painted it."""
    fill: Colour
    stroke: Colour
    width: float
    """Of the stroke, in points."""
    caps: tuple[float, ...]
    """Line cap, line join and miter limit."""
    dashed: bool
    opaque: bool
    clip: Rect | None
    clip_known: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """One image of a figure, as it was drawn."""

    page: int
    mark: Mark
    box: Rect
    image: int
    """Key into `Facts.images`."""
    order: int
    """Position in the page's painting order."""
    upright: bool
    opaque: bool
    clip: Rect | None
    clip_known: bool


@dataclass(frozen=True, slots=True)
class Image:
    """The dots of a picture; `fault` says why they are not of the one kind that can be read back."""

    width: int
    height: int
    packed: bytes
    """Eight bits of red, green and blue a dot, packed as in a PNG."""
    fault: str
