"""A database into the tables of a register, with guards that let rows be added and never changed."""

import typing as t

from sqlalchemy import Column, Connection, Index, Integer, MetaData, String, Table, Text, inspect, select, text

from typeset.errors import MissingDependency, OutputError
from typeset.messages import phrase
from typeset.register.chain import BEGINNING

VERSION: t.Final = 1
"""The version of these tables; a register with another is refused."""

_METADATA = MetaData()
FORMAT = Table("register_format", _METADATA, Column("version", Integer, primary_key=True, autoincrement=False))
HEAD = Table(
    "register_head",
    _METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("entries", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
ENTRIES = Table(
    "register_entries",
    _METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("identifier", Text, nullable=False),
    Column("number", Integer),
    Column("digest", String(64)),
    Column("file_name", Text),
    Column("payload", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("register_entries_number", "identifier", "number", "kind", unique=True),
    Index("register_entries_digest", "kind", "digest", unique=True),
    Index("register_entries_file", "file_name", unique=True),
)

# A row is refused unless it continues the chain. The `EXISTS` repeat the unique indexes, because SQLite's
# INSERT OR REPLACE would otherwise delete the older row without waking the guard of deletions.
_BROKEN_CHAIN = """NEW.sequence <> 1 + coalesce((SELECT max(sequence) FROM register_entries), 0)
 OR (NEW.sequence > 1 AND NEW.previous <> (SELECT hash FROM register_entries WHERE sequence = NEW.sequence - 1))
 OR EXISTS (SELECT 1 FROM register_entries
            WHERE identifier = NEW.identifier AND kind = NEW.kind AND number = NEW.number)
 OR EXISTS (SELECT 1 FROM register_entries WHERE kind = NEW.kind AND digest = NEW.digest)
 OR EXISTS (SELECT 1 FROM register_entries WHERE file_name = NEW.file_name)"""
_BROKEN_HEAD = """NEW.entries <= OLD.entries
 OR NEW.hash <> coalesce((SELECT hash FROM register_entries WHERE sequence = NEW.entries), '')"""
_SECOND_HEAD = "EXISTS (SELECT 1 FROM register_head)"

# name: (event, table, condition, what the database answers)
_GUARDS: t.Final = {
    "register_entries_kept_update": ("UPDATE", "register_entries", "1 = 1", phrase("entries are never changed")),
    "register_entries_kept_delete": ("DELETE", "register_entries", "1 = 1", phrase("entries are never removed")),
    "register_entries_chained": (
        "INSERT",
        "register_entries",
        _BROKEN_CHAIN,
        phrase("the entry does not continue the chain"),
    ),
    "register_head_kept_delete": ("DELETE", "register_head", "1 = 1", phrase("the head is never removed")),
    "register_head_kept_insert": ("INSERT", "register_head", _SECOND_HEAD, phrase("there is one head")),
    "register_head_forward": (
        "UPDATE",
        "register_head",
        _BROKEN_HEAD,
        phrase("the head only moves on to the last entry"),
    ),
}
ANSWERS: t.Final[dict[str, str]] = {answer: answer for *_, answer in _GUARDS.values()}
"""The messages among what the database may answer, by their words."""
_TRUNCATIONS: t.Final = ("register_entries_kept_truncate", "register_head_kept_truncate")


def create(connection: Connection) -> None:
    """Make the tables and their guards in the connection's transaction; what is there already is left alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('typeset register'))"))
    if inspect(connection).has_table(FORMAT.name):
        return
    _METADATA.create_all(connection)
    connection.execute(HEAD.insert().values(id=1, entries=BEGINNING.entries, hash=BEGINNING.hash))
    for statement in _postgresql() if connection.dialect.name == "postgresql" else _sqlite():
        connection.exec_driver_sql(statement)
    connection.execute(FORMAT.insert().values(version=VERSION))


def require(connection: Connection, name: str) -> None:
    """Go on only with a register of this version.

    Raises:
        OutputError: the database holds no register.
        MissingDependency: the register was made by another version of typeset.
    """
    if not inspect(connection).has_table(FORMAT.name):
        raise OutputError(
            phrase("`{name}` holds no register", name=name),
            phrase("name the register, or begin one with `register add-original`"),
        )
    found = tuple(connection.execute(select(FORMAT.c.version)).scalars())
    if found != (VERSION,):
        shown = ", ".join(map(str, found)) or phrase("none")
        raise MissingDependency(
            phrase(
                "register `{name}` has format {shown}; this typeset knows format {version}",
                name=name,
                shown=shown,
                version=VERSION,
            ),
            phrase("use the version of typeset that wrote it, or a newer one"),
        )


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """The names of guards that were taken away."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D' AND tgrelid IN"
            " (to_regclass('register_entries'), to_regclass('register_head'))"
        )
        wanted = {*_GUARDS, *_TRUNCATIONS}
    else:
        query, wanted = "SELECT name FROM sqlite_master WHERE type = 'trigger'", set(_GUARDS)
    return tuple(sorted(wanted - set(connection.execute(text(query)).scalars())))


def _sqlite() -> t.Iterator[str]:
    for name, (event, table, condition, answer) in _GUARDS.items():
        raising = f"SELECT RAISE(ABORT, '{answer}');"
        yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN {raising} END"


def _postgresql() -> t.Iterator[str]:
    for name, (event, table, condition, answer) in _GUARDS.items():
        refusal = f"RAISE EXCEPTION '{answer}' USING ERRCODE = 'integrity_constraint_violation';"
        kept = "OLD" if event == "DELETE" else "NEW"
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$BEGIN IF {condition} THEN {refusal} END IF; RETURN {kept}; END$$"
        )
        yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    for name in _TRUNCATIONS:
        table = name.removesuffix("_kept_truncate")
        refusal = "RAISE EXCEPTION 'entries are never removed' USING ERRCODE = 'integrity_constraint_violation';"
        yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {refusal} END$$"
        yield f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
