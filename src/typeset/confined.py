"""A call into its result, made by a process of its own under limits of time and memory.

For what reads files from outside: libraries that others wrote, in languages that can crash, on bytes that anyone may
have made. What such a file does to the process that reads it, it does to no other.
"""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
import typing as t
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from typeset.bounds import MEGABYTE, Bounds, bounds, raising, settle
from typeset.errors import TypesetError, VerificationError
from typeset.messages import phrase

Result = t.TypeVar("Result")

_COMMON = MEGABYTE // 2
"""Bytes of a file of some fifty pages."""
_SETTINGS = {"seconds": "pdf_seconds", "memory": "pdf_memory_mb"}
_BUSY = 12
"""So many seconds of the clock may pass for one of the processor: other work on the machine is no fault of the file."""


class ExceededError(VerificationError):
    """A call cost more than it may, or its process died; `cause` says which in words.

    `limit` is `seconds` or `memory`, or empty where the process died of something else.
    """

    cause: str = ""
    limit: str = ""


class Limits(t.NamedTuple):
    """What a call may cost: seconds of the processor, and bytes."""

    seconds: int
    memory: int

    @classmethod
    def of_file(cls, size: int) -> "Limits":
        """Ten seconds and 512 MB, and more only for what is larger than official files commonly are."""
        beyond = max(size - _COMMON, 0) / MEGABYTE
        memory = bounds().pdf_memory_mb + int(256 * beyond)
        return cls(bounds().pdf_seconds + int(40 * beyond), memory * MEGABYTE)

    @classmethod
    def of_press(cls, size: int) -> "Limits":
        """A minute and a gigabyte, and more by the bytes of a source: ten times what pages mostly take."""
        megabytes = size / MEGABYTE
        memory = bounds().press_memory_mb + int(1024 * megabytes)
        return cls(bounds().press_seconds + int(400 * megabytes), memory * MEGABYTE)

    def with_room(self, seconds: int, memory: int) -> "Limits":
        """The same and more, for another program that the call starts."""
        return Limits(self.seconds + seconds, self.memory + memory)


def confined(limits: Limits, name: str, function: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
    """Call a function of a module in a process of its own; arguments and result must pickle.

    What is called in such a process already, or in a worker of a batch, which is watched over too, stays in it.

    Args:
        limits: what it may cost.
        name: the file that is read, as messages give it.
        function: what is called.
        args: its arguments.
        kwargs: likewise.

    Raises:
        TypesetError: what the function raises.
        ExceededError: it cost more than it may, or its process died.
        RuntimeError: a fault of the function; its message is the traceback.
    """
    if multiprocessing.current_process().daemon:
        return function(*args, **kwargs)
    context = multiprocessing.get_context(_method())
    here, there = context.Pipe()
    process = context.Process(target=_run, args=(here, there, limits), daemon=True)  # type: ignore[attr-defined] # typeshed: a context of unknown kind has no Process
    process.start()
    there.close()
    late = False
    try:
        # Not as arguments of the process: a process that dies before it has read these is waited for without end.
        here.send_bytes(pickle.dumps((bounds(), function, args, kwargs)))
        late = not here.poll(limits.seconds * _BUSY)
        answer = b"" if late else here.recv_bytes()
    except (EOFError, ConnectionError):
        # It has closed its end, and is about to be gone.
        process.join(1)
        answer = b""
    finally:
        # Whatever ends the waiting, an answer, patience or an interruption, leaves no process behind.
        process.kill()
        process.join()
        here.close()
    if not answer:
        raise _exceeded(limits, name, *_ending(process, late=late))
    done, value = pickle.loads(answer)  # noqa: S301 - written by our own code in our own process
    if done:
        return t.cast("Result", value)
    raise _exceeded(limits, name, phrase("its memory was spent"), "memory") if value is None else value


def _method() -> str:
    """Fork where that is safe, which costs nothing; a process begun anew takes half a second.

    A fork has none of the threads of its parent, and waits without end for what they hold. Those of other languages'
    libraries are known to the system alone.
    """
    return "fork" if sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1 else "spawn"  # noqa: PTH208 - names that are counted


def _run(others: Connection, parent: Connection, limits: Limits) -> None:
    """Be called, and answer with a result or an error, and whether it is one."""
    # The parent's end, which a fork has too: who held it would wait without end for a parent that was killed.
    others.close()
    # Limits count what lives, not what a parent that ends soon lets lie about.
    gc.enable()
    # The parent is interrupted too, and ends this process itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A library that dies says so; what is said of it is said by the parent.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        answer = pickle.dumps((True, _called(limits, *pickle.loads(parent.recv_bytes()))))  # noqa: S301 - written by our own parent
    except TypesetError as error:
        answer = pickle.dumps((False, error))
    except MemoryError:
        answer = pickle.dumps((False, None))
    except BaseException:  # noqa: BLE001 - a panic of Rust is no `Exception`
        answer = pickle.dumps((False, RuntimeError(traceback.format_exc())))
    parent.send_bytes(answer)


def _called(
    limits: Limits,
    settings: Bounds,
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> object:
    settle(settings)
    _limit(limits)
    return function(*args, **kwargs)


def _limit(limits: Limits) -> None:
    import resource  # noqa: PLC0415 - Unix alone has it

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (limits.memory, limits.memory))
    spent = resource.getrusage(resource.RUSAGE_SELF)
    most = int(spent.ru_utime + spent.ru_stime) + 1 + limits.seconds
    # The first ends the process with a signal that says why; the second ends one that does not heed it.
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))


def _ending(process: BaseProcess, *, late: bool) -> tuple[str, str]:
    """Why there is no answer, and which limit that is, if it is one."""
    code = -(process.exitcode or 0)
    if late or code == signal.SIGXCPU:
        return phrase("its time was spent"), "seconds"
    if code <= 0:
        return phrase("its reader ended"), ""
    return phrase("its reader died of {signal}", signal=signal.Signals(code).name), ""


def _exceeded(limits: Limits, name: str, cause: str, limit: str) -> ExceededError:
    hint = phrase("take the file for hostile or damaged; ask whoever sent it for another")
    if limit:
        hint = phrase("{hint}, {raising}", hint=hint, raising=raising(_SETTINGS[limit]))
    megabytes = limits.memory // MEGABYTE
    error = ExceededError(
        phrase(
            "could not be read within {seconds} seconds and {megabytes} MB: {cause}",
            seconds=limits.seconds,
            megabytes=megabytes,
            cause=cause,
        ),
        hint,
        name,
    )
    error.cause, error.limit = cause, limit
    return error
