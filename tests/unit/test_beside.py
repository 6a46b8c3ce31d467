"""A fork that works beside its parent: what the two tell each other, and that neither outlives the other's end."""

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection

import pytest

from typeset import beside
from typeset.beside import Beside, Talk

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are made on Linux alone")
PATIENCE = 10.0


def test_they_tell_each_other_what_they_know() -> None:
    known = object()

    def answer(parent: Talk) -> None:
        parent.tell((parent.hear() + 1, id(known)))

    with Beside(answer) as fork:
        fork.tell(41)
        assert fork.hear() == (42, id(known))


def test_who_raises_or_ends_is_heard_no_more() -> None:
    def stumble(_parent: Talk) -> None:
        raise ValueError("deep inside")

    for function in (stumble, lambda _parent: None, lambda _parent: os._exit(3), _killed):
        with Beside(function) as fork:
            assert fork.hear() is None


def _killed(_parent: Talk) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_fork_complains_of_is_not_heard_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    def stumble(_parent: Talk) -> None:
        raise ValueError("deep inside")

    with Beside(stumble) as fork:
        fork.hear()
    assert capfd.readouterr().err == ""


def test_who_cannot_speak_hears_nothing_instead_of_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_connection: Connection, _value: bytes) -> None:
        raise OSError(5, "input/output error")

    def listen(parent: Talk) -> None:
        parent.hear()
        time.sleep(PATIENCE)

    with Beside(listen) as fork:
        monkeypatch.setattr(Connection, "send_bytes", fails)
        fork.tell("anything")
        assert fork.hear() is None


def test_leaving_the_block_ends_the_fork_and_its_own_fork() -> None:
    def wait(parent: Talk) -> None:
        parent.tell(os.getpid())
        time.sleep(60 * PATIENCE)

    def wait_with_another(parent: Talk) -> None:
        with Beside(wait) as inner:
            parent.tell((os.getpid(), inner.hear()))
            time.sleep(60 * PATIENCE)

    with Beside(wait_with_another) as fork:
        pids = fork.hear()
    assert _soon(lambda: not any(map(_lives, pids)))


def test_a_fork_ends_with_a_parent_that_was_killed() -> None:
    def listen(parent: Talk) -> None:
        parent.tell(os.getpid())
        parent.hear()

    def killed(parent: Talk) -> None:
        with Beside(listen) as inner:
            parent.tell(inner.hear())
            os.kill(os.getpid(), signal.SIGKILL)

    with Beside(killed) as fork:
        pid = fork.hear()
        assert fork.hear() is None
        assert _soon(lambda: not _lives(pid))


def test_a_fork_heeds_no_interruption_of_its_own() -> None:
    def interrupted(parent: Talk) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        parent.tell("still here")

    with Beside(interrupted) as fork:
        assert fork.hear() == "still here"


def test_a_fork_may_fork_but_not_where_threads_hold_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert beside.possible()
    with Beside(lambda parent: parent.tell(beside.possible())) as fork:
        assert fork.hear() is True
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not beside.possible()


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (os, "sched_getaffinity", lambda _pid: {0}),
        (sys, "platform", "darwin"),
        (multiprocessing, "current_process", lambda: multiprocessing.Process(daemon=True)),
    ],
)
def test_where_there_is_no_fork(owner: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(owner, name, value)
    assert not beside.possible()


def _lives(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, 0)
        return "Z" not in _state(pid)
    return False


def _state(pid: int) -> str:
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123 - no file of ours
        return stat.read().rpartition(")")[2].split()[0]
    return "Z"


def _soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()
