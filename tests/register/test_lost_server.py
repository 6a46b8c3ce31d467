"""The connection to PostgreSQL is lost in the middle of issuing: said in words, no number lost, healed by going on."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.register.server import Server
from tests.register.test_kills import finish

from typeset.errors import OutputError
from typeset.model.register import CopyTerms, IssuedFile, RegisteredOriginal
from typeset.register import Register, issuing, store

STEPS = ("before allotting", "while allotting", "before confirming", "while confirming")


@pytest.fixture
def where(own_server: Server, original: RegisteredOriginal, terms: CopyTerms) -> str:
    """A register with one issued copy, on a server that may be broken."""
    where = own_server.database()
    with Register.open(where, create=True) as register:
        register.add_original(original)
        (one,) = register.allot(original.sha256, [terms])
        register.confirm(one.made("1" * 64, 9))
    return where


@pytest.fixture
def lose(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the server crash at a step, once: rows have been handed to it then, and are not committed."""

    def at(step: str) -> None:
        if step.startswith("before"):
            own_server.crash()
            return
        append = store.append

        def torn(*arguments: object) -> None:
            append(*arguments)  # type: ignore[arg-type] # handed on as they come
            monkeypatch.undo()
            own_server.crash()

        monkeypatch.setattr(issuing, "append", torn)

    return at


@pytest.mark.parametrize("step", STEPS)
def test_a_server_that_is_lost_loses_no_number(  # noqa: PLR0913, PLR0917 - fixtures
    step: str,
    own_server: Server,
    where: str,
    lose: Callable[[str], None],
    original: RegisteredOriginal,
    terms: CopyTerms,
    tmp_path: Path,
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    with Register.open(where) as register:
        before = register.head()
        if step.endswith("allotting"):
            lose(step)
            with pytest.raises(OutputError, match="cannot be used") as raised:
                register.allot(original.sha256, [terms] * 3)
        else:
            pending = register.allot(original.sha256, [terms] * 3)
            made = [IssuedFile(identifier=one.identifier, number=one.number, sha256=f"{one.number}" * 64, sheets=9)
                    for one in pending]  # fmt: skip
            lose(step)
            with pytest.raises(OutputError, match="cannot be used") as raised:
                register.confirm_many(made)
        assert "server" in raised.value.hint
        assert ":***@" in raised.value.message
        own_server.start()
        # The very same register goes on, with a connection of its own making.
        if step.endswith("allotting"):
            assert register.head() == before
            assert [one.number for one in register.allot(original.sha256, [terms] * 3)] == [2, 3, 4]
        assert [one.number for one in register.pending()] == [2, 3, 4]
        for allotted in register.pending():
            finish(register, allotted, copies)
        register.audit().raise_for_findings()
        assert [one.number for one in register.copies()] == [1, 2, 3, 4]
        assert {one.state for one in register.copies()} == {"issued"}


def test_a_server_that_is_lost_after_the_file_was_written_is_resumed(
    own_server: Server, where: str, original: RegisteredOriginal, terms: CopyTerms, tmp_path: Path
) -> None:
    with Register.open(where) as register:
        (allotted,) = register.allot(original.sha256, [terms])
        content = allotted.model_dump_json().encode()
        (tmp_path / allotted.file_name).write_bytes(content)
        own_server.crash()
        with pytest.raises(OutputError, match="cannot be used"):
            register.confirm(allotted.made(hashlib.sha256(content).hexdigest(), 9))
    own_server.start()
    with Register.open(where) as register:
        kinds = [one.kind for one in register.audit(tmp_path).findings]
        assert "unconfirmed" in kinds
        for one in register.pending():
            finish(register, one, tmp_path)
        assert register.audit().sound


def test_a_server_that_is_gone_is_named_with_what_to_do(own_server: Server, where: str) -> None:
    own_server.crash()
    with pytest.raises(OutputError, match="cannot be used") as raised:
        Register.open(where)
    assert raised.value.hint == "check the register's address and server"
    own_server.start()
    Register.open(where).close()


def test_a_server_that_was_started_anew_between_two_entries_is_not_noticed(
    own_server: Server, where: str, original: RegisteredOriginal, terms: CopyTerms
) -> None:
    with Register.open(where) as register:
        (second,) = register.allot(original.sha256, [terms])
        own_server.crash()
        own_server.start()
        register.confirm(second.made("2" * 64, 9))
        assert register.audit().sound
