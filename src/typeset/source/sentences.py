"""One error of pydantic into our sentence: what is wrong, what was expected, what to do."""

import json
import re
from collections.abc import Callable

from pydantic_core import ErrorDetails

from typeset.messages import counted, phrase
from typeset.model.base import own_words
from typeset.source.complaint import listed

Sentence = tuple[str, str, str]
"""Message, what was expected, what to do; the last two may be empty."""

_KEY = phrase("a letter, then letters, digits and hyphens, 64 at most")
_LONGEST_SHOWN = 40


def sentence(thing: str, error: ErrorDetails, value: object, plain: str | None) -> Sentence:
    """Say what `error` means.

    Args:
        thing: the value's name, such as "`title`" or "entry 2 of `languages`".
        error: pydantic's own account of it.
        value: the value at fault.
        plain: its words where they were taken for a number, a truth value or nothing.
    """
    kind = error["type"]
    if kind in _WRONG_KIND:
        return _wrong_kind(thing, _WRONG_KIND[kind], value, plain)
    said = _SAID.get(kind)
    if said:
        return said(thing, error, value)
    return phrase("{thing}: {message}", thing=thing, message=error["msg"][:1].lower() + error["msg"][1:]), "", ""


def kind_of(value: object, plain: str | None = None) -> str:
    """Name the kind of a value, with its words where it is short."""
    if value is None:
        return phrase("nothing")
    if isinstance(value, bool):
        return phrase("the truth value `{value}`", value=plain or value)
    if isinstance(value, int | float):
        return phrase("the number `{value}`", value=plain or value)
    if isinstance(value, str):
        return phrase("text")
    return phrase("a list") if isinstance(value, list) else phrase("a mapping")


_WRONG_KIND = {
    "string_type": phrase("text"),
    "int_type": phrase("a whole number"),
    "tuple_type": phrase("a list"),
    "dict_type": phrase("a mapping (`key: value`)"),
    "model_type": phrase("a mapping (`key: value`)"),
    "model_attributes_type": phrase("a mapping (`key: value`)"),
    "bool_type": phrase("`true` or `false`"),
    "bool_parsing": phrase("`true` or `false`"),
}


def _wrong_kind(thing: str, expected: str, value: object, plain: str | None) -> Sentence:
    message = (
        phrase("{thing} has no value", thing=thing)
        if value is None
        else phrase("{thing} is {value}", thing=thing, value=kind_of(value, plain))
    )
    hint = ""
    if expected == "text" and isinstance(value, int | float) and plain is not None:
        hint = phrase("write `{quoted}`, in quotes", quoted=json.dumps(plain))
    elif expected == "text" and isinstance(value, dict):
        hint = phrase("put text with `: ` in it between quotes, or after `>-`")
    elif expected == "text" and value is None:
        hint = phrase("write the words, or remove the key")
    elif expected == "a list" and isinstance(value, str):
        hint = phrase("begin each entry with `- `")
    elif expected == "a whole number" and isinstance(value, str) and value.isdecimal():
        hint = phrase("remove the quotes")
    return message, expected, hint


def _own(thing: str, error: ErrorDetails, value: object) -> Sentence:
    """Our own validators speak our words already."""
    return phrase("{thing}{shown}: {said}", thing=thing, shown=_shown(value), said=own_words(error)), "", ""


def _pattern(thing: str, error: ErrorDetails, value: object) -> Sentence:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    expected = _KEY if pattern.startswith("^[A-Za-z]") else phrase("text that matches `{pattern}`", pattern=pattern)
    shown = "" if thing.startswith("key ") else _shown(value)
    return phrase("{thing}{shown}: its form is not allowed", thing=thing, shown=shown), expected, ""


def _literal(thing: str, error: ErrorDetails, value: object) -> Sentence:
    choices = re.findall("'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
    return phrase("{thing} is `{value}`", thing=thing, value=value), _one_of(choices) or phrase("another value"), ""


def _one_of(choices: list[str]) -> str:
    if len(choices) < 2:  # noqa: PLR2004 - one, or another
        return listed(choices)
    return phrase("{some} or {last}", some=listed(choices[:-1]), last=listed(choices[-1:]))


def _too_short(thing: str, _error: ErrorDetails, _value: object) -> Sentence:
    return phrase("{thing} is empty", thing=thing), phrase("at least one entry"), ""


def _length(thing: str, error: ErrorDetails, value: object) -> Sentence:
    limits = error.get("ctx", {})
    limit = (
        phrase("at least {limit}", limit=limits["min_length"])
        if "min_length" in limits
        else phrase("at most {limit}", limit=limits.get("max_length"))
    )
    return (
        counted("{thing} has {count} characters", "{thing} has {count} characters", len(str(value)), thing=thing),
        limit,
        "",
    )


def _at_least(thing: str, error: ErrorDetails, value: object) -> Sentence:
    return (
        phrase("{thing} is {value}", thing=thing, value=value),
        phrase("{least} or more", least=error.get("ctx", {}).get("ge")),
        "",
    )


def _date(thing: str, _error: ErrorDetails, value: object) -> Sentence:
    return (
        phrase("{thing}{shown}: no day of the calendar", thing=thing, shown=_shown(value)),
        phrase("a date such as `2018-05-22`"),
        "",
    )


def _shown(value: object) -> str:
    """A short value in backticks."""
    return (
        phrase(" is {value}", value=listed([value]))
        if isinstance(value, str | int) and 0 < len(str(value)) <= _LONGEST_SHOWN
        else ""
    )


_SAID: dict[str, Callable[[str, ErrorDetails, object], Sentence]] = {
    "value_error": _own,
    "string_pattern_mismatch": _pattern,
    "literal_error": _literal,
    "too_short": _too_short,
    "string_too_short": _length,
    "string_too_long": _length,
    "greater_than_equal": _at_least,
    "date_from_datetime_parsing": _date,
    "date_parsing": _date,
}
