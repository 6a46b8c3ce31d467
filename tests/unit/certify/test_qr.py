"""The QR code, as a telephone reads it and module by module."""

import re
import shutil

import numpy as np
import numpy.typing as npt
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.certify.conftest import Workshop
from tests.unit.certify.looking import Picture, poppler, run

from typeset.certify.qr import qr_path

ADDRESS = "https://copies.example.org/verify"
DPI = 200


def expected(workshop: Workshop, original: bytes, number: int, address: str | None) -> str:
    digest = workshop.subject(original).sha256
    lines = [f"SCO-SSC-13-2018 / {number}", f"SHA-256 {digest}"]
    joint = "&" if "?" in str(address) else "?"
    return "\n".join(lines + ([f"{address}{joint}number={number}&sha256={digest}"] if address else []))


@pytest.mark.parametrize("address", [None, ADDRESS, f"{ADDRESS}?register=1"])
@pytest.mark.parametrize("number", [1, 123456])
def test_the_code_says_number_digest_and_address(
    number: int, address: str | None, small: bytes, workshop: Workshop
) -> None:
    picture = poppler(workshop.copy(small, number, address=address), DPI)[-1]
    text = expected(workshop, small, number, address)
    assert (
        modules(picture) == np.array(segno.make(text, error="m", micro=False, boost_error=False, mask=2).matrix)
    ).all()
    if shutil.which("zbarimg"):
        assert read(picture) == text


def code_of(picture: Picture) -> tuple[int, int, int, int]:
    """Where the code stands, top, bottom, left and right: the lowest dark block of the right third above the margin."""
    height, width = picture.shape
    dark = picture[: height - height // 12, width * 2 // 3 :] < 128
    rows = np.where(dark.any(axis=1))[0]
    gaps = np.where(np.diff(rows) > height // 80)[0]
    top, bottom = int(rows[gaps[-1] + 1]), int(rows[-1])
    columns = np.where(dark[top : bottom + 1].any(axis=0))[0] + width * 2 // 3
    return top, bottom, int(columns[0]), int(columns[-1])


def modules(picture: Picture) -> npt.NDArray[np.int_]:
    """The modules of the code on a page."""
    top, bottom, left, right = code_of(picture)
    code = picture[top : bottom + 1, left : right + 1] < 128
    assert abs(code.shape[0] - code.shape[1]) <= 2
    # The finder at the top left, seven modules wide, tells how large a module is.
    count = 17 + 4 * round((code.shape[0] / (int(np.argmin(code[0])) / 7) - 17) / 4)
    middles = ((np.arange(count) + 0.5) * min(code.shape) / count).astype(int)
    return code[np.ix_(middles, middles)].astype(int)


def read(picture: Picture) -> str:
    header = f"P5 {picture.shape[1]} {picture.shape[0]} 255\n".encode()
    return run(header + picture.astype(np.uint8).tobytes(), "zbarimg", "-q", "--raw", "FILE").decode().rstrip("\n")


def test_a_path_paints_each_dark_module_once_and_nothing_besides() -> None:
    code = np.array(segno.make("x", error="m", micro=False, boost_error=False, mask=2).matrix)
    side = len(code) + 8
    path = qr_path("x", 100.0, 200.0, float(side)).decode()
    found = np.zeros((side, side), int)
    for x, y, width, height in re.findall(r"(\S+) (\S+) (\S+) (\S+) re", path):
        column, row = round(float(x)) - 100, round(float(y)) - 200
        found[row : row + round(float(height)), column : column + round(float(width))] += 1
    assert (found[4:-4, 4:-4] == code).all()
    assert found.sum() == code.sum()
    assert path.startswith("0 g\n")
    assert path.endswith("\nf")


def test_code_and_seal_stand_level_and_the_code_ends_with_the_text(small: bytes, workshop: Workshop) -> None:
    picture = poppler(workshop.copy(small, 1))[-1]
    top, bottom, _, right = code_of(picture)
    # The circle, 42 mm wide, begins with the text, 30 mm from the edge.
    circle = np.where((picture[top - 20 : bottom + 20, 85:88] < 200).any(axis=1))[0] + top - 20
    assert (top + bottom) / 2 == pytest.approx(circle.mean(), abs=4)
    assert right == pytest.approx((210 - 15) / 25.4 * 72, abs=4)


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=40), st.sampled_from(["SCO", "ШОС 2018/1", "上合"]))
def test_a_code_drawn_from_its_kin_is_the_one_that_would_be_encoded(numbers: list[int], name: str) -> None:
    for number in numbers:
        text = f"{name} / {number}\nSHA-256 {'09af' * 16}\nhttps://example.org/?number={number}"
        code = segno.make(text, error="m", micro=False, boost_error=False, mask=2)
        assert drawn(qr_path(text, 0, 0, len(code.matrix) + 8)) == [[bool(one) for one in row] for row in code.matrix]


def drawn(path: bytes) -> list[list[bool]]:
    """The modules that a path paints, where each is a unit wide."""
    runs = [tuple(map(float, line.split()[:4])) for line in path.decode().splitlines() if line.endswith("re")]
    size = round(max(top for _, top, _, _ in runs)) - 3
    found = [[False] * size for _ in range(size)]
    for left, top, width, _ in runs:
        for column in range(round(left) - 4, round(left + width) - 4):
            found[round(top) - 4][column] = True
    return found
