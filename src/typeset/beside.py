"""A call that a fork of this process makes meanwhile, and what the two tell each other.

A fork has read and loaded all that its parent has, at no cost. It is never relied upon: whoever hears nothing from it
does its work alone.
"""

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import typing as t
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType

_GONE = (EOFError, OSError, pickle.PickleError)
_forked = False
"""Whether this process is such a fork."""


def possible(*, native: bool = False) -> bool:
    """Whether this process may be forked, and has a second processor to gain by it.

    A fork waits without end for what other threads of its parent hold, and a process that is watched over – a worker
    of a batch, a reader under limits – has no children. Threads of libraries that only wait for work hold nothing; but
    a fork has them not, and whoever calls such a library there waits without end for its threads.

    Args:
        native: whether the fork calls libraries that have threads of their own: then there may be none here yet.
    """
    if sys.platform != "linux" or multiprocessing.current_process().daemon or threading.active_count() > 1:
        return False
    alone = not native or len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - names that are counted
    return alone and len(os.sched_getaffinity(0)) > 1


class Talk:
    """One end of what two processes tell each other."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def tell(self, value: object) -> None:
        """Say something that pickles; who cannot say it hears nothing any more either."""
        try:
            self.connection.send_bytes(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        except OSError:
            self.connection.close()

    def hear(self) -> t.Any:  # noqa: ANN401 - whatever the other says
        """Wait for what the other says next; `None` where it says nothing any more."""
        try:
            return pickle.loads(self.connection.recv_bytes())  # noqa: S301 - written by our own code in our own fork
        except _GONE:
            return None


class Beside(Talk):
    """A fork that makes one call and ends; leaving the block ends it in any case.

    Args:
        function: what it calls, with its end of the talk and the arguments; it speaks by that end alone, and whatever
            it raises ends it.
        arguments: they need not pickle.
    """

    def __init__(self, function: Callable[..., None], *arguments: object) -> None:
        context = multiprocessing.get_context("fork")
        here, there = context.Pipe()
        super().__init__(here)
        self._process = context.Process(target=_run, args=(here, there, function, arguments))
        with warnings.catch_warnings():
            # Of threads of any kind; those that matter are looked for by `possible`.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._process.start()
        there.close()

    def __enter__(self) -> t.Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.pid is not None:
            # It leads a group of its own, in which its own forks are; one among others' forks ends alone.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.join()
        self.connection.close()


def _run(others: Connection, own: Connection, function: Callable[..., None], arguments: tuple[object, ...]) -> None:
    # The parent's end, which a fork has too: who held it would wait without end for a parent that was killed.
    others.close()
    # The parent is interrupted too, and ends this process itself; what goes wrong here, it meets again and says.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    global _forked  # noqa: PLW0603 - it is a matter of the process
    if not _forked:
        _forked = True
        os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with contextlib.suppress(BaseException):
        function(Talk(own), *arguments)
