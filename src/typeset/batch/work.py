"""A task into its outcome: the one function that every worker runs, on this machine or another."""

import functools
import hashlib
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from typeset import output
from typeset.batch.tasks import (
    BY_VALUE,
    CopiesTask,
    Facts,
    GivenTask,
    OriginalTask,
    Outcome,
    Piece,
    Task,
    World,
    failed,
    memory,
    worker_name,
)
from typeset.bounds import settle
from typeset.model.batch import Failure
from typeset.model.certification import CertificationSettings
from typeset.model.register import Allotment, RegisteredOriginal
from typeset.model.source import SourceFiles
from typeset.pipeline.issuing import Desk
from typeset.pipeline.originals import Source, original
from typeset.pipeline.registering import entry_of, existing
from typeset.register import Register
from typeset.resources import Resources
from typeset.source import known_profiles, load, wordings

_ONE_AT_A_TIME = threading.Lock()
"""The engine serves one document at a time, and a worker of Dask may have several threads."""
_DESKS: dict[tuple[str, str, str], Desk] = {}
_MOST_DESKS = 2
_MOST_ADDRESSEES = 32
"""A desk keeps pages for every addressee; after so many it is cleared, or memory would grow."""


def work(task: Task) -> Outcome:
    """Do what the task says; whatever goes wrong is in the outcome."""
    with _ONE_AT_A_TIME:
        start = time.perf_counter()
        settle(task.world.bounds)
        try:
            pieces = tuple(_made(task))
        except Exception as error:  # noqa: BLE001 - the house's door: nothing but values leaves a worker
            return failed(task, Failure.of(error), time.perf_counter() - start)
        return Outcome(pieces, worker_name(), memory(), time.perf_counter() - start)


def warm(world: World) -> None:
    """Load what every task needs, before the first one is timed."""
    from typeset.press.isolation import isolate  # noqa: PLC0415 - a client that only plans has no need of it

    isolate(world.opened())


def _made(task: Task) -> Iterator[Piece]:
    resources = task.world.opened()
    if isinstance(task, OriginalTask):
        yield _original(task, replace(resources, source=task.folder))
        return
    if isinstance(task, GivenTask):
        yield _given(task, resources)
        return
    for allotment in task.allotments:
        try:
            yield _copy(task, allotment, resources)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - one copy of several; the others go on
            yield Piece(allotment.number, failure=Failure.of(error))


def _original(task: OriginalTask, resources: Resources) -> Piece:
    source = _source(task.files, resources)
    made = original(source, resources, languages=task.languages, validator=task.validator)
    entry = entry_of(
        made.pdf, Path(task.file_name), made.report.pages, source.protocol, task.files, False  # noqa: FBT003 - not scanned
    )  # fmt: skip
    return replace(_piece(0, made.pdf, task.shelf), pages=made.report.pages, facts=_facts(entry, source))


def _given(task: GivenTask, resources: Resources) -> Piece:
    protocol = None if task.files is None else _source(task.files, resources)
    entry, source = existing(
        task.original.read(), task.path, resources, entry=task.entry, protocol=protocol, signed_by=task.signed_by
    )
    return Piece(0, entry.sha256, pages=entry.pages, facts=_facts(entry, source))


def _source(files: SourceFiles, resources: Resources) -> Source:
    table = functools.cache(lambda language: wordings((language,), resources)[language])
    protocol = load(files, table, lambda names: known_profiles(names, resources))
    return Source(files, protocol, {language: table(language) for language in protocol.languages})


def _facts(entry: RegisteredOriginal, source: Source | None) -> Facts:
    """What is known of an original; of a scan that was registered without its protocol at hand, its entry alone."""
    if source is None:
        return Facts(entry=entry, settings=CertificationSettings(), places={})
    places = {language: text.names.place for language, text in source.protocol.texts.items()}
    return Facts(entry=entry, settings=source.protocol.certification, places=places)


def _copy(task: CopiesTask, allotment: Allotment, resources: Resources) -> Piece:
    # A worker of Dask outlives a run, and another register may know the same scan as another instrument.
    key = task.original.sha256, task.world.digest, task.entry.model_dump_json()
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
