"""What a database complains of into an error of the house, with what to do next."""

import contextlib
import sqlite3
import typing as t
from collections.abc import Iterator

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from typeset.errors import OutputError, TypesetError, VerificationError
from typeset.messages import phrase
from typeset.register.schema import ANSWERS

_AUDIT = phrase("run `typeset register audit`, and compare with a backup")
_ADVICE: t.Final = {
    # SQLite's primary result codes by name
    "SQLITE_BUSY": (
        phrase("is in use by another process that does not let go"),
        phrase("try again when the other run has ended"),
    ),
    "SQLITE_LOCKED": (
        phrase("is in use by another process that does not let go"),
        phrase("try again when the other run has ended"),
    ),
    "SQLITE_CORRUPT": (phrase("is damaged"), phrase("restore it from a backup; nothing was written")),
    "SQLITE_NOTADB": (
        phrase("is no register, or is damaged"),
        phrase("name another file, or restore it from a backup"),
    ),
    "SQLITE_READONLY": (phrase("cannot be written"), phrase("check the permissions of the file and its folder")),
    "SQLITE_CANTOPEN": (
        phrase("cannot be opened"),
        phrase("check that the file and its folder exist and may be read and written"),
    ),
    "SQLITE_FULL": (phrase("cannot be written: the disk is full"), phrase("make room, then `typeset copy --resume`")),
    "SQLITE_IOERR": (phrase("cannot be read or written"), phrase("check the disk")),
    # PostgreSQL's SQLSTATE
    "55P03": (
        phrase("is in use by another process that does not let go"),
        phrase("try again when the other run has ended"),
    ),
    "42501": (phrase("may not be used by this account"), phrase("ask for the right to read and insert")),
    "25006": (phrase("cannot be written"), phrase("connect to the server that takes writes")),
}


@contextlib.contextmanager
def translated(name: str) -> Iterator[None]:
    """Let no error of a database library out; `name` is the register as messages give it.

    Raises:
        VerificationError: the database refuses a row as contradicting its own.
        OutputError: everything else that keeps the register from being read or written.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _translation(name, error) from error


def _translation(name: str, error: SQLAlchemyError | sqlite3.Error) -> TypesetError:
    original = error.orig if isinstance(error, DBAPIError) else error
    reason = str(original or error).strip().splitlines()
    first = reason[0] if reason else type(error).__name__
    if isinstance(error, IntegrityError):
        return VerificationError(
            phrase("register `{name}` refuses the entry: {first}", name=name, first=ANSWERS.get(first, first)), _AUDIT
        )
    trouble, hint = _ADVICE.get(
        _code(original),
        (phrase("cannot be used: {first}", first=first), phrase("check the register's address and server")),
    )
    return OutputError(phrase("register `{name}` {trouble}", name=name, trouble=trouble), hint)


def _code(original: BaseException | None) -> str:
    """SQLite's primary code or PostgreSQL's SQLSTATE; an empty string where there is none."""
    extended = str(getattr(original, "sqlite_errorname", "") or "")
    if extended:
        return "_".join(extended.split("_")[:2])
    return str(getattr(original, "sqlstate", "") or "")
