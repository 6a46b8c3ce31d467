"""The bytes of one YAML or JSON file into plain data, and the line and column of every key and value."""

import functools
import re
import typing as t
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import Event
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader, ReaderError
from ruamel.yaml.scanner import Scanner
from ruamel.yaml.util import LazyEval

from typeset.bounds import MEGABYTE, Bounds, bounds, raising
from typeset.messages import Message, each, phrase
from typeset.source.building import Builder, TooDeepError, TooManyError
from typeset.source.complaint import Complaint, Path, Place

_PARSERS: dict[str, str] = {
    words: words
    for words in (
        phrase("mapping values are not allowed here"),
        phrase("found character `\\t` that cannot start any token"),
        phrase("could not find expected `:`"),
        phrase("found unexpected end of stream"),
        phrase("unreadable"),
    )
}
"""What the parser says most, as messages."""
_MET = re.compile(r"expected (.+), but (found|got) (.+)")
_HINTS = {
    "mapping values are not allowed here": phrase("put text with `: ` in it between quotes, or after `>-`"),
    "found character `\\t` that cannot start any token": phrase("indent with blanks"),
}
_BREAK = re.compile("\r\n?|\n")
# YAML 1.1 counted these as line breaks, YAML 1.2 does not, and the parser stands between the two.
_ODD_BREAK = re.compile("[\x85\u2028\u2029]")


@dataclass(frozen=True)
class Reading:
    """What stands in one file, and where."""

    file: str
    """The file's name as messages give it."""
    value: object
    """Made of `dict`, `list`, `str`, `int`, `float`, `bool` and `None`."""
    keys: Mapping[Path, Place] = field(default_factory=dict)
    values: Mapping[Path, Place] = field(default_factory=dict)
    plain: Mapping[Path, str] = field(default_factory=dict)
    """The words of what was taken for a number, a truth value or nothing."""
    complaints: tuple[Complaint, ...] = ()
    spoiled: frozenset[Path] = frozenset()
    """Paths that were complained about: what stands below them is not to be judged."""


class _UnreadableError(Exception):
    """The file as a whole cannot be read, for one reason."""

    def __init__(self, place: Place, message: str, hint: str, expected: str = "") -> None:
        super().__init__(message)
        self.place, self.message, self.hint, self.expected = place, message, hint, expected


def read(file: str, content: bytes) -> Reading:
    """Read one file; its faults stand in `complaints`, nothing is raised.

    Args:
        file: its name as messages give it; one that ends in `.json` may be indented with tabs.
        content: UTF-8, with or without a byte order mark.
    """
    return _read(file, content, bounds())


@functools.lru_cache(maxsize=8)  # a source is read thrice: to find its texts, to make a protocol, to look at letters
def _read(file: str, content: bytes, _within: Bounds) -> Reading:
    return parsed(file, content)


def parsed(file: str, content: bytes) -> Reading:
    """The same, of what is read only once, and would push the files of a source out of what is kept."""
    builder = Builder(file)
    try:
        text = _decoded(content)
        # YAML wants no tabs before a token, JSON allows them there and nowhere else.
        _build(text.replace("\t", " ") if file.endswith(".json") else text, builder)
    except _UnreadableError as error:
        place = error.place
        complaint = Complaint(file, place.line, place.column, error.message, error.expected, error.hint)
        return Reading(file, None, complaints=(complaint,), spoiled=frozenset({()}))
    return Reading(
        file,
        builder.value,
        builder.keys,
        builder.values,
        builder.plain,
        tuple(builder.complaints),
        frozenset(builder.spoiled),
    )


def _decoded(content: bytes) -> str:
    """The text of a file, without its byte order mark."""
    if len(content) > (limit := bounds().source_mb) * MEGABYTE:
        message = phrase("the file is larger than {limit} MB", limit=limit)
        raise _UnreadableError(Place(1, 1), message, _smaller("source_mb"))
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        place = _place_after(content[: error.start].decode("utf-8"))
        message = phrase(
            "byte {position} (0x{byte}) is not UTF-8", position=error.start + 1, byte=f"{content[error.start]:02X}"
        )
        raise _UnreadableError(place, message, phrase("save the file as UTF-8")) from error
    if odd := _ODD_BREAK.search(text):
        message = phrase("character U+{code} breaks lines in ways of its own", code=f"{ord(odd[0]):04X}")
        raise _UnreadableError(
            _place_after(text[: odd.start()]), message, phrase("replace it by an ordinary line break")
        )
    return text


