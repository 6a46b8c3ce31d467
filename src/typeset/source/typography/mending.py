"""The files of a source into new ones, with what is certain written as the convention of the language asks.

Everything else of a file – comments, layout, line ends – stays byte for byte.
"""

import difflib
from collections.abc import Iterable, Mapping

from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.source.typography.survey import Departure, decoded, survey

_PASSES = 8
"""One mend may uncover another, as that of a doubled space beside a hyphen does; three passes may be needed."""


def mended(files: SourceFiles, wordings: Mapping[str, Wording]) -> tuple[SourceFiles, int]:
    """Mend what is certain, until nothing certain is left.

    Returns:
        The new files, and the number of places that were changed.
    """
    count = 0
    for _ in range(_PASSES):
        certain = [found for found in survey(files, wordings) if found.instead is not None]
        if not certain:
            break
        count += len(certain)
        names = dict.fromkeys(found.file for found in certain)
        changed = {name: _written(files.contents[name], [f for f in certain if f.file == name]) for name in names}
        files = files.model_copy(update={"contents": {**files.contents, **changed}})
    return files, count


def differences(old: SourceFiles, new: SourceFiles) -> str:
    """What was changed, as a unified diff of the files."""
    lines: list[str] = []
    for name, content in old.contents.items():
        if content != new.contents[name]:
            before, after = (decoded(files.contents[name]).splitlines(keepends=True) for files in (old, new))
            lines += difflib.unified_diff(before, after, name, name, n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in lines)


def _written(content: bytes, departures: Iterable[Departure]) -> bytes:
    text = content.decode("utf-8")
    mark = len(text) - len(decoded(content))
    for found in sorted(departures, key=lambda found: found.span, reverse=True):
        start, end = (mark + offset for offset in found.span)
        text = text[:start] + (found.instead or "") + text[end:]
    return text.encode()
