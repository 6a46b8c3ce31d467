"""The text of a YAML or JSON file into its scalars, each sign with the stretch of the file that it is written in.

What a scalar says and how it is written are two things: quotes, escapes, folded lines and indentation lie between.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from ruamel.yaml import YAML
from ruamel.yaml.events import ScalarEvent
from ruamel.yaml.scanner import Scanner

from typeset.source.complaint import Path, Place
from typeset.source.reading import Reading

Span = tuple[int, int]
"""Begin and end in the text of the file, counted in characters."""

_BREAK = r"[ \t]*(?:\r\n?|\n)[ \t\r\n]*"
_SIGNS = {
    "": re.compile(f"{_BREAK}|.", re.DOTALL),
    "'": re.compile(f"{_BREAK}|''|.", re.DOTALL),
    '"': re.compile(
        rf"\\(?:\r\n?|\n)[ \t]*|{_BREAK}|\\(?:x[^\W_]{{2}}|u[^\W_]{{4}}|U[^\W_]{{8}}|.)|.", re.ASCII | re.DOTALL
    ),
}
_HEADER = re.compile(r"[|>][^\r\n]*(?:\r\n?|\n)[ \t\r\n]*")
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text of a file; line breaks and indentation count as one space."""

    path: Path
    text: str
    spans: tuple[Span, ...]
    """One a sign of `text`."""
    exact: bool = True
    """Whether the spans are known; else each is the beginning of the scalar, and none can be mended."""

    def span(self, start: int, end: int) -> Span:
        """The stretch of the file that the signs from `start` to `end` are written in."""
        return self.spans[start][0], self.spans[max(end - 1, start)][1]


class Lines:
    """Offsets in a text into lines and columns."""

    def __init__(self, text: str) -> None:
        lengths = [len(line) for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)]
        self._starts = list(accumulate(lengths, initial=0))

    def place(self, offset: int) -> Place:
        """The line and column of an offset, counted from 1."""
        line = bisect_right(self._starts, offset) - 1
        return Place(line + 1, offset - self._starts[line] + 1)


def scalars(reading: Reading, text: str) -> Iterator[Scalar]:
    """Every value that is text, in the order of the file.

    Args:
        reading: what the file says, without complaints.
        text: the file, decoded, without a byte order mark.
    """
    events = _events(text.replace("\t", " ") if reading.file.endswith(".json") else text)
    for path, place in reading.values.items():
        value = _at(reading.value, path)
        if isinstance(value, str) and place in events:
            yield _scalar(path, value, text, events[place])


def _events(text: str) -> Mapping[Place, ScalarEvent]:
    """The scalars of a file by the place where they begin."""
    parsed = YAML(typ="safe", pure=True).parse(text)
    found = [event for event in parsed if isinstance(event, ScalarEvent)]
    return {Place(event.start_mark.line + 1, event.start_mark.column + 1): event for event in found}


def _scalar(path: Path, value: str, text: str, event: ScalarEvent) -> Scalar:
    start, end = event.start_mark.index, event.end_mark.index
    signs = list(_signs(text[start:end], str(event.style or ""), start))
    while signs and signs[-1][0] == " ":
        signs.pop()
    read = "".join(sign for sign, _ in signs)
    if _folded(read) == _folded(value):
        return Scalar(path, read, tuple(span for _, span in signs))
    folded = _folded(value)
    return Scalar(path, folded, ((start, start),) * len(folded), exact=False)


def _signs(raw: str, style: str, offset: int) -> Iterator[tuple[str, Span]]:
    """Each sign that the scalar says, a line break with its indentation as one space."""
    begin, end = (1, len(raw) - 1) if style in {"'", '"'} else (0, len(raw))
    if style in {"|", ">"}:
        header = _HEADER.match(raw)
        begin, style = header.end() if header else end, ""
    for match in _SIGNS[style].finditer(raw, begin, end):
        yield from ((sign, (offset + match.start(), offset + match.end())) for sign in _said(match[0], style))


def _said(written: str, style: str) -> str:
    """What one written sign says; nothing for an escaped line break."""
    if style == '"' and written[0] == "\\":
        kind = written[1]
        if kind in "\r\n":
            return ""
        if kind in Scanner.ESCAPE_CODES:
            return chr(int(f"0x{written[2:]}", 0))
        return Scanner.ESCAPE_REPLACEMENTS.get(kind, kind)
    if written[0] in " \t\r\n":
        return " "
    return "'" if style == "'" and written == "''" else written


def _folded(text: str) -> str:
    return _BLANKS.sub(" ", text).strip(" ")


def _at(value: object, path: Path) -> object:
    for step in path:
        value = value[step]  # type: ignore[index] # the paths of a reading lead through its own value
    return value
