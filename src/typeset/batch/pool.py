"""Tasks into outcomes by processes of this machine, each watched over: time, memory, life.

A worker that dies, hangs or grows takes nobody with it: its document is tried once more in a fresh process, then
has its own error. `concurrent.futures` cannot do this: there, one dead worker breaks the pool.
"""

import contextlib
import multiprocessing as mp
import os
import signal
import threading
import time
import typing as t
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait

from typeset.batch.tasks import Function, OriginalTask, Outcome, Task, World, failed, memory, unheard
from typeset.batch.work import warm, work
from typeset.errors import MissingDependency
from typeset.messages import phrase
from typeset.model.batch import Failure

_START = 120.0
"""Seconds in which a worker must have loaded the engine."""
_STILLBORN = 3
"""So many workers that die before their first task are no accident."""
_TRIES = 2
_READY = "ready"
Done = tuple[Task, Outcome]


@dataclass(frozen=True)
class Limits:
    """What a worker may take.

    Args:
        seconds: for one task.
        memory: address space in bytes; none where the system does not limit it.
        tasks: after so many a worker is replaced.
        resident: a worker that holds more bytes than this after a task is replaced.
    """

    seconds: float = 120.0
    memory: int | None = 4 * 2**30
    tasks: int = 500
    resident: int = 2**30


class Executor(t.Protocol):
    """Who does the work."""

    @property
    def remote(self) -> bool:
        """Whether workers may be on other machines."""

    def start(self, world: World) -> contextlib.AbstractContextManager["Crew"]:
        """Bring the workers together, for as many stretches as a run has."""


class Crew(t.Protocol):
    """Workers that are there."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do tasks as workers become free, in any order; a task is asked for when one is free."""


