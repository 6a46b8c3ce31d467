"""Messages into the language of the user: the one asked for, or that of the locale; English where nothing fits."""

import gettext
import os
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from typeset.messages import Message, filled

LANGUAGES = ("en", "ru", "zh")
OPTION, VARIABLE = "--ui-language", "TYPESET_UI_LANGUAGE"
DOMAIN = "typeset"
CATALOGUES = Path(__file__).parents[1] / "locale"
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of what commands a terminal, turns or hides the signs beside it, or is none."""


def speak(language: str) -> None:
    """Say everything from now on in `language`, one of `LANGUAGES`; click's own words too."""
    # Click asks gettext for every word at the time it is said, and gettext asks this variable for the language.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that a command line asks for, before it is parsed: the parser's complaints are to be in it.

    Args:
        arguments: the words after the program's name; the option stands before the command.
        environment: the variables; the option's own goes before those of the locale.
    """
    words = iter(arguments)
    for word in words:
        name, _, value = word.partition("=")
        if name == OPTION:
            asked = value or next(words, "")
            return asked if asked in LANGUAGES else _of_locale(environment)
        if not word.startswith("-"):
            break
    asked = environment.get(VARIABLE, "")
    return asked if asked in LANGUAGES else _of_locale(environment)


def _of_locale(environment: Mapping[str, str]) -> str:
    """As GNU gettext chooses: `LANGUAGE` is a list of wishes, which counts where the locale is not plain C."""
    locale = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "C")
    if locale.partition(".")[0] in {"C", "POSIX"}:
        return LANGUAGES[0]
    wishes = [*environment.get("LANGUAGE", "").split(":"), locale]
    known = (re.split(r"[_.@-]", wish)[0].lower() for wish in wishes)
    return next((language for language in known if language in LANGUAGES), LANGUAGES[0])


def translated(words: str) -> str:
    """A message in the user's language, with every message in it; other words come from outside and stay."""
    if not isinstance(words, Message):
        return words
    values = {
        name: _seen(translated(value)) if isinstance(value, str) else value for name, value in words.values.items()
    }
    if words.plural:
        return filled(gettext.ngettext(words.template, words.plural, int(values["count"])), values)
    return filled(looked_up(words.template), values)


def _seen(words: str) -> str:
    """Words from outside, in which what a terminal would obey, or a reader not see, is only named."""
    if words.isprintable():
        return words
    return "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) not in _UNSEEN else f"<U+{ord(sign):04X}>"
        for sign in words
    )


def looked_up(template: str) -> str:
    """A template in the user's language, unfilled; itself where the catalogue has none."""
    return gettext.gettext(template) if template else template


def is_wide() -> bool:
    """Whether the user's language is written without blanks, in letters two columns wide."""
    return os.environ.get("LANGUAGE") == "zh"
