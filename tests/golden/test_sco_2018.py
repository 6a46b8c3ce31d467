"""The example protocol as a reader gets it: its words against the original extract, its pages as pictures."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests import pictures
from tests.pictures import INK, MILLIMETRE

from typeset.verify import read
from typeset.verify.blocks import Found, found_blocks

EXTRACT = Path(__file__).parent / "sco-2018" / "extract.txt"


@pytest.fixture(scope="module")
def original(pressed: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sco") / "original.pdf"
    path.write_bytes(pressed("sco-2018-treaty"))
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


def test_the_extract_stands_in_the_structure_tree_letter_by_letter(blocks: tuple[Found, ...]) -> None:
    russian = [block for block in blocks if block.lang == "ru"]
    end = next(i for i, block in enumerate(russian) if said(block).startswith("За"))
    printed = "".join(map(said, russian[:end]))
    assert printed == letters(EXTRACT.read_text(encoding="utf-8"))


def test_poppler_reads_the_same_words_from_the_tree(original: Path) -> None:
    """An independent reader: the words in the order of the structure tree, line by line."""
    dump = subprocess.run(
        [pictures.tool("pdfinfo"), "-struct-text", original], capture_output=True, text=True, check=True, timeout=120
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


def test_no_page_is_blank_and_no_ink_lies_in_the_margins(original: Path, tmp_path: Path) -> None:
    for renderer in pictures.RENDERERS:
        folder = tmp_path / renderer
        folder.mkdir()
        pages = pictures.rendered(renderer, original.read_bytes(), folder)
        assert len(pages) == 22
        for number, page in enumerate(pages, 1):
            rows, columns = np.nonzero(page < INK)
            assert len(rows) > 200, f"{renderer}: page {number} is blank"
            height, width = page.shape
            assert rows.min() > 10 * MILLIMETRE, f"{renderer}: page {number}, top"
            assert height - rows.max() > 15 * MILLIMETRE, f"{renderer}: page {number}, bottom"
            assert columns.min() > 29 * MILLIMETRE, f"{renderer}: page {number}, left"
            assert width - columns.max() > 14 * MILLIMETRE, f"{renderer}: page {number}, right"
