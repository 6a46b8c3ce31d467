"""A text into the same text with no-break spaces where the convention of its language asks for them.

Spaces and the permission to break a line, nothing else: no letter and no mark is ever added, removed or changed.
"""

import re
import typing as t
from collections.abc import Sequence

from pydantic import Field, StringConstraints

from typeset.model.base import Closed

NO_BREAK = "\u00a0"

_SPACE = re.compile(f"([ {NO_BREAK}])")
_OPENING = "«„“‘\"'([{"
_CLOSING = "»“”’\"')]},;:!?…"
_FIGURES = re.compile(r"[0-9]+(?:[.,:/–-][0-9]+)*")
_ROMAN = re.compile(r"[IVXLCDM]+")

Word = t.Annotated[str, StringConstraints(pattern=r"^\S+$")]
Words = frozenset[Word]
"""In lower case they stand for the capitalised word too; «№» or `No.` only for itself."""
Mark = t.Annotated[str, Field(min_length=1)]


class Typography(Closed):
    """What a language asks of spaces and marks; what is left out is not asked.

    The words decide where a line may not be broken; the marks are what `check --typography` holds a source against.
    """

    short: Words = Words()
    """Words that no line ends with: prepositions and conjunctions of one letter."""
    before_word: Words = Words()
    """Signs and abbreviations that stay with the word that follows: «№», «г.»."""
    before_number: Words = Words()
    """Words that stay with the number that follows: `article`, «пункте»."""
    after_number: Words = Words()
    """Units, months and words that stay with the number before them: «г.», «мая», `km`."""
    dashes: Words = Words()
    """Dashes that no line begins with, where spaces are around them."""
    initials: t.Literal["none", "before", "both"] = "none"
    """Whether initials stay with the surname: not at all, before it, or on both sides of it."""

    quotes: tuple[Mark, Mark, Mark, Mark] | None = None
    """Quotation marks: opening, closing, and the same inside of them."""
    dash: Mark | None = None
    """What stands for a hyphen between words, with the spaces that belong to it: `" — "`."""
    range: Mark | None = None
    """What stands for a hyphen between the figures of a range."""
    ellipsis: Mark | None = None
    number_sign: Mark | None = None
    """What stands for a Latin `N` or `No` before figures."""
    full_width: dict[str, Mark] = Field(default_factory=dict)
    """What stands for a mark of ASCII beside Han characters."""

    def bound(self, text: str) -> str:
        """The text with a no-break space for every space at which no line may be broken; as long as before."""
        pieces = _SPACE.split(text)
        words = pieces[::2]
        for index in range(len(words) - 1):
            if pieces[2 * index + 1] == " " and self._binds(words, index):
                pieces[2 * index + 1] = NO_BREAK
        return "".join(pieces)

    def measures(self, word: str) -> bool:
        """Whether a word, with what closes it, is one that stays with the number before it."""
        bare, short = _closed(word)
        return _among(bare, self.after_number) or _among(short, self.after_number)

    def _binds(self, words: Sequence[str], index: int) -> bool:
        """Whether the word at `index` stays on one line with the next."""
        before, after = words[index].lstrip(_OPENING), words[index + 1]
        if not before or not after:
            return False
        if _among(before, self.short) or after in self.dashes:
            return True
        if _number(before) and self.measures(after):
            return True
        if _among(before, self.before_word):
            # «2018 г. Москва»: what is the unit of a number leads to nothing.
            return not (index and _number(words[index - 1].lstrip(_OPENING)) and self.measures(before))
        if _among(before, self.before_number):
            return _numbered(after) or (_among(after, self.before_number) and _among(after, self.before_word))
        return self._names(words, index)

    def _names(self, words: Sequence[str], index: int) -> bool:
        """Whether two words are initials and surname: «В. И. Иванов», and where it is usual «Иванов В. И.»."""
        if self.initials == "none":
            return False
        before, after = words[index].lstrip(_OPENING), words[index + 1]
        following = words[index + 2] if index + 2 < len(words) else ""
        if _initials(before):
            return _initials(_closed(after)[1]) or _surname(after)
        # «о встрече Петрова и В. Иванова»: initials that lead to a surname do not belong to the word before.
        leads = _surname(following) and not _initials(following)
        return self.initials == "both" and _surname(before) and _initials(_closed(after)[1]) and not leads


def _among(word: str, words: Words) -> bool:
    return word in words or word.lower() in words


def _closed(word: str) -> tuple[str, str]:
    """A word without what closes it, and the abbreviation that it may be: «г» and «г.» of «г.).»."""
    bare = word.rstrip(_CLOSING + ".")
    return bare, f"{bare}." if word.startswith(f"{bare}.") else ""


def _number(word: str) -> bool:
    return bool(_FIGURES.fullmatch(word) or _ROMAN.fullmatch(word))


def _numbered(word: str) -> bool:
    """Whether a word begins as a number does: `5`, `5-bis`, `(12)`, `IV.`."""
    bare = word.lstrip(_OPENING)
    return bare[:1].isdecimal() or bool(_ROMAN.fullmatch(bare.rstrip(_CLOSING + ".")))


def _initials(word: str) -> bool:
    """Whether a word is `J.`, «В.И.» or `J.-P.`."""
    parts = word.replace("-", "").split(".")
    return len(parts) > 1 and not parts[-1] and all(len(part) == 1 and part.isupper() for part in parts[:-1])


def _surname(word: str) -> bool:
    return word[:1].isupper() and word[1:2].isalpha()
