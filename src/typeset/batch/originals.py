"""Instruments into originals that stand on the disk and in the journal."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from typeset.batch.deciding import ORIGINALS, Decision, Inbox
from typeset.batch.journal import Journal, MadeOriginal
from typeset.batch.pool import Crew
from typeset.batch.results import NOTHING, by, pressed, refused
from typeset.batch.setting import Setting
from typeset.batch.storing import SHELF, blob, content_of, store
from typeset.batch.tasks import Facts, GivenTask, OriginalTask, Outcome, Piece, Task, World
from typeset.errors import TypesetError
from typeset.messages import phrase
from typeset.model.batch import Failure, Instrument, Result


class Originals:
    """The first stretch of a run.

    Args:
        instruments: in the order of the manifest.
        setting: where and how.
        journal: what was made before; gets what is made now.
        inbox: who decides what is to be made.
    """

    def __init__(self, instruments: Sequence[Instrument], setting: Setting, journal: Journal, inbox: Inbox) -> None:
        self._instruments, self._setting, self._journal, self._inbox = instruments, setting, journal, inbox
        self._decisions: dict[int, Decision] = {}
        self._aside: deque[Result] = deque()
        """What was settled while the next task was looked for."""
        self.made: dict[str, MadeOriginal] = {}
        """What stands on the disk now, by the id of the instrument."""

    def run(self, crew: Crew, world: World, *, remote: bool) -> Iterator[Result]:
        """Make what is not made yet; one result an instrument, in the order of their ends."""
        for task, outcome in crew.run(self._tasks(world, remote=remote)):
            yield from self._set_aside()
            yield self._done(self._decisions.pop(task.index), outcome)
        yield from self._set_aside()

    def _set_aside(self) -> Iterator[Result]:
        while self._aside:
            yield self._aside.popleft()

    def _tasks(self, world: World, *, remote: bool) -> Iterator[Task]:
        for index, instrument in enumerate(self._instruments):
            one = self._inbox.decide(instrument)
            if one.action == "unchanged" and one.record is not None:
                self.made[instrument.called] = one.record
                self._aside.append(pressed(one.record, "unchanged"))
                continue
            task = self._task(one, index, world, remote=remote)
            if isinstance(task, Failure):
                self._aside.append(refused(self._journal, instrument.called, phrase("original"), task))
            else:
                self._decisions[index] = replace(one, files=None)
                yield task

    def _task(self, one: Decision, index: int, world: World, *, remote: bool) -> Task | Failure:
        """What a worker is to do, or why nothing can be done."""
        instrument, shelf = one.instrument, (self._setting.out / SHELF).absolute()
        if one.failure is not None:
            return one.failure
        if one.files is not None and not one.sha256:
            return OriginalTask(
                id=instrument.called,
                index=index,
                world=world,
                shelf=shelf,
                files=one.files,
                folder=one.folder.absolute(),
                file_name=one.file_name,
                languages=instrument.languages,
                validator=self._setting.validator,
            )
        path = self._setting.base / instrument.path
        try:
            original = blob(path, one.sha256, remote=remote)
        except TypesetError as error:
            return Failure.of(error)
        return GivenTask(
            id=instrument.called,
            index=index,
            world=world,
            shelf=shelf,
            original=original,
            path=path,
            entry=one.entry,
            files=one.files,
            signed_by=instrument.signed_by,
        )

    def _done(self, one: Decision, outcome: Outcome) -> Result:
        name, piece = one.instrument.called, outcome.pieces[0]
        if piece.failure is not None or piece.facts is None:
            return refused(self._journal, name, phrase("original"), piece.failure or NOTHING, outcome)
        try:
            record = self._found(one, piece.facts) if one.sha256 else self._stored(one, piece, piece.facts)
        except TypesetError as error:
            return refused(self._journal, name, phrase("original"), Failure.of(error), outcome)
        self._journal.add(record)
        self.made[name] = record
        return by(pressed(record, "found" if record.given else "made"), outcome)

    def _stored(self, one: Decision, piece: Piece, facts: Facts) -> MadeOriginal:
        """Put a pressed original into its place."""
        file = f"{ORIGINALS}/{one.file_name}"
        if one.record is not None and one.record.sha256 == piece.sha256:
            # What has changed does not show, or the file was lost: it keeps its name.
            file = one.record.file
        store(self._setting.out / file, content_of(piece, self._setting.out))
        entry = facts.entry.model_copy(update={"file_name": Path(file).name})
        facts = facts.model_copy(update={"entry": entry})
        return MadeOriginal(id=one.instrument.called, key=one.key, file=file, sha256=piece.sha256, facts=facts)

    def _found(self, one: Decision, facts: Facts) -> MadeOriginal:
        """Leave an original where it is."""
        name, file = one.instrument.called, one.instrument.path
        return MadeOriginal(id=name, key=one.key, file=file, sha256=one.sha256, facts=facts, given=True)
