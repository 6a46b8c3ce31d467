"""Tasks into outcomes by the workers of a Dask cluster: Dask's own scheduler, workers and retries.

The function is the one that processes of this machine run. A watch beside it ends a worker whose layout has no end;
Dask's nanny then starts another, and its scheduler gives the task to somebody else, or gives it up.
"""

import contextlib
import functools
import os
import threading
import typing as t
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace

from typeset.batch.fingerprint import Fingerprint, fingerprint
from typeset.batch.pool import Crew, Done
from typeset.batch.tasks import Function, OriginalTask, Outcome, Task, World, failed
from typeset.batch.work import work
from typeset.errors import MissingDependency, ResourceError
from typeset.messages import phrase
from typeset.model.batch import Failure
from typeset.resources import bundled

if t.TYPE_CHECKING:
    from distributed import Future

_Client = t.Any
"""Dask's own is half typed."""
_ANSWER = 20
"""Seconds in which the scheduler, and a first worker, must answer."""
_AHEAD = 2
"""Tasks a thread: one at work, one waiting, so that nobody waits for the client."""
_TRIES = 2
_HUNG = 75
"""The exit code of a worker whose layout has no end."""


@dataclass(frozen=True)
class Cluster:
    """The workers of a Dask scheduler.

    Args:
        address: such as `tcp://host:8786`.
        seconds: for one task.
        function: what they do; a module-level function that they can import.
    """

    address: str
    seconds: float = 120.0
    function: Function = work
    remote: bool = True

    @contextlib.contextmanager
    def start(self, world: World) -> Iterator[Crew]:
        """Connect, and compare the workers with this machine.

        Raises:
            MissingDependency: Dask is not installed, or no scheduler or worker answers.
            ResourceError: a worker has other templates, fonts or versions.
        """
        client = _connected(self.address)
        try:
            _compare(client, world)
            yield _Connection(self, client)
        except (OSError, TimeoutError) as error:
            raise _gone(self.address) from error
        finally:
            client.close(timeout=5)


@dataclass(frozen=True)
class _Connection:
    """A cluster, and a client of it."""

    cluster: Cluster
    client: _Client

    def run(self, tasks: Iterable[Task]) -> Iterator[Done]:
        """Do tasks, some ahead of what the workers can take."""
        from distributed import as_completed  # noqa: PLC0415 - an optional library

        at_work: dict[Future[Outcome], Task] = {}
        flow: t.Any = as_completed(loop=self.client.loop)  # type: ignore[no-untyped-call] # half typed
        function = functools.partial(watched, self.cluster.function, self.cluster.seconds)

        def hand_out(task: Task) -> None:
            future = self.client.submit(function, task, pure=False)
            at_work[future] = task
            flow.add(future)

        for task in tasks:
            hand_out(task)
            while len(at_work) >= _AHEAD * max(1, sum(self.client.nthreads().values())):
                yield from self._done(next(flow), at_work, hand_out)
        while at_work:
            yield from self._done(next(flow), at_work, hand_out)

    def _done(
        self, future: "Future[Outcome]", at_work: "dict[Future[Outcome], Task]", again: t.Callable[[Task], None]
    ) -> Iterator[Done]:
        task = at_work.pop(future)
        if future.status == "finished":
            try:
                outcome = future.result()
            except CancelledError as error:
                # The scheduler went between the look at the status and the call for the result.
                raise _gone(self.cluster.address) from error
            future.release()  # type: ignore[no-untyped-call] # likewise
            yield task, outcome
            return
        if future.status in {"cancelled", "lost"}:
            raise _gone(self.cluster.address)
        if task.attempt + 1 < _TRIES and len(task.labels) > 1:
            # Which of several copies it was is not known: each gets a task of its own.
            for part in task.split():
                again(part)
            return
        yield task, failed(task, _failure(future, task, self.cluster.seconds))


def watched(function: Function, seconds: float, task: Task) -> Outcome:
    """Do a task; a layout without end ends the process, and Dask's nanny starts another."""
    watch = threading.Timer(seconds, os._exit, (_HUNG,))
    watch.daemon = True
    watch.start()
    try:
        return function(task)
    finally:
        watch.cancel()


def workplace(given: tuple[tuple[str, bytes], ...]) -> Fingerprint:
    """The fingerprint of the worker that runs this."""
    return fingerprint(replace(bundled(), given=given))


def _connected(address: str) -> _Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional library
    except ImportError as error:
        raise MissingDependency(phrase("a cluster needs Dask"), phrase("pip install 'typeset[cluster]'")) from error
    try:
        client: _Client = Client(address, timeout=_ANSWER, set_as_default=False)  # type: ignore[no-untyped-call] # likewise
    except (OSError, TimeoutError, ValueError) as error:
        raise _gone(address) from error
    try:
        client.wait_for_workers(1, timeout=_ANSWER)
    except TimeoutError as error:
        client.close(timeout=5)
        raise MissingDependency(
            phrase("the scheduler `{address}` has no workers", address=address),
            phrase("`dask worker {address}`", address=address),
        ) from error
    return client


def _compare(client: _Client, world: World) -> None:
    """Refuse workers that would press other bytes; those that come later refuse by themselves."""
    for worker, found in client.run(workplace, world.given).items():
        if found.digest != world.digest:
            ours = workplace(world.given)
            what = found.differences(ours)
            raise ResourceError(
                phrase("the worker `{worker}` differs from this machine: {what}", worker=worker, what=what),
                phrase("install the same typeset, templates and fonts on every machine"),
            )


def _gone(address: str) -> MissingDependency:
    return MissingDependency(
        phrase("no Dask scheduler answers at `{address}`", address=address),
        phrase("start it, then say `--resume`; what was made is kept"),
    )


def _failure(future: "Future[Outcome]", task: Task, seconds: float) -> Failure:
    error: object = future.exception()  # type: ignore[no-untyped-call] # likewise
    kind = "PressError" if isinstance(task, OriginalTask) else "CopyError"
    if type(error).__name__ == "KilledWorker":
        message = phrase(
            "every worker that tried it died, or was not done in {seconds} seconds", seconds=f"{seconds:g}"
        )
        return Failure(
            kind=kind, message=message, hint=phrase("look at the source and the template, or at the workers' logs")
        )
    return Failure.of(error) if isinstance(error, Exception) else Failure(kind=kind, message=str(error))
