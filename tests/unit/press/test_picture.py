"""Pictures on their way to the engine: opaque, of the right size, always the same, and round where they are round."""

import io
import re

import pytest
from PIL import Image
from tests import looks

from typeset.model.look import Emblem
from typeset.press import picture


def _set(kind: str, content: bytes, width: float = 24) -> tuple[str, bytes]:
    return picture._settable(Emblem(file=f"emblem.{kind}", width_mm=width), content)


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P", "1", "LA"])
def test_transparency_is_laid_on_white(mode: str) -> None:
    kind, content = _set("png", looks.png(mode=mode))
    with Image.open(io.BytesIO(content)) as made, Image.open(io.BytesIO(looks.png(mode=mode))) as given:
        assert (kind, made.mode, made.size) == ("image/png", "RGB", given.size)
        if mode == "RGBA":
            assert made.getpixel((0, 0)) == (255, 255, 255)
            assert made.getpixel((90, 75)) == tuple((127 * 255 + 128 * part + 127) // 255 for part in (255, 220, 80))


def test_a_page_is_rasterised_in_600_dpi_and_twice_alike() -> None:
    _, content = _set("pdf", looks.pdf(), 25.4)
    assert content == _set("pdf", looks.pdf(), 25.4)[1]
    with Image.open(io.BytesIO(content)) as made:
        assert (made.size, made.mode) == ((600, 500), "RGB")
        assert made.getpixel((2, 2)) == (255, 255, 255)
        assert made.getpixel((100, 100)) == (204, 26, 26)


def test_circles_and_round_corners_become_arcs() -> None:
    _, content = _set("svg", looks.SVG)
    assert not re.search(rb"<\w+:(circle|ellipse|rect)", content)
    assert content.count(b"A37.0 37.0 0 0 1") == 4
    assert b"polygon" in content
    assert b'stroke-linejoin="round"' in content


def test_shapes_without_size_are_drawn_as_nothing() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="0"/><rect rx="1" width="0"/></svg>'
    _, content = _set("svg", svg)
    assert content.count(b'd=""') == 2
