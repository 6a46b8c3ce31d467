"""Originals into the register: entered once, found by digest or identifier, replaced only for a reason."""

import datetime as dt

from sqlalchemy import ColumnElement, Connection

from typeset.errors import CopyError
from typeset.messages import phrase
from typeset.model.register import RegisteredOriginal, Supersession
from typeset.register.chain import entered, record_of
from typeset.register.schema import ENTRIES
from typeset.register.store import Store, append, rows

_LEFT_OPEN = {"file_name"}
"""What may differ when the same file is registered again."""


def add(store: Store, original: RegisteredOriginal) -> RegisteredOriginal:
    """Enter an original; the same again is entered once.

    Raises:
        CopyError: the identifier has another original, or the file was entered with other particulars or superseded.
    """
    with store.writing() as (connection, head):
        known = by_digest(connection, original.sha256)
        if known is not None:
            return _the_same(connection, known, original)
        current = by_identifier(connection, original.identifier)
        if current is not None:
            raise CopyError(
                phrase(
                    "`{identifier}` has another original ({current}…), not this file ({other}…)",
                    identifier=original.identifier,
                    current=current.sha256[:16],
                    other=original.sha256[:16],
                ),
                phrase("take the registered file, or supersede it with a reason"),
            )
        append(connection, head, [original])
        return original


def supersede(store: Store, original: RegisteredOriginal, reason: str, date: dt.date) -> Supersession:
    """Enter an original in the place of the one with the same identifier.

    Raises:
        CopyError: there is none to supersede, or the file was entered before.
    """
    with store.writing() as (connection, head):
        current = required(connection, original.identifier, store.name)
        if by_digest(connection, original.sha256) is not None:
            raise CopyError(
                phrase("the file ({sha256}…) is or was an original already", sha256=original.sha256[:16]),
                phrase("a superseded original stays so"),
            )
        superseded = entered(
            Supersession,
            identifier=original.identifier,
            sha256=current.sha256,
            by_sha256=original.sha256,
            reason=reason,
            date=date,
        )
        append(connection, head, [superseded, original])
        return superseded


def find(connection: Connection, key: str) -> RegisteredOriginal | None:
    """The original with this digest, superseded or not, or the current one of this identifier."""
    return by_digest(connection, key) or by_identifier(connection, key)


def required(connection: Connection, key: str, name: str) -> RegisteredOriginal:
    """The original that copies are made of.

    Raises:
        CopyError: it is not registered, or superseded.
    """
    found = find(connection, key)
    if found is None:
        raise CopyError(
            phrase("`{key}` is not the original of any entry in `{name}`", key=key, name=name),
            phrase("see `typeset register list`"),
        )
    current = by_identifier(connection, found.identifier)
    if current is None or current.sha256 != found.sha256:
        raise CopyError(
            phrase(
                "the original ({sha256}…) of `{identifier}` is superseded",
                sha256=found.sha256[:16],
                identifier=found.identifier,
            ),
            phrase("make copies of the current original"),
        )
    return found


def by_digest(connection: Connection, digest: str) -> RegisteredOriginal | None:
    """The original with this digest."""
    return _last(connection, ENTRIES.c.digest == digest)


def by_identifier(connection: Connection, identifier: str) -> RegisteredOriginal | None:
    """The current original of this identifier."""
    return _last(connection, ENTRIES.c.identifier == identifier)


def _last(connection: Connection, condition: ColumnElement[bool]) -> RegisteredOriginal | None:
    found = list(rows(connection, ENTRIES.c.kind == "original", condition))
    record = record_of(found[-1]) if found else None
    return record if isinstance(record, RegisteredOriginal) else None


def _the_same(connection: Connection, known: RegisteredOriginal, again: RegisteredOriginal) -> RegisteredOriginal:
    current = by_identifier(connection, known.identifier)
    if current is not None and current.sha256 != known.sha256:
        raise CopyError(
            phrase("the file is a superseded original of `{identifier}`", identifier=known.identifier),
            phrase("a superseded original stays so"),
        )
    names = set(RegisteredOriginal.model_fields) - _LEFT_OPEN
    differing = sorted(name for name in names if getattr(known, name) != getattr(again, name))
    if differing:
        raise CopyError(
            phrase(
                "the file is registered as `{identifier}` with other particulars: {differing}",
                identifier=known.identifier,
                differing=", ".join(differing),
            ),
            phrase("what is registered stands; supersede it by a corrected file if it is wrong"),
        )
    return known
