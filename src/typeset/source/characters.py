"""The files of a source into complaints about characters that stand in no face."""

import unicodedata
from collections.abc import Container, Iterator

from typeset.errors import ResourceError
from typeset.messages import counted, lines, phrase
from typeset.model.look import picture_kind
from typeset.model.source import SourceFiles
from typeset.source.complaint import Complaint, Place, in_order
from typeset.source.reading import Reading, read


def check_characters(files: SourceFiles, coverage: Container[int]) -> None:
    """Do nothing where every character of the source can be printed.

    Args:
        files: a source without complaints.
        coverage: the code points that the faces have.

    Raises:
        ResourceError: with every character that no face has, at its first place in each value.
    """
    found: list[Complaint] = []
    for name, content in files.contents.items():
        if picture_kind(name):
            continue
        found += _uncovered(read(files.shown(name), content), content, coverage)
    if not found:
        return
    each = [complaint.said for complaint in in_order(found, map(files.shown, files.contents))]
    count = counted("{count} character that no face has", "{count} characters that no face has", len(each))
    raise ResourceError(lines([count, *each]), phrase("replace them, or add a face that has them to the font folder"))


def _uncovered(reading: Reading, content: bytes, coverage: Container[int]) -> Iterator[Complaint]:
    lines = content.decode("utf-8-sig").splitlines()
    for path, place in reading.values.items():
        value = reading.value
        for key in path:
            value = value[key]  # type: ignore[index] # the paths of a reading lead through its own value
        if not isinstance(value, str):
            continue
        for character in dict.fromkeys(unicodedata.normalize("NFC", value)):
            if ord(character) not in coverage and character.isprintable():
                line, column = _find(character, place, lines)
                name = unicodedata.name(character, "unnamed")
                message = phrase(
                    "no bundled face has `{character}` (U+{code}, {name})",
                    character=character,
                    code=f"{ord(character):04X}",
                    name=name,
                )
                yield Complaint(reading.file, line, column, message)


def _find(character: str, place: Place, lines: list[str]) -> tuple[int, int]:
    """Where the character stands at or after `place`; the place itself where it is written as an escape."""
    for number in range(place.line, len(lines) + 1):
        start = place.column - 1 if number == place.line else 0
        column = lines[number - 1].find(character, start)
        if column >= 0:
            return number, column + 1
    return place.line, place.column
