"""Rows into what they say when read from the first to the last: originals, copies, and what is still due."""

import datetime as dt
import json
import typing as t
from collections.abc import Iterable, Iterator

from typeset.messages import phrase
from typeset.model.register import (
    Allotment,
    CopyState,
    EntryState,
    IssuedFile,
    Kind,
    Outstanding,
    Rectification,
    RegisteredCopy,
    RegisteredOriginal,
    RegisterEntry,
    Supersession,
)
from typeset.register.chain import Record, Row, record_of

Number = tuple[str, int]
"""The identifier of an original, and the number of a copy."""


class Ledger:
    """What stands in the register; grows by `enter`, row by row."""

    def __init__(self) -> None:
        self.originals: dict[str, RegisteredOriginal] = {}
        """By digest, in the order of entry."""
        self.current: dict[str, str] = {}
        """From identifier to the digest of the original that copies are made of."""
        self.allotted: dict[Number, Allotment] = {}
        self.issued: dict[Number, IssuedFile] = {}
        self.rectified: dict[Number, Rectification] = {}
        self.replaced_by: dict[Number, int] = {}
        self._last: dict[str, int] = {}

    def enter(self, record: Record) -> str:
        """Take in one record.

        Returns:
            What contradicts the rows before it; an empty string where nothing does.
        """
        match record:
            case RegisteredOriginal():
                return self._original(record)
            case Supersession():
                known = self.current.get(record.identifier) == record.sha256
                self.current[record.identifier] = record.by_sha256
                return (
                    ""
                    if known
                    else phrase(
                        "supersedes what is not the current original of `{identifier}`", identifier=record.identifier
                    )
                )
            case Allotment():
                return self._allotment(record)
            case IssuedFile():
                known = (record.identifier, record.number) in self.allotted
                again = (record.identifier, record.number) in self.issued
                self.issued[record.identifier, record.number] = record
                return phrase("was issued before") if again else "" if known else phrase("was never allotted")
            case Rectification():
                known = (record.identifier, record.number) in self.allotted
                self.rectified[record.identifier, record.number] = record
                return "" if known else phrase("was never allotted")
            case _:
                t.assert_never(record)

    def _original(self, original: RegisteredOriginal) -> str:
        current = self.current.setdefault(original.identifier, original.sha256)
        self.originals[original.sha256] = original
        return (
            ""
            if current == original.sha256
            else phrase("takes the place of `{identifier}` without a reason", identifier=original.identifier)
        )

    def _allotment(self, allotment: Allotment) -> str:
        key, expected = (allotment.identifier, allotment.number), self._last.get(allotment.identifier, 0) + 1
        self.allotted[key] = allotment
        self._last[allotment.identifier] = allotment.number
        if allotment.replaces is not None:
            self.replaced_by[allotment.identifier, allotment.replaces] = allotment.number
        if allotment.number != expected:
            return phrase("has number {number} where {expected} is next", number=allotment.number, expected=expected)
        known = self.current.get(allotment.identifier) == allotment.original_sha256
        return "" if known else phrase("is of an original that was not current")

    def state(self, key: Number) -> CopyState:
        """What became of a number."""
        if key in self.rectified:
            return "faulty"
        return "issued" if key in self.issued else "pending"

    def rectification(self, key: Number) -> Rectification | None:
        """Why a copy is faulty, and which stands for it."""
        found = self.rectified.get(key)
        return found and found.model_copy(update={"replaced_by": self.replaced_by.get(key)})

    def copy(self, key: Number) -> RegisteredCopy:
        """All that is known of a number."""
        allotment, made = self.allotted[key], self.issued.get(key)
        values = {name: getattr(allotment, name) for name in Allotment.model_fields}
        values |= {"sha256": made and made.sha256, "sheets": made and made.sheets, "state": self.state(key)}
        # Each part was checked when it was read.
        return RegisteredCopy.model_construct(**values, rectification=self.rectification(key))

    def copies(self) -> Iterator[RegisteredCopy]:
        """Every number, in the order of allotment."""
        return map(self.copy, self.allotted)

    def entry(self, row: Row, record: Record) -> RegisterEntry:
        """A row with what later rows made of it."""
        state: EntryState = "standing"
        match record:
            case RegisteredOriginal():
                current = self.current[record.identifier] == record.sha256
                state = "standing" if current else "superseded"
            case Allotment() | IssuedFile():
                state = self.state((record.identifier, record.number))
            case _:
                pass
        # The payload as it is stored: that is what was hashed.
        return RegisterEntry.model_construct(
            sequence=row.sequence,
            kind=t.cast("Kind", row.kind),
            payload=json.loads(row.payload),
            previous=row.previous,
            hash=row.hash,
            state=state,
        )

    def outstanding(self, today: dt.date) -> Iterator[Outstanding]:
        """Every party of a current original that has no valid copy of it, the earliest day first."""
        held: dict[tuple[str, str], int] = {}
        waiting: dict[tuple[str, str], int] = {}
        for key, allotment in self.allotted.items():
            shelf = {"issued": held, "pending": waiting}.get(self.state(key))
            if shelf is not None and allotment.recipient is not None:
                shelf[allotment.original_sha256, allotment.recipient] = allotment.number
        originals = [self.originals[digest] for digest in self.current.values()]
        for original in sorted(originals, key=lambda one: (one.due or dt.date.max, one.identifier)):
            left = None if original.due is None else (original.due - today).days
            for party in original.parties:
                if (original.sha256, party.key) not in held:
                    yield Outstanding(
                        identifier=original.identifier,
                        original_sha256=original.sha256,
                        party=party,
                        due=original.due,
                        days_left=left,
                        pending=waiting.get((original.sha256, party.key)),
                    )


def read(rows: Iterable[Row]) -> tuple[Ledger, list[tuple[Row, Record]]]:
    """Read a whole register, or all rows of one identifier.

    Raises:
        VerificationError: a row holds what no register writes.
    """
    ledger, pairs = Ledger(), []
    for row in rows:
        record = record_of(row)
        ledger.enter(record)
        pairs.append((row, record))
    return ledger, pairs
