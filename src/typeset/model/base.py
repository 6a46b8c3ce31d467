"""What every model shares: closed frozen values, and the kinds of text that may stand in a protocol."""

import functools
import re
import typing as t
import unicodedata
from collections.abc import Mapping

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import ErrorDetails

from typeset.messages import Message, phrase

# Joiners are letters' business in Persian, Urdu and Hindi; every other format character is invisible talk.
_JOINERS = "\u200c\u200d"
# Letters and marks by their category, and blank paper to the eye: fillers, joiners of graphemes, variation selectors.
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
# The press breaks words with U+2010, so that a break can be told from an author's hyphen when read back.
PRESS_HYPHEN = "\u2010"
_SUBTAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?(-([a-z\d]{5,8}|\d[a-z\d]{3}))*")
_FIELD = re.compile(r"\{(\w+)\}")


class Closed(BaseModel):
    """A frozen value that knows all its keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False, defer_build=True)


def own_words(details: ErrorDetails) -> str:
    """What an error of pydantic says: one of our validators in its own words, maybe a message, or pydantic itself."""
    own = details.get("ctx", {}).get("error")
    return own.args[0] if isinstance(own, ValueError) and own.args else details["msg"]


def _prose(value: str) -> str:
    """Fold line breaks and runs of blanks into one space; refuse what no reader could see.

    Raises:
        ValueError: the text is empty, or holds an invisible or unprintable character.
    """
    for character in dict.fromkeys(value):
        category = unicodedata.category(character)
        unseen = category in {"Zl", "Zp"} or (category[0] == "C" and character not in "\t\n\r" + _JOINERS)
        if unseen or character == PRESS_HYPHEN or _BLANK.match(character):
            name = unicodedata.name(character, "control character")
            raise ValueError(
                phrase(
                    "character U+{code} ({name}) cannot stand in an official text",
                    code=f"{ord(character):04X}",
                    name=name,
                )
            )
    folded = re.sub(r"[ \t\r\n]+", " ", value).strip(" ")
    if not folded.strip():
        raise ValueError(phrase("the text is empty"))
    return unicodedata.normalize("NFC", folded)


def _language(value: str) -> str:
    if not _SUBTAG.fullmatch(value):
        raise ValueError(phrase("not a BCP 47 language tag such as `ru`, `zh` or `uz-Latn`"))
    return value


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Put `values` into the `{fields}` of `pattern`; nothing but plain names is a field.

    Raises:
        KeyError: the pattern names a field that is not among the values.
    """
    return _FIELD.sub(lambda field: values[field[1]], pattern)


def fields(pattern: str) -> frozenset[str]:
    """Name the `{fields}` of `pattern`."""
    return frozenset(_FIELD.findall(pattern))


def _sentence(value: object, valid: ValidatorFunctionWrapHandler) -> str:
    """Keep a message what it is: pydantic would make plain text of it."""
    return value if isinstance(value, Message) else valid(value)


Sentence = t.Annotated[str, WrapValidator(_sentence)]
"""English words for a reader, where they may be a message."""
Prose = t.Annotated[str, AfterValidator(_prose)]
Words = t.Annotated[str, AfterValidator(functools.lru_cache(4096)(_prose))]
"""Prose; a register says the same offices, names and places over and over, so each is looked at once."""
Key = t.Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9-]{0,63}$")]
Language = t.Annotated[str, AfterValidator(_language)]
