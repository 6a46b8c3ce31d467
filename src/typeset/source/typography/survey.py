"""The files of a source into every place where a text differs from the typographic convention of its language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typeset.messages import phrase
from typeset.model.source import SourceFiles
from typeset.model.typography import Typography
from typeset.model.wording import Wording
from typeset.source.complaint import Complaint, Path
from typeset.source.reading import read
from typeset.source.typography.fault import Fault
from typeset.source.typography.rules import NO_BREAK_KIND, RULES, no_breaks
from typeset.source.typography.spans import Lines, Scalar, Span, scalars

# The keys of a text whose values are no prose; a party may have any of these names.
_NO_PROSE = frozenset({"language", "id", "party"})
_BREAKS = frozenset("\r\n")


@dataclass(frozen=True, slots=True)
class Departure:
    """One place where a text is not as its language's convention asks."""

    file: str
    """The name within the source."""
    language: str
    kind: str
    found: str
    complaint: Complaint
    span: Span
    """Where it stands in the text of the file."""
    instead: str | None
    """What `--fix` writes there; none where only the author can tell."""

    @property
    def advice(self) -> bool:
        """Whether it has to be changed in the source; else the press sees to it."""
        return self.kind != NO_BREAK_KIND

    def __str__(self) -> str:
        return str(self.complaint)


def survey(files: SourceFiles, wordings: Mapping[str, Wording]) -> tuple[Departure, ...]:
    """Every departure, also where the press sees to it itself, in the order of the files.

    Args:
        files: a source without complaints.
        wordings: the tables of its languages; one without `typography` asks nothing.
    """
    found = (each for name in _names(files) for each in _in_file(files, name, wordings))
    return tuple(found)


def decoded(content: bytes) -> str:
    """The text of a file, without its byte order mark."""
    return content.decode("utf-8").removeprefix("\ufeff")


def _names(files: SourceFiles) -> list[str]:
    """The files that hold prose: the root, and the texts that it names."""
    return list(dict.fromkeys([files.root, *(text for text in _texts(files).values() if isinstance(text, str))]))


def _texts(files: SourceFiles) -> Mapping[str, object]:
    """What the root has under `texts`: by language the name of a file, or the words themselves."""
    root = read(files.shown(files.root), files.contents[files.root]).value
    texts = root.get("texts") if isinstance(root, dict) else None
    return texts if isinstance(texts, dict) else {}


def _in_file(files: SourceFiles, name: str, wordings: Mapping[str, Wording]) -> Iterator[Departure]:
    """The departures of all texts that stand in one file, in its order."""
    shown, text = files.shown(name), decoded(files.contents[name])
    places: list[tuple[Path, str]] = [((), language) for language, file in _texts(files).items() if file == name]
    if name == files.root:
        places += [(("texts", language), language) for language in _texts(files)]
    lines = Lines(text)
    for scalar in scalars(read(shown, files.contents[name]), text):
        for prefix, language in places:
            typography = wordings[language].typography if language in wordings else None
            if typography and scalar.path[: len(prefix)] == prefix and _is_prose(scalar.path[len(prefix) :]):
                for fault in _faults(scalar.text, typography):
                    yield _departure(scalar, fault, text, (name, shown, language), lines)


def _is_prose(path: Path) -> bool:
    return bool(path) and (path[-1] not in _NO_PROSE or path[-2:-1] == ("parties",))


def _faults(text: str, typography: Typography) -> Iterator[Fault]:
    """What the rules find; where two find the same place, the first of them."""
    found = [fault for rule in (*RULES, no_breaks) for fault in rule(text, typography)]
    end = 0
    for fault in sorted(found, key=lambda fault: fault.start):
        if fault.start >= end:
            yield fault
            end = fault.end


def _departure(scalar: Scalar, fault: Fault, text: str, where: tuple[str, str, str], lines: Lines) -> Departure:
    name, shown, language = where
    span = scalar.span(fault.start, fault.end)
    place = lines.place(span[0])
    # What runs over the end of a line is left to the author: the layout of the file is theirs.
    certain = scalar.exact and fault.instead is not None and not _BREAKS & set(text[slice(*span)])
    hint = phrase("`--fix` writes it") if certain else phrase("look at it, and decide")
    if fault.kind == NO_BREAK_KIND:
        hint = phrase("the press sets it itself")
    found = scalar.text[fault.start : fault.end]
    complaint = Complaint(
        shown, place.line, place.column, phrase("{what} `{found}`", what=fault.what, found=found), fault.expected, hint
    )
    return Departure(name, language, fault.kind, found, complaint, span, fault.instead if certain else None)