def _smaller(setting: str) -> str:
    """What to do where a file is too large by one of the settings."""
    return phrase("move parts of it to files of their own, {raising}", raising=raising(setting))


def _build(text: str, builder: Builder) -> None:
    try:
        for event in _events(text):
            builder.take(event)
    except TooDeepError as error:
        hint = phrase("build it flatter, {raising}", raising=raising("depth"))
        raise _UnreadableError(error.place, error.args[0], hint) from error
    except TooManyError as error:
        raise _UnreadableError(error.place, error.args[0], _smaller("values")) from error
    except YAMLError as error:
        place, problem = _syntax(error, text)
        hint = _HINTS.get(problem, phrase("correct the line, or the one before it"))
        raise _UnreadableError(place, phrase("not valid YAML: {problem}", problem=problem), hint) from error
    if not builder.complaints and builder.value is None:
        raise _UnreadableError(
            Place(1, 1), phrase("the file is empty"), phrase("write the data into it"), phrase("`key: value` lines")
        )


class _QuickReader(Reader):
    """ruamel's reader of a string, passing over a stretch without a line break in one step (a third of the time)."""

    NON_PRINTABLE = LazyEval(re.compile, "[\0-\b\v\f\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
    """The same characters as ruamel's own, which says which are printable, and takes six times as long to compile."""

    def peek(self, index: int = 0) -> str:
        return self.buffer[self.pointer + index]

    def forward(self, length: int = 1) -> None:
        end = self.pointer + length
        passed = self.buffer[self.pointer : end]
        if end + 1 >= len(self.buffer) or "\n" in passed or "\r" in passed or "\ufeff" in passed:
            super().forward(length)
            return
        self.pointer, self.index, self.column = end, self.index + length, self.column + length


class _QuickScanner(Scanner):
    """ruamel's scanner, which is asked five times a token whether it has one, and answers at once where it has."""

    def check_token(self, *choices: type) -> bool:
        while self.need_more_tokens():
            self.fetch_more_tokens()
        return bool(self.tokens) and (not choices or isinstance(self.tokens[0], choices))

    def need_more_tokens(self) -> bool:
        if self.tokens and not self.possible_simple_keys:
            return False
        return super().need_more_tokens()


class _QuickParser(Parser):
    """ruamel's parser, which looks its scanner up once."""

    @functools.cached_property
    def scanner(self) -> Scanner:
        return t.cast("Scanner", super().scanner)


def _events(text: str) -> Iterator[Event]:
    """Parse with the pure parser everywhere, so that a source reads alike on every machine."""
    parser = YAML(typ="safe", pure=True)
    parser.Reader, parser.Scanner, parser.Parser = _QuickReader, _QuickScanner, _QuickParser
    try:
        yield from parser.parse(text)
    except YAMLError:
        raise
    except Exception as error:  # the parser trips over some input, such as "\\UFFFFFFFF", in its own ways
        raise YAMLError(phrase("the parser cannot make sense of it ({error})", error=error)) from error


def _syntax(error: Exception, text: str) -> tuple[Place, str]:
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context)
        place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
        return place, _in_our_words(problem)
    if isinstance(error, ReaderError):
        found = re.search(re.escape(chr(error.character)), text) if isinstance(error.character, int) else None
        return _place_after(text[: found.start() if found else 0]), phrase(
            "character U+{code} cannot be read", code=f"{error.character:04X}"
        )
    said = error.args[0] if error.args and isinstance(error.args[0], Message) else str(error)
    return Place(1, 1), each(said, _in_our_words)


def _in_our_words(problem: str) -> str:
    """Keep the parser's sentence, without its advice and its token names in angle brackets."""
    first = problem.splitlines()[0] if problem else "unreadable"
    words = re.sub(r"<(\w[\w ]*)>", r"\1", first).replace("'", "`")
    if met := _MET.fullmatch(words):
        wanted, verb, found = met.groups()
        if verb == "got":
            return phrase("expected {wanted}, but got {found}", wanted=wanted, found=found)
        return phrase("expected {wanted}, but found {found}", wanted=wanted, found=found)
    return _PARSERS.get(words, words)


def _place_after(before: str) -> Place:
    """The place that follows the text `before`."""
    lines = _BREAK.split(before.removeprefix("\ufeff"))
    return Place(len(lines), len(lines[-1]) + 1)
