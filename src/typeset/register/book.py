"""An address into the register that the pipeline asks and tells: one object, every question and every entry."""

import datetime as dt
import typing as t
from collections.abc import Iterator, Sequence
from pathlib import Path

from typeset.errors import CopyError
from typeset.garbage import uncollected
from typeset.messages import phrase
from typeset.model.audit import Audit
from typeset.model.register import (
    Allotment,
    CopyTerms,
    Head,
    IssuedFile,
    Outstanding,
    Rectification,
    RegisteredCopy,
    RegisteredOriginal,
    RegisterEntry,
    Supersession,
)
from typeset.register import export, issuing, originals
from typeset.register.address import connect, locate, shown
from typeset.register.chain import Record, Row, entered
from typeset.register.inspection import inspect
from typeset.register.ledger import Ledger, read, together
from typeset.register.schema import ENTRIES
from typeset.register.standing import Standing, all_originals, outstanding, standing
from typeset.register.store import Store, required_head, rows


class Register:
    """An open register; a context manager. Threads may share it, processes open their own."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def open(cls, where: str | Path, *, create: bool = False, patience: float = 60) -> t.Self:
        """Open the register at a path, `sqlite:///FILE` or `postgresql://…`.

        Args:
            where: the address.
            create: whether a register is begun where there is none.
            patience: seconds to wait for another process to let go.

        Raises:
            OutputError: there is none, or it is damaged or cannot be reached.
            MissingDependency: its format is not known, or a driver is missing.
        """
        place = locate(where)
        return cls(Store(connect(place, create=create, patience=patience), shown(place)))

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._store.engine.dispose()

    # Entries

    def add_original(self, original: RegisteredOriginal) -> RegisteredOriginal:
        """Enter an original, once; see `originals.add`."""
        return originals.add(self._store, original)

    def supersede(self, original: RegisteredOriginal, reason: str, date: dt.date) -> Supersession:
        """Put `original` in the place of the one with its identifier; numbers go on, copies fall due again."""
        return originals.supersede(self._store, original, reason, date)

    def allot(self, original: str, terms: Sequence[CopyTerms]) -> tuple[Allotment, ...]:
        """Take the next number of an original for each of `terms`; see `issuing.allot`."""
        return issuing.allot(self._store, original, terms)

    def confirm(self, made: IssuedFile) -> None:
        """Enter that one file was made; the same twice is entered once; see `issuing.confirm`."""
        issuing.confirm(self._store, [made])

    def confirm_many(self, made: Sequence[IssuedFile]) -> None:
        """Enter that files were made, all or none."""
        issuing.confirm(self._store, made)

    def rectify(self, original: str, number: int, reason: str, date: dt.date) -> Rectification:
        """Enter that a copy is faulty, or a pending number annulled; see `issuing.rectify`."""
        identifier = self.original(original).identifier
        faulty = entered(Rectification, identifier=identifier, number=number, reason=reason, date=date)
        return issuing.rectify(self._store, faulty)

    # Questions

    def original(self, key: str) -> RegisteredOriginal:
        """The original with this SHA-256, superseded or not, or the current one of this identifier.

        Raises:
            CopyError: there is none.
        """
        with self._store.reading() as connection:
            found = originals.find(connection, key)
        if found is None:
            raise CopyError(
                phrase("`{key}` is no original in `{name}`", key=key, name=self._store.name),
                phrase("enter it by `register add-original`"),
            )
        return found

    def originals(self) -> tuple[RegisteredOriginal, ...]:
        """Every original, superseded ones too, in the order of entry."""
        with self._store.reading() as connection:
            return tuple(all_originals(connection)[0].values())

    def copy(self, original: str, number: int) -> RegisteredCopy:
        """One copy.

        Raises:
            CopyError: the number was never allotted.
        """
        identifier = self.original(original).identifier
        key = identifier, number
        ledger, _ = self._read(identifier, number)
        if ledger.allotted and ledger.state(key) == "faulty":
            # What stands for it is another row.
            ledger, _ = self._read(identifier)
        if key not in ledger.allotted:
            raise CopyError(
                phrase("copy {number} of `{identifier}` was never allotted", number=number, identifier=identifier),
                phrase("see `typeset register list`"),
            )
        return ledger.copy(key)

    def copies(self, original: str | None = None) -> tuple[RegisteredCopy, ...]:
        """Every number of one identifier or of all, in the order of allotment, whatever became of it."""
        return tuple(self.each_copy(original))

    def each_copy(self, original: str | None = None) -> Iterator[RegisteredCopy]:
        """The same, one after the other: as many as there may be, they are never held together."""
        return (together(*one) for one in self._standing(original))

    def pending(self, original: str | None = None) -> tuple[Allotment, ...]:
        """The numbers whose files are still to be made and confirmed."""
        return tuple(one.allotment for one in self._standing(original) if not (one.made or one.faulty))

    def due(self, today: dt.date) -> tuple[Outstanding, ...]:
        """The parties of current originals that have no valid copy, the earliest day first."""
        with uncollected(), self._store.reading() as connection:
            known, current = all_originals(connection)
            originals = [one for digest, one in known.items() if digest in current]
            return tuple(outstanding(originals, standing(connection), today))

    def entries(self) -> tuple[RegisterEntry, ...]:
        """Every row, with what later rows made of it."""
        ledger, pairs = self._read()
        return tuple(ledger.entry(row, record) for row, record in pairs)

    def head(self) -> Head:
        """How many rows there are, and the hash of the last.

        Raises:
            VerificationError: the head was removed.
        """
        with self._store.reading() as connection:
            return required_head(connection, self._store.name)

    def export_csv(self) -> str:
        """One line a copy."""
        return export.to_csv(self.copies())

    def export_json(self) -> str:
        """Everything, with the head and the rows of the chain, in one snapshot."""
        with self._store.reading() as connection:
            end, (ledger, pairs) = required_head(connection, self._store.name), read(rows(connection))
        entries = [ledger.entry(row, record) for row, record in pairs]
        return export.to_json(end, ledger.originals.values(), ledger.copies(), entries)

    def audit(self, folder: Path | None = None, *, original: str | None = None, noted: Head | None = None) -> Audit:
        """Hold the rows against their chain, and the copies against the files in `folder`.

        Args:
            folder: where the copies were written; without it, no file is looked at.
            original: the only original whose copies the folder holds, where it does not hold them all.
            noted: a head that was noted down outside; only with it is a past found that was rewritten in full.

        Raises:
            OutputError: the register or the folder cannot be read.
        """
        identifier = None if original is None else self.original(original).identifier
        return inspect(self._store, folder, identifier, noted)

    def _standing(self, original: str | None) -> Iterator[Standing]:
        conditions = [] if original is None else [ENTRIES.c.identifier == self.original(original).identifier]
        with self._store.reading() as connection:
            yield from standing(connection, *conditions)

    def _read(
        self, identifier: str | None = None, number: int | None = None
    ) -> tuple[Ledger, list[tuple[Row, Record]]]:
        wanted = ((ENTRIES.c.identifier, identifier), (ENTRIES.c.number, number))
        conditions = [column == value for column, value in wanted if value is not None]
        with self._store.reading() as connection:
            return read(rows(connection, *conditions))
