"""The `d` of an SVG path, or the steps of a painted one, into subpaths as points (SVG 2, 9.3)."""

import re
import typing as t
from dataclasses import dataclass

from typeset.messages import phrase
from typeset.verify.drawn import Step
from typeset.verify.strokes import Point, arc, cubic

_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_COMMAND = re.compile(r"([MmZzLlHhVvCcSsQqTtAa])([^MmZzLlHhVvCcSsQqTtAa]*)")
# The flags of an arc are single digits, and what follows may touch them.
_ARC = re.compile(r"[\s,]*".join(("", *[f"({_NUMBER})"] * 3, "([01])", "([01])", *[f"({_NUMBER})"] * 2)))
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
_EVERY = frozenset({"M", "L", "C", "S", "Q", "T"})
"""Commands of which each pair of values is a point."""


@dataclass(frozen=True)
class Route:
    """One subpath as points close enough for the eye."""

    points: tuple[Point, ...]
    closed: bool

    def way(self) -> tuple[Point, ...]:
        """All points in order, back to the first where it is closed."""
        return (*self.points, self.points[0]) if self.closed else self.points


def drawn(path: str) -> list[Route]:
    """The subpaths of an SVG path.

    Raises:
        ValueError: it is none.
    """
    pen = _Pen()
    for letter, inside in _COMMAND.findall(path):
        pen.command(letter, inside)
    return pen.routes()


def painted(steps: tuple[Step, ...]) -> list[Route]:
    """The subpaths of a path as a page has it; those of a single point paint nothing."""
    pen = _Pen()
    for step, sides in steps:
        points = list(zip(sides[::2], sides[1::2], strict=True))
        if step == "m":
            pen.move(points[0])
        elif step == "h":
            pen.close()
        elif step == "l":
            pen.to(points)
        else:
            pen.to(cubic(pen.at, points[0], points[1], points[2]))
    return pen.routes()


class _Pen:
    """Follows commands, and keeps the way that it went."""

    def __init__(self) -> None:
        self.at: Point = (0.0, 0.0)
        self._ways: list[tuple[list[Point], bool]] = []
        self._control: tuple[str, Point] = ("", (0.0, 0.0))
        """The kind of the last curve, and its last control point, which S and T mirror."""

    def routes(self) -> list[Route]:
        """The ways of more than a point."""
        return [Route(tuple(points), closed) for points, closed in self._ways if len(points) > 1]

    def move(self, point: Point) -> None:
        """Begin a subpath."""
        self._ways.append(([point], False))
        self.at = point

    def close(self) -> None:
        """Return to where the subpath began."""
        if self._ways:
            points, _ = self._ways[-1]
            self._ways[-1] = (points, True)
            self.at = points[0]

    def to(self, points: t.Sequence[Point]) -> None:
        """Go on along points."""
        if not self._ways or self._ways[-1][1]:
            self.move(self.at)
        self._ways[-1][0].extend(points)
        self.at = points[-1] if points else self.at

    def command(self, letter: str, inside: str) -> None:
        """Do what one letter says, as often as its values ask."""
        kind = letter.upper()
        if kind == "Z":
            self.close()
            self._control = ("", self.at)
            return
        if kind == "A":
            rows = [[float(one) for one in match] for match in _ARC.findall(inside)]
        else:
            values, takes = [float(one) for one in re.findall(_NUMBER, inside)], _TAKES[kind]
            if not values or len(values) % takes:
                raise ValueError(phrase("the command `{letter}` has {count} values", letter=letter, count=len(values)))
            rows = [values[at : at + takes] for at in range(0, len(values), takes)]
        for index, row in enumerate(rows):
            # What follows the first point of a move is a line.
            self._step("L" if kind == "M" and index else kind, self._absolute(kind, row, relative=letter.islower()))

    def _absolute(self, kind: str, row: list[float], *, relative: bool) -> list[float]:
        x, y = self.at if relative else (0.0, 0.0)
        if kind in _EVERY:
            return [value + (y if index % 2 else x) for index, value in enumerate(row)]
        if kind == "H":
            return [row[0] + x, self.at[1]]
        if kind == "V":
            return [self.at[0], row[0] + y]
        return [*row[:5], row[5] + x, row[6] + y]

    def _step(self, kind: str, row: list[float]) -> None:
        start, points = self.at, list(zip(row[::2], row[1::2], strict=False))
        control = ("", start)
        if kind == "M":
            self.move(points[0])
        elif kind in "LHV":
            self.to(points)
        elif kind == "A":
            radii, flags = (row[0], row[1]), (bool(row[3]), bool(row[4]))
            self.to(arc(start, radii, row[2], flags, (row[5], row[6])))
        else:
            control = self._curve(kind, start, points)
        self._control = control

    def _curve(self, kind: str, start: Point, points: list[Point]) -> tuple[str, Point]:
        """Draw a curve; gives what a following S or T mirrors."""
        last, control = self._control
        family = "C" if kind in "CS" else "Q"
        if kind in "ST":
            mirrored = (2 * start[0] - control[0], 2 * start[1] - control[1]) if last == family else start
            points = [mirrored, *points]
        if family == "C":
            first, second, end = points
        else:
            middle, end = points
            first, second = (_toward(start, middle), _toward(end, middle))
        self.to(cubic(start, first, second, end))
        return family, points[-2]


def _toward(end: Point, middle: Point) -> Point:
    """Two thirds of the way from an end of a quadratic curve to its control point."""
    return end[0] + (middle[0] - end[0]) * 2 / 3, end[1] + (middle[1] - end[1]) * 2 / 3
