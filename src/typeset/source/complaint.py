"""A fault and its place into one line that says what is wrong, what was expected, and what to do."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from typeset.errors import SourceError
from typeset.messages import counted, each, lines, phrase

Path = tuple[str | int, ...]
"""The keys and list positions that lead to a value: `("items", 0, "body", 2)`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a file; line and column are counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault of a source, with its place."""

    file: str
    line: int
    column: int
    message: str
    """Lower case, things named in backticks."""
    expected: str = ""
    hint: str = ""
    """The next action."""

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> str:
        """The place, what is wrong, what was expected and what to do, in one line."""
        expected = phrase("; expected {expected}", expected=self.expected) if self.expected else ""
        hint = phrase("; {hint}", hint=self.hint) if self.hint else ""
        place = f"{self.file}:{self.line}:{self.column}"
        said = phrase(
            "{place}: {message}{expected}{hint}", place=place, message=self.message, expected=expected, hint=hint
        )
        return each(said, _printable)


def _printable(words: str) -> str:
    """A source may hold terminal commands and characters that reverse a line: here they are only named."""
    return "".join(sign if sign.isprintable() else f"<U+{ord(sign):04X}>" for sign in words)


@dataclass(frozen=True, slots=True)
class Objection:
    """A fault of the value at `path`, before anyone looked up where that stands."""

    path: Path
    message: str
    expected: str = ""
    hint: str = ""
    on_key: bool = False
    """Whether the key is at fault, and not its value."""


def in_order(complaints: Iterable[Complaint], files: Iterable[str]) -> tuple[Complaint, ...]:
    """Sort complaints by file, as `files` stand, then by line and column; say nothing twice."""
    order = {file: index for index, file in enumerate(files)}
    once = dict.fromkeys(complaints)
    return tuple(sorted(once, key=lambda found: (order.get(found.file, len(order)), found.line, found.column)))


def listed(names: Iterable[Hashable]) -> str:
    """Names in backticks, one after the other, each once."""
    return ", ".join(f"`{name}`" for name in dict.fromkeys(names))


def refusal(root: str, complaints: Sequence[Complaint]) -> SourceError:
    """The error that carries all complaints about the source whose root file is shown as `root`."""
    name = PurePath(root).name
    count = counted("{count} complaint about `{name}`", "{count} complaints about `{name}`", len(complaints), name=name)
    return SourceError(
        lines([count, *(complaint.said for complaint in complaints)]),
        phrase("correct the source; nothing was made of it"),
        root,
    )
