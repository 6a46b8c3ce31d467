"""What travels between a client and its workers: tasks and their outcomes, values that pickle.

An error is part of an outcome, never an exception.
"""

import contextlib
import hashlib
import os
import platform
import signal
import typing as t
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.batch.fingerprint import fingerprint
from typeset.bounds import Bounds, bounds
from typeset.errors import OutputError, ResourceError
from typeset.messages import phrase
from typeset.model.base import Closed
from typeset.model.batch import Failure
from typeset.model.certification import CertificationSettings
from typeset.model.register import Allotment, RegisteredOriginal
from typeset.model.source import SourceFiles
from typeset.resources import Resources, bundled

BY_VALUE = 8 * 2**20
"""Bytes: a larger file goes through the shelf, a folder that client and worker share."""
_SHARE = phrase(
    "a file of more than {limit} MB travels by a shared folder: let all machines see it at one path",
    limit=BY_VALUE // 2**20,
)


@dataclass(frozen=True)
class World:
    """Where a worker finds templates and fonts: in these folders, or in its own with what travels along."""

    digest: str
    """The fingerprint of the client's workplace; a worker with another one refuses."""
    resources: Resources | None = None
    given: tuple[tuple[str, bytes], ...] = ()
    bounds: Bounds = field(default_factory=bounds)
    """How much may be handed in: the client's settings hold everywhere."""

    def opened(self) -> Resources:
        """The resources of this worker.

        Raises:
            ResourceError: they are not the client's.
        """
        found = self.resources or replace(bundled(), given=self.given)
        if fingerprint(found).digest != self.digest:
            raise ResourceError(
                phrase(
                    "the worker {worker} has other templates, fonts or versions than the client",
                    worker=worker_name(),
                ),
                phrase("install the same typeset, templates and fonts on every machine"),
            )
        return found


@dataclass(frozen=True)
class Blob:
    """A file that travels by value, or by its path in a folder that both sides see."""

    sha256: str
    path: Path
    content: bytes | None = None

    def read(self) -> bytes:
        """The bytes.

        Raises:
            OutputError: they are not there, or are not what they were.
        """
        try:
            content = self.path.read_bytes() if self.content is None else self.content
        except OSError as error:
            raise OutputError(
                phrase("`{path}` cannot be read by {worker}", path=self.path, worker=worker_name()), _SHARE
            ) from error
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise OutputError(
                phrase("`{path}` has been altered", path=self.path), phrase("restore it, or make it again elsewhere")
            )
        return content


@dataclass(frozen=True)
class OriginalTask:
    """Press and prove an original."""

    id: str
    index: int
    world: World
    shelf: Path
    files: SourceFiles
    folder: Path
    """Where images of the source stand, on this machine."""
    file_name: str
    languages: tuple[str, ...] = ()
    validator: str = "page"
    attempt: int = 0

    @property
    def labels(self) -> tuple[int, ...]:
        """What is made: 0 is the original."""
        return (0,)

    def split(self) -> "tuple[OriginalTask, ...]":
        """What to try again after a fault."""
        return (replace(self, attempt=self.attempt + 1),)


@dataclass(frozen=True)
class GivenTask:
    """Look at an original that is there already: prove it, and say what the register needs to know of it."""

    id: str
    index: int
    world: World
    shelf: Path
    original: Blob
    path: Path
    """As the manifest's reader knows it, for messages."""
    entry: RegisteredOriginal | None = None
    """What the register has of it."""
    files: SourceFiles | None = None
    """The protocol of a scan."""
    signed_by: tuple[str, ...] = ()
    attempt: int = 0

    @property
    def labels(self) -> tuple[int, ...]:
        """What is looked at: 0 is the original."""
        return (0,)

    def split(self) -> "tuple[GivenTask, ...]":
        """What to try again after a fault."""
        return (replace(self, attempt=self.attempt + 1),)


@dataclass(frozen=True)
class CopiesTask:
    """Make and prove some copies of one original; their numbers are taken already."""

    id: str
    index: int
    world: World
    shelf: Path
    original: Blob
    entry: RegisteredOriginal
    allotments: tuple[Allotment, ...]
    attempt: int = 0

    @property
    def labels(self) -> tuple[int, ...]:
        """What is made: the numbers."""
        return tuple(one.number for one in self.allotments)

    def split(self) -> "tuple[CopiesTask, ...]":
        """What to try again after a fault: each copy by itself, so that one cannot take the others with it."""
        return tuple(replace(self, allotments=(one,), attempt=self.attempt + 1) for one in self.allotments)


Task = OriginalTask | GivenTask | CopiesTask


class Facts(Closed):
    """What numbering and certifying need to know of an original, once its source is put away."""

    entry: RegisteredOriginal
    settings: CertificationSettings
    places: dict[str, str]
    """Where it was signed, by language."""


@dataclass(frozen=True)
class Piece:
    """One file that was made, or why not."""

    label: int
    """0 for an original, else the number of a copy."""
    sha256: str = ""
    content: bytes | None = None
    """None where the file lies on the shelf, under its digest; or where it was there already."""
    pages: int = 0
    facts: Facts | None = None
    failure: Failure | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of a task."""

    pieces: tuple[Piece, ...]
    worker: str = ""
    memory: int = 0
    seconds: float = field(default=0.0, compare=False)


Function = t.Callable[[t.Any], Outcome]
"""`work`, or what stands for it in a test."""


def failed(task: Task, failure: Failure, seconds: float = 0.0) -> Outcome:
    """The outcome of a task of which nothing was made."""
    pieces = tuple(Piece(label, failure=failure) for label in task.labels)
    return Outcome(pieces, worker_name(), memory(), seconds)


def worker_name() -> str:
    """Machine and process."""
    return f"{platform.node()}:{os.getpid()}"


def memory() -> int:
    """The resident memory of this process in bytes; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """Start processes that never hear Ctrl-C: while they load themselves, they could only show a traceback."""
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)
