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
from typeset.batch.storing import SHELF, content_of, store
from typeset.batch.work import OriginalTask, Outcome, Task, World
from typeset.errors import TypesetError
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

    def run(self, crew: Crew, world: World) -> Iterator[Result]:
        """Make what is not made yet; one result an instrument, in the order of their ends."""
        for task, outcome in crew.run(self._tasks(world)):
            yield from self._set_aside()
            yield self._done(self._decisions.pop(task.index), outcome)
        yield from self._set_aside()

    def _set_aside(self) -> Iterator[Result]:
        while self._aside:
            yield self._aside.popleft()

    def _tasks(self, world: World) -> Iterator[Task]:
        for index, instrument in enumerate(self._instruments):
            one = self._inbox.decide(instrument)
            if one.failure is not None:
                self._aside.append(refused(self._journal, instrument.called, "original", one.failure))
            elif one.files is not None:
                self._decisions[index] = replace(one, files=None)
                yield OriginalTask(
                    id=instrument.called,
                    index=index,
                    world=world,
                    shelf=(self._setting.out / SHELF).absolute(),
                    files=one.files,
                    folder=one.folder.absolute(),
                    file_name=one.file_name,
                    languages=instrument.languages,
                    validator=self._setting.validator,
                )
            elif one.record is not None:
                self.made[instrument.called] = one.record
                self._aside.append(pressed(one.record, "unchanged"))

    def _done(self, one: Decision, outcome: Outcome) -> Result:
        name, piece = one.instrument.called, outcome.pieces[0]
        if piece.failure is not None or piece.facts is None:
            return refused(self._journal, name, "original", piece.failure or NOTHING, outcome)
        file = f"{ORIGINALS}/{one.file_name}"
        if one.record is not None and one.record.sha256 == piece.sha256:
            # What has changed does not show, or the file was lost: it keeps its name.
            file = one.record.file
        try:
            store(self._setting.out / file, content_of(piece, self._setting.out))
        except TypesetError as error:
            return refused(self._journal, name, "original", Failure.of(error), outcome)
        entry = piece.facts.entry.model_copy(update={"file_name": Path(file).name})
        facts = piece.facts.model_copy(update={"entry": entry})
        record = MadeOriginal(id=name, key=one.key, file=file, sha256=piece.sha256, facts=facts)
        self._journal.add(record)
        self.made[name] = record
        return by(pressed(record, "made"), outcome)
