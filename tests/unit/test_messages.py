"""Messages: English sentences that remember how they were made."""

import json
import pickle
from pathlib import Path

import pytest

from typeset.errors import SourceError
from typeset.messages import Message, both, counted, each, either, fields, joined, lines, phrase
from typeset.model.batch import Failure
from typeset.model.report import Check, Finding, Report

PAGE = phrase("page {page} has {count} lines", page=4, count=23)


def test_a_message_is_its_english_sentence() -> None:
    assert PAGE == "page 4 has 23 lines"
    assert hash(PAGE) == hash("page 4 has 23 lines")
    assert PAGE.template == "page {page} has {count} lines"
    assert PAGE.values == {"page": 4, "count": 23}


def test_a_message_keeps_words_and_whole_numbers_alone() -> None:
    made = phrase("`{path}` {fault} {size}", path=Path("a/b"), fault=PAGE, size=1.5)
    assert made == "`a/b` page 4 has 23 lines 1.5"
    assert made.values["path"] == "a/b"
    assert made.values["fault"] is PAGE
    assert made.values["size"] == "1.5"


def test_an_error_that_is_only_a_message_stands_for_it() -> None:
    assert phrase("{error}", error=ValueError(PAGE)).values["error"] is PAGE
    assert phrase("{error}", error=ValueError("plain")).values["error"] == "plain"
    error = phrase("{error}", error=SourceError(PAGE, "mend it")).values["error"]
    assert error == "page 4 has 23 lines\nhint: mend it"
    assert not isinstance(error, Message)


def test_a_message_is_frozen() -> None:
    with pytest.raises(AttributeError, match="frozen"):
        PAGE.template = "other"
    with pytest.raises(TypeError):
        PAGE.values["page"] = 5  # type: ignore[index] # that is the test


def test_a_field_without_a_value_is_a_fault() -> None:
    with pytest.raises(KeyError, match="line"):
        phrase("page {page}, line {line}", page=4)


def test_what_looks_like_a_field_in_a_value_is_left_alone() -> None:
    assert phrase("put {field} into it", field="{number}") == "put {number} into it"
    assert fields("`{{unknown}}` and {known}, but not { this }") == {"unknown", "known"}


@pytest.mark.parametrize(("count", "said"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_a_message_counts(count: int, said: str) -> None:
    made = counted("{count} page", "{count} pages", count)
    assert made == said
    assert (made.template, made.plural, made.values["count"]) == ("{count} page", "{count} pages", count)


def test_messages_are_joined_without_losing_what_they_are() -> None:
    made = lines([PAGE, "plain {words}", PAGE])
    assert made == "page 4 has 23 lines\nplain {words}\npage 4 has 23 lines"
    assert [isinstance(value, Message) for value in made.values.values()] == [True, False, True]
    assert joined(", ", []) == ""


@pytest.mark.parametrize(
    ("parts", "one", "all_"), [([], "", ""), (["a"], "a", "a"), (["a", "b", "c"], "a or b or c", "a and b and c")]
)
def test_messages_are_listed(parts: list[str], one: str, all_: str) -> None:
    assert (either(parts), both(parts)) == (one, all_)


def test_what_comes_from_outside_can_be_changed() -> None:
    made = phrase("{inner}: {words}", inner=phrase("see {words}", words="a\x1bb"), words="c\x1b")
    changed = each(made, lambda words: words.replace("\x1b", "?"))
    assert changed == "see a?b: c?"
    assert isinstance(changed, Message)
    assert changed.template == made.template
    assert each("plain\x1b", str.upper) == "PLAIN\x1b"


@pytest.mark.parametrize("message", [PAGE, counted("{count} page", "{count} pages", 1), lines([PAGE, "b"])])
def test_a_message_travels(message: Message) -> None:
    again = pickle.loads(pickle.dumps(message))  # noqa: S301 - our own bytes
    assert (again, again.template, again.plural) == (message, message.template, message.plural)
    assert dict(again.values) == dict(message.values)


def test_an_error_keeps_its_message_from_one_process_to_another() -> None:
    error = pickle.loads(pickle.dumps(SourceError(PAGE, PAGE, "file.yaml:3:4")))  # noqa: S301 - our own bytes
    assert (error.message.template, error.hint.template) == (PAGE.template, PAGE.template)


def test_a_model_keeps_a_message_and_shows_machines_the_english() -> None:
    check = Check(name="text", title=PAGE, findings=(Finding(message=PAGE, words=PAGE),))
    report = Report(subject="x", sha256="0" * 64, pages=1, checks=(check,))
    again = pickle.loads(pickle.dumps(report)).checks[0]  # noqa: S301 - our own bytes
    for one in (check, again):
        assert isinstance(one.title, Message)
        assert isinstance(one.findings[0].message, Message)
        assert isinstance(one.findings[0].words, Message)
    assert json.loads(report.model_dump_json())["checks"][0]["title"] == "page 4 has 23 lines"
    failure = Failure.of(SourceError(PAGE, PAGE))
    assert isinstance(failure.message, Message)
    assert isinstance(failure.hint, Message)
    assert json.loads(json.dumps(failure.model_dump()))["message"] == "page 4 has 23 lines"
