"""The content of a certification page into what it shows: its text, its rules, and the squares of its QR code."""

import typing as t
from dataclasses import dataclass

from typeset.verify import limits
from typeset.verify.copies.case import Copy, page_of
from typeset.verify.copies.marks import solid
from typeset.verify.copies.structure import part_of
from typeset.verify.drawing import Drawing
from typeset.verify.drawn import Colour, Mark, Rect, Step
from typeset.verify.facts import Element, Page, Remark
from typeset.verify.objects import resolve
from typeset.verify.tokens import Operand
from typeset.verify.tree import TreeReader


class Shape(t.NamedTuple):
    """One painted shape."""

    box: Rect
    plain: bool
    colour: Colour
    mark: Mark | None
    """The content that it belongs to; none for an artifact."""
    ring: bool
    """Whether it is part of a thin ring."""


@dataclass(frozen=True)
class Sheet:
    """What the certification page shows by its own content."""

    page: Page
    shapes: tuple[Shape, ...]
    remarks: tuple[Remark, ...]
    part: Element | None
    """The element of the structure that the page's text stands in."""


class _Drawing(Drawing):
    """Keeps what is painted together with its colour and its content."""

    def __init__(self, *given: t.Any) -> None:  # noqa: ANN401 - as `Drawing`
        super().__init__(*given)
        self.shapes: list[Shape] = []
        self._even_odd = False

    # The operators call these methods; they are not operators themselves, which are bound to `Drawing`.

    def fill(self, operands: list[Operand]) -> None:
        """Called for f* only: a ring is filled between its two circles."""
        self._even_odd = True
        super().fill(operands)
        self._even_odd = False

    def _paint(self, box: Rect, plain: bool) -> None:  # noqa: FBT001 - as `Canvas`
        super()._paint(box, plain)
        content = self._content[-1] if self._content else None
        mark = content if isinstance(content, Mark) else None
        ring = self._even_odd and not plain and _ring(self._steps)
        self.shapes.append(Shape(box, plain, self._state.fill, mark, ring))


_THIN = 1.5
"""Points of a ring's line."""
_BULGE = 1.16
"""How far, in radii, the controls of a circle of four curves stand from its middle."""


def _ring(steps: list[Step]) -> bool:
    """Whether all points of a path lie on two circles of nearly one radius about one middle, or are their controls."""
    sides = [side for _, numbers in steps for side in numbers]
    if not sides:
        return False
    xs, ys = sides[::2], sides[1::2]
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    radius = (max(xs) - min(xs)) / 2
    away = [((x - middle[0]) ** 2 + (y - middle[1]) ** 2) ** 0.5 for x, y in zip(xs, ys, strict=True)]
    round_ = abs((max(ys) - min(ys)) / 2 - radius) < 1
    return round_ and all(radius - _THIN <= distance <= radius * _BULGE + 1 for distance in away)


def sheet(copy: Copy) -> Sheet:
    """Read the certification page."""
    _, source = copy.pages[-1]
    resources = resolve(source.get("/Resources"))
    states = dict.get(resources, "/ExtGState") if isinstance(resources, dict) else None
    drawing = _Drawing(copy.last, copy.fonts(resources), solid(resolve(states)), limits.MAX_OPERATORS)
    drawing.read(_content(copy))
    page = page_of(
        copy.last, source, runs=tuple(drawing.runs), paints=tuple(drawing.paints), marks=tuple(drawing.marks)
    )
    return Sheet(page, tuple(drawing.shapes), tuple(drawing.remarks), copy.once("part", _part))


def _content(copy: Copy) -> bytes:
    if copy.like:
        return copy.values["sheet"]
    return b"\n".join(copy.file.objects.data(resolve(stream)) for stream in copy.own(copy.pages[-1][1]))


def _part(copy: Copy) -> Element | None:
    """The last element of the structure, read as if it were all of it."""
    entry = part_of(copy)
    if entry is None:
        return None
    numbers = {key: page for page, (key, _) in enumerate(copy.pages, 1)}
    return TreeReader(copy.file.objects, numbers).root(_catalog(entry))


def _catalog(entry: object) -> object:
    from pypdf.generic import DictionaryObject, NameObject  # noqa: PLC0415 - loaded where it is needed

    root = DictionaryObject()
    dict.__setitem__(root, NameObject("/K"), entry)
    catalog = DictionaryObject()
    dict.__setitem__(catalog, NameObject("/StructTreeRoot"), root)
    return catalog
