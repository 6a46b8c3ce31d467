"""Rows, followed from the first to the last, into what contradicts the rows before: by little for each copy."""

import typing as t
from collections.abc import Iterator

from typeset.messages import phrase
from typeset.model.register import (
    Allotment,
    CopyState,
    IssuedFile,
    Rectification,
    RegisteredOriginal,
    Supersession,
)
from typeset.register.chain import Record

Number = tuple[str, int]
"""The identifier of an original, and the number of a copy."""


class Filed(t.NamedTuple):
    """A number, and what file it has or is to have."""

    identifier: str
    number: int
    state: CopyState
    file_name: str
    sha256: str | None


class Course:
    """What became of originals and numbers; grows by `enter`, row by row."""

    def __init__(self) -> None:
        self._current: dict[str, str] = {}
        """From identifier to the digest of the original that copies are made of."""
        self._last: dict[str, int] = {}
        self._names: dict[Number, str] = {}
        self._digests: dict[Number, str] = {}
        self._rectified: set[Number] = set()

    def enter(self, record: Record) -> str:
        """Take in one record.

        Returns:
            What contradicts the rows before it; an empty string where nothing does.
        """
        match record:
            case RegisteredOriginal():
                current = self._current.setdefault(record.identifier, record.sha256)
                again = phrase("takes the place of `{identifier}` without a reason", identifier=record.identifier)
                return "" if current == record.sha256 else again
            case Supersession():
                return self._supersession(record)
            case Allotment():
                return self._allotment(record)
            case IssuedFile():
                key = record.identifier, record.number
                issued = key in self._digests
                self._digests[key] = record.sha256
                return phrase("was issued before") if issued else self._known(key)
            case Rectification():
                key = record.identifier, record.number
                self._rectified.add(key)
                return self._known(key)
            case _:
                t.assert_never(record)

    def filed(self, identifier: str | None, *, all_states: bool) -> Iterator[Filed]:
        """The numbers of one original or of all, in the order of allotment; only pending ones unless asked."""
        for key, name in self._names.items():
            state = self._state(key)
            if identifier in {None, key[0]} and (all_states or state == "pending"):
                yield Filed(*key, state, name, self._digests.get(key))

    def _state(self, key: Number) -> CopyState:
        if key in self._rectified:
            return "faulty"
        return "issued" if key in self._digests else "pending"

    def _known(self, key: Number) -> str:
        return "" if key in self._names else phrase("was never allotted")

    def _supersession(self, record: Supersession) -> str:
        known = self._current.get(record.identifier) == record.sha256
        self._current[record.identifier] = record.by_sha256
        other = phrase("supersedes what is not the current original of `{identifier}`", identifier=record.identifier)
        return "" if known else other

    def _allotment(self, allotment: Allotment) -> str:
        key, expected = (allotment.identifier, allotment.number), self._last.get(allotment.identifier, 0) + 1
        self._names[key] = allotment.file_name
        self._last[allotment.identifier] = allotment.number
        if allotment.number != expected:
            return phrase("has number {number} where {expected} is next", number=allotment.number, expected=expected)
        known = self._current.get(allotment.identifier) == allotment.original_sha256
        return "" if known else phrase("is of an original that was not current")
