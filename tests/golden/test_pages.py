"""The examples in every profile, page by page: what is tagged how, what stands where, and what it looks like."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from tests import pictures
from tests.lines import printed_lines
from tests.pictures import INK, MILLIMETRE, Picture
from tests.tags import Tags

from typeset.compose import compose
from typeset.pipeline import Source
from typeset.press import guarded
from typeset.resources import Resources

PAGES = Path(__file__).parent / "pages"
DIFFERENCES = Path(__file__).parents[2] / "output" / "golden-differences"
EXAMPLE = "articles-treaty"
LINE = 9
"""Pixels from one line of the example to the next: 18.2 points."""

Golden = Callable[[str, str], None]
Pressed = Callable[[str], bytes]


def test_golden_tags(document: str, pressed: Pressed, golden: Golden) -> None:
    """Of the words only the beginnings: they stand whole among the lines."""
    golden(f"pages/{document}/tags.txt", Tags(pressed(document)).outline(24))


def test_golden_lines(document: str, pressed: Pressed, golden: Golden) -> None:
    golden(f"pages/{document}/lines.txt", printed_lines(pressed(document)))


def test_golden_pictures(document: str, pressed: Pressed, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Both renderers against the picture of the first, so that none can print what the other does not."""
    found = {}
    for renderer in pictures.RENDERERS:
        folder = tmp_path / renderer
        folder.mkdir()
        actual = pictures.rendered(renderer, pressed(document), folder)
        if request.config.getoption("--update-golden") and renderer == pictures.RENDERERS[0]:
            pictures.keep(actual, PAGES / document)
        left = DIFFERENCES / document / renderer
        found[renderer] = pictures.differing(actual, pictures.kept(PAGES / document), left)
    assert not any(found.values()), (
        f"{document}: pages differ, by renderer: {found};"
        f" see {DIFFERENCES / document}, and if this is meant, run `pytest --update-golden`"
    )


@pytest.fixture(scope="module")
def page() -> Picture:
    """A golden page full of text under headings, with a page number."""
    return pictures.kept(PAGES / EXAMPLE)[1]


def differs(page: Picture, other: Picture, left: Path) -> bool:
    return bool(pictures.differing([other], [page], left / "left"))


def test_a_moved_text_differs(page: Picture, tmp_path: Path) -> None:
    for pixels in (1, -1, LINE // 2, LINE, -LINE):
        assert differs(page, np.roll(page, pixels, axis=0), tmp_path), f"{pixels} down"
    for pixels in (LINE // 2, -LINE // 2):
        assert differs(page, np.roll(page, pixels, axis=1), tmp_path), f"{pixels} to the right"


def test_each_single_line_counts(tmp_path: Path) -> None:
    """Down to the words in a cell; only of a page number nobody but the golden lines takes notice."""
    pages = pictures.kept(PAGES / EXAMPLE)
    lines = (PAGES / EXAMPLE / "lines.txt").read_text(encoding="utf-8").splitlines()
    for line in (one for one in lines if not one.rpartition("| ")[2].isdecimal()):
        number, left, baseline = line.split()[:3]
        page, row, column = pages[int(number) - 1], *(int(float(at) * MILLIMETRE) for at in (baseline, left))
        blank = page.copy()
        blank[row - LINE // 2 : row + 3, column - 1 :] = 255
        assert differs(page, blank, tmp_path), line


def test_a_changed_weight_differs(
    source: Callable[[str], Source], resources: Resources, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = source("articles")
    made = compose(own.protocol, own.wordings, own.files, resources, ("en",))
    light = made.model_copy(update={"stylesheets": (*made.stylesheets, "h2 { font-weight: normal !important }")})
    folders = [tmp_path_factory.mktemp(name) for name in ("bold", "light", "left")]
    bold, other = (
        pictures.rendered("mutool", guarded(one, resources).pdf, folder)
        for one, folder in zip((made, light), folders, strict=False)
    )
    assert pictures.differing(other, bold, folders[-1]) == [1, 2, 3, 4, 5]


def test_a_bar_and_a_thin_rule_differ(page: Picture, tmp_path: Path) -> None:
    """Of a rule of half a point, a pixel of 2 points is a quarter black."""
    white = int(np.flatnonzero(page.min(axis=1) < INK)[-1]) + LINE
    for thickness, grey in ((3, 0), (1, 255 - 64)):
        barred = page.copy()
        barred[white : white + thickness, 60:200] = grey
        assert differs(page, barred, tmp_path), f"{thickness} pixels of {grey}"


def test_pages_that_differ_by_a_shade_do_not(page: Picture, tmp_path: Path) -> None:
    lighter = np.where(page < 250, page + 5, page).astype(np.uint8)
    assert not differs(page, lighter, tmp_path)
    assert not list(tmp_path.iterdir())


def test_differences_are_left_as_three_pictures_a_page(page: Picture, tmp_path: Path) -> None:
    left = tmp_path / "left"
    upside = np.flipud(page)
    assert pictures.differing([page, upside, page], [page, page], left) == [2, 3]
    kinds = ("actual", "difference", "expected")
    assert sorted(path.name for path in left.iterdir()) == [f"{n:02}-{kind}.png" for n in (2, 3) for kind in kinds]
    assert pictures.differing([page], [page], left) == []
    assert not left.exists()
