"""A path or URL into a database that waits for its turn and keeps what it was told."""

import contextlib
import logging
import os
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import NullPool, QueuePool

from typeset import output
from typeset.errors import MissingDependency, OutputError
from typeset.messages import phrase
from typeset.register import schema
from typeset.register.faults import translated

# What it says of a connection that an interruption closes would stand on the terminal, with a traceback.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())

_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_REACH = 10
"""Seconds in which a server must answer."""


def locate(where: str | Path) -> Path | URL:
    """Tell a file from a server.

    Raises:
        OutputError: the address names neither.
    """
    if isinstance(where, Path) or "://" not in where:
        return Path(where)
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise OutputError(
            phrase("the register's address cannot be read"), phrase("write a path, or `postgresql://…`")
        ) from error
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database and url.database != ":memory:" and not url.query:
        return Path(url.database)
    shown = url.render_as_string(hide_password=True)
    raise OutputError(
        phrase("`{shown}` is no address of a register", shown=shown),
        phrase("write a path, `sqlite:///FILE` or `postgresql://…`"),
    )


def shown(place: Path | URL) -> str:
    """The address as messages give it: without a password."""
    return place.render_as_string(hide_password=True) if isinstance(place, URL) else str(place)


def connect(place: Path | URL, *, create: bool, patience: float) -> Engine:
    """The database of a register that exists, or is begun here.

    Args:
        place: what `locate` gave.
        create: whether a register is begun where there is none.
        patience: seconds to wait for another process to let go.

    Raises:
        OutputError: there is no register, or it cannot be opened.
        MissingDependency: the driver is not installed, or the register's format is not known.
    """
    name = shown(place)
    if isinstance(place, URL):
        engine = _server(place, patience)
    else:
        if not os.path.lexists(place):
            if not create:
                raise OutputError(
                    phrase("there is no register `{name}`", name=name),
                    phrase("name it by `--register`, or begin it first"),
                )
            _begin_file(place, name)
        engine = _file(place, patience)
    try:
        with translated(name), engine.connect() as connection:
            if create and isinstance(place, URL):
                schema.create(connection)
                connection.commit()
            schema.require(connection, name)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _begin_file(path: Path, name: str) -> None:
    """Make an empty register beside `path` and give it the name: a killed run leaves none, or a whole one."""
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = output.fresh(path.parent)
        os.close(descriptor)
        engine = _file(temporary, 0, pooled=False)
        with translated(name):
            with engine.connect() as connection:
                schema.create(connection)
                connection.commit()
            with contextlib.closing(sqlite3.connect(temporary)) as raw:
                raw.execute("PRAGMA journal_mode=WAL").close()
        _name_it(temporary, path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            phrase("register `{name}` cannot be begun: {reason}", name=name, reason=reason),
            phrase("choose another place"),
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
                temporary.with_name(f"{temporary.name}-journal").unlink(missing_ok=True)


def _name_it(temporary: Path, path: Path) -> None:
    """Whoever comes first has begun the register; the others use it."""
    try:
        os.link(temporary, path)
    except OSError:
        # The name is taken; or the file system has no hard links: then it is taken first, and filled after.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL, output.FILE_MODE))
            temporary.replace(path)


def _file(path: Path, patience: float, *, pooled: bool = True) -> Engine:
    uri = path.absolute().as_uri() + "?mode=rw"

    def opened() -> sqlite3.Connection:
        # Transactions are begun below, by the name of their kind; Python's own beginnings are switched off.
        connection = sqlite3.connect(uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA synchronous=FULL").close()
        return connection

    engine = create_engine("sqlite://", creator=opened, poolclass=QueuePool if pooled else NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A writer takes the lock before it reads; else two of them would read the same head.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _server(url: URL, patience: float) -> Engine:
    try:
        # A server may be started anew between two entries: whether it still knows us is asked first.
        engine = create_engine(url, connect_args={"connect_timeout": _REACH}, pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as error:
        raise MissingDependency(
            phrase("PostgreSQL needs `psycopg`"), phrase("pip install 'typeset[postgres]'")
        ) from error

    def patient(connection: sqlite3.Connection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", (f"{round(patience * 1000)}ms",))
        cursor.close()
        connection.commit()

    event.listen(engine, "connect", patient)
    return engine
