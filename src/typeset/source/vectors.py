"""The bytes of an SVG into its size, where it is drawn of plain filled and stroked shapes and of nothing else.

What a shape may be is a closed list: no text (it would need a face), no scripts, no references to elsewhere, no
filters, masks, gradients or transparency. So the drawing can be read back from the pressed page, path by path.
"""

import re
import xml.etree.ElementTree as ET

from typeset.messages import phrase

LARGEST_DRAWING = 2**20
"""Bytes of an SVG."""
_SVG = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_HOLDERS = frozenset({"svg", "g"})
_SAID = frozenset({"title", "desc", "metadata"})
_PAINTS = frozenset(
    {"fill", "fill-rule", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"}
)
_GEOMETRY = frozenset({"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2"})
_IDLE = frozenset({"id", "version", "baseProfile", "viewBox", "class", "enable-background"})
"""Attributes that change nothing here: without a style sheet, a class has no effect."""
_SOLID = frozenset({"opacity", "fill-opacity", "stroke-opacity"})
_COLOUR = re.compile(r"none|#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|black|white")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
# Possessive, so that no row of digits can be divided in many ways.
_NUMBERS = r"(?>[\s,]+|[+-]?(?>\d+\.?\d*|\.\d+)(?>[eE][+-]?\d+)?)*+"
_ROWS = {
    "d": re.compile(rf"\s*+(?>[MmZzLlHhVvCcSsQqTtAa]{_NUMBERS})*+"),
    "points": re.compile(_NUMBERS),
    "transform": re.compile(rf"(?>[\s,]*+(?>matrix|translate|scale|rotate)\s*+\({_NUMBERS}\))*+\s*+"),
}
_SIZE = re.compile(r"(\d+\.?\d*|\.\d+)(px|pt|mm|cm|in)?")
_ASPECT = 0.01
"""How far the size that a drawing gives may miss the shape of its `viewBox`."""
_DECLARED = re.compile(r"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", re.IGNORECASE)
_DEEPEST = 32
_VIEW = 4


class UnknownDrawing(ValueError):  # noqa: N818 - it is no error of the program, but of the drawing
    """What the drawing holds that is not printed; `args[0]` says it, for after the file's name."""


def svg_size(content: bytes) -> tuple[float, float]:
    """Width and height of a plain drawing, by its `viewBox`.

    Raises:
        UnknownDrawing: it is no SVG, or holds more than plain shapes.
    """
    root = parsed(content)
    _judge(root, 0)
    if root.tag != f"{_SVG}svg":
        raise UnknownDrawing(phrase("is no SVG"))
    _, _, width, height = view(root)
    sides = [_SIZE.fullmatch(root.get(key, "")) for key in ("width", "height")]
    given = [side for side in sides if side]
    if len(given) != len({"width", "height"} & root.attrib.keys()):
        raise UnknownDrawing(phrase("has a `width` or `height` that is no plain length"))
    if len(given) == len(sides):
        (wide, unit), (tall, other) = ((float(side[1]), side[2]) for side in given)
        if unit != other or not tall or abs(wide / tall * height / width - 1) > _ASPECT:
            raise UnknownDrawing(phrase("has a `width` and `height` of another shape than its `viewBox`"))
    return width, height


def parsed(content: bytes) -> ET.Element:
    """The root element of an XML file without declarations of its own.

    Raises:
        UnknownDrawing: it is no XML in UTF-8, is too large, or declares types, entities or style sheets.
    """
    if len(content) > LARGEST_DRAWING:
        raise UnknownDrawing(phrase("has more than {limit} MB", limit=LARGEST_DRAWING // 2**20))
    try:
        text = content.decode("utf-8-sig")
        if _DECLARED.search(text):
            raise UnknownDrawing(phrase("declares a document type, entities or a style sheet"))
        return ET.fromstring(text)  # noqa: S314 - what could harm has just been refused
    except (UnicodeDecodeError, ET.ParseError, ValueError) as error:
        if isinstance(error, UnknownDrawing):
            raise
        raise UnknownDrawing(phrase("is no XML in UTF-8 ({error})", error=error)) from error


def view(root: ET.Element) -> tuple[float, float, float, float]:
    """The `viewBox` of a drawing: left, top, width, height.

    Raises:
        UnknownDrawing: it has none, or an empty one.
    """
    sides = root.get("viewBox", "").replace(",", " ").split()
    if len(sides) != _VIEW or not all(_NUMBER.fullmatch(side) for side in sides):
        raise UnknownDrawing(phrase("has no `viewBox` of four numbers"))
    left, top, width, height = map(float, sides)
    if width <= 0 or height <= 0:
        raise UnknownDrawing(phrase("has an empty `viewBox`"))
    return left, top, width, height


def _judge(element: ET.Element, depth: int) -> None:
    name = element.tag.removeprefix(_SVG)
    if depth > _DEEPEST:
        raise UnknownDrawing(phrase("is nested too deep"))
    if name in _SAID:
        return
    if name not in _SHAPES | _HOLDERS or (name == "svg" and depth):
        raise UnknownDrawing(phrase("holds `{value}`", value=name.rpartition("}")[2]))
    if name != "svg" and (element.text or "").strip():
        raise UnknownDrawing(phrase("holds words outside of its title"))
    for key, value in element.attrib.items():
        # Names of other namespaces are an editor's notes; of XLink alone they would lead elsewhere.
        if key.startswith("{") and "xlink" not in key and "svg" not in key:
            continue
        _attribute(name, key, value)
    for kid in element:
        if not str(kid.tag).startswith("{") or kid.tag.startswith(_SVG):
            _judge(kid, depth + 1)
        elif not _is_note(kid):
            raise UnknownDrawing(phrase("holds `{value}`", value=kid.tag.rpartition("}")[2]))


def _is_note(element: ET.Element) -> bool:
    """Whether an element is an editor's own note, which no renderer draws."""
    return "inkscape" in element.tag or "sodipodi" in element.tag


def _attribute(name: str, key: str, value: str) -> None:
    if key == "style":
        for part in filter(None, map(str.strip, value.split(";"))):
            prop, _, said = part.partition(":")
            _paint(prop.strip(), said.strip())
    elif key in _PAINTS | _SOLID:
        _paint(key, value.strip())
    elif key in _ROWS and name != "svg":
        if not _ROWS[key].fullmatch(value):
            raise UnknownDrawing(phrase('has `{key}="{value}"`', key=key, value=value[:40]))
    elif key in _GEOMETRY and name != "svg":
        if not _NUMBER.fullmatch(value):
            raise UnknownDrawing(phrase('has `{key}="{value}"`, which is no plain number', key=key, value=value[:40]))
    elif key not in _IDLE | {"x", "y", "width", "height"}:
        raise UnknownDrawing(phrase("has the attribute `{key}`", key=key))


def _paint(key: str, value: str) -> None:
    if key in _SOLID:
        right = value in {"1", "1.0"}
    elif key in {"fill", "stroke"}:
        right = bool(_COLOUR.fullmatch(value))
    elif key in {"stroke-width", "stroke-miterlimit"}:
        right = bool(_NUMBER.fullmatch(value.removesuffix("px")))
    else:
        right = key in _PAINTS and bool(re.fullmatch("[a-z]+", value))
    if not right:
        raise UnknownDrawing(phrase("has `{key}: {value}`", key=key, value=value[:40]))
