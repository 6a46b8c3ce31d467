#!/usr/bin/env python3
"""Make the two Noto Serif SC faces of this folder out of the Noto Serif CJK collections.

The result holds exactly the characters of ``wanted_characters``, has TrueType outlines (a PDF made from any CID-keyed
subset prints blank in MuPDF and as empty boxes in Ghostscript), no layout tables at all, and one glyph of its own for
each character, so that a glyph can always be read back as the character it stands for.

The same inputs and the same fontTools give the same bytes: nothing in the result depends on the time or the machine.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Protocol

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

SOURCE_FAMILY: Final = "Noto Serif CJK SC"
FAMILY: Final = "Noto Serif SC"
SOURCE_POSTSCRIPT: Final = "NotoSerifCJKsc"
POSTSCRIPT: Final = "NotoSerifSC"
VERSION_NOTE: Final = ";subset with TrueType outlines for typeset"

#: How many characters the Table of General Standard Chinese Characters has.
TABLE_SIZE: Final = 8105
#: Greatest distance between a cubic curve and the quadratic ones that replace it, in thousandths of the em.
MAX_ERROR_PER_MILLE: Final = 1.0

NOTDEF: Final = ".notdef"
#: The Chinese dash is two of these, and one unbroken line. The face gets there with layout features; here the em dash
#: takes the shape of the bar, which is what those features choose for Simplified Chinese, drawn across the whole em.
EM_DASH: Final = 0x2014
BAR: Final = 0x2015
#: How far the bar reaches beyond the em on either side, in thousandths: two must not show a seam.
OVERLAP_PER_MILLE: Final = 10
PRINTABLE_ASCII: Final = frozenset(range(0x20, 0x7F))
#: No-break space, § ° · , hyphen, dashes, quotation marks, ellipsis, №, ○, 〇.
SPECIAL: Final = frozenset(
    {
        *(0x00A0, 0x00A7, 0x00B0, 0x00B7),
        *(0x2010, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026),
        *(0x2116, 0x25CB, 0x3007),
    }
)
#: Blocks of which everything is taken that the face has: CJK punctuation, half- and fullwidth forms.
BLOCKS: Final = (range(0x3000, 0x3040), range(0xFF00, 0xFFF0))

NAME_FAMILY: Final = 1
NAME_UNIQUE: Final = 3
NAME_FULL: Final = 4
NAME_VERSION: Final = 5
NAME_POSTSCRIPT: Final = 6

FONTS: Final = Path(__file__).resolve().parent.parent
NOTO: Final = Path("/usr/share/fonts/opentype/noto")


class BuildError(Exception):
    """The inputs are not what the build needs."""


class Outline(Protocol):
    """What can draw itself with a pen of fontTools."""

    def draw(self, pen: object) -> None:
        """Draw the contours."""


def read_table(path: Path) -> frozenset[int]:
    """Read the code points of the Table of General Standard Chinese Characters from its list."""
    lines = path.read_text(encoding="utf-8").splitlines()
    table = frozenset(ord(char) for line in lines if not line.startswith("#") for char in line)
    if len(table) != TABLE_SIZE:
        raise BuildError(f"{path}: {len(table)} characters, not {TABLE_SIZE}")
    return table


def gb2312() -> frozenset[int]:
    """Return the code points of all GB 2312 characters beyond ASCII."""
    found: set[int] = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            # Unassigned cells decode to nothing.
            found.update(map(ord, bytes((row, cell)).decode("gb2312", errors="ignore")))
    return frozenset(found)


def wanted_characters(table: frozenset[int], available: Iterable[int]) -> tuple[list[int], list[int]]:
    """Return what the face shall hold, and what it should hold but the source lacks, both sorted."""
    has = frozenset(available)
    required = table | gb2312() | PRINTABLE_ASCII | SPECIAL
    optional = {char for block in BLOCKS for char in block}
    return sorted((required | optional) & has), sorted(required - has)


def face_number(collection: Path, family: str) -> int:
    """Find the face of a collection by its family name."""
    with TTCollection(str(collection), lazy=True) as faces:
        for number, face in enumerate(faces):
            if face["name"].getDebugName(NAME_FAMILY) == family:
                return number
    raise BuildError(f"{collection}: no face of the family {family!r}")


def glyph_name(char: int) -> str:
    """Name the glyph of a character as the Adobe Glyph List specification does."""
    return f"u{char:04X}"


def truetype_glyph(outline: Outline, max_error: float) -> Glyph:
    """Draw a glyph with quadratic curves, contours turned as TrueType wants them."""
    pen = TTGlyphPen(None)
    outline.draw(Cu2QuPen(pen, max_error, reverse_direction=True))
    return pen.glyph()


class FullWidth:
    """An outline stretched sideways from edge to edge of the em, and a little beyond."""

    def __init__(self, outline: Outline, units: int) -> None:
        """Measure the outline."""
        bounds = BoundsPen(None)
        outline.draw(bounds)
        left, _, right, _ = bounds.bounds
        overlap = OVERLAP_PER_MILLE * units / 1000
        scale = (units + 2 * overlap) / (right - left)
        self.outline = outline
        self.transform = (scale, 0, 0, 1, -overlap - left * scale, 0)

    def draw(self, pen: object) -> None:
        """Draw the stretched contours."""
        self.outline.draw(TransformPen(pen, self.transform))


def rename(font: TTFont) -> None:
    """Give a font the name of the subset; credits, copyright and licence stay as they are."""
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID in (NAME_FAMILY, NAME_UNIQUE, NAME_FULL, NAME_POSTSCRIPT):
            record.string = text.replace(SOURCE_FAMILY, FAMILY).replace(SOURCE_POSTSCRIPT, POSTSCRIPT)
        elif record.nameID == NAME_VERSION:
            record.string = text + VERSION_NOTE


def convert(source: TTFont, chars: Iterable[int]) -> TTFont:
    """Build a TrueType font of some characters of a CFF font, each with a glyph of its own."""
    chars = list(chars)
    units: int = source["head"].unitsPerEm
    max_error = MAX_ERROR_PER_MILLE * units / 1000
    cmap: Mapping[int, str] = source.getBestCmap()
    glyphs = source.getGlyphSet()
    origin = {NOTDEF: NOTDEF} | {glyph_name(char): cmap[char] for char in chars}
    outlines: dict[str, Outline] = {name: glyphs[old] for name, old in origin.items()}
    if EM_DASH in chars:
        origin[glyph_name(EM_DASH)] = cmap[BAR]
        outlines[glyph_name(EM_DASH)] = FullWidth(glyphs[cmap[BAR]], units)

    builder = FontBuilder(unitsPerEm=units, isTTF=True)
    builder.setupGlyphOrder(list(origin))
    builder.setupCharacterMap({char: glyph_name(char) for char in chars})
    builder.setupGlyf({name: truetype_glyph(outline, max_error) for name, outline in outlines.items()})
    font: TTFont = builder.font
    glyf = font["glyf"]
    widths = source["hmtx"].metrics
    builder.setupHorizontalMetrics(
        {name: (widths[old][0], getattr(glyf[name], "xMin", 0)) for name, old in origin.items()}
    )
    hhea = source["hhea"]
    builder.setupHorizontalHeader(ascent=hhea.ascent, descent=hhea.descent, lineGap=hhea.lineGap)
    post = source["post"]
    builder.setupPost(
        keepGlyphNames=False, underlinePosition=post.underlinePosition, underlineThickness=post.underlineThickness
    )

    head = source["head"]
    for field in ("created", "modified", "fontRevision", "macStyle", "lowestRecPPEM"):
        setattr(font["head"], field, getattr(head, field))
    font.recalcTimestamp = False
    font["name"] = source["name"]
    rename(font)
    os2 = font["OS/2"] = source["OS/2"]
    os2.recalcAvgCharWidth(font)
    os2.recalcUnicodeRanges(font)
    os2.recalcCodePageRanges(font)
    os2.usMaxContext = 0
    return font


def make(collection: Path, table: frozenset[int], target: Path) -> list[int]:
    """Make one face, tell what became of it, and return the characters that the source lacks."""
    with TTFont(str(collection), fontNumber=face_number(collection, SOURCE_FAMILY), lazy=True) as source:
        chars, missing = wanted_characters(table, source.getBestCmap())
        convert(source, chars).save(str(target))
    data = target.read_bytes()
    print(f"{target.name}: {len(chars)} characters, {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}")
    return missing


def main(arguments: list[str] | None = None) -> int:
    """Make both faces; fail if the source lacks a character that is asked for by name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regular", type=Path, default=NOTO / "NotoSerifCJK-Regular.ttc", help="source of Regular")
    parser.add_argument("--bold", type=Path, default=NOTO / "NotoSerifCJK-Bold.ttc", help="source of Bold")
    parser.add_argument("--characters", type=Path, default=FONTS / "tools" / "characters.txt", help="the table")
    parser.add_argument("--output", type=Path, default=FONTS, help="folder for the two faces")
    options = parser.parse_args(arguments)

    complete = True
    try:
        table = read_table(options.characters)
        options.output.mkdir(parents=True, exist_ok=True)
        for style, collection in (("Regular", options.regular), ("Bold", options.bold)):
            missing = make(collection, table, options.output / f"{POSTSCRIPT}-{style}.ttf")
            for char in missing:
                print(f"{style} lacks U+{char:04X} {chr(char)}", file=sys.stderr)
            complete = complete and not missing
    except (BuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
