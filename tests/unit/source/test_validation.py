"""pydantic's errors in our words."""

import datetime as dt
import typing as t

import pytest
from pydantic import BaseModel, Field

from typeset.model.protocol import Annex
from typeset.model.text import AnnexWords, Item, Names
from typeset.source.complaint import Objection
from typeset.source.validation import nearest, validated


class _Odd(BaseModel):
    """Values that no model of ours has, whose errors must be said all the same."""

    ratio: t.Annotated[float, Field(multiple_of=2)] = 0
    at: dt.time = dt.time()


def objections(model: type[BaseModel], data: object) -> list[Objection]:
    value, found = validated(model, data, {})
    assert value is None
    return list(found)


def test_what_is_valid_becomes_a_model() -> None:
    item, found = validated(Item, {"id": "a", "body": ["words", {"quote": "said"}]}, {})
    assert item is not None
    assert (len(item.body), found) == (2, ())


def test_one_objection_a_block_by_the_key_that_it_has() -> None:
    blocks = [{"quote": [1]}, {"text": "a", "colour": "red"}, {"subitems": [{"id": "a"}]}, {}, None]
    found = objections(Item, {"id": "a", "body": blocks})
    assert [(one.path, one.message) for one in found] == [
        (("body", 0, "quote", 0), "entry 1 of `quote` is the number `1`"),
        (("body", 1, "colour"), "unknown key `colour`"),
        (("body", 2, "subitems", 0), "`text` is missing in `subitems`"),
        (("body", 3), "the block is empty"),
        (("body", 4), "nothing stands for a block"),
    ]


def test_blocks_of_an_annex_may_be_more_than_those_of_an_item() -> None:
    (found,) = objections(AnnexWords, {"title": "a", "body": ["words", {"list": "a"}, {"heading": "b"}]})
    assert (found.path, found.message, found.expected) == (("body", 1, "list"), "`list` is text", "a list")
    (found,) = objections(AnnexWords, {"title": "a", "body": [{"subitems": []}]})
    assert "one of `text`, `quote`, `heading`, `list`, `table`" in found.expected


def test_a_list_is_not_called_empty_because_its_entries_are_faulty() -> None:
    assert [one.path for one in objections(Item, {"id": "a", "body": [{"text": 1}]})] == [("body", 0, "text")]


def test_a_misspelt_key_is_not_missing_as_well() -> None:
    (found,) = objections(Item, {"id": "a", "boddy": ["words"]})
    assert (found.message, found.hint) == ("unknown key `boddy`", "write `body`")


def test_keys_of_a_mapping_are_at_fault_themselves() -> None:
    (found,) = objections(Names, {"place": "a", "depositary": "b", "parties": {"A B": "c"}})
    assert (found.path, found.on_key) == (("parties", "A B"), True)
    assert found.message == "key `A B`: its form is not allowed"


def test_errors_without_a_sentence_of_their_own_are_still_said() -> None:
    found = objections(_Odd, {"ratio": 3, "at": "x"})
    assert [one.message for one in found] == [
        "`ratio`: input should be a multiple of 2",
        "`at`: input should be in a valid time format, input is too short",
    ]


@pytest.mark.parametrize(("word", "advice"), [("titel", "write `title`"), ("xyz", "")])
def test_the_nearest_known_word_is_advised(word: str, advice: str) -> None:
    assert nearest(word, ["title", "items"]) == advice


def test_a_number_is_quoted_as_it_was_written() -> None:
    _, (found,) = validated(Item, {"id": 7, "body": ["a"]}, {("id",): "007"})
    assert (found.message, found.hint) == ("`id` is the number `007`", 'write `"007"`, in quotes')


def test_a_part_is_named_as_it_is_in_the_whole() -> None:
    _, (found,) = validated(Item, [], {}, ("texts", "en"))
    assert (found.path, found.message) == (("texts", "en"), "`en` is a list")
    _, (found,) = validated(Item, [], {})
    assert found.message == "the file is a list"
    _, (found,) = validated(Item, {"id": "a"}, {}, ("texts", "en"))
    assert (found.path, found.message) == (("texts", "en"), "`body` is missing in `en`")


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ({"id": {"a": 1}, "body": ["a"]}, "put text with `: ` in it between quotes, or after `>-`"),
        ({"id": None, "body": ["a"]}, "write the words, or remove the key"),
        ({"id": ["a"], "body": ["a"]}, ""),
        ({"id": "a", "body": "words"}, "begin each entry with `- `"),
        ({"id": "a", "body": {"text": "a"}}, ""),
    ],
)
def test_a_value_of_the_wrong_kind_comes_with_the_likely_cure(data: object, hint: str) -> None:
    assert [one.hint for one in objections(Item, data)] == [hint]


@pytest.mark.parametrize(("number", "hint"), [("1", "remove the quotes"), ("one", ""), (1.5, ""), ([], "")])
def test_a_number_in_quotes_is_told_from_no_number(number: object, hint: str) -> None:
    (found,) = objections(Annex, {"id": "a", "number": number})
    assert (found.expected, found.hint) == ("a whole number", hint)
