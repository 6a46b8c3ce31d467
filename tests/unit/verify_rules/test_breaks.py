"""Breaks of lines and pages: what belongs together, and what may be parted."""

import typing as t
from collections.abc import Sequence

import pytest

from typeset.model.base import PRESS_HYPHEN
from typeset.model.rule import HeadingEnd, Hyphenation, NoBreak, Role, SingleLines
from typeset.resources import bundled
from typeset.source import profiles
from typeset.verify.facts import Run
from typeset.verify.rules import breaks
from typeset.verify.rules.layout import Layout, NothingToMeasureError, Para, Row
from typeset.verify.rules.outcome import Broken

BASIC = {"id": "rule", "clause": "practice", "certainty": "C"}


def row(text: str, page: int = 1, baseline: float = 700.0) -> Row:
    fields: dict[str, t.Any] = dict.fromkeys(Run.__dataclass_fields__)
    fields |= {"page": page, "text": text, "baseline": baseline, "size": 14.0, "box": (85.0, 0.0, 500.0, 0.0)}
    return Row(page, (Run(**fields),), 500.0)


def para(*rows: Row, role: Role = "provision") -> Para:
    return Para(role, "ru-item-one", ("Part", "P"), rows, frozenset())


def layout(*paras: Para) -> Layout:
    made = Layout(t.cast("t.Any", None), "ru")
    vars(made)["paras"] = paras
    return made


def lines(*texts: str, pages: Sequence[int] = ()) -> Layout:
    return layout(para(*(row(text, page) for text, page in zip(texts, pages or (1,) * len(texts), strict=True))))


def russian() -> NoBreak:
    rules = profiles(("treaty",), bundled())["treaty"].rules_for("ru")
    return next(rule for rule in rules if isinstance(rule, NoBreak))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("согласно приложению №", "5 к Протоколу"),
        ("как сказано в §", "4 Программы"),
        ("встреча прошла в г.", "Москве"),
        ("меры доверия", "— условие мира"),
        ("меры доверия (далее", "– меры)"),
        ("решение принято в", "Городе"),
        ("Доклад И.", "Иванова"),
        ("Доклад И. И.", "Иванова"),
        ("Доклад Иванова", "И. И. принят".replace("И. И.", "И.И.")),
        ("принято в 2018", "г. и утверждено"),
        ("в течение 15", "дней со дня"),
        ("состоится в 2018", "году)."),
    ],
)
def test_no_line_ends_between_what_belongs_together(first: str, second: str) -> None:
    (found,) = breaks.no_break(russian(), lines(first, second))
    assert found.measured == f"a line ends between «{first.rsplit(maxsplit=1)[-1]}» and «{second.split(maxsplit=1)[0]}»"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("принято в 2018 г.", "Москве поручено"),
        ("Стороны согласились", "с предложением"),
        ("сделали бы", "это вместе"),
        ("противо" + PRESS_HYPHEN, "действие"),
        ("мир и согласие. Стороны", "В ходе встречи"),
        ("на встрече 15", "представителей"),
    ],
)
def test_a_line_may_end_elsewhere(first: str, second: str) -> None:
    assert list(breaks.no_break(russian(), lines(first, second))) == []


def hyphenation(*, over_page: bool = True) -> Hyphenation:
    figures = {"letters_before": 3, "letters_after": 3, "lines_in_a_row": 2, "over_page": over_page}
    return Hyphenation.model_validate({**BASIC, **figures, "kind": "hyphenation"})


def measured(found: t.Iterable[Broken]) -> list[str]:
    return [one.measured for one in found]


def test_a_broken_word_keeps_its_letters() -> None:
    good, bad = ("про" + PRESS_HYPHEN, "грамма"), ("по" + PRESS_HYPHEN, "рядок")
    assert measured(breaks.hyphenation(hyphenation(), lines(*good))) == []
    assert measured(breaks.hyphenation(hyphenation(), lines(*bad))) == [
        "a word is broken with 2 letters before and 5 after"
    ]


def test_few_lines_in_a_row_end_in_a_broken_word() -> None:
    word = "слово про" + PRESS_HYPHEN
    assert measured(breaks.hyphenation(hyphenation(), lines(word, word, "грамма"))) == []
    found = measured(breaks.hyphenation(hyphenation(), lines(word, word, word, "грамма")))
    assert found == ["3 lines in a row end in a broken word"]


def test_the_last_word_of_a_page_is_broken_only_where_it_may() -> None:
    text = lines("про" + PRESS_HYPHEN, "грамма", pages=(1, 2))
    assert measured(breaks.hyphenation(hyphenation(), text)) == []
    found = measured(breaks.hyphenation(hyphenation(over_page=False), text))
    assert found == ["the last word of page 1 is broken"]


def test_lines_stand_alone_at_the_top_or_the_bottom() -> None:
    rule = SingleLines.model_validate({**BASIC, "kind": "single-lines", "lines_at_least": 2})
    assert measured(breaks.single_lines(rule, lines("a", "b", "c", "d", pages=(1, 1, 2, 2)))) == []
    found = measured(breaks.single_lines(rule, lines("a", "b", "c", pages=(1, 2, 2))))
    assert found == ["at the bottom of page 1 stands 1"]
    found = measured(breaks.single_lines(rule, lines("a", "b", "c", pages=(1, 1, 2))))
    assert found == ["at the top of page 2 stands 1"]


def test_a_heading_stands_on_the_page_of_what_it_heads() -> None:
    rule = HeadingEnd.model_validate({**BASIC, "kind": "heading-end"})
    heading = para(row("О мире"), role="heading")
    assert measured(breaks.heading_end(rule, layout(heading, para(row("Стороны"))))) == []
    found = measured(breaks.heading_end(rule, layout(heading, para(row("Стороны", 2)))))
    assert found == ["a heading ends page 1"]


def test_what_is_not_there_is_not_measured() -> None:
    rule = HeadingEnd.model_validate({**BASIC, "kind": "heading-end"})
    with pytest.raises(NothingToMeasureError, match="no title or heading or annex-title"):
        list(breaks.heading_end(rule, lines("a", "b")))
    with pytest.raises(NothingToMeasureError, match="no word is broken"):
        list(breaks.hyphenation(hyphenation(), lines("a", "b")))
    with pytest.raises(NothingToMeasureError, match="no paragraph has a second line"):
        list(breaks.no_break(russian(), lines("a")))
