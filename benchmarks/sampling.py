"""Calls in processes of their own into samples: seconds of the clock and of the processor, and peak memory.

Each contender has a process that stays warm, so that none collects another's garbage or finds another's caches.
"""

import contextlib
import multiprocessing
import resource
import statistics
import subprocess
import time
import typing as t
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Sample:
    """What one call took."""

    seconds: float
    cpu: float
    """Of the process, its threads, and the children it has waited for."""
    peak: int
    """Bytes that the process has held at most, since it began."""
    result: t.Any = None


class Worker:
    """A process that makes calls, and goes on living between them."""

    def __init__(self) -> None:
        self._end, other = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(other,))
        self._process.start()

    def call(self, function: Callable[..., t.Any], *arguments: object) -> Sample:
        """Call a function of a module, there.

        Raises:
            RuntimeError: it failed; with its traceback.
        """
        self._end.send((function, arguments))
        answer = self._end.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)  # noqa: TRY004 - the failure happened there
        return t.cast("Sample", answer)

    def close(self) -> None:
        """Let it end."""
        self._end.send(None)
        self._process.join()


@contextlib.contextmanager
def workers(count: int) -> Iterator[list[Worker]]:
    """Some processes, which end with the block."""
    made = [Worker() for _ in range(count)]
    try:
        yield made
    finally:
        for worker in made:
            worker.close()


def command(arguments: Sequence[str]) -> Sample:
    """Run a command line, cold.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    before, start = _cpu(), time.perf_counter()
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return Sample(seconds, _cpu() - before, 0)


def median(samples: Sequence[Sample]) -> float:
    """The median of their seconds."""
    return statistics.median(one.seconds for one in samples)


def ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """The median of ours by theirs, each pair measured one after the other: load that comes and goes touches both."""
    return statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))


def cpu_ratio(ours: Sequence[Sample], theirs: Sequence[Sample]) -> float:
    """The same of the processor's time, which others who want the machine hardly change."""
    return statistics.median(a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True))


def _serve(end: Connection) -> None:
    while (asked := end.recv()) is not None:
        function, arguments = asked
        try:
            end.send(_sampled(function, arguments))
        except Exception:  # noqa: BLE001 - it is raised again over there
            import traceback  # noqa: PLC0415 - only where something failed

            end.send(traceback.format_exc())


def _sampled(function: Callable[..., t.Any], arguments: tuple[object, ...]) -> Sample:
    before, start = _cpu(), time.perf_counter()
    result = function(*arguments)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Sample(seconds, _cpu() - before, peak, result)


def _cpu() -> float:
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, kinds))
