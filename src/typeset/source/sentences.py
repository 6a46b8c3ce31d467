"""One error of pydantic into our sentence: what is wrong, what was expected, what to do."""

import json
from collections.abc import Callable

from pydantic_core import ErrorDetails

from typeset.source.complaint import listed

Sentence = tuple[str, str, str]
"""Message, what was expected, what to do; the last two may be empty."""

_KEY = "a letter, then letters, digits and hyphens, 64 at most"
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
    return f"{thing}: {error['msg'][:1].lower()}{error['msg'][1:]}", "", ""


def kind_of(value: object, plain: str | None = None) -> str:
    """Name the kind of a value, with its words where it is short."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value `{plain or value}`"
    if isinstance(value, int | float):
        return f"the number `{plain or value}`"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a mapping"


_WRONG_KIND = {
    "string_type": "text",
    "int_type": "a whole number",
    "tuple_type": "a list",
    "dict_type": "a mapping (`key: value`)",
    "model_type": "a mapping (`key: value`)",
    "model_attributes_type": "a mapping (`key: value`)",
    "bool_type": "`true` or `false`",
    "bool_parsing": "`true` or `false`",
}


def _wrong_kind(thing: str, expected: str, value: object, plain: str | None) -> Sentence:
    message = f"{thing} has no value" if value is None else f"{thing} is {kind_of(value, plain)}"
    hint = ""
    if expected == "text" and isinstance(value, int | float) and plain is not None:
        hint = f"write `{json.dumps(plain)}`, in quotes"
    elif expected == "text" and isinstance(value, dict):
        hint = "put text with `: ` in it between quotes, or after `>-`"
    elif expected == "text" and value is None:
        hint = "write the words, or remove the key"
    elif expected == "a list" and isinstance(value, str):
        hint = "begin each entry with `- `"
    elif expected == "a whole number" and isinstance(value, str) and value.isdecimal():
        hint = "remove the quotes"
    return message, expected, hint


def _own(thing: str, error: ErrorDetails, value: object) -> Sentence:
    """Our own validators speak our words already."""
    said = str(error.get("ctx", {}).get("error", error["msg"]))
    return f"{thing}{_shown(value)}: {said}", "", ""


def _pattern(thing: str, error: ErrorDetails, value: object) -> Sentence:
    pattern = str(error.get("ctx", {}).get("pattern", ""))
    expected = _KEY if pattern.startswith("^[A-Za-z]") else f"text that matches `{pattern}`"
    shown = "" if thing.startswith("key ") else _shown(value)
    return f"{thing}{shown}: its form is not allowed", expected, ""


def _literal(thing: str, error: ErrorDetails, value: object) -> Sentence:
    expected = str(error.get("ctx", {}).get("expected", "")).replace("'", "`")
    return f"{thing} is `{value}`", expected or "another value", ""


def _too_short(thing: str, _error: ErrorDetails, _value: object) -> Sentence:
    return f"{thing} is empty", "at least one entry", ""


def _length(thing: str, error: ErrorDetails, value: object) -> Sentence:
    limits = error.get("ctx", {})
    limit = f"at least {limits['min_length']}" if "min_length" in limits else f"at most {limits.get('max_length')}"
    return f"{thing} has {len(str(value))} characters", f"{limit}", ""


def _at_least(thing: str, error: ErrorDetails, value: object) -> Sentence:
    return f"{thing} is {value}", f"{error.get('ctx', {}).get('ge')} or more", ""


def _date(thing: str, _error: ErrorDetails, value: object) -> Sentence:
    return f"{thing}{_shown(value)}: no day of the calendar", "a date such as `2018-05-22`", ""


def _shown(value: object) -> str:
    """A short value in backticks."""
    return f" is {listed([value])}" if isinstance(value, str | int) and 0 < len(str(value)) <= _LONGEST_SHOWN else ""


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
