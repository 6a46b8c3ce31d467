"""A register that is broken, old, of tomorrow, or locked: said in words, left as it is, and healed by a backup."""

import datetime as dt
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from typeset.cli.exits import exit_code
from typeset.cli.main import typeset
from typeset.errors import MissingDependency, OutputError, TypesetError, VerificationError
from typeset.model.register import CopyTerms, RegisteredOriginal
from typeset.register import Register

PAGE = 4096
COPIES = 40
QUESTIONS = (("list",), ("list", "--json"), ("audit",), ("due",), ("export",), ("export", "--format", "json"))


@pytest.fixture
def path(original: RegisteredOriginal, terms: CopyTerms, tmp_path: Path) -> Path:
    """A register of several pages; beside it stands its backup."""
    path = tmp_path / "register.db"
    with Register.open(path, create=True) as register:
        register.add_original(original)
        for one in register.allot(original.sha256, [terms] * COPIES):
            register.confirm(one.made(f"{one.number:064x}", 9))
    shutil.copy(path, tmp_path / "backup.db")
    return path


def ask(path: Path, *words: str) -> Result:
    return CliRunner().invoke(typeset, ["register", *words, "--register", str(path)])


def entered(path: Path, original: RegisteredOriginal, terms: CopyTerms) -> None:
    with Register.open(path) as register:
        register.allot(original.sha256, [terms])


def overwritten(dice: random.Random, content: bytes) -> bytes:
    page = dice.randrange(len(content) // PAGE)
    return content[: page * PAGE] + dice.randbytes(PAGE) + content[(page + 1) * PAGE :]


def cut(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content))]


def cut_at_a_page(dice: random.Random, content: bytes) -> bytes:
    return content[: dice.randrange(len(content) // PAGE) * PAGE]


def flipped(dice: random.Random, content: bytes) -> bytes:
    place = dice.randrange(len(content))
    return content[:place] + bytes([content[place] ^ 1 << dice.randrange(8)]) + content[place + 1 :]


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("damage", [overwritten, cut, cut_at_a_page, flipped])
def test_damage_ends_in_words_and_never_in_other_copies(
    damage: Callable[[random.Random, bytes], bytes], seed: int, path: Path, tmp_path: Path
) -> None:
    sound = {words: ask(path, *words).stdout for words in QUESTIONS}
    damaged = damage(random.Random(seed), (tmp_path / "backup.db").read_bytes())  # noqa: S311 - dice, not keys
    path.write_bytes(damaged)
    audit = ask(path, "audit")
    for words in QUESTIONS:
        done = ask(path, *words)
        assert done.exception is None or isinstance(done.exception, TypesetError), (words, done.exc_info)
        if done.exception is None and audit.exception is None:
            # What is sound to the audit says what it said: a bit that was nobody's.
            assert done.stdout == sound[words]
        if isinstance(done.exception, TypesetError):
            assert done.exception.hint
    shutil.copy(tmp_path / "backup.db", path)
    assert {words: ask(path, *words).stdout for words in QUESTIONS} == sound


@pytest.mark.parametrize("seed", range(6))
def test_an_entry_into_what_is_damaged_is_refused_or_stands_and_the_audit_tells(
    seed: int, path: Path, original: RegisteredOriginal, terms: CopyTerms
) -> None:
    path.write_bytes(overwritten(random.Random(seed), path.read_bytes()))  # noqa: S311 - dice, not keys
    refusal = trouble(lambda: entered(path, original, terms))
    audit, listed = ask(path, "audit"), ask(path, "list")
    assert isinstance(audit.exception, TypesetError)
    assert refusal is None or refusal.hint
    assert isinstance(listed.exception, TypesetError) or (f"  {COPIES + 1}  " in listed.stdout) == (refusal is None)


def trouble(action: Callable[[], object]) -> TypesetError | None:
    try:
        action()
    except TypesetError as error:
        return error
    return None


def test_a_lost_journal_of_sqlite_loses_its_end_and_a_noted_head_tells(
    path: Path, original: RegisteredOriginal, terms: CopyTerms, tmp_path: Path
) -> None:
    """Whoever copies the file alone while it is in use leaves behind what stands in `register.db-wal` only."""
    with Register.open(path) as register:
        before = register.head()
        register.allot(original.sha256, [terms])
        noted = register.head()
        assert path.with_name("register.db-wal").stat().st_size
        shutil.copy(path, tmp_path / "torn.db")
    torn = tmp_path / "torn.db"
    with Register.open(torn) as register:
        assert register.head() == before
        assert register.audit().sound
        (finding,) = register.audit(noted=noted).findings
    assert finding.kind == "head"
    assert ask(torn, "audit", "--head", str(noted)).exit_code != 0
    assert ask(path, "audit", "--head", str(noted)).stdout.strip() == str(noted)


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_register_of_another_version_is_refused_and_left_as_it_is(path: Path, version: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE register_format SET version = ?", (version,))
    before = path.read_bytes()
    for words in (*QUESTIONS, ("rectify", "SCO-2018/1", "1", "--reason", "x")):
        error = ask(path, *words).exception
        assert isinstance(error, MissingDependency), words
        assert exit_code(error) == 8
        assert f"has format {version}; this typeset knows format 1" in str(error)
        assert "use the version of typeset that wrote it" in error.hint
    assert path.read_bytes() == before


def test_a_register_locked_by_another_process_is_read_but_not_written(
    path: Path, original: RegisteredOriginal, terms: CopyTerms
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert all(ask(path, *words).exit_code == 0 for words in QUESTIONS)
        with Register.open(path, patience=0.2) as register:
            with pytest.raises(OutputError, match="is in use by another process") as raised:
                register.allot(original.sha256, [terms])
            assert raised.value.hint == "try again when the other run has ended"
        other.execute("ROLLBACK")
    entered(path, original, terms)


def test_copies_dated_before_their_original_or_before_each_other_are_entered_and_audited(
    path: Path, original: RegisteredOriginal, terms: CopyTerms
) -> None:
    """The order of a register is that of its rows; a date is what somebody says, and a clock may go back."""
    days = [dt.date(2018, 6, 2), dt.date(2018, 6, 1), dt.date(1999, 12, 31), dt.date(2018, 6, 3)]
    assert days[2] < original.signed
    with Register.open(path) as register:
        for day in days:
            (one,) = register.allot(original.sha256, [terms.model_copy(update={"issued": day})])
            register.confirm(one.made(f"{one.number:064x}", 9))
        register.rectify("SCO-2018/1", COPIES + 1, "опечатка", dt.date(1999, 1, 1))
        copies = register.copies()[COPIES:]
        assert [one.number for one in copies] == list(range(COPIES + 1, COPIES + 5))
        assert [one.issued for one in copies] == days
        register.audit().raise_for_findings()
        assert register.due(dt.date(1970, 1, 1)) == ()


def test_a_row_that_the_head_lacks_is_never_taken_for_sound(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for guard in ("register_head_forward",):
            connection.execute(f"DROP TRIGGER {guard}")
        connection.execute("UPDATE register_head SET entries = entries - 2")
    error = ask(path, "audit").exception
    assert isinstance(error, VerificationError)
    assert "was inserted: the head counts" in str(error)
