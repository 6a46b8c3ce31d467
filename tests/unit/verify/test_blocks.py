"""How printed lines are joined and compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.verify.blocks import canonical, first_misfit


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["одна строка"], "одна строка"),
        (["две", "строки"], "две строки"),
        (["две ", "строки"], "две строки"),
        (["пере\u2010", "нос"], "перенос"),
        (["государств-", "членов"], "государств-членов"),
        (["и/", "или"], "и/или"),
        (["слово —", "слово"], "слово — слово"),
        (["слово", "— слово"], "слово — слово"),
        (["слово", "—слово"], "слово—слово"),
        (["中文", "文本"], "中文文本"),
        (["第1", "条"], "第1条"),
        ([], ""),
    ],
)
def test_lines_that_say_the_text(lines: list[str], text: str) -> None:
    assert first_misfit(lines, text) is None


@pytest.mark.parametrize(
    ("lines", "text", "misfit"),
    [
        (["две", "строки"], "двестроки", 0),
        (["двестроки"], "две строки", 0),
        (["две\u2010", "строки"], "две строки", 0),
        (["1\u2010", "5 дней"], "15 дней", 0),
        (["перенос\u2010"], "перенос", 0),
        (["пе\u2010ренос"], "перенос", 0),
        (["одна", "две"], "одна две три", 1),
        (["одна", "две", "три"], "одна две", 1),
        (["одна", ""], "одна", 0),
        (["а"], "a", 0),
        (["15"], "15\u202f", 0),
        (["слово  слово"], "слово слово", 0),
        ([], "слово", 0),
    ],
)
def test_lines_that_say_something_else(lines: list[str], text: str, misfit: int) -> None:
    assert first_misfit(lines, text) == misfit


@given(st.lists(st.text("аб", min_size=2, max_size=9), min_size=1, max_size=9), st.data())
def test_any_way_to_break_a_text_is_read_back_and_no_other_text(words: list[str], data: st.DataObject) -> None:
    text, lines = " ".join(words), [""]
    for index, word in enumerate(words):
        at = data.draw(st.integers(0, len(word) - 1))
        if index and data.draw(st.booleans()):
            lines.append("")
        elif index:
            lines[-1] += " "
        lines[-1] += word[:at] + "\u2010" if at else ""
        lines += [word[at:]] if at else []
        lines[-1] += "" if at else word
    assert first_misfit(lines, text) is None
    assert first_misfit(lines, text.replace("а", "в", 1) + "в") is not None


def test_canonical_text_folds_what_paper_shows_alike_and_nothing_else() -> None:
    assert canonical("и\u0306") == "й"
    assert canonical("\u2f08\u2fb0") == "\u4eba\u9769"
    assert canonical("№\u00a01") == "№ 1"
    for text in ("－", "，", "\u2009", "\u202f", "\u3000", "Ａ", "²", "ﬁ", "…", "\u2011", "○"):
        assert canonical(text) == text
