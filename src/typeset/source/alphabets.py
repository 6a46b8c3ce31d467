"""The files of a source into complaints about letters that only look like those of the word they stand in.

A Latin `o` in a Cyrillic word reads as it should and is another text: who searches for the word does not find it, and
two names that look alike are two names. Digits belong to no alphabet, and a word ends where letters end: `СВ2`,
`Wi-Fi-сеть` and `ИСО/IEC` mix nothing.
"""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from typeset.messages import phrase
from typeset.model.look import picture_kind
from typeset.model.source import SourceFiles
from typeset.source.complaint import Complaint, Place, in_order, refusal
from typeset.source.reading import Reading, read

DECLARED = "mixed_alphabets"
"""The key of the root under which words stand that mix alphabets on purpose."""
_ALIKE = ("CYRILLIC", "GREEK", "LATIN")
"""Alphabets whose letters are drawn alike."""
_WORD = re.compile("[^\\W\\d_](?:[^\\W\\d_]|[\u0300-\u036f])*")
_JOINER = re.compile("(^|.)([\u200c\u200d])", re.DOTALL)
_UNJOINED = (*_ALIKE, "CJK", "HIRAGANA", "KATAKANA")
"""Letters that a joiner does nothing to but hide between them."""


def check_alphabets(files: SourceFiles, declared: tuple[str, ...] = ()) -> None:
    """Do nothing where every word is written in one alphabet, and no joiner hides where it joins nothing.

    Args:
        files: a source without complaints.
        declared: words that mix alphabets on purpose.

    Raises:
        SourceError: with every other such word, its letters by their code points, and its place.
    """
    found: list[Complaint] = []
    for name, content in files.contents.items():
        if not picture_kind(name):
            found += _in_file(read(files.shown(name), content), files, frozenset(map(_normal, declared)))
    if found:
        raise refusal(files.shown(files.root), in_order(found, map(files.shown, files.contents)))


def _in_file(reading: Reading, files: SourceFiles, declared: frozenset[str]) -> Iterator[Complaint]:
    for path, place in reading.values.items():
        value = reading.value
        for key in path:
            value = value[key]  # type: ignore[index] # the paths of a reading lead through its own value
        # What the words are declared with is no use of them, and a file may have any name.
        if isinstance(value, str) and path[:1] != (DECLARED,) and value not in files.contents:
            yield from _in_value(value, declared, reading.file, place)


def _in_value(value: str, declared: frozenset[str], file: str, place: Place) -> Iterator[Complaint]:
    for word in dict.fromkeys(_WORD.findall(_normal(value))):
        if (strange := _strangers(word)) and word not in declared:
            letters = ", ".join(f"`{one}` U+{ord(one):04X} ({unicodedata.name(one)})" for one in strange)
            message = phrase("the word `{word}` mixes alphabets: {letters}", word=word, letters=letters)
            hint = phrase("write it in one alphabet, or name it under `{key}` where it is meant so", key=DECLARED)
            yield Complaint(file, place.line, place.column, message, "", hint)
    for before, joiner in _JOINER.findall(value):
        if not before.strip() or _alphabet(before) in _UNJOINED or not _alphabet(before):
            sign = f"U+{ord(joiner):04X} ({unicodedata.name(joiner)})"
            message = phrase("character {sign} joins nothing here, and cannot be seen", sign=sign)
            yield Complaint(file, place.line, place.column, message, "", phrase("remove it"))


def _strangers(word: str) -> str:
    """The letters of the alphabet that fewer letters of the word are of, each once; none where there is but one.

    Of two that have as many, the later is the stranger.
    """
    mixed = {_alphabet(letter) for letter in word}.intersection(_ALIKE)
    if len(mixed) < 2:  # noqa: PLR2004 - two make a mixture
        return ""
    counted = Counter(kind for letter in word if (kind := _alphabet(letter)) in _ALIKE)
    (own, _), *_ = counted.most_common(1)
    return "".join(dict.fromkeys(letter for letter in word if _alphabet(letter) in _ALIKE and _alphabet(letter) != own))


@functools.lru_cache(maxsize=4096)  # texts have few letters, each a thousand times
def _alphabet(character: str) -> str:
    """The first word of the character's name, which is that of its alphabet; empty where it is no letter."""
    is_letter = unicodedata.category(character)[0] in "LM"
    return unicodedata.name(character, "").partition(" ")[0] if is_letter else ""


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)
