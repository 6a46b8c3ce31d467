"""The file of a picture into what the engine can set: an SVG with true circles, all else as opaque dots in sRGB.

Transparency is laid on white and a page of a PDF is rasterised here, once and always in the same way: the page then
shows the dots that an auditor gets from the same file.
"""

import io
import typing as t
import xml.etree.ElementTree as ET

from typeset.model.composition import Composition
from typeset.model.look import PICTURE_DPI, PICTURES, Emblem, picture_kind

if t.TYPE_CHECKING:
    from PIL import Image

_INCH = 25.4
_SVG = "{http://www.w3.org/2000/svg}"
_ROUND = {"cx", "cy", "r", "rx", "ry"}
_BOX = {"x", "y", "width", "height", "rx", "ry"}


def pictures(composition: Composition) -> dict[str, tuple[str, bytes]]:
    """Media type and bytes of the pictures as they go to the engine, by name."""
    files = {file.name: file.content for file in composition.files}
    return {picture.file: _settable(picture, files[picture.file]) for picture in composition.pictures}


def _settable(emblem: Emblem, content: bytes) -> tuple[str, bytes]:
    kind = picture_kind(emblem.file)
    if kind == "svg":
        return PICTURES[".svg"], _rounded(content)
    return PICTURES[".png"], _rasterised(emblem, content) if kind == "pdf" else _opaque(content)


def _opaque(content: bytes) -> bytes:
    from PIL import Image  # noqa: PLC0415 - few protocols have an emblem

    with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
        shown = picture.convert("RGBA")
        return _png(Image.alpha_composite(Image.new("RGBA", shown.size, "white"), shown).convert("RGB"))


def _rasterised(emblem: Emblem, content: bytes) -> bytes:
    import pypdfium2  # noqa: PLC0415 - few emblems are PDFs

    with pypdfium2.PdfDocument(content) as document:
        page = document[0]
        scale = emblem.width_mm / _INCH * PICTURE_DPI / page.get_width()
        return _png(page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB"))


def _png(picture: "Image.Image") -> bytes:
    output = io.BytesIO()
    picture.save(output, format="PNG")
    return output.getvalue()


def _rounded(svg: bytes) -> bytes:
    """Turn circles, ellipses and rounded corners into arcs: the engine draws its own by 0.6 % too wide."""
    root = ET.fromstring(svg)  # noqa: S314 - the reader of sources has refused what could harm
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name in {"circle", "ellipse"} or (name == "rect" and {"rx", "ry"} & element.attrib.keys()):
            outline = _rectangle(element) if name == "rect" else _ellipse(element)
            for key in _BOX if name == "rect" else _ROUND:
                element.attrib.pop(key, None)
            element.tag = f"{_SVG}path"
            element.set("d", outline)
    return ET.tostring(root)


def _ellipse(element: ET.Element) -> str:
    x, y, round_ = (float(element.get(key, "0")) for key in ("cx", "cy", "r"))
    rx, ry = float(element.get("rx", round_)), float(element.get("ry", round_))
    if rx <= 0 or ry <= 0:
        return ""
    ends = ((x, y + ry), (x - rx, y), (x, y - ry), (x + rx, y))
    return f"M{x + rx} {y}" + "".join(f"A{rx} {ry} 0 0 1 {u} {v}" for u, v in ends) + "Z"


def _rectangle(element: ET.Element) -> str:
    x, y, width, height = (float(element.get(key, "0")) for key in ("x", "y", "width", "height"))
    rx = min(float(element.get("rx", element.get("ry", "0"))), width / 2)
    ry = min(float(element.get("ry", element.get("rx", "0"))), height / 2)
    if width <= 0 or height <= 0:
        return ""
    right, bottom = x + width, y + height
    turn = f"A{rx} {ry} 0 0 1"
    return (
        f"M{x + rx} {y}L{right - rx} {y}{turn} {right} {y + ry}L{right} {bottom - ry}{turn} {right - rx} {bottom}"
        f"L{x + rx} {bottom}{turn} {x} {bottom - ry}L{x} {y + ry}{turn} {x + rx} {y}Z"
    )
