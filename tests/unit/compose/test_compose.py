"""A protocol's HTML: golden files, what data may not do, and what goes along into the PDF."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from typeset.compose import compose
from typeset.errors import SourceError
from typeset.model.composition import Composition
from typeset.pipeline import Source, original
from typeset.resources import Resources

Golden = Callable[[str, str], None]
Sources = Callable[[str], Source]


def composed(source: Source, resources: Resources, *languages: str) -> Composition:
    return compose(source.protocol, source.wordings, source.files, resources, languages or source.protocol.languages)


@pytest.mark.parametrize("name", ["small", "small-articles"])
def test_golden_html(name: str, source: Sources, resources: Resources, golden: Golden) -> None:
    golden(f"{name}/protocol.html", composed(source(name), resources).html)


def test_the_same_source_gives_the_same_composition(source: Sources, resources: Resources) -> None:
    assert composed(source("small"), resources) == composed(source("small"), resources)


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "{{{{ 7*7 }}}}",
        "{{% set a = 1 %}}",
        "{{# a comment #}}",
        "&lt; &amp; & < >",
        "\"quoted\" and 'quoted'",
        "]]> <!-- -->",
        "</p></section><img src=x onerror=y>",
    ],
)
def test_data_comes_out_as_text(words: str, source: Sources, resources: Resources) -> None:
    small = source("small")
    shown = words.replace("{{", "{").replace("}}", "}")
    ru = small.protocol.texts["ru"]
    party = ru.names.parties["AA"].model_copy(update={"name": shown, "signing": shown})
    spoiled = ru.model_copy(
        update={
            "title": shown,
            "subtitle": shown,
            "cited_as": shown,
            "closing": words,
            "names": ru.names.model_copy(update={"parties": {**ru.names.parties, "AA": party}}),
            "signatories": {key: value.model_copy(update={"office": shown}) for key, value in ru.signatories.items()},
            "annexes": {key: value.model_copy(update={"title": shown}) for key, value in ru.annexes.items()},
        }
    )
    protocol = small.protocol.model_copy(update={"texts": {**small.protocol.texts, "ru": spoiled}})
    html = composed(replace(small, protocol=protocol), resources, "ru").html.replace("\u00a0", " ")
    escaped = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&#34;").replace("'", "&#39;")
    assert html.count(escaped) >= 15
    assert "49" not in html
    if escaped != shown:
        assert shown not in html


def test_only_the_texts_asked_for_are_set(source: Sources, resources: Resources) -> None:
    one = composed(source("small"), resources, "zh")
    assert one.languages == ("zh",)
    assert one.title == "议定书 第一次会议"
    assert 'lang="ru"' not in one.html
    assert composed(source("small"), resources, "zh", "ru").languages == ("zh", "ru")


def test_an_unknown_language_is_a_fault_of_the_request(source: Sources, resources: Resources) -> None:
    with pytest.raises(SourceError, match="the protocol has no text in `en`") as raised:
        original(source("small"), resources, languages=("ru", "en"))
    assert raised.value.hint == "choose among `ru`, `zh`"
    assert raised.value.where == "protocol.yaml"


def test_metadata_come_from_the_facts(source: Sources, resources: Resources) -> None:
    made = composed(source("small"), resources)
    assert made.identifier == "SMALL-1"
    assert made.date == dt.date(2024, 5, 2)
    assert made.titles == (("ru", "ПРОТОКОЛ первой Встречи"), ("zh", "议定书 第一次会议"))


def test_the_source_and_the_tables_go_along(source: Sources, resources: Resources) -> None:
    small = source("small")
    files = composed(small, resources).files
    assert [(file.name, file.relationship, file.media_type) for file in files] == [
        ("protocol.yaml", "Source", "application/yaml"),
        ("ru.yaml", "Source", "application/yaml"),
        ("zh.yaml", "Source", "application/yaml"),
        ("languages/ru.yaml", "Supplement", "application/yaml"),
        ("languages/zh.yaml", "Supplement", "application/yaml"),
        ("profiles/treaty.yaml", "Supplement", "application/yaml"),
    ]
    for file in files[:3]:
        assert file.content == small.files.contents[file.name]
    assert files[3].content == resources.template("languages/ru.yaml")


def test_ids_are_unique_where_items_share_names_of_sub_items(source: Sources, resources: Resources) -> None:
    html = composed(source("small"), resources).html
    ids = [piece.split('"')[0] for piece in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert {"ru-item-lettered.first", "ru-item-headed.first", "ru-item-lettered.first.one"} <= set(ids)


def test_every_link_leads_to_an_id(source: Sources, resources: Resources) -> None:
    for name in ("small", "small-articles"):
        html = composed(source(name), resources).html
        targets = {piece.split('"')[0] for piece in html.split('href="#')[1:]}
        assert targets
        for target in targets:
            assert f'id="{target}"' in html


def test_a_long_bookmark_is_cut_between_words(source: Sources, resources: Resources) -> None:
    html = composed(source("sco-2018"), resources).html
    marks = [piece.split('"')[0] for piece in html.split('data-bookmark="')[1:]]
    cut = [mark for mark in marks if mark.endswith("…")]
    assert cut
    assert all(len(mark) <= 70 and mark[-2] not in " ,;:，；：、。" for mark in cut)
