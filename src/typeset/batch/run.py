"""Instruments into files and entries of the register: originals, then numbers, then copies.

The register is written by this process alone, in the order of the manifest: a run by one process, by many, on many
machines, or broken off and resumed, ends with the same files and the same head of the register.
"""

import contextlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from typeset.batch.copies import Copies
from typeset.batch.deciding import Decision, Inbox
from typeset.batch.fingerprint import digest_of, fingerprint
from typeset.batch.journal import JOURNAL, Begun, Ended, Journal, MadeOriginal
from typeset.batch.office import Office, wants_copies
from typeset.batch.originals import Originals
from typeset.batch.pool import Executor
from typeset.batch.results import refused
from typeset.batch.setting import Setting
from typeset.batch.storing import portable
from typeset.errors import CopyError, OutputError, TypesetError
from typeset.messages import counted, phrase
from typeset.model.batch import Failure, Instrument, Planned, Result
from typeset.model.register import RegisteredOriginal
from typeset.register import Register


@dataclass(frozen=True)
class Phase:
    """A stretch of a run begins."""

    title: str
    total: int


class Batch:
    """Instruments on their way.

    Args:
        instruments: what is asked for, in order, from `read_manifest`.
        setting: where and how.
    """

    def __init__(self, instruments: Sequence[Instrument], setting: Setting) -> None:
        self._instruments, self._setting = instruments, setting
        self._print = fingerprint(setting.resources).digest

    def plan(self) -> Iterator[Planned]:
        """Say what a run would do; nothing is written, and the register is only asked.

        Raises:
            OutputError: the journal or the register cannot be read.
        """
        with Journal(self._setting.out / JOURNAL, write=False) as journal, contextlib.ExitStack() as open_files:
            book = None
            # Where there is none yet, the run would begin it.
            with contextlib.suppress(OutputError):
                book = open_files.enter_context(Register.open(self._setting.register))
            inbox = self._inbox(journal, book)
            for one in map(inbox.decide, self._instruments):
                yield Planned(
                    id=one.instrument.called,
                    source=one.instrument.path,
                    original=one.action,
                    copies=self._planned(one, journal, book),
                    reason=one.failure.message if one.failure else "",
                )

    def run(self, executor: Executor) -> Iterator[Phase | Result]:
        """Make everything that is not made yet; what fails is a result too, and the others go on.

        Raises:
            OutputError: an earlier run was broken off or is still at work, or the disk or the register fails.
            MissingDependency: there are no workers.
        """
        with Journal(self._setting.out / JOURNAL) as journal:
            if journal.open_run and not self._setting.resume:
                where = self._setting.out
                raise OutputError(
                    phrase("an earlier run in `{where}` was broken off", where=where),
                    phrase("say `--resume` to finish it"),
                )
            manifest = digest_of([one.model_dump(mode="json") for one in self._instruments])
            journal.add(Begun(manifest=manifest, fingerprint=self._print))
            world = portable(self._setting.resources, self._print, remote=executor.remote)
            with executor.start(world) as crew:
                yield Phase(phrase("originals"), len(self._instruments))
                # A register that cannot be had is better known before hours of work than after.
                with Register.open(self._setting.register, create=True) as book:
                    originals = Originals(self._instruments, self._setting, journal, self._inbox(journal, book))
                    yield from originals.run(crew, world, remote=executor.remote)
                # Opened anew: the way to a server may have been idle for hours.
                with Register.open(self._setting.register, create=True) as book:
                    office = Office(self._setting, self._print, journal, book)
                    records = yield from self._numbered(office, originals.made)
                    yield from Copies(records, office).run(crew, world, remote=executor.remote)
            journal.add(Ended())

    def _inbox(self, journal: Journal, book: Register | None) -> Inbox:
        def registered(digest: str) -> RegisteredOriginal | None:
            with contextlib.suppress(CopyError):
                return book.original(digest) if book else None
            return None

        setting = self._setting
        return Inbox(setting.base, setting.out, self._print, setting.validator, journal, registered)

    def _numbered(
        self, office: Office, made: dict[str, MadeOriginal]
    ) -> Generator[Phase | Result, None, list[tuple[Instrument, MadeOriginal]]]:
        """Enter the originals and take the numbers, in the order of the manifest."""
        records, total = [], 0
        for instrument in self._instruments:
            record = made.get(instrument.called)
            if record is None:
                continue
            try:
                office.enter(record)
                total += office.number(instrument, record)
                records.append((instrument, record))
            except TypesetError as error:
                yield refused(office.journal, record.id, phrase("register"), Failure.of(error))
        yield Phase(phrase("copies"), total)
        return records

    def _planned(self, one: Decision, journal: Journal, book: Register | None) -> str:
        """What a run would do about the copies of an instrument, in words."""
        if not wants_copies(one.instrument) or one.action == "refused":
            return phrase("none")
        wanted = one.instrument.copies
        if one.action != "unchanged" or one.record is None:
            count = sum(count for _, count in wanted.parties) + len(one.instrument.addressees)
            some = counted("{count} to make", "{count} to make", count)
            if wanted.everybody and count:
                return phrase("one for every party and {some}", some=some)
            return phrase("one for every party") if wanted.everybody else some
        copies = []
        # Not registered yet where the run before was killed between the two.
        with contextlib.suppress(CopyError):
            if book is not None:
                copies = Office(self._setting, self._print, journal, book).copies(one.instrument, one.record)
        pending = sum(copy.state == "pending" for copy in copies)
        if not copies:
            return phrase("to be numbered and made")
        return counted("{count} to make", "{count} to make", pending) if pending else phrase("unchanged")
