"""A database into rows read in one snapshot, and rows added under one lock."""

import contextlib
import typing as t
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, Engine, Select, bindparam, select

from typeset.errors import VerificationError
from typeset.messages import phrase
from typeset.model.register import Head
from typeset.register.chain import Record, Row, chained
from typeset.register.faults import translated
from typeset.register.schema import ENTRIES, HEAD

# Built once: a copy is to cost little.
_END = select(HEAD.c.entries, HEAD.c.hash)
_END_LOCKED = _END.with_for_update()
STREAM: t.Final = {"yield_per": 500}
"""How to ask for many rows: of a server by a cursor, since its library would otherwise fetch them all."""
_ADD = ENTRIES.insert()
_MOVE = HEAD.update().values(entries=bindparam("end"), hash=bindparam("last"))


class Store(t.NamedTuple):
    """An open database, and the register's name as messages give it."""

    engine: Engine
    name: str

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """One snapshot, however many questions are asked.

        Raises:
            OutputError: the register cannot be read.
        """
        options: dict[str, t.Any] = {}
        if self.engine.dialect.name == "postgresql":
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with translated(self.name), self.engine.connect().execution_options(**options) as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[tuple[Connection, Head]]:
        """One transaction that no other writer shares, and the head it goes on from; committed whole, or not at all.

        Raises:
            OutputError: the register cannot be written, or is locked for too long.
            VerificationError: the database refuses a row.
        """
        with translated(self.name), self.engine.connect().execution_options(writing=True) as connection:
            # In PostgreSQL the row of the head is the lock; in SQLite the transaction itself is.
            yield connection, required_head(connection, self.name, locked=True)
            connection.commit()


def append(connection: Connection, head: Head, records: Iterable[Record]) -> None:
    """Add `records` after `head`, which `Store.writing` gave, once in a transaction."""
    rows = list(chained(head, records))
    if rows:
        connection.execute(_ADD, [row._asdict() for row in rows])
        connection.execute(_MOVE, {"end": rows[-1].sequence, "last": rows[-1].hash})


def rows(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Row]:
    """The rows that fulfil all `conditions`, in their order."""
    return map(Row._make, connection.execute(_query(conditions)))


def streamed(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Row]:
    """The same, however many they are: fetched as they are asked for, and never held together."""
    # Closed where the reader stops early, too: a server's cursor is not left to the garbage collector.
    with connection.execute(_query(conditions), execution_options=STREAM) as found:
        yield from map(Row._make, found)


def _query(conditions: Iterable[ColumnElement[bool]]) -> Select[t.Any]:
    return select(*(ENTRIES.c[name] for name in Row._fields)).where(*conditions).order_by(ENTRIES.c.sequence)


def find_head(connection: Connection, *, locked: bool = False) -> Head | None:
    """What the register says that its end is; none where that was removed."""
    found = connection.execute(_END_LOCKED if locked else _END).first()
    return None if found is None else Head.model_construct(entries=found.entries, hash=found.hash)


def required_head(connection: Connection, name: str, *, locked: bool = False) -> Head:
    """The end that rows are added to.

    Raises:
        VerificationError: it was removed.
    """
    found = find_head(connection, locked=locked)
    if found is None:
        raise VerificationError(
            phrase("register `{name}` has lost its head", name=name), phrase("run `typeset register audit`")
        )
    return found
