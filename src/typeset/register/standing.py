"""Rows into copies as they stand, one after the other, however many there are; and into what is still due."""

import datetime as dt
import typing as t
from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, FromClause, and_, select

from typeset.model.register import Allotment, IssuedFile, Outstanding, Rectification, RegisteredOriginal, Supersession
from typeset.register.chain import Row, record_of
from typeset.register.course import Number
from typeset.register.schema import ENTRIES
from typeset.register.store import STREAM, rows

_ISSUED, _FAULTY = ENTRIES.alias("issued"), ENTRIES.alias("faulty")
_WIDTH = len(Row._fields)


class Standing(t.NamedTuple):
    """What was entered under one number."""

    allotment: Allotment
    made: IssuedFile | None
    faulty: Rectification | None


def standing(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Standing]:
    """Every number that fulfils all `conditions`, in the order of allotment; rows are fetched as they are asked for.

    Raises:
        VerificationError: a row holds what no register writes.
    """
    replaced = dict(_replacements(connection))
    columns = [table.c[name] for table in (ENTRIES, _ISSUED, _FAULTY) for name in Row._fields]
    joined = ENTRIES.outerjoin(_ISSUED, _of_number(_ISSUED, "issued"))
    query = select(*columns).select_from(joined.outerjoin(_FAULTY, _of_number(_FAULTY, "rectified")))
    chosen = query.where(ENTRIES.c.kind == "allotted", *conditions).order_by(ENTRIES.c.sequence)
    with connection.execute(chosen, execution_options=STREAM) as found:
        for row in found:
            allotment, made, faulty = (_record(row[at : at + _WIDTH]) for at in range(0, 3 * _WIDTH, _WIDTH))
            if isinstance(faulty, Rectification):
                by = replaced.get((faulty.identifier, faulty.number))
                faulty = faulty.model_copy(update={"replaced_by": by})
            parts = t.cast("tuple[Allotment, IssuedFile | None, Rectification | None]", (allotment, made, faulty))
            yield Standing(*parts)


def all_originals(connection: Connection) -> tuple[dict[str, RegisteredOriginal], set[str]]:
    """Every original by its digest, in the order of entry; and the digests of the current ones."""
    originals: dict[str, RegisteredOriginal] = {}
    current: dict[str, str] = {}
    for record in map(record_of, rows(connection, ENTRIES.c.kind.in_(("original", "superseded")))):
        if isinstance(record, RegisteredOriginal):
            originals[record.sha256] = record
            current.setdefault(record.identifier, record.sha256)
        elif isinstance(record, Supersession):
            current[record.identifier] = record.by_sha256
    return originals, set(current.values())


def outstanding(
    originals: Iterable[RegisteredOriginal], copies: Iterable[Standing], today: dt.date
) -> Iterator[Outstanding]:
    """Every party of these originals that has no valid copy, the earliest day first."""
    held: set[tuple[str, str]] = set()
    waiting: dict[tuple[str, str], int] = {}
    for allotment, made, faulty in copies:
        if allotment.recipient is None or faulty:
            continue
        key = allotment.original_sha256, allotment.recipient
        if made:
            held.add(key)
        else:
            waiting[key] = allotment.number
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


def _of_number(table: FromClause, kind: str) -> ColumnElement[bool]:
    same = (table.c.identifier == ENTRIES.c.identifier, table.c.number == ENTRIES.c.number)
    return and_(*same, table.c.kind == kind)


def _record(found: t.Sequence[t.Any]) -> t.Any:  # noqa: ANN401 - of the kind that the row says
    return None if found[0] is None else record_of(Row._make(found))


def _replacements(connection: Connection) -> Iterator[tuple[Number, int]]:
    """From each faulty copy that is replaced to the number that stands for it; only faulty ones are looked for."""
    faulty = select(ENTRIES.c.identifier).where(ENTRIES.c.kind == "rectified").distinct()
    for identifier in connection.execute(faulty).scalars().all():
        for record in map(
            record_of, rows(connection, ENTRIES.c.identifier == identifier, ENTRIES.c.kind == "allotted")
        ):
            if isinstance(record, Allotment) and record.replaces is not None:
                yield (identifier, record.replaces), record.number
