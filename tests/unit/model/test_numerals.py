"""Numbers as official texts write them, by tables and there and back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.model.numerals import NUMERALS, han, letter, numerals, roman

HAN = {
    1: "一",
    2: "二",
    9: "九",
    10: "十",
    11: "十一",
    15: "十五",
    20: "二十",
    21: "二十一",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    105: "一百零五",
    110: "一百一十",
    115: "一百一十五",
    120: "一百二十",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1100: "一千一百",
    1101: "一千一百零一",
    2018: "二千零一十八",
    9000: "九千",
    9009: "九千零九",
    9090: "九千零九十",
    9999: "九千九百九十九",
}
ROMAN = {
    1: "I",
    2: "II",
    3: "III",
    4: "IV",
    5: "V",
    6: "VI",
    8: "VIII",
    9: "IX",
    10: "X",
    14: "XIV",
    40: "XL",
    49: "XLIX",
    90: "XC",
    99: "XCIX",
    400: "CD",
    900: "CM",
    1994: "MCMXCIV",
    2018: "MMXVIII",
    3999: "MMMCMXCIX",
}


@pytest.mark.parametrize(("number", "written"), HAN.items())
def test_han(number: int, written: str) -> None:
    assert han(number) == written


@pytest.mark.parametrize(("number", "written"), ROMAN.items())
def test_roman(number: int, written: str) -> None:
    assert roman(number) == written


@pytest.mark.parametrize(
    ("number", "written"), [(1, "a"), (2, "b"), (26, "z"), (27, "aa"), (28, "bb"), (52, "zz"), (53, "aaa")]
)
def test_letter(number: int, written: str) -> None:
    assert letter(number, "abcdefghijklmnopqrstuvwxyz") == written


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_han_refuses_what_it_cannot_write(number: int) -> None:
    with pytest.raises(ValueError, match="no Chinese numeral"):
        han(number)


@pytest.mark.parametrize("number", [0, -1, 4000])
def test_roman_refuses_what_it_cannot_write(number: int) -> None:
    with pytest.raises(ValueError, match="no Roman numeral"):
        roman(number)


@pytest.mark.parametrize("number", [0, -1])
def test_letter_refuses_what_it_cannot_write(number: int) -> None:
    with pytest.raises(ValueError, match="no letter"):
        letter(number, "ab")


@given(st.integers(1, 9999))
def test_han_reads_back(number: int) -> None:
    assert _han_value(han(number)) == number


@given(st.integers(1, 9999))
def test_han_has_no_more_than_one_zero_in_a_row_and_none_at_the_end(number: int) -> None:
    written = han(number)
    assert "零零" not in written
    assert not written.endswith("零")
    assert not written.startswith("零")


@given(st.integers(1, 3999))
def test_roman_reads_back(number: int) -> None:
    written = roman(number)
    assert _roman_value(written) == number
    assert not any(sign * 4 in written for sign in "IXCM")


@given(st.integers(1, 300), st.sampled_from(["абвг", "abcdefghijklmnopqrstuvwxyz", "甲乙丙丁"]))
def test_letter_reads_back(number: int, alphabet: str) -> None:
    written = letter(number, alphabet)
    assert len(set(written)) == 1
    assert (len(written) - 1) * len(alphabet) + alphabet.index(written[0]) + 1 == number


def test_a_pattern_may_write_a_number_in_five_ways() -> None:
    assert numerals(3, "абв") == {"decimal": "3", "han": "三", "roman": "iii", "Roman": "III", "letter": "в"}
    assert set(NUMERALS) == {"decimal", "han", "roman", "Roman", "letter"}


def _han_value(written: str) -> int:
    units = {"千": 1000, "百": 100, "十": 10}
    value, digit = 0, 0
    for sign in written:
        if sign in units:
            value, digit = value + (digit or 1) * units[sign], 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    return value + digit


def _roman_value(written: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[sign] for sign in written]
    return sum(-own if own < following else own for own, following in pairwise([*values, 0]))
