"""PostgreSQL keeps a register as SQLite does: refuses changes, and names those that were forced."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import closing

import psycopg
import pytest

from typeset.errors import CopyError, MissingDependency, OutputError
from typeset.model.register import CopyTerms, RegisteredOriginal
from typeset.register import Register

Run = Callable[..., None]

_UPSERT = (
    "INSERT INTO register_entries SELECT * FROM register_entries WHERE sequence = 3 "
    "ON CONFLICT (sequence) DO UPDATE SET payload = '{}'"
)


@pytest.fixture
def filled(postgres: str, original: RegisteredOriginal, terms: CopyTerms) -> Iterator[Register]:
    """Seven rows, as in the unit tests."""
    with Register.open(postgres, create=True) as register:
        register.add_original(original)
        for one in register.allot("SCO-2018/1", [terms] * 3):
            register.confirm(one.made(str(one.number) * 64, 9))
        yield register


@pytest.fixture
def run(postgres: str) -> Run:
    """Someone with a database tool."""

    def execute(*statements: str) -> None:
        with closing(psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True)) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    return execute


def test_a_register_is_kept_and_sound(filled: Register, terms: CopyTerms) -> None:
    filled.audit().raise_for_findings()
    filled.rectify("SCO-2018/1", 2, "опечатка", dt.date(2018, 6, 1))
    (again,) = filled.allot("SCO-2018/1", [terms.model_copy(update={"replaces": 2})])
    assert again.number == 4
    assert filled.pending() == (again,)
    assert [copy.state for copy in filled.copies()] == ["issued", "faulty", "issued", "pending"]
    assert filled.due(dt.date(2018, 6, 1)) == ()
    assert [entry.sequence for entry in filled.entries()] == list(range(1, 10))
    with pytest.raises(CopyError, match="was issued before"):
        filled.confirm(filled.copy("SCO-2018/1", 1).made("f" * 64, 9))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_entries SET payload = '{}' WHERE sequence = 3",
        "DELETE FROM register_entries WHERE sequence = 7",
        "TRUNCATE register_entries",
        "TRUNCATE register_head",
        "INSERT INTO register_entries VALUES (8, 'issued', 'x', 9, NULL, NULL, '{}', 'p', 'h')",
        _UPSERT,
        "DELETE FROM register_head",
        "INSERT INTO register_head VALUES (2, 0, 'x')",
        "UPDATE register_head SET entries = 6",
        "UPDATE register_head SET entries = 8, hash = 'x'",
    ],
)
def test_a_change_is_refused(run: Run, statement: str) -> None:
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match=r"never|does not continue|one head|moves on"):
        run(statement)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE register_entries SET payload = replace(payload, 'KZ', 'XX') WHERE sequence = 3", [("changed", 3)]),
        ("DELETE FROM register_entries WHERE sequence = 4", [("missing", 4)]),
        ("DELETE FROM register_entries WHERE sequence = 7", [("truncated", 7)]),
        ("UPDATE register_entries SET sequence = 8 WHERE sequence = 7", [("moved", 8)]),
        (
            "INSERT INTO register_entries VALUES (8, 'issued', 'x', 9, NULL, NULL, '{}', 'p', 'h')",
            [("changed", 8), ("inserted", 8)],
        ),
        ("DELETE FROM register_head", [("head", None)]),
    ],
)
def test_tampering_is_named(filled: Register, run: Run, statement: str, expected: list[object]) -> None:
    run(
        "ALTER TABLE register_entries DISABLE TRIGGER USER",
        "ALTER TABLE register_head DISABLE TRIGGER USER",
        statement,
    )
    findings = filled.audit().findings
    assert sum(finding.kind == "guard" for finding in findings) == 8
    assert [(one.kind, one.sequence) for one in findings if one.kind not in {"guard", "pending"}] == expected


def test_a_locked_register_is_waited_for_and_then_an_error(filled: Register, postgres: str, terms: CopyTerms) -> None:
    with (
        closing(psycopg.connect(postgres.replace("+psycopg", ""))) as other,
        Register.open(postgres, patience=0.1) as impatient,
    ):
        other.execute("SELECT * FROM register_head FOR UPDATE")
        with pytest.raises(OutputError, match="is in use by another process"):
            impatient.allot("SCO-2018/1", [terms])
        other.rollback()
        assert impatient.allot("SCO-2018/1", [terms])[0].number == 4
    assert len(filled.pending()) == 1


def test_a_register_that_is_there_is_not_begun_again(filled: Register, postgres: str) -> None:
    with Register.open(postgres, create=True) as again:
        assert again.head() == filled.head()


def test_a_database_without_a_register_is_named(postgres: str) -> None:
    with pytest.raises(OutputError, match="holds no register") as raised:
        Register.open(postgres)
    assert ":***@" in str(raised.value)


def test_another_format_is_refused(filled: Register, postgres: str, run: Run) -> None:
    run("UPDATE register_format SET version = 2")
    filled.close()
    with pytest.raises(MissingDependency, match="has format 2; this typeset knows format 1"):
        Register.open(postgres)


def test_an_account_without_rights_is_told_so(filled: Register, postgres: str, run: Run, terms: CopyTerms) -> None:
    assert filled.head().entries == 7
    name = f"reader_{postgres[-8:]}"
    run(
        f"CREATE ROLE {name} LOGIN PASSWORD 'reader'",
        f"GRANT SELECT ON register_entries, register_head, register_format TO {name}",
    )
    address = f"postgresql://{name}:reader@{postgres.partition('@')[2]}"
    with Register.open(address) as reader:
        assert reader.audit().sound
        with pytest.raises(OutputError, match="may not be used by this account"):
            reader.allot("SCO-2018/1", [terms])
