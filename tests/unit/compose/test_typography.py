"""No-break spaces by the convention of the language; letters and marks never change."""

import dataclasses
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from typeset.compose.typography import bound, runs
from typeset.compose.view import TextView, view
from typeset.model.typography import NO_BREAK, Typography
from typeset.model.wording import Run, Wording
from typeset.pipeline import Source
from typeset.resources import Resources, bundled
from typeset.source import wordings

TABLES = wordings(("ru", "en", "zh"), bundled())
TONGUES = ["ru", "en", "zh"]
SOURCES = ["small", "small-articles", "sco-2018", "articles"]


def rules(language: str) -> Typography:
    typography = TABLES[language].typography
    assert typography is not None
    return typography


def folded(text: str) -> str:
    return text.replace(NO_BREAK, " ")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "21-22~мая 2018~года в~г.~Пекине"),
        ("ru", "(г.~Пекин, 2018~г.), затем 2018~г. Москва"),
        ("ru", "(г.~Москва, 3~апреля 2018~г.). (Иванов~В.~И.)."),
        ("ru", "3–4~мая 2018~гг. XXI~века"),
        ("ru", "А~также к~ней и~с~ним, о~нём; У~сторон"),
        ("ru", "В.~И.~Иванов и~Иванов~В.~И., В.И.~Петров"),
        ("ru", "о~встрече Петрова и~В.~Иванова"),
        ("ru", "при участии Петрова В.~Иванов выступил"),
        ("ru", "далее~– ШОС~— организация"),
        ("ru", "№~5, §~3, в~т.~ч. и~т.~д."),
        ("ru", "пункту~5 статьи~IV (приложения~№~1)"),
        ("ru", "«в~районе» („с~ними“)"),
        ("ru", "5~%, 10~км, 7~экз."),
        ("ru", "если бы ли же б"),
        ("en", "On 22~May 2018, under Article~5 and Annex~No.~3"),
        ("en", "J.~R.~R.~Tolkien met Mr.~Smith and Smith J.~Baker"),
        ("en", "30~days, 5~km, 12~%~– and no more"),
        ("en", "a copy and I shall"),
        ("zh", "2018年5月 21 日 —— 会议"),
    ],
)
def test_spaces_that_no_line_is_broken_at(language: str, text: str) -> None:
    expected = text.replace("~", NO_BREAK)
    assert rules(language).bound(folded(expected)) == expected


PIECES = st.sampled_from(
    [
        *("в", "В", "и.", "г.", "(г.", "г.)", "года", "мая", "№", "", "5", "2018", "21-22", "А/5", "IV", "—", "–", "-"),
        *("В.", "И.", "Иванов", "Article", "No.", "km", "«", "»", "{annex", "agenda}"),
    ]
)


@pytest.mark.parametrize("language", TONGUES)
@given(text=st.one_of(st.text(), st.lists(PIECES, max_size=12).map(" ".join), st.text("вг5.№ \u00a0—И", max_size=20)))
def test_nothing_but_spaces_ever_changes(language: str, text: str) -> None:
    made = rules(language).bound(text)
    assert folded(made) == folded(text)
    assert len(made) == len(text)
    assert all(new == NO_BREAK for old, new in zip(text, made, strict=True) if old != new)
    assert rules(language).bound(made) == made


@given(st.lists(st.text("вг5.№ \u00a0—Ит", max_size=9), max_size=6))
def test_runs_are_bound_as_one_text_and_stay_apart(texts: list[str]) -> None:
    stretches = tuple(Run(text=text, target=("item", "x") if n % 2 else None) for n, text in enumerate(texts))
    made = runs(stretches, rules("ru").bound)
    assert "".join(run.text for run in made) == rules("ru").bound("".join(texts))
    assert [folded(run.text) for run in made] == [folded(text) for text in texts]
    assert [run.target for run in made] == [run.target for run in stretches]


def test_a_word_stays_with_the_reference_after_it() -> None:
    stretches = (Run(text="как указано в "), Run(text="пункте\u00a05", target=("item", "x")))
    assert runs(stretches, rules("ru").bound)[0].text == f"как указано в{NO_BREAK}"


def leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a view with the name of the field that it stands in."""
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, tuple):
        for part in value:
            yield from leaves(part, name)
    elif isinstance(value, Run):
        yield name, value.text
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from leaves(getattr(value, field.name), field.name)


UNPRINTED = {"language", "kind", "id", "bookmark", "field", "field_label"}


@pytest.mark.parametrize("name", SOURCES)
def test_of_a_whole_text_everything_printed_is_bound_and_no_letter_changed(
    name: str, source: Callable[[str], Source]
) -> None:
    protocol = source(name).protocol
    for language in protocol.languages:
        wording = source(name).wordings[language]
        plain = view(protocol, language, wording)
        made = bound(plain)
        assert [(field, folded(text)) for field, text in leaves(made)] == [
            (field, folded(text)) for field, text in leaves(plain)
        ]
        for (field, old), (_, new) in zip(leaves(plain), leaves(made), strict=True):
            if field in UNPRINTED:
                assert new == old
            elif field != "runs":  # a run depends on its neighbours
                assert new == rules(language).bound(old), field


def test_a_language_without_a_convention_is_left_alone(source: Callable[[str], Source]) -> None:
    protocol, wording = source("small").protocol, source("small").wordings["ru"]
    bare: Wording = wording.model_copy(update={"typography": None})
    plain: TextView = view(protocol, "ru", bare)
    assert bound(plain) is plain


def test_an_empty_convention_asks_nothing() -> None:
    assert Typography().bound("в г. № 5 — В. Иванов") == "в г. № 5 — В. Иванов"


@pytest.mark.parametrize("words", [["в течение"], [""], "в"])
def test_a_word_of_a_table_is_one_word(words: object) -> None:
    with pytest.raises(ValidationError):
        Typography.model_validate({"short": words})


def test_the_section_of_a_table_is_closed(resources: Resources) -> None:
    assert resources.has_template("languages/ru.yaml")
    with pytest.raises(ValidationError, match="Extra inputs"):
        Typography.model_validate({"shorts": ["в"]})
