"""A register is opened where it is, begun only when asked, and every hindrance is said in words."""

import sqlite3
import stat
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from typeset.errors import CopyError, MissingDependency, OutputError, VerificationError
from typeset.model.register import Head, RegisteredOriginal
from typeset.register import Register
from typeset.register.address import locate, shown


def test_a_register_is_begun_only_when_asked(path: Path) -> None:
    with pytest.raises(OutputError, match="there is no register"):
        Register.open(path)
    assert not path.exists()
    Register.open(path, create=True).close()
    with Register.open(f"sqlite:///{path}") as register:
        assert register.head() == Head(entries=0, hash="0" * 64)
        assert register.audit().sound
    assert sorted(one.name for one in path.parent.iterdir()) == ["register.db"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_readers_do_not_wait_for_a_writer(register: Register, path: Path) -> None:
    assert register.head().entries == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_register_that_is_there_is_not_begun_again(filled: Register, path: Path) -> None:
    with Register.open(str(path), create=True) as again:
        assert again.head() == filled.head()


def test_a_register_begun_by_another_in_the_meantime_is_used(
    filled: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.close()
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with Register.open(path, create=True) as register:
        assert register.head().entries == 7
    assert sorted(one.name for one in path.parent.iterdir()) == ["register.db"]


def test_a_register_is_begun_without_hard_links(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: object, _target: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    with Register.open(path, create=True) as register:
        assert register.audit().sound
    assert [one.name for one in path.parent.iterdir()] == ["register.db"]


def test_a_register_in_a_path_with_odd_signs(tmp_path: Path) -> None:
    path = tmp_path / "реестр №1?#%20.db"
    Register.open(path, create=True).close()
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_register_cannot_be_begun_under_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot be begun: file exists|cannot be begun: not a directory"):
        Register.open(tmp_path / "file" / "register.db", create=True)


@pytest.mark.parametrize("where", ["sqlite://", "sqlite:///:memory:", "mysql://u:secret@h/d", "sqlite:///x?mode=ro"])
def test_an_address_of_no_register_is_refused(where: str) -> None:
    with pytest.raises(OutputError, match="is no address of a register") as raised:
        locate(where)
    assert "secret" not in str(raised.value)


def test_an_address_that_cannot_be_read_is_refused_without_repeating_it() -> None:
    with pytest.raises(OutputError, match="cannot be read") as raised:
        locate("postgresql://u:secret@h:port/d")
    assert "secret" not in str(raised.value)


def test_a_password_is_never_shown() -> None:
    place = locate("postgres://clerk:secret@localhost/register")
    assert shown(place) == "postgresql+psycopg://clerk:***@localhost/register"


def test_a_server_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(OutputError, match=r"register `postgresql.psycopg://x:...@127.0.0.1:1/d` cannot be used"):
        Register.open("postgresql://x:secret@127.0.0.1:1/d")


def test_without_its_driver_a_server_is_a_missing_dependency(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingDependency, match="PostgreSQL needs `psycopg`"):
        Register.open("postgresql://localhost/d")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 this is no database, but long enough to look like a file" * 40])
def test_a_file_that_is_no_register_is_refused_and_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for create in (False, True):
        with pytest.raises(OutputError, match=r"holds no register|is no register, or is damaged"):
            Register.open(path, create=create)
    assert path.read_bytes() == content


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be opened"):
        Register.open(tmp_path)


def test_a_damaged_register_is_an_error(filled: Register, path: Path) -> None:
    filled.close()
    content = bytearray(path.read_bytes())
    size = 4096
    for page in range(2, len(content) // size):
        content[page * size : page * size + 16] = b"\xff" * 16
    path.write_bytes(content)
    with Register.open(path) as register, pytest.raises(OutputError, match="is damaged"):
        register.audit()


def test_damage_that_leaves_the_rows_alone_is_found_by_the_audit(filled: Register, tamper: Callable[..., None]) -> None:
    tamper(
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'file_name', 'payload') WHERE name = 'register_entries_file'",
    )
    filled.close()
    assert "storage" in {finding.kind for finding in filled.audit().findings}


@pytest.mark.parametrize(("versions", "shown"), [(["2"], "2"), ([], "none"), (["1", "2"], "1, 2")])
def test_another_format_is_refused(register: Register, path: Path, versions: list[str], shown: str) -> None:
    register.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("DELETE FROM register_format")
        for version in versions:
            connection.execute("INSERT INTO register_format VALUES (?)", (version,))
    with pytest.raises(MissingDependency, match=f"has format {shown}; this typeset knows format 1"):
        Register.open(path)


def test_a_locked_register_is_waited_for_and_then_an_error(
    register: Register, path: Path, make_original: Callable[..., RegisteredOriginal]
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, Register.open(path, patience=0.1) as impatient:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutputError, match="is in use by another process"):
            impatient.add_original(make_original())
        assert impatient.originals() == ()
        other.execute("ROLLBACK")
        impatient.add_original(make_original())
    assert register.head().entries == 1


def test_a_lock_that_is_let_go_in_time_is_no_error(
    register: Register, path: Path, make_original: Callable[..., RegisteredOriginal]
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, other.execute, ["ROLLBACK"])
        release.start()
        register.add_original(make_original())
        release.join()
    assert register.head().entries == 1


def test_without_its_head_nothing_is_entered(
    filled: Register, tamper: Callable[..., None], make_original: Callable[..., RegisteredOriginal]
) -> None:
    tamper("DELETE FROM register_head")
    with pytest.raises(VerificationError, match="has lost its head"):
        filled.add_original(make_original())
    with pytest.raises(VerificationError, match="has lost its head"):
        filled.head()


def test_a_head_is_read_as_it_is_written(filled: Register) -> None:
    assert Head.parse(f" {filled.head()}\n") == filled.head()
    for text in ("", "7", "7:xyz", "07:" + "0" * 64, "-1:" + "0" * 64):
        with pytest.raises(CopyError, match="is no head of a register"):
            Head.parse(text)
