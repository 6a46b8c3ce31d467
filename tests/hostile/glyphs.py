"""A face into one that no parser should follow: every glyph is made of itself, twice."""

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent


def make_of_themselves(font: TTFont) -> None:
    """Change every glyph but the first."""
    for name in font.getGlyphOrder()[1:]:
        made, parts = Glyph(), []
        for _ in range(2):
            part = GlyphComponent()
            part.glyphName, part.x, part.y, part.flags = name, 0, 0, 0
            parts.append(part)
        made.numberOfContours, made.components = -1, parts
        made.xMin = made.yMin = made.xMax = made.yMax = 0
        font["glyf"][name] = made
