"""Words into an outline across the page."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.certify.watermark import PAGE, watermark
from typeset.errors import ResourceError
from typeset.model.certification import Watermark
from typeset.resources import Resources, bundled

NUMBER = r"(-?[\d.]+)"


def box(content: bytes) -> tuple[float, float, float, float]:
    """What an outline takes up on the page."""
    text = content.decode()
    (a, b, c, d, e, f), (scale, _, _, _, right, up) = (
        [float(word) for word in line.split()[:-1]] for line in text.splitlines() if line.endswith("cm")
    )
    points = [
        (float(x) * scale + right, float(y) * scale + up)
        for line in text.splitlines()
        if line[-1] in "mlc"
        for x, y in re.findall(rf"{NUMBER} {NUMBER}", line)
        if not line.endswith("cm")
    ]
    xs, ys = [a * x + c * y + e for x, y in points], [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)


@pytest.mark.parametrize("words", ["ЗАВЕРЕННАЯ КОПИЯ", "CERTIFIED TRUE COPY", "核正无误的副本"])
def test_the_words_stand_across_the_middle(words: str, resources: Resources) -> None:
    left, bottom, right, top = box(watermark(words, Watermark(), resources))
    assert (left + right) / 2 == pytest.approx(PAGE[0] / 2, abs=12)
    assert (bottom + top) / 2 == pytest.approx(PAGE[1] / 2, abs=12)
    assert right - left > PAGE[0] / 3
    assert top - bottom > PAGE[1] / 3


def test_every_letter_is_drawn(resources: Resources) -> None:
    def outlines(words: str) -> int:
        return watermark(words, Watermark(), resources).count(b"h\n")

    # И has one outline, О has two, a blank none; 口 has two.
    assert [outlines(words) for words in ("И", "О", "ИО", "И О", "口")] == [1, 2, 3, 3, 2]


def test_it_is_one_pale_stroke_and_no_text(resources: Resources) -> None:
    content = watermark("КОПИЯ", Watermark(grey=0.9), resources)
    assert content.startswith(b"0.900 G ")
    assert content.endswith(b"\nS")
    assert not re.search(rb"\b(BT|Tj|TJ|f|B|b|gs|Do)\b", content)


@given(
    length=st.integers(1, 60),
    look=st.builds(Watermark, angle=st.floats(-90, 90, allow_nan=False), size=st.floats(12, 120), grey=st.just(0.86)),
)
def test_no_words_at_any_angle_leave_the_page(length: int, look: Watermark) -> None:
    words = ("КОПИЯ " * 12)[:length]
    left, bottom, right, top = box(watermark(words, look, bundled()))
    # A letter as high as it may be reaches beyond the line that the words stand on.
    assert left > -look.size / 2
    assert bottom > -look.size / 2
    assert right < PAGE[0] + look.size / 2
    assert top < PAGE[1] + look.size / 2


def test_long_words_are_set_smaller_and_short_ones_are_not(resources: Resources) -> None:
    def size(words: str) -> float:
        left, bottom, right, top = box(watermark(words, Watermark(size=40), resources))
        return math.hypot(right - left, top - bottom) / len(words)

    assert size("КОПИЯ КОПИЯ КОПИЯ КОПИЯ КОПИЯ КОПИЯ КОПИЯ") < 0.75 * size("КОПИЯ КОПИЯ")


def test_chinese_comes_from_the_chinese_face(resources: Resources) -> None:
    assert watermark("副本", Watermark(), resources) != watermark("正本", Watermark(), resources)
    # The units of an em tell the faces apart: 2048 in the Latin face, 1000 in the Chinese.
    assert b" 0 0 0.056000 " in watermark("副本 COPY", Watermark(size=56), resources)
    assert b" 0 0 0.027344 " in watermark("COPY", Watermark(size=56), resources)


@pytest.mark.parametrize("words", ["КОПИЯ \U0001f642", "نسخة", "副本 КОПИЯ Ԁ"])
def test_letters_of_no_face_are_refused(words: str, resources: Resources) -> None:
    with pytest.raises(ResourceError, match="no bundled bold face") as caught:
        watermark(words, Watermark(), resources)
    assert words in caught.value.message


def test_words_without_ink_are_refused(resources: Resources) -> None:
    with pytest.raises(ResourceError):
        watermark("\u00a0", Watermark(), resources)
