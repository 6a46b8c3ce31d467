"""The words that typeset writes itself, and references written out with them."""

from pathlib import Path

import pytest
import ruamel.yaml
from pydantic import ValidationError

from typeset.model.text import Paragraph
from typeset.model.wording import Run, Wording
from typeset.resources import Resources

TABLES = sorted(Path(__file__).parents[3].glob("templates/languages/*.yaml"))
NUMBERS = {"agenda": 1, "list": 2, "message": 3, "scope": 2, "costs": 7}


def table(resources: Resources, language: str) -> dict[str, object]:
    content = resources.template(f"languages/{language}.yaml").decode()
    return dict(ruamel.yaml.YAML(typ="safe", pure=True).load(content))


def written(resources: Resources, language: str, prose: str, *, articles: bool = False) -> tuple[Run, ...]:
    wording = Wording.model_validate(table(resources, language))
    prose = Paragraph(text=prose).text
    return wording.runs(prose, lambda _kind, key: NUMBERS[key], articles=articles)


def plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs).replace("\u00a0", " ")


def test_tables_are_there() -> None:
    assert {"en", "ru", "zh"} <= {path.stem for path in TABLES}


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_table_is_valid(resources: Resources, path: Path) -> None:
    wording = Wording.model_validate(table(resources, path.stem))
    assert wording.language == path.stem
    for number in (1, 2, 30, 101):
        for pattern in (wording.item, wording.article, wording.annex, *wording.subitems):
            assert wording.number(pattern, number) != pattern
    for mentioned in (wording.mention_annex, wording.mention_item, wording.mention_article):
        assert "nominative" in mentioned.forms
        assert mentioned.forms.keys() == wording.mention_annex.forms.keys()


@pytest.mark.parametrize(
    ("field", "pattern"),
    [
        *(("item", "{number}."), ("article", "Article {word}"), ("annex_of", "to {title}"), ("member", "{party}")),
        *(("signature_for", "For {name}"), ("page", "{pages}"), ("item_bookmark", "{mark}"), ("annex", "{title}")),
    ],
)
def test_an_unknown_field_is_refused(resources: Resources, field: str, pattern: str) -> None:
    with pytest.raises(ValidationError, match=r"is no field here; known are") as refused:
        Wording.model_validate(table(resources, "ru") | {field: pattern})
    assert refused.value.errors()[0]["loc"] == (field,)


def test_an_unknown_field_among_the_forms_is_refused(resources: Resources) -> None:
    forms = {"forms": {"nominative": ["annex", "annexes"]}, "first": "{word} {decimals}", "further": "{decimal}"}
    with pytest.raises(ValidationError, match=r"`\{decimals\}` is no field here"):
        Wording.model_validate(table(resources, "ru") | {"mention_annex": forms})


@pytest.mark.parametrize(
    ("language", "prose", "words"),
    [
        ("ru", "({annex agenda, list})", "(приложения № 1 и № 2)"),
        ("ru", "({annex agenda, list, message})", "(приложения № 1, № 2 и № 3)"),
        ("ru", "{Annex message} прилагается", "Приложение № 3 прилагается"),
        ("ru", "{Annex:prepositional agenda, list}", "Приложениях № 1 и № 2"),
        ("ru", "согласно {annex:dative agenda}", "согласно приложению № 1"),
        ("ru", "без {annex:genitive agenda, list}", "без приложений № 1 и № 2"),
        ("ru", "вместе с {annex:instrumental list}", "вместе с приложением № 2"),
        ("ru", "в {item:prepositional scope}", "в пункте 2"),
        ("ru", "в {item:prepositional scope, costs}", "в пунктах 2 и 7"),
        ("zh", "（{annex agenda}）", "（附件1）"),
        ("zh", "（{annex agenda, list, message}）", "（附件1、附件2和附件3）"),
        ("zh", "{item costs}", "第七项"),
        ("en", "{Annex agenda, list, message}", "Annexes 1, 2 and 3"),
        ("en", "{item scope}", "item 2"),
        ("en", "{{literal}} {annex agenda}", "{literal} annex 1"),
    ],
)
def test_a_mention_is_written_out(resources: Resources, language: str, prose: str, words: str) -> None:
    assert plain(written(resources, language, prose)) == words


@pytest.mark.parametrize(
    ("language", "prose", "words"),
    [
        ("ru", "со {item:instrumental scope}", "со статьёй 2"),
        ("ru", "{Item:accusative scope}", "Статью 2"),
        ("zh", "{item scope, costs}", "第二条和第七条"),
        ("en", "{Item scope, costs}", "Articles 2 and 7"),
        ("en", "{annex agenda}", "annex 1"),
    ],
)
def test_items_are_called_articles_where_they_are(resources: Resources, language: str, prose: str, words: str) -> None:
    assert plain(written(resources, language, prose, articles=True)) == words


def test_every_number_leads_to_its_place(resources: Resources) -> None:
    assert written(resources, "ru", "см. {annex agenda, list}.") == (
        Run(text="см. "),
        Run(text="приложения\u00a0№\u00a01", target=("annex", "agenda")),
        Run(text=" и\u00a0"),
        Run(text="№\u00a02", target=("annex", "list")),
        Run(text="."),
    )


def test_an_unknown_case_form_is_a_key_error(resources: Resources) -> None:
    with pytest.raises(KeyError, match="vocative"):
        written(resources, "ru", "{annex:vocative agenda}")
