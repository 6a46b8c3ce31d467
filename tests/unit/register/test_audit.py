"""What was done to the rows of a register is found, and the row is named."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from typeset.errors import VerificationError
from typeset.model.register import (
    Allotment,
    CopyTerms,
    Head,
    IssuedFile,
    Rectification,
    RegisteredOriginal,
    Supersession,
)
from typeset.register import Register
from typeset.register.chain import Record, row_hash
from typeset.register.store import append

Tamper = Callable[..., None]
Found = Callable[..., list[tuple[str, int | None]]]

_COPIED = "kind, identifier, number, digest, file_name, payload, previous, hash"


def rehash(path: Path, first: int, last: int, edit: Callable[[str], str] = str) -> None:
    """Edit the payload of row `first`, and hash it and the following rows anew, as a careful forger would."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        previous = "0" * 64
        for sequence in range(1, last + 1):
            query = "SELECT kind, payload, hash FROM register_entries WHERE sequence = ?"
            kind, payload, own = connection.execute(query, (sequence,)).fetchone()
            if sequence >= first:
                payload = edit(payload) if sequence == first else payload
                own = row_hash(sequence, kind, payload, previous)
                connection.execute(
                    "UPDATE register_entries SET payload = ?, previous = ?, hash = ? WHERE sequence = ?",
                    (payload, previous, own, sequence),
                )
            previous = own


def test_a_register_left_alone_is_sound(filled: Register) -> None:
    audit = filled.audit()
    audit.raise_for_findings()
    assert audit.sound
    assert audit.head == filled.head()
    assert audit.head is not None
    assert audit.head.entries == 7
    assert not audit.files_checked
    assert not audit.anchored


def test_an_audit_is_neither_true_nor_false(filled: Register) -> None:
    with pytest.raises(TypeError, match=r"ask `audit.sound`"):
        bool(filled.audit())


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (
            ["UPDATE register_entries SET payload = replace(payload, '\"KZ\"', '\"XX\"') WHERE sequence = 3"],
            [("changed", 3)],
        ),
        (["UPDATE register_entries SET payload = payload || ' ' WHERE sequence = 1"], [("changed", 1)]),
        (["UPDATE register_entries SET payload = 'no json' WHERE sequence = 5"], [("changed", 5)]),
        (["UPDATE register_entries SET kind = 'rectified' WHERE sequence = 5"], [("changed", 5)]),
        (["UPDATE register_entries SET hash = previous WHERE sequence = 4"], [("changed", 4)]),
        (["UPDATE register_entries SET number = 9 WHERE sequence = 3"], [("changed", 3)]),
        (["UPDATE register_entries SET digest = hash WHERE sequence = 6"], [("changed", 6)]),
        (["UPDATE register_entries SET file_name = 'x.pdf' WHERE sequence = 2"], [("changed", 2)]),
        (["DELETE FROM register_entries WHERE sequence = 1"], [("missing", 1)]),
        (["DELETE FROM register_entries WHERE sequence = 4"], [("missing", 4)]),
        (["DELETE FROM register_entries WHERE sequence IN (3, 4)"], [("missing", 3), ("missing", 4)]),
        (["DELETE FROM register_entries WHERE sequence = 7"], [("truncated", 7)]),
        (["DELETE FROM register_entries WHERE sequence > 4"], [("truncated", 5)]),
        (["DELETE FROM register_entries"], [("truncated", 1)]),
        (["DELETE FROM register_head"], [("head", None)]),
        (["UPDATE register_head SET hash = replace(hash, substr(hash, 1, 1), 'e')"], [("head", 7)]),
        (["UPDATE register_head SET entries = 9"], [("truncated", 8)]),
        (["UPDATE register_head SET entries = 5"], [("inserted", 6), ("inserted", 7), ("head", 5)]),
        # A row is moved, and the gap it leaves is named.
        (["UPDATE register_entries SET sequence = 8 WHERE sequence = 7"], [("moved", 8)]),
        (
            [
                "DELETE FROM register_entries WHERE sequence = 4",
                "UPDATE register_entries SET sequence = sequence - 1 WHERE sequence > 4",
            ],
            [("moved", 4), ("moved", 5), ("moved", 6), ("missing", 4)],
        ),
        (
            [
                "UPDATE register_entries SET sequence = 99 WHERE sequence = 3",
                "UPDATE register_entries SET sequence = 3 WHERE sequence = 6",
                "UPDATE register_entries SET sequence = 6 WHERE sequence = 99",
            ],
            [("moved", 3), ("moved", 6)],
        ),
        # Rows are moved apart, and a forged one is put between.
        (
            [
                "UPDATE register_entries SET sequence = -sequence - 1 WHERE sequence > 3",
                "UPDATE register_entries SET sequence = -sequence WHERE sequence < 0",
                "INSERT INTO register_entries VALUES (4, 'issued', 'SCO-2018/1', 9, NULL, NULL, '{}', 'x', 'y')",
            ],
            [("changed", 4), ("moved", 5), ("moved", 6), ("moved", 7), ("moved", 8)],
        ),
        # A row is put at the end: its own copy, or one that hashes to nothing.
        (
            [
                "DROP INDEX register_entries_digest",
                "DROP INDEX register_entries_number",
                f"INSERT INTO register_entries SELECT 8, {_COPIED} FROM register_entries WHERE sequence = 6",  # noqa: S608 - a tool's hand, not a user's
            ],
            [("inserted", 8)],
        ),
        (
            ["INSERT INTO register_entries VALUES (8, 'issued', 'SCO-2018/1', 9, NULL, NULL, '{}', 'x', 'y')"],
            [("changed", 8), ("inserted", 8)],
        ),
    ],
)
def test_tampering_is_named(tamper: Tamper, found: Found, statements: list[str], expected: list[object]) -> None:
    tamper(*statements)
    assert found() == expected


