"""Numbers into copies that stand on the disk, in the journal and in the register."""

from collections import deque
from collections.abc import Iterator, Sequence

from typeset.batch.deciding import COPIES
from typeset.batch.journal import MadeOriginal
from typeset.batch.office import Office
from typeset.batch.pool import Crew
from typeset.batch.results import NOTHING, by, copied, refused
from typeset.batch.storing import SHELF, blob, content_of, store
from typeset.batch.tasks import CopiesTask, Outcome, Piece, Task, World
from typeset.errors import OutputError, TypesetError
from typeset.messages import phrase
from typeset.model.batch import Failure, Instrument, Result
from typeset.model.register import IssuedFile, RegisteredCopy

_CHUNK = 8
"""So many copies of one original are a task: enough that the original is prepared seldom, few enough to share out."""


class Copies:
    """The last stretch of a run.

    Args:
        records: the originals that stand, in the order of the manifest.
        office: the register's side.
    """

    def __init__(self, records: Sequence[tuple[Instrument, MadeOriginal]], office: Office) -> None:
        self._records, self._office, self._out = records, office, office.setting.out
        self._at_work: dict[tuple[str, int], tuple[MadeOriginal, RegisteredCopy]] = {}
        self._aside: deque[Result] = deque()
        """What was settled while the next task was looked for."""

    def run(self, crew: Crew, world: World, *, remote: bool) -> Iterator[Result]:
        """Make what is not made yet; one result a copy, in the order of their ends."""
        for task, outcome in crew.run(self._tasks(world, remote=remote)):
            yield from self._set_aside()
            assert isinstance(task, CopiesTask)  # noqa: S101 - no others were handed out
            for piece in outcome.pieces:
                yield self._done(*self._at_work.pop((task.entry.identifier, piece.label)), piece, outcome)
        yield from self._set_aside()

    def _set_aside(self) -> Iterator[Result]:
        while self._aside:
            yield self._aside.popleft()

    def _tasks(self, world: World, *, remote: bool) -> Iterator[Task]:
        for index, (instrument, record) in enumerate(self._records):
            missing = [copy for copy in self._office.copies(instrument, record) if self._is_missing(copy, record)]
            if not missing:
                continue
            try:
                original = blob(self._office.setting.original(record), record.sha256, remote=remote)
            except TypesetError as error:
                for copy in missing:
                    self._give_up(copy, record, Failure.of(error))
                continue
            self._at_work |= {(copy.identifier, copy.number): (record, copy) for copy in missing}
            for start in range(0, len(missing), _CHUNK):
                yield CopiesTask(
                    id=record.id,
                    index=index,
                    world=world,
                    shelf=(self._out / SHELF).absolute(),
                    original=original,
                    entry=record.facts.entry,
                    allotments=tuple(missing[start : start + _CHUNK]),
                )

    def _is_missing(self, copy: RegisteredCopy, record: MadeOriginal) -> bool:
        """Whether a copy is to be made; what is settled without is put aside."""
        if copy.state == "pending":
            self._office.expect(copy, record)
        file, digest, found = f"{COPIES}/{copy.file_name}", copy.sha256 or "", None
        if copy.state != "faulty":
            try:
                found = self._office.found(copy, record)
            except TypesetError as error:
                self._give_up(copy, record, Failure.of(error))
                return False
            if found is None:
                return True
            digest = found.sha256
        self._settle(copy, found)
        self._aside.append(copied(record, copy, "unchanged", file, digest))
        return False

    def _give_up(self, copy: RegisteredCopy, record: MadeOriginal, failure: Failure) -> None:
        self._settle(copy, None)
        self._aside.append(
            refused(self._office.journal, record.id, phrase("copy {number}", number=copy.number), failure)
        )

    def _done(self, record: MadeOriginal, copy: RegisteredCopy, piece: Piece, outcome: Outcome) -> Result:
        try:
            made = self._kept(record, copy, piece) if piece.failure is None else None
            failure = piece.failure or NOTHING
        except TypesetError as error:
            made, failure = None, Failure.of(error)
        self._settle(copy, made)
        if made is None:
            return refused(
                self._office.journal, record.id, phrase("copy {number}", number=copy.number), failure, outcome
            )
        return by(copied(record, copy, "made", f"{COPIES}/{copy.file_name}", made.sha256), outcome)

    def _kept(self, record: MadeOriginal, copy: RegisteredCopy, piece: Piece) -> IssuedFile:
        content = self._office.sealed(content_of(piece, self._out), copy, record)
        event = self._office.issued(copy, content, record)
        if copy.sha256 and event.issued.sha256 != copy.sha256:
            raise OutputError(
                phrase("`{file}` is gone, and would be another file now", file=event.file),
                phrase("restore it from a backup"),
            )
        store(self._out / event.file, content)
        self._office.journal.add(event)
        return event.issued

    def _settle(self, copy: RegisteredCopy, made: IssuedFile | None) -> None:
        if copy.state != "pending":
            return
        for name, number, failure in self._office.settle((copy.identifier, copy.number), made):
            self._aside.append(refused(self._office.journal, name, phrase("copy {number}", number=number), failure))
