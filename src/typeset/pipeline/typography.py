"""A source into the places where its texts differ from the typography of their languages, and into a mended source."""

from dataclasses import dataclass, replace

from typeset import source as reading
from typeset.pipeline.originals import Source
from typeset.source import typography as convention
from typeset.source.typography import Departure


@dataclass(frozen=True)
class Mended:
    """A source with what was certain mended, and what that changed."""

    source: Source
    departures: tuple[Departure, ...]
    """What is left: the places where only the author can tell."""
    count: int
    """How many places were changed."""
    languages: tuple[str, ...]
    """The authentic texts that were changed."""
    differences: str
    """A unified diff of the files."""


def typography(source: Source) -> tuple[Departure, ...]:
    """Every place where a text differs from the convention of its language, also where the press sees to it itself."""
    return convention.survey(source.files, source.wordings)


def mended(source: Source, root: str, folder: str) -> Mended:
    """Mend what is certain, and nothing else; the words of authentic texts are changed by that.

    Args:
        source: a source without complaints.
        root: the name of the new root file.
        folder: the directory of the new files, for messages.

    Raises:
        SourceError: the mended source would not be valid.
    """
    languages = dict.fromkeys(found.language for found in typography(source) if found.instead is not None)
    files, count = convention.mended(source.files, source.wordings)
    differences = convention.differences(source.files, files)
    contents = {root if name == files.root else name: content for name, content in files.contents.items()}
    files = files.model_copy(update={"root": root, "contents": contents, "folder": folder})
    made = replace(source, files=files, protocol=reading.load(files, source.wordings))
    return Mended(made, typography(made), count, tuple(languages), differences)
