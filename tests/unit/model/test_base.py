"""What may stand in an official text, and the values that hold it."""

import typing as t
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from typeset.model import composition, mention, protocol, report, source, text, wording
from typeset.model.base import Closed, Key, Language, Prose, fields, fill

PROSE: TypeAdapter[str] = TypeAdapter(Prose)
LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
KEY: TypeAdapter[str] = TypeAdapter(Key)
MODELS = sorted(
    {
        found
        for module in (composition, mention, protocol, report, source, text, wording)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, BaseModel) and found is not Closed
    },
    key=lambda model: model.__name__,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("words", "words"),
        ("  two \n\t lines\r\n ", "two lines"),
        ("no\u00a0break", "no\u00a0break"),
        ("в т.ч.\u00a0", "в т.ч.\u00a0"),
        ("全　角", "全　角"),
        ("e\u0301", "é"),
        ("и\u0306", "й"),
        ("زبان\u200cها", "زبان\u200cها"),
        ("<script> & {{ 7*7 }}", "<script> & {{ 7*7 }}"),
    ],
)
def test_prose_is_folded_and_composed(written: str, read: str) -> None:
    assert PROSE.validate_python(written) == read


@pytest.mark.parametrize("empty", ["", " ", "\n\t ", "\u00a0", "　"])
def test_prose_is_not_empty(empty: str) -> None:
    with pytest.raises(ValidationError, match="the text is empty"):
        PROSE.validate_python(empty)


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u00ad", "\u061c", "\u200b", "\u200e", "\u200f"),
        *("\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\U000e0041", "\ue000", "\ud800"),
        *("\ufdd0", "\uffff", "\u0378", "\u2010", "\u2028", "\u2029"),
    ],
)
def test_prose_holds_no_character_that_no_reader_sees(character: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PROSE.validate_python(f"a{character}b")
    if character != "\ud800":  # pydantic itself refuses half a character
        assert f"U+{ord(character):04X}" in str(refused.value)


@given(st.text())
def test_prose_is_stable_and_visible(words: str) -> None:
    try:
        read = PROSE.validate_python(words)
    except ValidationError:
        return
    assert PROSE.validate_python(read) == read
    assert read == unicodedata.normalize("NFC", read)
    assert read.strip(" ") == read
    assert not any(blank in read for blank in ("  ", "\n", "\t", "\r"))
    assert not any(
        unicodedata.category(sign) in {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
        for sign in read
        if sign not in "\u200c\u200d"
    )


@pytest.mark.parametrize("tag", ["ru", "zh", "uz-Latn", "zh-Hans-CN", "zh-CN", "es-419", "kok", "de-1996"])
def test_a_language_tag(tag: str) -> None:
    assert LANGUAGE.validate_python(tag) == tag


@pytest.mark.parametrize("tag", ["", "r", "RU", "russian", "ru_RU", "ru-ru", "zh-hans", "ru ", "../ru", "ру"])
def test_no_language_tag(tag: str) -> None:
    with pytest.raises(ValidationError, match="not a BCP 47 language tag"):
        LANGUAGE.validate_python(tag)


@pytest.mark.parametrize("key", ["RU", "a", "agenda-2", "A" * 64])
def test_a_key(key: str) -> None:
    assert KEY.validate_python(key) == key


@pytest.mark.parametrize("key", ["", "1a", "-a", "a.b", "a b", "a_b", "A" * 65, "ключ", "a\n"])
def test_no_key(key: str) -> None:
    with pytest.raises(ValidationError):
        KEY.validate_python(key)


def test_fill_knows_plain_names_only() -> None:
    assert fill("{a}-{b}{a}", {"a": "1", "b": "{a}"}) == "1-{a}1"
    assert fill("{a.__class__} {a[0]} {0!r} {}", {"a": "1"}) == "{a.__class__} {a[0]} {0!r} {}"
    assert fields("{a} {b} {a}") == {"a", "b"}
    with pytest.raises(KeyError):
        fill("{c}", {"a": "1"})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_closed_and_frozen(model: type[BaseModel]) -> None:
    assert issubclass(model, Closed)
    assert model.model_config["extra"] == "forbid"
    assert model.model_config["frozen"] is True


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_model_holds_a_list_or_a_set(model: type[BaseModel]) -> None:
    changeable = [name for name, field in model.model_fields.items() if _changeable(field.annotation)]
    assert not changeable


def test_a_closed_model_refuses_strange_keys_and_changes() -> None:
    paragraph = text.Paragraph(text="words")
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        text.Paragraph.model_validate({"text": "words", "colour": "red"})
    with pytest.raises(ValidationError, match="frozen"):
        paragraph.text = "others"  # type: ignore[misc] # that is what the test is about


def _changeable(annotation: object) -> bool:
    own = t.get_origin(annotation) or annotation
    return own in {list, set} or any(_changeable(part) for part in t.get_args(annotation))
