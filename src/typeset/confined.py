"""A call into its result, made by a process of its own under limits of time and memory.

For what reads files from outside: libraries that others wrote, in languages that can crash, on bytes that anyone may
have made. What such a file does to the process that reads it, it does to no other.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
import typing as t
from collections.abc import Callable
from multiprocessing.connection import Connection

from typeset.errors import TypesetError, VerificationError
from typeset.messages import phrase

Result = t.TypeVar("Result")

_MEGABYTE = 2**20
_COMMON = _MEGABYTE // 2
"""Bytes of a file of some fifty pages."""
_BUSY = 12
"""So many seconds of the clock may pass for one of the processor: other work on the machine is no fault of the file."""


class Limits(t.NamedTuple):
    """What a call may cost: seconds of the processor, and bytes."""

    seconds: int
    memory: int

    @classmethod
    def of_file(cls, size: int) -> "Limits":
        """Ten seconds and 512 MB, and more only for what is larger than official files commonly are."""
        beyond = max(size - _COMMON, 0) / _MEGABYTE
        return cls(10 + int(40 * beyond), 512 * _MEGABYTE + int(256 * beyond) * _MEGABYTE)

    def with_room(self, seconds: int, memory: int) -> "Limits":
        """The same and more, for another program that the call starts."""
        return Limits(self.seconds + seconds, self.memory + memory)


def confined(limits: Limits, name: str, function: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
    """Call a function of a module in a process of its own; arguments and result must pickle.

    Args:
        limits: what it may cost.
        name: the file that is read, as messages give it.
        function: what is called.
        args: its arguments.
        kwargs: likewise.

    Raises:
        TypesetError: what the function raises.
        VerificationError: it cost more than it may, or its process died.
        RuntimeError: a fault of the function; its message is the traceback.
    """
    context = multiprocessing.get_context(_method())
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(there, limits), daemon=True)  # type: ignore[attr-defined] # typeshed: a context of unknown kind has no Process
    process.start()
    there.close()
    try:
        # Not as arguments of the process: a process that dies before it has read these is waited for without end.
        here.send_bytes(pickle.dumps((function, args, kwargs)))
        answer = here.recv_bytes() if here.poll(limits.seconds * _BUSY) else b""
    except (EOFError, ConnectionError):
        answer = b""
    finally:
        # Whatever ends the waiting, an answer, patience or an interruption, leaves no process behind.
        process.kill()
        process.join()
        here.close()
    if not answer:
        raise _exceeded(limits, name)
    return t.cast("Result", _opened(answer))


def _method() -> str:
    """Fork where that is safe, which costs nothing; a process begun anew takes half a second.

    A fork has none of the threads of its parent, and waits without end for what they hold. Those of other languages'
    libraries are known to the system alone.
    """
    return "fork" if sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1 else "spawn"  # noqa: PTH208 - names that are counted


def _run(parent: Connection, limits: Limits) -> None:
    """Be called, and answer with a result or an error, and whether it is one."""
    # The parent is interrupted too, and ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A library that dies says so; what is said of it is said by the parent.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        function, args, kwargs = pickle.loads(parent.recv_bytes())  # noqa: S301 - written by our own parent
        _limit(limits)
        answer: tuple[bool, object] = (True, function(*args, **kwargs))
    except TypesetError as error:
        answer = (False, error)
    except MemoryError:
        return
    except BaseException:  # noqa: BLE001 - a panic of Rust is no `Exception`
        answer = (False, RuntimeError(traceback.format_exc()))
    parent.send_bytes(pickle.dumps(answer))


def _limit(limits: Limits) -> None:
    import resource  # noqa: PLC0415 - Unix alone has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    most = int(spent.ru_utime + spent.ru_stime) + 1 + limits.seconds
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _opened(answer: bytes) -> object:
    done, value = pickle.loads(answer)  # noqa: S301 - written by our own code in our own process
    if not done:
        raise value
    return value


def _exceeded(limits: Limits, name: str) -> VerificationError:
    megabytes = limits.memory // _MEGABYTE
    return VerificationError(
        phrase(
            "could not be read within {seconds} seconds and {megabytes} MB", seconds=limits.seconds, megabytes=megabytes
        ),
        phrase("take the file for hostile or damaged; ask whoever sent it for another"),
        name,
    )
