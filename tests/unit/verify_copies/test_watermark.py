"""The outline of a watermark, derived a second time: the maker's own passes, and nothing else does."""

import pytest

from typeset.certify.watermark import watermark
from typeset.model.certification import Watermark
from typeset.resources import Resources
from typeset.verify.copies.watermark import faults

LOOKS = [Watermark(), Watermark(angle=-30, size=20, grey=0.7), Watermark(angle=0, size=120, grey=0.97)]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("words", ["ЗАВЕРЕННАЯ КОПИЯ", "CERTIFIED TRUE COPY", "核正无误的副本", "É"])
def test_the_makers_watermark_has_no_fault(words: str, look: Watermark, resources: Resources) -> None:
    assert faults(watermark(words, look, resources), words, look, resources) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b" G ", b" g ", "other things"),
        (b"0.860 G", b"0.600 G", "grey"),
        (b"1 j\n", b"1 j\n0 0 m\n", "other things"),
        (b"\nS", b"\nB", "other things"),
        (b"\nh\n", b"\nh\n0 0 m\n9 9 l\nh\n", "words"),
        (b"0.860 G ", b"0.860 G (x) Tj ", "something else"),
        (b" w ", b" 9 w ", "malformed"),
    ],
)
def test_each_change_has_its_name(old: bytes, new: bytes, fault: str, resources: Resources) -> None:
    content = watermark("ЗАВЕРЕННАЯ КОПИЯ", Watermark(), resources)
    assert old in content
    found = faults(content.replace(old, new, 1), "ЗАВЕРЕННАЯ КОПИЯ", Watermark(), resources)
    assert any(fault in one for one in found), found


def test_letters_that_no_face_has_are_a_fault(resources: Resources) -> None:
    content = watermark("ABC", Watermark(), resources)
    assert "no listed face" in " ".join(faults(content, "ABC\u0e01", Watermark(), resources))