def test_a_forged_row_between_is_found_even_when_it_hashes_well(filled: Register, tamper: Tamper, found: Found) -> None:
    fourth = filled.entries()[3]
    payload = json.dumps(fourth.payload | {"number": 9}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    own = row_hash(4, "issued", payload, fourth.previous)
    values = f"'{payload}', '{fourth.previous}', '{own}'"
    tamper(
        "UPDATE register_entries SET sequence = -sequence - 1 WHERE sequence > 3",
        "UPDATE register_entries SET sequence = -sequence WHERE sequence < 0",
        f"INSERT INTO register_entries VALUES (4, 'issued', 'x', 9, NULL, NULL, {values})",  # noqa: S608 - a tool's hand, not a user's
    )
    assert ("inserted", 4) in found()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("row", "expected"), [(1, ("changed", 1)), (4, ("changed", 4)), (7, ("head", 7))])
def test_a_row_changed_and_hashed_anew_is_found(
    path: Path, tamper: Tamper, found: Found, row: int, expected: tuple[str, int]
) -> None:
    tamper()
    rehash(path, row, row, lambda payload: payload.replace("SCO-2018/1", "SCO-2018/2"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE register_entries SET identifier = 'SCO-2018/2' WHERE sequence = ?", (row,))
    assert found() == [expected]


def test_row_1_with_another_beginning_is_found(
    register: Register, make_original: Callable[..., RegisteredOriginal], path: Path, tamper: Tamper, found: Found
) -> None:
    register.add_original(make_original())
    kind, payload = filled_row(path, 1)
    own = row_hash(1, kind, payload, "f" * 64)
    tamper(
        f"UPDATE register_entries SET previous = '{'f' * 64}', hash = '{own}'",  # noqa: S608 - likewise
        f"UPDATE register_head SET hash = '{own}'",  # noqa: S608 - likewise
    )
    assert found() == [("changed", 1)]


def filled_row(path: Path, sequence: int) -> tuple[str, str]:
    """Kind and payload as they are stored."""
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT kind, payload FROM register_entries WHERE sequence = ?"
        kind, payload = connection.execute(query, (sequence,)).fetchone()
    return str(kind), str(payload)


def test_a_past_rewritten_in_full_is_found_by_a_head_noted_down_outside(
    filled: Register, path: Path, tamper: Tamper, found: Found
) -> None:
    noted = Head.parse(str(filled.head()))
    tamper()
    rehash(path, 3, 7, lambda payload: payload.replace("Пекин", "Москва"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        query = "UPDATE register_head SET hash = (SELECT hash FROM register_entries WHERE sequence = 7)"
        connection.execute(query)
    assert found() == []
    assert found(noted=noted) == [("head", 7)]


def test_an_end_cut_off_together_with_the_head_is_found_by_a_noted_head(
    filled: Register, tamper: Tamper, found: Found
) -> None:
    noted = filled.head()
    tamper(
        "DELETE FROM register_entries WHERE sequence = 7",
        "UPDATE register_head SET entries = 6, hash = (SELECT hash FROM register_entries WHERE sequence = 6)",
    )
    assert found() == []
    assert found(noted=noted) == [("head", 7)]


def test_a_noted_head_stays_good_while_the_register_grows(
    filled: Register, make_terms: Callable[..., CopyTerms]
) -> None:
    noted = filled.head()
    filled.allot("SCO-2018/1", [make_terms()])
    audit = filled.audit(noted=noted)
    assert audit.anchored
    assert [finding.kind for finding in audit.findings] == ["pending"]
    assert filled.audit(noted=Head(entries=0, hash="0" * 64)).findings == audit.findings
    assert filled.audit(noted=Head(entries=0, hash="1" * 64)).findings[0].kind == "head"


def test_rows_that_contradict_each_other_are_named_though_the_chain_holds(
    filled: Register, path: Path, tamper: Tamper, found: Found
) -> None:
    filled.close()
    tamper("UPDATE register_entries SET number = 7 WHERE sequence = 4")
    rehash(path, 4, 7, lambda payload: payload.replace('"number":3', '"number":7'))
    tamper("UPDATE register_head SET hash = (SELECT hash FROM register_entries WHERE sequence = 7)")
    assert found() == [("contradiction", 4), ("contradiction", 7)]


def test_a_row_that_no_register_writes_is_named_though_the_chain_holds(
    filled: Register, path: Path, tamper: Tamper, found: Found
) -> None:
    tamper()
    rehash(path, 7, 7, lambda _: "{}")
    tamper("UPDATE register_head SET hash = (SELECT hash FROM register_entries WHERE sequence = 7)")
    assert found() == [("contradiction", 7)]
    with pytest.raises(VerificationError, match="row 7 of the register cannot be read: `identifier`"):
        filled.copies()


def test_entries_that_no_register_makes_are_named_though_the_chain_holds(
    filled: Register,
    make_original: Callable[..., RegisteredOriginal],
    digest: Callable[[object], str],
    found: Found,
) -> None:
    last = filled.copy("SCO-2018/1", 3)
    values = {name: getattr(last, name) for name in Allotment.model_fields}
    stray = {"identifier": "SCO-2018/1", "by_sha256": digest("c"), "reason": "none", "date": "2018-06-01"}
    records: list[Record] = [
        make_original(sha256=digest("b")),
        Allotment.model_validate(values | {"number": 4, "original_sha256": digest("b"), "file_name": "4.pdf"}),
        IssuedFile(identifier="SCO-2018/1", number=9, sha256=digest("9"), sheets=9),
        Rectification.model_validate({"number": 8} | {key: stray[key] for key in ("identifier", "reason", "date")}),
        Supersession.model_validate(stray | {"sha256": digest("b")}),
    ]
    with filled._store.writing() as (connection, head):
        append(connection, head, records)
    assert found() == [("contradiction", sequence) for sequence in range(8, 13)]


def test_a_row_of_an_unknown_kind_is_named_though_the_chain_holds(
    filled: Register, path: Path, tamper: Tamper, found: Found
) -> None:
    filled.close()
    tamper("UPDATE register_entries SET kind = 'revoked' WHERE sequence = 7")
    rehash(path, 7, 7)
    tamper("UPDATE register_head SET hash = (SELECT hash FROM register_entries WHERE sequence = 7)")
    assert found() == [("contradiction", 7)]


def test_guards_that_were_taken_away_are_named(filled: Register, tamper: Tamper) -> None:
    tamper()
    findings = filled.audit().findings
    assert {finding.kind for finding in findings} == {"guard"}
    assert len(findings) == 6
    assert "`register_entries_kept_update` was taken away" in " ".join(finding.message for finding in findings)


def test_what_was_found_is_raised_with_every_finding(filled: Register, tamper: Tamper) -> None:
    tamper("DELETE FROM register_entries WHERE sequence = 4")
    with pytest.raises(VerificationError, match="missing: row 4 is missing") as raised:
        filled.audit().raise_for_findings()
    assert "backup" in raised.value.hint


def test_what_is_only_unfinished_is_raised_with_the_way_to_finish_it(
    filled: Register, make_terms: Callable[..., CopyTerms]
) -> None:
    filled.allot("SCO-2018/1", [make_terms()])
    with pytest.raises(VerificationError, match="pending: copy 4 of `SCO-2018/1` has a number and no file") as raised:
        filled.audit().raise_for_findings()
    assert "--resume" in raised.value.hint