@dataclass(frozen=True)
class Serial:
    """One after the other, in this process, without protection: what the others are compared with."""

    function: Function = work
    remote: bool = False

    @contextlib.contextmanager
    def start(self, world: World) -> Iterator[Crew]:
        """Load the engine."""
        warm(world)
        yield self

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do tasks in their order."""
        for task in tasks:
            yield task, self.function(task)


@dataclass
class _Worker:
    """A process, and what it is at; changes as it works, and is known to its pool alone."""

    process: mp.process.BaseProcess
    pipe: Connection
    deadline: float
    task: Task | None = None
    ready: bool = False
    done: int = 0


@dataclass(frozen=True)
class Pool:
    """Processes that take the next task as they become free.

    Args:
        jobs: how many.
        limits: what each may take.
        function: what they do; a module-level function.
    """

    jobs: int
    limits: Limits = field(default_factory=Limits)
    function: Function = work
    remote: bool = False

    @contextlib.contextmanager
    def start(self, world: World) -> Iterator[Crew]:
        """A shift; processes are started when there is something to do, and end with it."""
        shift = _Shift(self, world)
        try:
            yield shift
        finally:
            shift.end()


class _Shift:
    """The workers of one run."""

    def __init__(self, pool: Pool, world: World) -> None:
        self._pool, self._world = pool, world
        self._tasks: Iterator[Task] = iter(())
        self._again: deque[Task] = deque()
        self._workers: list[_Worker] = []
        self._stillborn = 0
        self._empty = False

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do tasks; whatever befalls a worker ends in an outcome.

        Raises:
            MissingDependency: workers cannot be started.
        """
        self._tasks, self._empty = iter(tasks), False
        while True:
            self._staff()
            busy = [worker for worker in self._workers if worker.task is not None or not worker.ready]
            if not any(worker.task for worker in self._workers) and self._empty and not self._again:
                return
            first = min(worker.deadline for worker in busy)
            found = wait([worker.pipe for worker in busy], max(0.0, first - time.monotonic()))
            for worker in busy:
                if worker.pipe in found:
                    yield from self._heard(worker)
                elif time.monotonic() >= worker.deadline:
                    yield from self._lost(worker, timeout=True)

    def end(self) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)

    def _staff(self) -> None:
        """Give every idle worker a task, and start workers while there are tasks for them."""
        for worker in self._workers:
            if worker.ready and worker.task is None:
                self._hand(worker)
        while len(self._workers) < self._pool.jobs and self._more():
            self._workers.append(_started(self._pool, self._world))
        # One ahead: its source is looked at while the workers are busy, and not while one waits.
        self._more()

    def _more(self) -> bool:
        """Whether a task waits that no starting worker will take."""
        if self._again:
            return True
        if not self._empty:
            task = next(self._tasks, None)
            self._empty = task is None
            if task is not None:
                self._again.append(task)
        return bool(self._again)

    def _hand(self, worker: _Worker) -> None:
        if not self._more():
            return
        worker.task = self._again.popleft()
        worker.deadline = time.monotonic() + self._pool.limits.seconds
        # A worker that has died since is noticed when its pipe is read.
        with contextlib.suppress(OSError):
            worker.pipe.send(worker.task)

    def _heard(self, worker: _Worker) -> Iterator[Done]:
        try:
            said = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._lost(worker)
            return
        if said == _READY:
            worker.ready, worker.deadline = True, float("inf")
            self._stillborn = 0
            return
        outcome, resident = t.cast("tuple[Outcome, int]", said)
        task, worker.task, worker.deadline = worker.task, None, float("inf")
        worker.done += 1
        assert task is not None  # noqa: S101 - a worker speaks when it was given a task
        limits = self._pool.limits
        spent = any(piece.failure and piece.failure.kind == "MemoryError" for piece in outcome.pieces)
        if spent or worker.done >= limits.tasks or resident > limits.resident:
            self._dismiss(worker)
        if spent:
            message = phrase("more memory was needed than a worker may take")
            hint = phrase("say a larger `--memory`, or split the instrument")
            failure = Failure(kind=_kind(task), message=message, hint=hint)
            yield from self._retried(task, failure)
        else:
            yield task, outcome

    def _lost(self, worker: _Worker, *, timeout: bool = False) -> Iterator[Done]:
        """A worker has died or hangs; its task, if any, is tried again or given up."""
        self._dismiss(worker)
        task, code = worker.task, worker.process.exitcode
        if task is None:
            self._stillborn += 1
            if not worker.ready and self._stillborn >= _STILLBORN:
                what = phrase("workers die or hang before their first task")
                raise MissingDependency(what, phrase("try `typeset original` first"))
            return
        if timeout:
            seconds = f"{self._pool.limits.seconds:g}"
            message = phrase("not done in {seconds} seconds: the layout seems to have no end", seconds=seconds)
            hint = phrase("look at the source and the template; or say `--time-limit`")
        else:
            message = phrase("the worker died: {cause}", cause=_cause(code))
            hint = phrase("look at the source and the template, or report this")
        yield from self._retried(task, Failure(kind=_kind(task), message=message, hint=hint))

    def _retried(self, task: Task, failure: Failure) -> Iterator[Done]:
        if task.attempt + 1 < _TRIES:
            self._again.extendleft(reversed(task.split()))
        else:
            yield task, failed(task, failure)

    def _dismiss(self, worker: _Worker) -> None:
        if worker in self._workers:
            self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()


def _started(pool: Pool, world: World) -> _Worker:
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe()
    arguments = (theirs, pool.function, world, pool.limits.memory)
    process = context.Process(target=_serve, args=arguments, daemon=True)
    with unheard():
        process.start()
    theirs.close()
    return _Worker(process, ours, time.monotonic() + _START)


def _serve(pipe: Connection, function: Function, world: World, most: int | None) -> None:
    """Serve tasks until the client has gone; the life of a worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow, daemon=True).start()
    _limit(most)
    with contextlib.suppress(Exception):
        # What is wrong with the workplace is told by the first task, as its own error.
        warm(world)
    with contextlib.suppress(EOFError, OSError):
        pipe.send(_READY)
        while True:
            outcome = function(pipe.recv())
            pipe.send((outcome, memory()))


def _follow() -> None:
    """End with the client, even if it was killed and the layout has no end."""
    parent = mp.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _limit(most: int | None) -> None:
    if most is None:
        return
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Unix alone has it

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _kind(task: Task) -> str:
    return "PressError" if isinstance(task, OriginalTask) else "CopyError"


def _cause(code: int | None) -> str:
    if code is None or code >= 0:
        return phrase("exit code {code}", code=code)
    return phrase("signal {code} ({name})", code=-code, name=signal.Signals(-code).name)
