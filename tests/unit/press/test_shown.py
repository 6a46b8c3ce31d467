"""What a line shows: the same glyphs at the same places, in fewer operands."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.press.shown import is_shown, shortened

CASES = {
    b"[<0041>0<0042>] TJ": b"[<00410042>] TJ",
    b"[<0041>0<>-168.75588573820235<0003>-160<0042>] TJ": b"[<0041>-168.76<0003>-160<0042>] TJ",
    b"[<0041><>-5<>-2.5<0042>] TJ": b"[<0041>-7.5<0042>] TJ",
    b"[-40<0041>5<>-5<0042>] TJ": b"[-40<00410042>] TJ",
    b"[<0041>-12] TJ": b"[<0041>-12] TJ",
    b"[<0041>1e-07<0042>] TJ": b"[<00410042>] TJ",
    b"[<>-3] TJ": b"[-3] TJ",
    b"[] TJ": b"[] TJ",
}


@pytest.mark.parametrize(("given_", "wanted"), CASES.items())
def test_operands(given_: bytes, wanted: bytes) -> None:
    assert is_shown(given_)
    assert shortened(given_) == wanted


@pytest.mark.parametrize("part", [b"(x) Tj", b"BT", "[<0041>] TJ", b"0 0 m"])
def test_nothing_else_is_touched(part: object) -> None:
    assert not is_shown(part)


pieces = st.lists(
    st.one_of(
        st.lists(st.integers(0, 0xFFFF), max_size=3).map(
            lambda glyphs: "<" + "".join(f"{g:04x}" for g in glyphs) + ">"
        ),
        st.floats(-2000, 2000, allow_nan=False, allow_infinity=False).map(repr),
        st.just("0"),
    ),
    max_size=20,
)


def placed(part: bytes) -> tuple[list[tuple[bytes, float]], float]:
    """Every glyph with how far it was moved, and how far the line was moved in all."""
    found: list[tuple[bytes, float]] = []
    moved = 0.0
    for token in re.findall(rb"<[^>]*>|[^<>]+", part[1:-4]):
        if token.startswith(b"<"):
            found += [(token[at : at + 4], moved) for at in range(1, len(token) - 1, 4)]
        else:
            moved += float(token)
    return found, moved


@given(pieces)
def test_every_glyph_stays_at_its_place(operands: list[str]) -> None:
    """Numbers that follow each other are parted by an empty string, as the engine writes them."""
    written: list[str] = []
    for one in operands:
        if written and not written[-1].endswith(">") and not one.startswith("<"):
            written.append("<>")
        written.append(one)
    before = b"[" + "".join(written).encode() + b"] TJ"
    (glyphs, end), (found, moved) = placed(before), placed(shortened(before))
    assert [glyph for glyph, _ in found] == [glyph for glyph, _ in glyphs]
    assert [at for _, at in found] == pytest.approx([at for _, at in glyphs], abs=0.01 * (1 + len(operands)))
    assert moved == pytest.approx(end, abs=0.01 * (1 + len(operands)))
