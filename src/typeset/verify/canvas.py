"""Path and colour operators into painted shapes: the half of the graphics state that is not text.

Follows ISO 32000-1, 8, for the operators on the list of `drawing`.
"""

import dataclasses
import itertools
import math
import typing as t
from dataclasses import dataclass

from typeset.messages import phrase
from typeset.verify import limits
from typeset.verify.drawn import Colour, Mark, Paint, Rect, Shape, Step
from typeset.verify.facts import Remark
from typeset.verify.geometry import IDENTITY, Matrix, apply, bounds, common, multiply
from typeset.verify.outlines import plain, strips
from typeset.verify.tokens import Operand

"""Points of a line."""


@dataclass(slots=True)
class State:
    """The graphics state, as far as it decides what is seen."""

    ctm: Matrix = IDENTITY
    fill: Colour = (0.0, 0.0, 0.0)
    stroke: Colour = (0.0, 0.0, 0.0)
    opaque: bool = True
    width: float = 1.0
    caps: tuple[float, ...] = (0.0, 0.0, 10.0)
    dashed: bool = False
    clip: Rect | None = None
    clip_known: bool = True
    font: str = ""
    size: float = 0.0
    mode: int = 0


class Canvas:
    """What one page's content paints.

    Args:
        page: its number.
        solid: names of the graphics state resources that only set full opacity.
    """

    def __init__(self, page: int, solid: frozenset[str]) -> None:
        self.page, self.solid = page, solid
        self.paints: list[Paint] = []
        self.outlines: list[Shape] = []
        self._mark: Mark | None = None
        """The marked content that is being drawn."""
        self._figure = False
        self._steps: list[Step] = []
        self._filling = "f"
        self.remarks: list[Remark] = []
        self._state, self._saved = State(), list[State]()
        self._shapes: list[tuple[Rect, bool]] = []
        """Subpaths: bounds, and whether they are an upright rectangle or line."""
        self._points: list[tuple[float, float]] = []
        self._clipping, self._order = False, 0
        self._unknown: set[str] = set()

    def _remark(self, message: str, check: str = "content") -> None:
        if message not in self._unknown:
            self._unknown.add(message)
            self.remarks.append(Remark(message, self.page, check=check))

    # Graphics state

    def save(self, _: list[Operand]) -> None:
        """Operator q: keep the state."""
        if len(self._saved) >= limits.MAX_DEPTH:
            raise ValueError(phrase("graphics states are nested too deep"))
        self._saved.append(dataclasses.replace(self._state))

    def restore(self, _: list[Operand]) -> None:
        """Operator Q: return to the kept state."""
        self._state = self._saved.pop()

    def transform(self, operands: list[Operand]) -> None:
        """Operator cm."""
        self._state.ctm = multiply(matrix(operands), self._state.ctm)

    def state(self, operands: list[Operand]) -> None:
        """Operator gs: set a state by name."""
        (name,) = operands
        self._state.opaque = self._state.opaque and name in self.solid

    def grey(self, operands: list[Operand]) -> None:
        """Operator g: fill grey."""
        (level,) = numbers(operands)
        self._state.fill = (level, level, level)

    def red_green_blue(self, operands: list[Operand]) -> None:
        """Operator rg: fill in a colour."""
        red, green, blue = numbers(operands)
        self._state.fill = (red, green, blue)

    def grey_stroke(self, operands: list[Operand]) -> None:
        """Operator G: stroke grey."""
        (level,) = numbers(operands)
        self._state.stroke = (level, level, level)

    def red_green_blue_stroke(self, operands: list[Operand]) -> None:
        """Operator RG: stroke in a colour."""
        red, green, blue = numbers(operands)
        self._state.stroke = (red, green, blue)

    def cap(self, operands: list[Operand]) -> None:
        """Operator J."""
        self._state.caps = (*numbers(operands), *self._state.caps[1:])

    def join(self, operands: list[Operand]) -> None:
        """Operator j."""
        self._state.caps = (self._state.caps[0], *numbers(operands), self._state.caps[2])

    def miter(self, operands: list[Operand]) -> None:
        """Operator M."""
        self._state.caps = (*self._state.caps[:2], *numbers(operands))

    def dash(self, operands: list[Operand]) -> None:
        """Operator d."""
        pattern, _ = operands
        self._state.dashed = not isinstance(pattern, bytes) or bool(pattern.strip(b"[] "))

    def line_width(self, operands: list[Operand]) -> None:
        """Operator w."""
        (self._state.width,) = numbers(operands)

    # Paths

    def move(self, operands: list[Operand]) -> None:
        """Operator m."""
        self._subpath()
        self._point("m", operands)

    def line(self, operands: list[Operand]) -> None:
        """Operator l."""
        self._point("l", operands)

    def _point(self, step: str, operands: list[Operand]) -> None:
        x, y = numbers(operands)
        point = apply(self._state.ctm, x, y)
        self._points.append(point)
        self._steps.append((step, point))

    def curve(self, operands: list[Operand]) -> None:
        """Operator c."""
        sides = numbers(operands)
        points = [apply(self._state.ctm, *pair) for pair in zip(sides[::2], sides[1::2], strict=True)]
        self._points += points
        self._steps.append(("c", tuple(itertools.chain.from_iterable(points))))
        self._shapes.append((bounds(self._points), False))

    def close(self, _: list[Operand]) -> None:
        """Operator h."""
        if self._points:
            self._points.append(self._points[0])
        self._steps.append(("h", ()))

    def rectangle(self, operands: list[Operand]) -> None:
        """Operator re."""
        self._subpath()
        x, y, width, height = numbers(operands)
        ctm = self._state.ctm
        first, second = apply(ctm, x, y), apply(ctm, x + width, y)
        third, fourth = apply(ctm, x + width, y + height), apply(ctm, x, y + height)
        self._steps += [("m", first), ("l", second), ("l", third), ("l", fourth), ("h", ())]
        (left, bottom), (right, top) = first, third
        exact = {(right, bottom), (left, top)} == {second, fourth}
        if exact and math.isfinite(right - left) and math.isfinite(top - bottom):
            # Most are upright to the last bit; and a QR code has hundreds.
            self._shapes.append(((min(left, right), min(bottom, top), max(left, right), max(bottom, top)), True))
        else:
            self._points = [first, second, third, fourth, first]
            self._subpath()

    def clip(self, _: list[Operand]) -> None:
        """Operator W, W*: clip to the path that ends next."""
        self._clipping = True

    def _subpath(self) -> None:
        if len(self._points) > 1:
            self._shapes.append((bounds(self._points), plain(self._points)))
        self._points = []

    def fill(self, _: list[Operand]) -> None:
        """Operator f."""
        self._subpath()
        self._shape(self._filling)
        for box, upright in self._shapes:
            self._paint(box, upright)
        self.end(_)

    def fill_even_odd(self, _: list[Operand]) -> None:
        """Operator f*."""
        self._subpath()
        self._shapes = strips(self._shapes)
        self._filling = "f*"
        self.fill(_)
        self._filling = "f"

    def stroke(self, _: list[Operand]) -> None:
        """Operator S."""
        self._stroke("S")
        self.end(_)

    def fill_and_stroke(self, _: list[Operand]) -> None:
        """Operator B: the stroke reaches further than the filling, by half its width."""
        self._stroke("B")
        self.end(_)

    def fill_and_stroke_even_odd(self, _: list[Operand]) -> None:
        """Operator B*."""
        self._stroke("B*")
        self.end(_)

    def _stroke(self, painted: str) -> None:
        self._subpath()
        self._shape(painted)
        half = self._state.width * self._scale() / 2
        for (left, bottom, right, top), upright in self._shapes:
            # A line, not a frame: a frame is stroked on four sides, and only shows as its bounds.
            self._paint((left - half, bottom - half, right + half, top + half), upright)

    def _scale(self) -> float:
        a, b, c, d, _, _ = self._state.ctm
        return math.sqrt(abs(a * d - b * c))

    def _shape(self, painted: str) -> None:
        """Keep a path of a figure as it is drawn."""
        if self._mark is None or not self._figure:
            return
        state = self._state
        shape = Shape(
            page=self.page,
            mark=self._mark,
            steps=tuple(self._steps),
            painted=painted,
            fill=state.fill,
            stroke=state.stroke,
            width=state.width * self._scale(),
            caps=state.caps,
            dashed=state.dashed,
            opaque=state.opaque,
            clip=state.clip,
            clip_known=state.clip_known,
        )
        self.outlines.append(shape)

    def end(self, _: list[Operand]) -> None:
        """Operator n: end the path, and clip where asked."""
        self._subpath()
        if self._clipping:
            state = self._state
            if len(self._shapes) == 1 and self._shapes[0][1]:
                state.clip = common(state.clip, self._shapes[0][0])
            else:
                state.clip_known = False
        self._shapes, self._clipping, self._steps = [], False, []

    def _paint(self, box: Rect, upright: bool) -> None:  # noqa: FBT001 - private, spelled out in Paint
        self._order += 1
        self.paints.append(Paint(self.page, self._order, box, upright, self._mark))


def numbers(operands: list[Operand]) -> list[float]:
    """The operands as numbers.

    Raises:
        TypeError: one is none.
    """
    if not all(isinstance(operand, float) for operand in operands):
        raise TypeError(phrase("a number was expected"))
    return t.cast("list[float]", operands)


def matrix(operands: list[Operand]) -> Matrix:
    """The operands as a matrix."""
    a, b, c, d, e, f = numbers(operands)
    return a, b, c, d, e, f
