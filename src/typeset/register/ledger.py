"""Rows into what they say when read from the first to the last: originals, copies, and what became of each."""

import json
import typing as t
from collections.abc import Iterable, Iterator

from typeset.model.register import (
    Allotment,
    CopyState,
    EntryState,
    IssuedFile,
    Kind,
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

    def enter(self, record: Record) -> None:
        """Take in one record; whether it contradicts those before it is for the audit to say."""
        match record:
            case RegisteredOriginal():
                self.current.setdefault(record.identifier, record.sha256)
                self.originals[record.sha256] = record
            case Supersession():
                self.current[record.identifier] = record.by_sha256
            case Allotment():
                self.allotted[record.identifier, record.number] = record
                if record.replaces is not None:
                    self.replaced_by[record.identifier, record.replaces] = record.number
            case IssuedFile():
                self.issued[record.identifier, record.number] = record
            case Rectification():
                self.rectified[record.identifier, record.number] = record
            case _:
                t.assert_never(record)

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
        return together(self.allotted[key], self.issued.get(key), self.rectification(key))

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


def together(allotment: Allotment, made: IssuedFile | None, faulty: Rectification | None) -> RegisteredCopy:
    """A copy as it stands, of what was entered under its number."""
    # Each part was checked when it was read.
    return RegisteredCopy.model_construct(
        **{name: getattr(allotment, name) for name in Allotment.model_fields},
        sha256=made.sha256 if made else None,
        sheets=made.sheets if made else None,
        state="faulty" if faulty else "issued" if made else "pending",
        rectification=faulty,
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
