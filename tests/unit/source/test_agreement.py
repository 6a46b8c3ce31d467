"""Each rule of agreement, collation and references, seen from the complaints."""

import typing as t
from collections.abc import Callable

import pytest

from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.source import check

Data = dict[str, t.Any]
Make = Callable[..., SourceFiles]
Change = Callable[[Data, Data, Data], object]

DEEP = {"subitems": [{"id": "a", "text": "on this", "subitems": [{"id": "x", "text": "and that"}]}]}
TABLE = {"columns": ["a", "b"], "rows": [["1", "2"], ["3", "4"]]}


def messages(make: Make, tables: dict[str, Wording], change: Change) -> list[str]:
    return [complaint.message for complaint in check(make(change), tables)]


def test_two_may_sign_for_one_party_under_ids_of_their_own(make: Make, tables: dict[str, Wording]) -> None:
    def change(facts: Data, en: Data, ru: Data) -> None:
        facts["signatories"].append({"party": "AA", "id": "AA-2"})
        for text in (en, ru):
            text["signatories"]["AA-2"] = {"office": "Envoy", "name": "A. B."}

    assert messages(make, tables, change) == []


def test_second_level_subitems_are_held_against_each_other(make: Make, tables: dict[str, Wording]) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        en["items"][0]["body"][1] = DEEP
        ru["items"][0]["body"][1] = {"subitems": [{"id": "a", "text": "t", "subitems": [{"id": "y", "text": "t"}]}]}

    assert messages(make, tables, change) == ["`x` is missing here; it stands in `en`", "`y` does not stand in `en`"]


def test_a_second_level_id_is_unique_within_its_subitem(make: Make, tables: dict[str, Wording]) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        for text in (en, ru):
            lower = [{"id": "x", "text": "t"}, {"id": "x", "text": "t"}]
            text["items"][0]["body"][1] = {"subitems": [{"id": "a", "text": "t", "subitems": lower}]}

    assert messages(make, tables, change) == ["sub-item `x` stands twice"] * 2


def test_a_subitem_id_is_unique_across_the_runs_of_an_item(make: Make, tables: dict[str, Wording]) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        for text in (en, ru):
            text["items"][0]["body"].append({"subitems": [{"id": "a", "text": "again"}]})

    assert messages(make, tables, change) == ["sub-item `a` stands twice in this item"] * 2


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        ([{"list": ["a", "b"]}], [{"list": ["a"]}], "1 list entries here, but 2 in `en`"),
        ([{"quote": ["a", "b"]}], [{"quote": "a"}], "1 quoted paragraphs here, but 2 in `en`"),
        ([{"heading": "a"}], ["a"], "here stands a paragraph, but a heading in `en`"),
        ([{"table": TABLE}], [{"table": TABLE | {"rows": [["1", "2"]]}}], "1 rows here, but 2 in `en`"),
        ([{"table": TABLE}], [{"table": {"columns": ["a"], "rows": [["1"], ["2"]]}}], "1 columns here, but 2 in `en`"),
        (["a", "b"], ["a"], "1 blocks here, but 2 in `en`"),
    ],
)
def test_blocks_of_annexes_have_one_shape(
    make: Make, tables: dict[str, Wording], here: object, there: object, said: str
) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        en["annexes"]["agenda"] = {"title": "Annex", "body": here}
        ru["annexes"]["agenda"] = {"title": "Annex", "body": there}

    assert messages(make, tables, change) == [said]


def test_tables_of_annexes_have_one_shape(make: Make, tables: dict[str, Wording]) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        en["annexes"]["agenda"] = {"title": "Annex", "table": TABLE}
        ru["annexes"]["agenda"] = {"title": "Annex", "table": {"columns": ["a"], "rows": [["1"]]}}

    assert messages(make, tables, change) == ["1 columns here, but 2 in `en`", "1 rows here, but 2 in `en`"]


@pytest.mark.parametrize("place", ["closing", "deposit"])
def test_an_annex_may_be_mentioned_in_the_closing_clauses(make: Make, tables: dict[str, Wording], place: str) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        for text in (en, ru):
            text["preamble"], text[place] = ["Nothing."], "See {annex agenda}."

    assert messages(make, tables, change) == []


def test_a_mention_within_an_annex_does_not_count(make: Make, tables: dict[str, Wording]) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        for text in (en, ru):
            text["preamble"], text["annexes"]["agenda"]["points"] = ["Nothing."], ["This is {annex agenda}."]

    assert messages(make, tables, change) == ["annex `agenda` is nowhere mentioned in this text"] * 2


@pytest.mark.parametrize(
    "block",
    [
        {"text": "{item x}"},
        {"quote": "{item x}"},
        {"quote": ["a", "{item x}"]},
        {"subitems": [{"id": "a", "text": "{item x}"}]},
        {"subitems": [{"id": "a", "text": "a", "subitems": [{"id": "b", "text": "{item x}"}]}]},
    ],
)
def test_references_are_found_in_every_kind_of_block(make: Make, tables: dict[str, Wording], block: object) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        for text in (en, ru):
            text["items"][0]["body"] = ["Words.", block]

    assert messages(make, tables, change) == ["there is no item `x`"] * 2


def test_references_are_found_in_the_points_of_an_agenda(make: Make, tables: dict[str, Wording]) -> None:
    def change(_facts: Data, en: Data, _ru: Data) -> None:
        en["annexes"]["agenda"]["points"] = ["See {item x}."]

    assert messages(make, tables, change) == ["there is no item `x`"]


@pytest.mark.parametrize("body", [["{annex x}"], [{"list": ["{annex x}"]}], [{"quote": "{annex x}"}]])
def test_references_are_found_in_annexes(make: Make, tables: dict[str, Wording], body: object) -> None:
    def change(_facts: Data, en: Data, ru: Data) -> None:
        for text in (en, ru):
            text["annexes"]["agenda"] = {"title": "Annex", "body": body}

    assert messages(make, tables, change) == ["there is no annex `x`"] * 2


def test_articles_have_forms_of_their_own(make: Make, tables: dict[str, Wording]) -> None:
    def change(facts: Data, en: Data, ru: Data) -> None:
        facts["form"] = "articles"
        en["closing"], ru["closing"] = "{item:nominativ first}", "{item:accusative first}"

    (complaint,) = check(make(change), tables)
    assert complaint.message == "`en` has no form `nominativ` of the word for an item"
    assert complaint.hint == "write `nominative`"


def test_a_third_text_is_held_against_the_first(make: Make, tables: dict[str, Wording]) -> None:
    def change(facts: Data, en: Data, _ru: Data) -> None:
        facts["languages"] += ["zh"]
        facts["texts"]["zh"] = en | {"language": "zh", "preamble": [*en["preamble"], "more"]}

    assert messages(make, tables, change) == ["2 blocks here, but 1 in `en`"]
