"""An SVG of plain shapes into the paths that a page must paint for it, written from the SVG specification alone.

SVG 2, chapters 8 (coordinates), 10 (shapes), 13 (painting); paths are read in `routes`. What the format of sources
does not allow in an emblem is not known here either, and makes the reading fail.
"""

import math
import re
import typing as t
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from typeset.messages import phrase
from typeset.verify.drawn import Colour, Rect
from typeset.verify.geometry import IDENTITY, Matrix, apply, multiply
from typeset.verify.routes import Route, drawn
from typeset.verify.strokes import arc

_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_TRANSFORM = re.compile(r"([A-Za-z]+)\s*\(([^)]*)\)")
_NAMED = {"black": "#000000", "white": "#ffffff"}
_CAPS = {"butt": 0.0, "round": 1.0, "square": 2.0}
_JOINS = {"miter": 0.0, "round": 1.0, "bevel": 2.0}
_HEX = 7
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_INHERITED = ("fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit")


@dataclass(frozen=True)
class Wanted:
    """One path that must be painted, in points on the page."""

    routes: tuple[Route, ...]
    painted: str
    """The operator that paints it: f, f*, S, B or B*."""
    fill: Colour | None
    stroke: Colour | None
    width: float
    caps: tuple[float, ...]


@dataclass(frozen=True)
class _Style:
    """What a shape has from the elements around it, and from itself."""

    said: t.Mapping[str, str]
    ctm: Matrix

    def below(self, element: ET.Element) -> "_Style":
        own = {key: element.attrib[key].strip() for key in _INHERITED if key in element.attrib}
        for part in element.get("style", "").split(";"):
            key, _, value = part.partition(":")
            own[key.strip()] = value.strip()
        return _Style({**self.said, **own}, multiply(_transform(element.get("transform", "")), self.ctm))

    def colour(self, key: str, default: str) -> Colour | None:
        value = self.said.get(key, default)
        value = _NAMED.get(value, value)
        if value == "none":
            return None
        digits = value[1:] if len(value) == _HEX else "".join(2 * digit for digit in value[1:])
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return red, green, blue

    def number(self, key: str, default: str) -> float:
        return float(self.said.get(key, default).removesuffix("px"))


def paths(svg: bytes, box: Rect) -> tuple[Wanted, ...]:
    """The paths that must be painted where the drawing fills `box`, in order.

    Raises:
        ValueError, LookupError, TypeError, ET.ParseError: the drawing is none that an emblem may be.
    """
    root = ET.fromstring(svg)  # noqa: S314 - the reader of sources has refused what could harm
    left, top, width, _ = (float(side) for side in root.get("viewBox", "").replace(",", " ").split())
    scale = (box[2] - box[0]) / width
    ctm = (scale, 0.0, 0.0, -scale, box[0] - left * scale, box[3] + top * scale)
    return tuple(_below(root, _Style({}, ctm)))


def aspect(svg: bytes) -> float:
    """Height by width of the drawing."""
    _, _, width, height = ET.fromstring(svg).get("viewBox", "").replace(",", " ").split()  # noqa: S314 - as above
    return float(height) / float(width)


def _below(element: ET.Element, above: _Style) -> t.Iterator[Wanted]:
    style, name = above.below(element), element.tag.removeprefix(_SVG)
    if name in _SHAPES and (wanted := _wanted(name, element, style)):
        yield wanted
    for kid in element if name in {"svg", "g"} else ():
        yield from _below(kid, style)


