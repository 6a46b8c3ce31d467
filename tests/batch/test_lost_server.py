"""A batch whose register is in a server that is lost: said in words, and the run resumed makes nothing twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.batch.running import Run, digests
from tests.batch.running import head as head_of
from tests.register.conftest import own_server  # noqa: F401 - a fixture, of the register's own tests
from tests.register.server import Server

from typeset.batch import Serial
from typeset.batch.tasks import CopiesTask, OriginalTask, Outcome, Task
from typeset.batch.work import work
from typeset.errors import OutputError
from typeset.register import Register


@pytest.mark.parametrize("kind", [OriginalTask, CopiesTask])
def test_a_server_is_lost_and_the_run_resumed(  # noqa: PLR0913, PLR0917 - fixtures
    kind: type[Task],
    own_server: Server,  # noqa: F811 - the fixture
    sources: Path,
    serial: Path,
    run: Run,
    tmp_path: Path,
) -> None:
    out, where = tmp_path / "out", own_server.database()
    crash = once(own_server.crash)

    def lost(task: Task) -> Outcome:
        """Lose the server at the third instrument."""
        if isinstance(task, kind) and task.id == "0003":
            crash()
        return work(task)

    with pytest.raises(OutputError, match="cannot be used") as raised:
        run(sources, out, Serial(lost), register=where)
    assert raised.value.hint == "check the register's address and server"
    made = {name: (out / name).stat().st_mtime_ns for name in digests(out)}
    assert made
    assert digests(out).items() <= digests(serial).items()
    own_server.start()
    results = run(sources, out, register=where, resume=True)
    assert [one.failure for one in results if one.failure] == []
    assert digests(out) == digests(serial)
    assert {name: (out / name).stat().st_mtime_ns for name in made} == made
    with Register.open(where) as book:
        assert str(book.head()) == head_of(serial)
        book.audit(out / "copies").raise_for_findings()


def once(action: Callable[[], None]) -> Callable[[], None]:
    left = [action]

    def act() -> None:
        if left:
            left.pop()()

    return act
