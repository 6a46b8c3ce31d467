"""Curves into points close enough for the eye, and two rows of points into the distance between them."""

import itertools
import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]

_PIECES = 24
"""Straight pieces that a curve becomes: off by less than a hundredth of a point for an arc of 40 mm."""
_ALONG = 16
"""Points that are compared for every piece of the simpler of two rows."""


def cubic(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """The points of a Bézier curve after its start."""
    found: list[Point] = []
    for step in range(1, _PIECES + 1):
        part = step / _PIECES
        rest = 1 - part
        weights = rest**3, 3 * rest * rest * part, 3 * rest * part * part, part**3
        corners = start, first, second, end
        x = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True))
        y = sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True))
        found.append((x, y))
    return found


def arc(start: Point, radii: Point, turned: float, flags: tuple[bool, bool], end: Point) -> list[Point]:
    """The points of an elliptical arc after its start (SVG 2, appendix B.2.4).

    Args:
        start: where it begins.
        radii: of the ellipse; made larger where it would not reach.
        turned: degrees by which the ellipse is turned.
        flags: whether the arc is the larger one, and whether it runs in the direction of growing angles.
        end: where it ends.
    """
    rx, ry = abs(radii[0]), abs(radii[1])
    if start == end:
        return []
    if not rx or not ry:
        return [end]
    cosine, sine = math.cos(math.radians(turned)), math.sin(math.radians(turned))
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cosine * dx + sine * dy, cosine * dy - sine * dx
    if (grow := math.hypot(x / rx, y / ry)) > 1:
        rx, ry = rx * grow, ry * grow
    under = (rx * y) ** 2 + (ry * x) ** 2
    reach = math.sqrt(max(0.0, (rx * ry) ** 2 / under - 1)) * (-1 if flags[0] == flags[1] else 1)
    cx, cy = reach * rx * y / ry, -reach * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    sweep = (math.atan2((-y - cy) / ry, (-x - cx) / rx) - first) % (2 * math.pi)
    if not flags[1]:
        sweep -= 2 * math.pi
    middle = cosine * cx - sine * cy + (start[0] + end[0]) / 2, sine * cx + cosine * cy + (start[1] + end[1]) / 2
    found = []
    for step in range(1, 2 * _PIECES):
        angle = first + sweep * step / (2 * _PIECES)
        u, v = rx * math.cos(angle), ry * math.sin(angle)
        found.append((middle[0] + cosine * u - sine * v, middle[1] + sine * u + cosine * v))
    return [*found, end]


def apart(first: Sequence[Point], other: Sequence[Point]) -> float:
    """The greatest distance between two rows of points, walked along in step."""
    count = max(64, min(len(first), len(other)) * _ALONG)
    pairs = zip(_walked(first, count), _walked(other, count), strict=True)
    return max(math.dist(one, two) for one, two in pairs)


def length(points: Sequence[Point]) -> float:
    """The length of the way along points."""
    return sum(math.dist(one, two) for one, two in itertools.pairwise(points))


def _walked(points: Sequence[Point], count: int) -> Iterator[Point]:
    """So many points along a row, at equal distances."""
    step, passed, wanted, given = length(points) / (count - 1), 0.0, 0.0, 0
    for one, two in itertools.pairwise(points):
        side = math.dist(one, two)
        while given < count - 1 and wanted <= passed + side:
            part = (wanted - passed) / side if side else 0.0
            yield one[0] + (two[0] - one[0]) * part, one[1] + (two[1] - one[1]) * part
            given, wanted = given + 1, (given + 1) * step
        passed += side
    for _ in range(count - given):
        yield points[-1]
