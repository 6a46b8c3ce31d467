"""Marks on pages of every size, turn and crop: inside of what a reader sees, and the right way up."""

import io

import numpy as np
import pikepdf
import pytest
from pikepdf import Array
from PIL import Image
from tests.unit.certify.conftest import A4, Pages, Workshop
from tests.unit.certify.looking import RENDERERS, ink, words

from typeset.errors import CopyError

WIDTH, HEIGHT = A4


def box(*sides: float) -> Array:
    return Array(list(sides))


def turned(degrees: int) -> Array:
    """A box that shows as upright A4 when turned."""
    return box(0, 0, *(A4 if degrees % 180 == 0 else A4[::-1]))


SHOWN_AS_A4 = {
    "turned 90": {"MediaBox": turned(90), "Rotate": 90},
    "turned 180": {"MediaBox": turned(180), "Rotate": 180},
    "turned 270": {"MediaBox": turned(270), "Rotate": 270},
    "turned back": {"MediaBox": turned(90), "Rotate": -90},
    "turned too far": {"MediaBox": turned(90), "Rotate": 450},
    "moved": {"MediaBox": box(-100, 50, WIDTH - 100, HEIGHT + 50)},
    "named from the other corner": {"MediaBox": box(WIDTH, HEIGHT, 0, 0)},
    "cropped": {"MediaBox": box(-50, -60, 700, 950), "CropBox": box(10, 20, WIDTH + 10, HEIGHT + 20)},
    "cropped and turned": {
        "MediaBox": box(-50, -60, 1000, 950),
        "CropBox": box(10, 20, HEIGHT + 10, WIDTH + 20),
        "Rotate": 90,
    },
    "cropped beyond the page": {"MediaBox": box(0, 0, WIDTH, HEIGHT), "CropBox": box(-80, -90, WIDTH + 5, HEIGHT + 7)},
}


@pytest.mark.parametrize("renderer", RENDERERS)
def test_a_page_that_shows_as_a4_shows_the_same_marks(renderer: str, bare: Pages, workshop: Workshop) -> None:
    drawn = RENDERERS[renderer](workshop.scan(bare({}, *SHOWN_AS_A4.values())))[:-1]
    plain = drawn[0]
    assert ink(plain)[3] > HEIGHT * 0.95
    for name, picture in zip(SHOWN_AS_A4, drawn[1:], strict=True):
        assert picture.shape == plain.shape, name
        # The page's number differs; marks that were upside down or turned would differ in thousands.
        different = int((np.abs(picture - plain) > 60).sum())
        assert different < 150, f"{name}: {different} pixels"
        assert np.abs(np.array(ink(picture)) - np.array(ink(plain))).max() <= 2, name


SIZES = {
    "letter": {"MediaBox": box(0, 0, 612, 792)},
    "letter lying": {"MediaBox": box(0, 0, 792, 612)},
    "a4 lying": {"MediaBox": box(0, 0, *A4[::-1])},
    "a5": {"MediaBox": box(0, 0, 420, 595)},
    "a3": {"MediaBox": box(0, 0, 842, 1191)},
    "letter turned": {"MediaBox": box(0, 0, 612, 792), "Rotate": 90},
    "strip": {"MediaBox": box(0, 0, 300, 1200)},
}


@pytest.mark.parametrize("renderer", RENDERERS)
def test_marks_land_inside_a_page_of_another_size(renderer: str, bare: Pages, workshop: Workshop) -> None:
    drawn = RENDERERS[renderer](workshop.scan(bare(*SIZES.values())))[:-1]
    for name, picture in zip(SIZES, drawn, strict=True):
        height, width = picture.shape
        left, top, right, bottom = ink(picture)
        assert 0 < left < width * 0.16, name
        assert width * 0.85 < right < width - 1, name
        assert height * 0.95 < bottom < height - 1, name
        assert top < height * 0.3, name


def test_the_page_number_is_that_of_the_page(bare: Pages, workshop: Workshop) -> None:
    copy = workshop.scan(bare({}, {}, {"Rotate": 90}))
    for number in range(1, 5):
        assert f"стр. {number} из 4" in words(copy, only=number)


CONTENTS = {
    "sound": b"q 0.5 0 0 0.5 100 100 cm Q",
    "left open": b"q 0.5 0 0 0.5 100 100 cm",
    "left open twice": b"q q 0 0 1 1 re W n 0.5 0 0 0.5 100 100 cm",
    "closed too often": b"q Q Q 0.5 0 0 0.5 100 100 cm",
    "closed too often and left open": b"Q Q 3 0 0 3 0 0 cm q 0 1 -1 0 0 0 cm q",
    "named in a string": b"BT /F 1 Tf 3 Tr (q q q) Tj ET",
}


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("renderer", RENDERERS)
def test_marks_stand_right_whatever_the_page_leaves_open(
    renderer: str, name: str, bare: Pages, workshop: Workshop
) -> None:
    subject = {"scanned": True, "sha256": "0" * 64}
    plain, odd = (workshop.copy(bare({}, content=content), subject=subject) for content in (b"", CONTENTS[name]))
    assert (RENDERERS[renderer](odd)[0] == RENDERERS[renderer](plain)[0]).all()


def test_a_page_that_cannot_be_read_is_refused_by_its_number(bare: Pages, workshop: Workshop) -> None:
    with pikepdf.open(io.BytesIO(bare({}, {}))) as pdf:
        pdf.pages[1].obj.Contents = pdf.make_stream(b"no deflated data", Filter=pikepdf.Name.FlateDecode)
        output = io.BytesIO()
        pdf.save(output)
    with pytest.raises(CopyError, match="page 2 of the original"):
        workshop.scan(output.getvalue())


@pytest.mark.parametrize("renderer", RENDERERS)
def test_on_a_scan_the_watermark_is_seen_and_lightens_nothing(renderer: str, workshop: Workshop) -> None:
    """Grey paper with dark and light specks, as a scanner gives it."""
    paper = np.random.default_rng(5).integers(0, 256, (400, 283), dtype=np.uint8)
    paper[:, ::2] = 245
    output = io.BytesIO()
    Image.fromarray(paper).save(output, "PDF", resolution=36)
    scan = output.getvalue()
    before, after = RENDERERS[renderer](scan)[0], RENDERERS[renderer](workshop.scan(scan))[0]
    assert int((after - before).max()) <= 2
    assert int((before - after > 10).sum()) > 2000
