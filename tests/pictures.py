"""Pages of a PDF into small grey pictures, by two renderers; two pictures into the blocks in which they differ."""

import io
import itertools
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
from PIL import Image, ImageDraw

DPI = 36
"""A page is 298 by 421 pixels: one sees what stands where, and 10 kB hold it."""
FINE = 6
"""Pages are rendered so many times finer and averaged, since renderers move letters and hairlines to whole pixels."""
MILLIMETRE = DPI / 25.4
INK = 160
"""Darker than this of 255 is ink; hairlines and smoothing are lighter."""
SHADES = 16
"""Of grey in a golden picture."""
BLOCK = (5, 18)
"""Rows and columns: 3.5 mm is half a line, so that a line cannot take another's place unseen; 12.7 mm is some letters,
so that it does not matter to which side of a pixel one of them is rounded."""
TOLERANCE = 12.0
"""By how much of 255 the mean of a block may differ from the golden picture's.

Measured on all pages of the four documents, the most that any block differs: poppler 22.12 from its own picture, which
has fewer shades, by 3.7; mupdf 1.21 by 9.0; and of renderers that stand for versions to come, pdfium and cairo by 9.1,
ghostscript 10 by 9.0. A text moved up or down by one pixel, 0.7 mm, changes its worst block by 21 to 25; headings set
in the other weight, by 22 to 42; a line that is gone, by more. To the side less than 3 mm is not seen: the golden lines
say it to a tenth of a millimetre.
"""
RENDERERS = ("pdftoppm", "mutool")

Picture = npt.NDArray[np.uint8]
Means = npt.NDArray[np.float64]


def tool(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is missing: scripts/bootstrap.sh --tests installs it"
    return path


def rendered(renderer: str, pdf: bytes, folder: Path) -> list[Picture]:
    """All pages by one of `RENDERERS`; `folder` must be empty, and is left with what stood between."""
    file = folder / "paper.pdf"
    file.write_bytes(_paper(pdf))
    arguments: dict[str, tuple[str | Path, ...]] = {
        "pdftoppm": ("-r", str(DPI * FINE), "-gray", file, folder / "page"),
        "mutool": ("draw", "-q", "-r", str(DPI * FINE), "-c", "gray", "-o", folder / "page-%03d.pgm", file),
    }
    subprocess.run([tool(renderer), *arguments[renderer]], check=True, capture_output=True, timeout=300)
    pages = [_opened(path) for path in sorted(folder.glob("*.pgm"))]
    return [np.rint(_means(page, (FINE, FINE))).astype(np.uint8) for page in pages]


def _paper(pdf: bytes) -> bytes:
    """The file without its signature fields: mupdf flags an empty one on the screen with a word of its own."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for page in file.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        file.save(output)
    return output.getvalue()


def _opened(path: Path) -> Picture:
    with Image.open(path) as image:
        return np.asarray(image.convert("L"))


def _means(picture: Picture, block: tuple[int, int]) -> Means:
    """The mean grey of every block; the page is white beyond its edge."""
    rows, columns = block
    height, width = picture.shape
    whole = _grown(picture, (height + -height % rows, width + -width % columns))
    split = whole.reshape(len(whole) // rows, rows, -1, columns)
    return np.asarray(split.mean(axis=(1, 3)), dtype=np.float64)


def _grown(picture: Picture, shape: tuple[int, ...]) -> Picture:
    margins = [(0, length - own) for own, length in zip(picture.shape, shape, strict=True)]
    return np.pad(picture, margins, constant_values=255)


def difference(actual: Picture, expected: Picture) -> Means:
    """By how much the mean of every block differs; where one page is larger, the other is white there."""
    shape = tuple(np.maximum(actual.shape, expected.shape))
    return np.abs(_means(_grown(actual, shape), BLOCK) - _means(_grown(expected, shape), BLOCK))


def overlay(actual: Picture, expected: Picture) -> Image.Image:
    """What only the actual page has in red, what only the expected one has in blue; the differing blocks framed."""
    shape = tuple(np.maximum(actual.shape, expected.shape))
    one, other = _grown(actual, shape), _grown(expected, shape)
    image = Image.fromarray(np.stack([other, np.maximum(one, other), one], axis=2))
    draw = ImageDraw.Draw(image)
    rows, columns = BLOCK
    for row, column in np.argwhere(difference(actual, expected) > TOLERANCE):
        left, top = int(column) * columns, int(row) * rows
        draw.rectangle((left, top, left + columns - 1, top + rows - 1), outline=(0, 160, 0))
    return image


def keep(pages: Sequence[Picture], folder: Path) -> None:
    """Make these the golden pictures of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("page-*.png"):
        path.unlink()
    step = 255 // (SHADES - 1)
    for number, page in enumerate(pages, 1):
        image = Image.fromarray(np.rint(page / step).astype(np.uint8)).convert("P")
        image.putpalette([shade * step for shade in range(SHADES) for _ in "rgb"])
        image.save(folder / f"page-{number:02}.png", optimize=True, bits=4)


def kept(folder: Path) -> list[Picture]:
    """The golden pictures of a folder."""
    return [_opened(path) for path in sorted(folder.glob("page-*.png"))]


def differing(actual: Sequence[Picture], expected: Sequence[Picture], left: Path) -> list[int]:
    """The pages that differ by more than the tolerance, counted from 1.

    Of each, `left` gets three pictures: `NN-actual.png`, `NN-expected.png` and `NN-difference.png`. A page that only
    one side has is compared with a white one.
    """
    shutil.rmtree(left, ignore_errors=True)
    white = np.full((1, 1), 255, dtype=np.uint8)
    found = []
    for number, (one, other) in enumerate(itertools.zip_longest(actual, expected, fillvalue=white), 1):
        if difference(one, other).max() > TOLERANCE:
            found.append(number)
            left.mkdir(parents=True, exist_ok=True)
            Image.fromarray(one).save(left / f"{number:02}-actual.png")
            Image.fromarray(other).save(left / f"{number:02}-expected.png")
            overlay(one, other).save(left / f"{number:02}-difference.png")
    return found
