"""The example protocol as a reader gets it: its words against the original extract, its pages as pictures."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
from PIL import Image

from typeset import pipeline
from typeset.resources import bundled
from typeset.verify import read
from typeset.verify.blocks import Found, found_blocks

ROOT = Path(__file__).parents[2]
EXTRACT = Path(__file__).parent / "sco-2018" / "extract.txt"
DPI = 48
MILLIMETRE = DPI / 25.4
INK = 160
"""Darker than this of 255 is ink; hairlines and smoothing are lighter."""

Picture = npt.NDArray[np.uint8]


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = bundled()
    source = pipeline.read(ROOT / "examples" / "sco-2018", world)
    path = tmp_path_factory.mktemp("sco") / "original.pdf"
    path.write_bytes(pipeline.original(source, world).pdf)
    return path


@pytest.fixture(scope="module")
def blocks(original: Path) -> tuple[Found, ...]:
    return found_blocks(read(original.read_bytes(), "original.pdf"))


def letters(text: str) -> str:
    """Text without white space: the extract breaks lines within words and paragraphs."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text).replace("\u2010", ""))


def said(block: Found) -> str:
    """The letters of one block, its lines joined."""
    return letters("".join(line.text for line in block.lines))


def tool(name: str) -> str:
    path = shutil.which(name)
    assert path, f"{name} is missing: scripts/bootstrap.sh --tests installs it"
    return path


def test_the_extract_stands_in_the_structure_tree_letter_by_letter(blocks: tuple[Found, ...]) -> None:
    russian = [block for block in blocks if block.lang == "ru"]
    end = next(i for i, block in enumerate(russian) if said(block).startswith("За"))
    printed = "".join(map(said, russian[:end]))
    assert printed == letters(EXTRACT.read_text(encoding="utf-8"))


def test_poppler_reads_the_same_words_from_the_tree(original: Path) -> None:
    """An independent reader: the words in the order of the structure tree, line by line."""
    dump = subprocess.run(
        [tool("pdfinfo"), "-struct-text", original], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    russian = dump.split("Part <zh>")[0].split("Sect <ru-signatures>")[0]
    lines = re.findall(r'^ *"(.*)"$', russian, re.MULTILINE)
    assert letters("".join(lines)) == letters(EXTRACT.read_text(encoding="utf-8"))


def test_every_paragraph_of_the_extract_is_one_block(blocks: tuple[Found, ...]) -> None:
    """Paragraphs are marked in the extract by nothing but meaning; so it goes the other way round."""
    text = letters(EXTRACT.read_text(encoding="utf-8"))
    place = 0
    russian = [block for block in blocks if block.lang == "ru"]
    for block in russian[: next(i for i, b in enumerate(russian) if said(b).startswith("За"))]:
        found = text.find(said(block), place)
        assert found == place, said(block)
        place += len(said(block))
    assert place == len(text)


def pictures(command: list[str | Path], folder: Path) -> list[Picture]:
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return [np.asarray(Image.open(path).convert("L")) for path in sorted(folder.glob("*.p[ngm]*"))]


@pytest.fixture(scope="module")
def paper(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original without its signature fields: mupdf flags an empty one on the screen with a word of its own."""
    path = tmp_path_factory.mktemp("paper") / "paper.pdf"
    with pikepdf.open(original) as pdf:
        for page in pdf.pages:
            if "/Annots" in page.obj:
                del page.obj["/Annots"]
        pdf.save(path)
    return path


@pytest.fixture(scope="module")
def poppler(paper: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    folder = tmp_path_factory.mktemp("poppler")
    return pictures([tool("pdftoppm"), "-r", str(DPI), "-png", paper, folder / "page"], folder)


@pytest.fixture(scope="module")
def mupdf(paper: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Picture]:
    folder = tmp_path_factory.mktemp("mupdf")
    return pictures([tool("mutool"), "draw", "-q", "-r", str(DPI), "-o", folder / "page-%03d.png", paper], folder)


def test_no_page_is_blank_and_no_ink_lies_in_the_margins(poppler: list[Picture], mupdf: list[Picture]) -> None:
    for renderer, pages in (("poppler", poppler), ("mupdf", mupdf)):
        assert len(pages) == 22
        for number, page in enumerate(pages, 1):
            rows, columns = np.nonzero(page < INK)
            assert len(rows) > 200, f"{renderer}: page {number} is blank"
            height, width = page.shape
            assert rows.min() > 10 * MILLIMETRE, f"{renderer}: page {number}, top"
            assert height - rows.max() > 15 * MILLIMETRE, f"{renderer}: page {number}, bottom"
            assert columns.min() > 29 * MILLIMETRE, f"{renderer}: page {number}, left"
            assert width - columns.max() > 14 * MILLIMETRE, f"{renderer}: page {number}, right"


def test_both_renderers_print_the_same_picture(poppler: list[Picture], mupdf: list[Picture]) -> None:
    """Blocks of 12 by 12 pixels, about 6 mm, differ in mean grey by no more than smoothing does.

    Renderers place and smooth edges differently: on these pages no block differs by more than 15 of 255. A Chinese
    glyph that one of them does not draw leaves a third of its square white, and changes its block by about 45.
    """
    for number, (one, other) in enumerate(zip(poppler, mupdf, strict=True), 1):
        height, width = (min(a, b) // 12 * 12 for a, b in zip(one.shape, other.shape, strict=True))
        means = [
            page[:height, :width].reshape(height // 12, 12, width // 12, 12).mean(axis=(1, 3)) for page in (one, other)
        ]
        difference = np.abs(means[0] - means[1])
        row, column = np.unravel_index(int(difference.argmax()), difference.shape)
        assert difference.max() < 25, f"page {number}, block {row}, {column}: {difference.max():.0f}"
