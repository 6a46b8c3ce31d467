"""Points of painted paths into what they are: upright lines and rectangles, and the sides of frames."""

import itertools

from typeset.verify.drawn import Rect
from typeset.verify.geometry import bounds, common

_NEARLY = 1e-3
_LINE = 2


def plain(points: list[tuple[float, float]]) -> bool:
    """Whether a subpath is an upright line, or an upright rectangle, corner by corner."""
    steps = itertools.pairwise(points)
    if any(min(abs(a[0] - b[0]), abs(a[1] - b[1])) > _NEARLY for a, b in steps):
        return False
    if len(points) == _LINE:
        return True
    left, bottom, right, top = bounds(points)
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    met = {
        index
        for index, corner in enumerate(corners)
        for point in points
        if abs(point[0] - corner[0]) + abs(point[1] - corner[1]) < _NEARLY
    }
    return len(met) == len(corners) and len(points) in {4, 5}


def strips(shapes: list[tuple[Rect, bool]]) -> list[tuple[Rect, bool]]:
    """Filled shapes; a frame of two rectangles, one in the other, becomes those of its four sides that have a width."""
    if len(shapes) != 2 or not all(plain for _, plain in shapes):  # noqa: PLR2004 - an outer and an inner rectangle
        return shapes
    inner, outer = sorted((box for box, _ in shapes), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    shared = common(outer, inner)
    if any(abs(side - other) > _NEARLY for side, other in zip(shared, inner, strict=True)):
        return shapes
    left, bottom, right, top = outer
    upright = [(left, bottom, inner[0], top), (inner[2], bottom, right, top)]
    sides = [*upright, (left, bottom, right, inner[1]), (left, inner[3], right, top)]
    return [(side, True) for side in sides if min(side[2] - side[0], side[3] - side[1]) > _NEARLY]
