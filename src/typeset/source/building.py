"""The events of a YAML parser into plain data, keeping the place of everything and refusing what only confuses.

No aliases (an official source repeats its words, and expansion is a way to exhaust a machine), no tags beyond the
core schema, no directives, no key twice, no second document.
"""

import typing as t
from dataclasses import dataclass

from ruamel.yaml import events

from typeset.bounds import bounds
from typeset.messages import phrase
from typeset.source.complaint import Complaint, Path, Place
from typeset.source.scalars import joined, resolved

_CORE = {"str": str, "int": int, "float": float, "bool": bool, "null": type(None), "map": dict, "seq": list}
_CORE_PREFIX = "tag:yaml.org,2002:"


class TooDeepError(Exception):
    """A value is nested deeper than any protocol is."""

    def __init__(self, place: Place) -> None:
        super().__init__(phrase("nested deeper than {deepest} levels", deepest=bounds().depth))
        self.place = place


class TooManyError(Exception):
    """A file holds more values than any protocol has."""

    def __init__(self, place: Place) -> None:
        super().__init__(phrase("more than {count} values", count=bounds().values))
        self.place = place


@dataclass
class _Frame:
    """A mapping or list under construction; `path` is none where its content is thrown away."""

    container: dict[str, object] | list[object]
    path: Path | None
    key: str = ""
    keep: bool = True
    """Whether the value of `key` is kept: not that of a key that stands twice."""
    awaits_key: bool = False


class Builder:
    """Takes one event after the other; afterwards holds the value, the places and the complaints."""

    def __init__(self, file: str) -> None:
        self.value: object = None
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}
        self.plain: dict[Path, str] = {}
        self.complaints: list[Complaint] = []
        self.spoiled: set[Path] = set()
        self._file = file
        self._frames: list[_Frame] = []
        self._documents = 0
        self._values = 0
        self._bounds = bounds()

    def take(self, event: events.Event) -> None:
        """Go one event further.

        Raises:
            TooDeepError: it is nested deeper than a file may be.
            TooManyError: there are more values than a file may hold.
        """
        self._values += isinstance(event, events.NodeEvent)
        if self._values > self._bounds.values:
            raise TooManyError(_place(event))
        if isinstance(event, events.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, events.MappingStartEvent):
            self._open(event, {})
        elif isinstance(event, events.SequenceStartEvent):
            self._open(event, [])
        elif isinstance(event, events.CollectionEndEvent):
            self._close()
        elif isinstance(event, events.AliasEvent):
            self._alias(event)
        elif isinstance(event, events.DocumentStartEvent):
            self._document(event)

    def _document(self, event: events.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents == 2:  # noqa: PLR2004 - the second is one too many, the third needs no further word
            self._complain(
                _place(event), (), phrase("a second document starts here"), hint=phrase("keep one document a file")
            )
        if event.version or event.tags:
            self._complain(_place(event), None, phrase("a `%` directive has no use here"), hint=phrase("remove it"))

    def _scalar(self, event: events.ScalarEvent) -> None:
        path, place = self._next_path(), _place(event)
        self._refuse_anchor(event, path)
        try:
            words = joined(event.value)
        except UnicodeDecodeError:
            self._complain(
                place, path, phrase("half of a character (a lone surrogate)"), hint=phrase("write the whole character")
            )
            words = "?"
        if self._frames and self._frames[-1].awaits_key:
            self._key(words, place)
            return
        quoted = bool(event.style) or str(event.ctag or "") == _CORE_PREFIX + "str"
        value = words if quoted else resolved(words)
        self._refuse_tag(event, value, path)
        if path is not None:
            # The parser sees an empty value where the next line begins.
            self.values[path] = place if words or quoted else self.keys.get(path, place)
            if not isinstance(value, str):
                self.plain[path] = words
        self._put(value)

    def _open(
        self, event: events.MappingStartEvent | events.SequenceStartEvent, container: dict[str, object] | list[object]
    ) -> None:
        if len(self._frames) >= self._bounds.depth:
            raise TooDeepError(_place(event))
        path = self._next_path()
        self._refuse_anchor(event, path)
        self._refuse_tag(event, container, path)
        if self._frames and self._frames[-1].awaits_key:
            self._complain(
                _place(event), path, phrase("a key cannot be a mapping or list"), hint=phrase("write a plain word")
            )
            path = None
        elif path is not None:
            self.values[path] = _place(event)
        self._frames.append(_Frame(container, path, awaits_key=isinstance(container, dict)))

    def _close(self) -> None:
        done = self._frames.pop()
        parent = self._frames[-1] if self._frames else None
        if parent and parent.awaits_key:  # a key that was itself a collection: its value goes with it
            parent.awaits_key, parent.keep = False, False
        else:
            self._put(done.container)

    def _alias(self, event: events.AliasEvent) -> None:
        path = self._next_path()
        self._complain(
            _place(event),
            path,
            phrase("alias `*{anchor}` cannot stand here", anchor=event.anchor),
            hint=phrase("write the words out"),
        )
        if self._frames and self._frames[-1].awaits_key:
            self._frames[-1].awaits_key, self._frames[-1].keep = False, False
        else:
            self._put(None)

    def _key(self, words: str, place: Place) -> None:
        frame = self._frames[-1]
        mapping = t.cast("dict[str, object]", frame.container)
        frame.key, frame.awaits_key, frame.keep = words, False, words not in mapping
        if frame.path is None:
            return
        path = (*frame.path, words)
        if not words:
            self._complain(place, frame.path, phrase("a key is empty"), hint=phrase("write the key before the colon"))
        if frame.keep:
            self.keys[path] = place
            return
        first = self.keys[path]
        message = phrase("key `{words}` stands twice, first in line {line}", words=words, line=first.line)
        self._complain(place, None, message, hint=phrase("keep one of them"))

    def _put(self, value: object) -> None:
        """Hand a finished value to the container that it stands in."""
        if not self._frames:
            self.value = value if self._documents == 1 else self.value
            return
        frame = self._frames[-1]
        if isinstance(frame.container, list):
            frame.container.append(value)
            return
        if frame.keep:
            frame.container[frame.key] = value
        frame.awaits_key = True

    def _next_path(self) -> Path | None:
        if not self._frames:
            return () if self._documents == 1 else None
        frame = self._frames[-1]
        if frame.path is None or (isinstance(frame.container, dict) and not (frame.keep or frame.awaits_key)):
            return None
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        return frame.path if frame.awaits_key else (*frame.path, frame.key)

    def _refuse_anchor(self, event: events.NodeEvent, path: Path | None) -> None:
        if event.anchor is not None:
            message = phrase("anchor `&{anchor}` has no use here", anchor=event.anchor)
            self._complain(_place(event), path, message, hint=phrase("remove it, and write the words out"))

    def _refuse_tag(
        self, event: events.ScalarEvent | events.CollectionStartEvent, value: object, path: Path | None
    ) -> None:
        tag = str(event.ctag or "")
        if tag in {"", "!"} or type(value) is _CORE.get(tag.removeprefix(_CORE_PREFIX)):
            return
        message = phrase("tag `{tag}` does not belong here", tag=tag.replace(_CORE_PREFIX, "!!"))
        self._complain(_place(event), path, message, hint=phrase("remove the tag"))

    def _complain(self, place: Place, path: Path | None, message: str, *, hint: str) -> None:
        self.complaints.append(Complaint(self._file, place.line, place.column, message, "", hint))
        if path is not None:
            self.spoiled.add(path)


def _place(event: events.Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
