"""Words into the outlines of a watermark: paths, so that no reader of text meets them between the lines."""

import functools
import math
from pathlib import Path

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.certification import Watermark
from typeset.resources import Resources

PAGE = (595.276, 841.89)
"""The page that marks are drawn for, A4 in points; other pages are fitted to it by a matrix."""
_FACES = ("LiberationSerif-Bold.ttf", "NotoSerifSC-Bold.ttf")
_REACH = 0.8  # of the way across the page, in the direction of the words
_STROKE = 0.7  # points


def watermark(words: str, look: Watermark, resources: Resources) -> bytes:
    """Draw `words` across the middle of an A4 page.

    Raises:
        ResourceError: no bundled bold face has all the characters.
    """
    path, width, units = _outline(words, resources.fonts)
    angle = math.radians(look.angle)
    cosine, sine = math.cos(angle), math.sin(angle)
    across = 1 / max(abs(cosine) / PAGE[0], abs(sine) / PAGE[1])
    size = min(look.size, _REACH * across * units / width)
    scale = size / units
    middle = f"{cosine:.5f} {sine:.5f} {-sine:.5f} {cosine:.5f} {PAGE[0] / 2:.3f} {PAGE[1] / 2:.3f} cm"
    shift = f"{scale:.6f} 0 0 {scale:.6f} {-width * scale / 2:.3f} {-size / 3:.3f} cm"
    return f"{look.grey:.3f} G {_STROKE / scale:.2f} w 1 j\n{middle}\n{shift}\n{path}\nS".encode()


class _Pen(BasePen):  # type: ignore[misc] # fontTools is untyped
    """Writes glyphs as PDF path operators, one after the other."""

    def __init__(self, glyphs: object) -> None:
        super().__init__(glyphs)
        self.operators: list[str] = []
        self.shift = 0

    def _point(self, point: tuple[float, float]) -> str:
        return f"{point[0] + self.shift:.0f} {point[1]:.0f}"

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol of fontTools
        self.operators.append(f"{self._point(pt)} m")

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol of fontTools
        self.operators.append(f"{self._point(pt)} l")

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:  # noqa: N802 - fontTools calls it so
        self.operators.append(f"{self._point(pt1)} {self._point(pt2)} {self._point(pt3)} c")

    def _closePath(self) -> None:  # noqa: N802 - the pen protocol of fontTools
        self.operators.append("h")


@functools.lru_cache(maxsize=32)
def _outline(words: str, fonts: Path) -> tuple[str, int, int]:
    """The path of `words` in font units, its width, and the units of an em."""
    for name in _FACES:
        with TTFont(fonts / name, lazy=True) as font:
            names = font.getBestCmap()
            if any(ord(character) not in names for character in words):
                continue
            glyphs = font.getGlyphSet()
            pen = _Pen(glyphs)
            for character in words:
                glyph = glyphs[names[ord(character)]]
                glyph.draw(pen)
                pen.shift += glyph.width
            if pen.operators:
                return "\n".join(pen.operators), pen.shift, font["head"].unitsPerEm
    raise ResourceError(
        phrase("no bundled bold face has all characters of the watermark `{words}`", words=words),
        phrase("use other words"),
    )