def _wanted(name: str, element: ET.Element, style: _Style) -> Wanted | None:
    fill, width = style.colour("fill", "black"), style.number("stroke-width", "1")
    stroke = style.colour("stroke", "none") if width else None
    routes = tuple(_placed(route, style.ctm) for route in _routes(name, element))
    if not routes or (fill is None and stroke is None):
        return None
    operator = "S" if fill is None else "f" if stroke is None else "B"
    if fill is not None and style.said.get("fill-rule") == "evenodd":
        operator += "*"
    a, b, c, d, _, _ = style.ctm
    caps = (
        _CAPS[style.said.get("stroke-linecap", "butt")],
        _JOINS[style.said.get("stroke-linejoin", "miter")],
        style.number("stroke-miterlimit", "4"),
    )
    return Wanted(routes, operator, fill, stroke, width * abs(a * d - b * c) ** 0.5, caps)


def _placed(route: Route, ctm: Matrix) -> Route:
    return Route(tuple(apply(ctm, *point) for point in route.points), route.closed)


def _routes(name: str, element: ET.Element) -> list[Route]:
    """The subpaths of a shape, in its own coordinates."""
    values = {key: float(element.get(key, "0")) for key in ("x", "y", "width", "height", "cx", "cy", "r")}
    match name:
        case "path":
            return drawn(element.get("d", ""))
        case "line":
            ends = [float(element.get(key, "0")) for key in ("x1", "y1", "x2", "y2")]
            return [Route(((ends[0], ends[1]), (ends[2], ends[3])), closed=False)]
        case "polyline" | "polygon":
            sides = [float(one) for one in _NUMBER.findall(element.get("points", ""))]
            return [Route(tuple(zip(sides[::2], sides[1::2], strict=True)), closed=name == "polygon")] if sides else []
        case "rect":
            return _rectangle(values, element)
    rx = values["r"] if name == "circle" else float(element.get("rx", "0"))
    ry = values["r"] if name == "circle" else float(element.get("ry", "0"))
    if rx <= 0 or ry <= 0:
        return []
    east, west = (values["cx"] + rx, values["cy"]), (values["cx"] - rx, values["cy"])
    halves = (*arc(east, (rx, ry), 0, (False, True), west), *arc(west, (rx, ry), 0, (False, True), east))
    return [Route((east, *halves), closed=True)]


def _rectangle(values: t.Mapping[str, float], element: ET.Element) -> list[Route]:
    x, y, width, height = (values[key] for key in ("x", "y", "width", "height"))
    if width <= 0 or height <= 0:
        return []
    rx = min(float(element.get("rx", element.get("ry", "0"))), width / 2)
    ry = min(float(element.get("ry", element.get("rx", "0"))), height / 2)
    right, bottom = x + width, y + height
    if rx <= 0 or ry <= 0:
        return [Route(((x, y), (right, y), (right, bottom), (x, bottom)), closed=True)]
    corners = (
        ((x + rx, y), (right - rx, y), (right, y + ry)),
        ((right, y + ry), (right, bottom - ry), (right - rx, bottom)),
        ((right - rx, bottom), (x + rx, bottom), (x, bottom - ry)),
        ((x, bottom - ry), (x, y + ry), (x + rx, y)),
    )
    points = [corners[0][0]]
    for _, before, after in corners:
        points += [before, *arc(before, (rx, ry), 0, (False, True), after)]
    return [Route(tuple(points), closed=True)]


def _transform(value: str) -> Matrix:
    """A list of transformations as one matrix; the last one is done first."""
    made = IDENTITY
    for name, inside in _TRANSFORM.findall(value):
        made = multiply(_matrix(name, [float(one) for one in _NUMBER.findall(inside)]), made)
    return made


def _matrix(name: str, values: list[float]) -> Matrix:
    match name:
        case "matrix":
            a, b, c, d, e, f = values
            return a, b, c, d, e, f
        case "translate":
            return 1, 0, 0, 1, values[0], values[1] if len(values) > 1 else 0
        case "scale":
            return values[0], 0, 0, values[-1], 0, 0
        case "rotate":
            angle = math.radians(values[0])
            x, y = values[1:] or (0.0, 0.0)
            turned = math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), x, y
            return multiply((1, 0, 0, 1, -x, -y), turned)
    raise ValueError(phrase("the transformation `{name}` is not known", name=name))
