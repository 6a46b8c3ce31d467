"""A task into its outcome: the one function that every worker runs, on this machine or another.

Tasks and outcomes are values that pickle; an error is part of the outcome, never an exception.
"""

import functools
import hashlib
import os
import platform
import threading
import time
import typing as t
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset import output
from typeset.batch.fingerprint import fingerprint
from typeset.errors import OutputError, ResourceError
from typeset.messages import phrase
from typeset.model.base import Closed
from typeset.model.batch import Failure
from typeset.model.certification import CertificationSettings
from typeset.model.register import Allotment, RegisteredOriginal
from typeset.model.source import SourceFiles
from typeset.pipeline.issuing import Desk
from typeset.pipeline.originals import Source, original
from typeset.pipeline.registering import entry_of
from typeset.register import Register
from typeset.resources import Resources, bundled
from typeset.source import load, wordings

BY_VALUE = 8 * 2**20
"""Bytes: a larger file goes through the shelf, a folder that client and worker share."""
_ONE_AT_A_TIME = threading.Lock()
"""The engine serves one document at a time, and a worker of Dask may have several threads."""
_DESKS: dict[tuple[str, str], Desk] = {}
_MOST_DESKS = 2
_MOST_ADDRESSEES = 32
"""A desk keeps pages for every addressee; after so many it is cleared, or memory would grow."""


@dataclass(frozen=True)
class World:
    """Where a worker finds templates and fonts: in these folders, or in its own with what travels along."""

    digest: str
    """The fingerprint of the client's workplace; a worker with another one refuses."""
    resources: Resources | None = None
    given: tuple[tuple[str, bytes], ...] = ()

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


Task = OriginalTask | CopiesTask


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
    """None where the file lies on the shelf, under its digest."""
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


def work(task: Task) -> Outcome:
    """Do what the task says; whatever goes wrong is in the outcome."""
    with _ONE_AT_A_TIME:
        start = time.perf_counter()
        try:
            pieces = tuple(_made(task))
        except Exception as error:  # noqa: BLE001 - the house's door: nothing but values leaves a worker
            return failed(task, Failure.of(error), time.perf_counter() - start)
        return Outcome(pieces, worker_name(), memory(), time.perf_counter() - start)


def failed(task: Task, failure: Failure, seconds: float = 0.0) -> Outcome:
    """The outcome of a task of which nothing was made."""
    pieces = tuple(Piece(label, failure=failure) for label in task.labels)
    return Outcome(pieces, worker_name(), memory(), seconds)


def warm(world: World) -> None:
    """Load what every task needs, before the first one is timed."""
    from typeset.press.isolation import isolate  # noqa: PLC0415 - a client that only plans has no need of it

    isolate(world.opened())


def worker_name() -> str:
    """Machine and process."""
    return f"{platform.node()}:{os.getpid()}"


def memory() -> int:
    """The resident memory of this process in bytes; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _made(task: Task) -> Iterator[Piece]:
    resources = task.world.opened()
    if isinstance(task, OriginalTask):
        yield _original(task, replace(resources, source=task.folder))
        return
    for allotment in task.allotments:
        try:
            yield _copy(task, allotment, resources)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one copy of several; the others go on
            yield Piece(allotment.number, failure=Failure.of(error))


def _original(task: OriginalTask, resources: Resources) -> Piece:
    table = functools.cache(lambda language: wordings((language,), resources)[language])
    protocol = load(task.files, table)
    source = Source(task.files, protocol, {language: table(language) for language in protocol.languages})
    made = original(source, resources, languages=task.languages, validator=task.validator)
    entry = entry_of(
        made.pdf, Path(task.file_name), made.report.pages, protocol, task.files, False  # noqa: FBT003 - not scanned
    )  # fmt: skip
    places = {language: text.names.place for language, text in protocol.texts.items()}
    facts = Facts(entry=entry, settings=protocol.certification, places=places)
    return replace(_piece(0, made.pdf, task.shelf), pages=made.report.pages, facts=facts)


def _copy(task: CopiesTask, allotment: Allotment, resources: Resources) -> Piece:
    key = task.original.sha256, task.world.digest
    if key not in _DESKS or (allotment.number % _MOST_ADDRESSEES == 0 and allotment.recipient is None):
        while len(_DESKS) >= _MOST_DESKS:
            _DESKS.pop(next(iter(_DESKS)))
        _DESKS[key] = Desk(task.original.read(), task.entry, Apart(), task.shelf, resources)
    desk = _DESKS[key]
    # Sealed by the client alone: the key does not travel.
    unsealed = allotment.model_copy(update={"sealed": False})
    content, _ = desk.composed(unsealed)
    report = desk.proof.of(content, allotment.file_name, unsealed)
    return replace(_piece(allotment.number, content, task.shelf), pages=report.pages)


def _piece(label: int, content: bytes, shelf: Path) -> Piece:
    digest = hashlib.sha256(content).hexdigest()
    if len(content) <= BY_VALUE:
        return Piece(label, digest, content)
    output.write(shelf / digest, content, overwrite=True)
    return Piece(label, digest)


class Apart(Register):
    """No register: a worker composes and proves, and has nothing to enter."""

    def __init__(self) -> None:
        """Open nothing."""


_SHARE = phrase(
    "files of more than {limit} MB travel by the output folder: let all machines see it at one path",
    limit=BY_VALUE // 2**20,
)
