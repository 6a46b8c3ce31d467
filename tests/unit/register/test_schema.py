"""The database itself refuses to change what was entered."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from typeset.errors import VerificationError
from typeset.model.register import CopyTerms
from typeset.register import Register

# SQLite's REPLACE deletes what stands in the way, and wakes no guard of deletions.
_REPLACING = "INSERT OR REPLACE INTO register_entries SELECT"
_LAST = "payload, hash, 'h' FROM register_entries WHERE sequence = 7"
_SAME_SEQUENCE = f"{_REPLACING} 3, 'rectified', identifier, number, NULL, NULL, {_LAST}"
_SAME_NUMBER = f"{_REPLACING} 8, kind, identifier, number, NULL, NULL, {_LAST}"
_SAME_DIGEST = f"{_REPLACING} 8, kind, 'x', 99, digest, NULL, {_LAST}"
_SAME_NAME = f"{_REPLACING} 8, 'x', 'x', 99, NULL, 'SCO-2018-1-2-KZ.pdf', {_LAST}"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_entries SET payload = '{}' WHERE sequence = 3",
        "UPDATE OR REPLACE register_entries SET sequence = 4 WHERE sequence = 3",
        "DELETE FROM register_entries WHERE sequence = 7",
        "DELETE FROM register_entries",
        "INSERT INTO register_entries VALUES (9, 'issued', 'x', 9, NULL, NULL, '{}', 'p', 'h')",
        "INSERT INTO register_entries VALUES (8, 'issued', 'x', 9, NULL, NULL, '{}', 'p', 'h')",
        _SAME_SEQUENCE,
        _SAME_NUMBER,
        _SAME_DIGEST,
        _SAME_NAME,
        "DELETE FROM register_head",
        "INSERT INTO register_head VALUES (2, 0, 'x')",
        "INSERT OR REPLACE INTO register_head VALUES (1, 0, 'x')",
        "UPDATE register_head SET entries = 6",
        "UPDATE register_head SET hash = 'x'",
        "UPDATE register_head SET entries = 8, hash = 'x'",
    ],
)
def test_a_change_is_refused(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        before = connection.execute("SELECT * FROM register_entries").fetchall()
        with pytest.raises(sqlite3.IntegrityError, match=r"never|does not continue|one head|moves on"):
            connection.execute(statement)
        assert connection.execute("SELECT * FROM register_entries").fetchall() == before
    with Register.open(path) as register:
        assert register.audit().sound


def test_an_entry_that_the_database_refuses_is_said_in_words(
    filled: Register, tamper: Callable[..., None], make_terms: Callable[..., CopyTerms]
) -> None:
    tamper("UPDATE register_head SET entries = 5")
    with pytest.raises(VerificationError, match="refuses the entry") as raised:
        filled.allot("SCO-2018/1", [make_terms()])
    assert "audit" in raised.value.hint
