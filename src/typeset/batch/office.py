"""Originals into entries and numbers, and made copies into confirmed ones: all that a batch tells the register.

Numbers are taken before work is handed out, and confirmed in the order in which they were taken, whoever was faster.
"""

import contextlib
import hashlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from typeset.batch.deciding import COPIES, filled
from typeset.batch.fingerprint import digest_of
from typeset.batch.journal import Journal, MadeCopy, MadeOriginal, file_digest
from typeset.batch.setting import Setting
from typeset.errors import CopyError, OutputError
from typeset.messages import phrase
from typeset.model.batch import Failure, Instrument
from typeset.model.register import Allotment, CopyTerms, IssuedFile, RegisteredCopy, RegisteredOriginal
from typeset.pipeline.issuing import Desk, Order
from typeset.register import Register

_BATCH = "batch"
"""Under which name an allotment keeps the digest of what it was taken for: by it a resumed run knows its numbers."""
_TWICE = phrase("taken by two runs at once for one order")
Refusal = tuple[str, int, Failure]
"""The id of the instrument, the number, and why."""


@dataclass(frozen=True)
class Office:
    """The register's side of a batch.

    Args:
        setting: where and how.
        fingerprint: the digest of templates, fonts and versions.
        journal: what was made before.
        register: open for writing.
    """

    setting: Setting
    fingerprint: str
    journal: Journal
    register: Register
    _queue: "deque[_Slot]" = field(default_factory=deque)
    _slots: "dict[tuple[str, int], _Slot]" = field(default_factory=dict)
    _desks: dict[str, Desk] = field(default_factory=dict)
    _orders: dict[str, str] = field(default_factory=dict)

    def enter(self, record: MadeOriginal) -> None:
        """Enter an original; a pressed one in the place of an earlier one, where the same batch has pressed that one.

        Raises:
            CopyError: the register has another original, or this one was superseded.
        """
        entry = record.facts.entry
        known, own = self._current(entry.identifier), self.journal.former.get(record.id, ())
        if record.given or known is None or known.sha256 == entry.sha256 or known.sha256 not in own:
            self.register.add_original(entry)
        else:
            self.register.supersede(entry, self.setting.reason, self.setting.today)

    def number(self, instrument: Instrument, record: MadeOriginal) -> int:
        """Take the numbers of an instrument's copies, in one transaction; none where they were taken before.

        Where two runs at once take numbers for the very same order, the first ones count and the others are annulled.

        Returns:
            How many copies the instrument has.

        Raises:
            CopyError: a recipient is no party, nobody certifies, or another instrument asks for the very same.
        """
        if not wants_copies(instrument):
            return 0
        holder = self._orders.setdefault(self.key(instrument, record), record.id)
        if holder != record.id:
            raise CopyError(
                phrase("the same copies of this original are asked for by `{holder}`", holder=holder),
                phrase("leave out one of them"),
            )
        if not self._taken(instrument, record):
            self.register.allot(record.sha256, tuple(self._terms(instrument, record)))
        taken, count = self._taken(instrument, record), self._count(instrument, record)
        for one in taken[count:]:
            if one.state == "pending":
                # The other run may be doing the same.
                with contextlib.suppress(CopyError):
                    self.register.rectify(record.sha256, one.number, _TWICE, self.setting.today)
        return len(taken[:count])

    def copies(self, instrument: Instrument, record: MadeOriginal) -> list[RegisteredCopy]:
        """The copies that were numbered for exactly this: this original, these options, these templates."""
        if not wants_copies(instrument):
            return []
        return self._taken(instrument, record)[: self._count(instrument, record)]

    def _taken(self, instrument: Instrument, record: MadeOriginal) -> list[RegisteredCopy]:
        key = self.key(instrument, record)
        return [one for one in self.register.copies(record.sha256) if one.options.get(_BATCH) == key]

    def _count(self, instrument: Instrument, record: MadeOriginal) -> int:
        order = self._order(instrument, record)
        return len(order.parties) + len(order.addressees)

    def key(self, instrument: Instrument, record: MadeOriginal) -> str:
        """The digest of all that copies are made of; not of the day, which goes by when numbers are taken."""
        names = {"copies", "addressees", "seal", "copy_name", "certification"}
        asked = instrument.model_dump(mode="json", include=names)
        settled = record.facts.settings.model_dump(mode="json")
        return digest_of([record.sha256, asked, settled, self.fingerprint])

    def expect(self, copy: RegisteredCopy, record: MadeOriginal) -> None:
        """Put a pending number into the line of those to be confirmed."""
        slot = _Slot((copy.identifier, copy.number), record.id)
        self._queue.append(slot)
        self._slots[slot.number] = slot

    def settle(self, number: tuple[str, int], made: IssuedFile | None) -> list[Refusal]:
        """Confirm a number when those before it are confirmed or given up (none).

        Returns:
            What the register refuses: numbers that were annulled meanwhile, or issued with another file.
        """
        slot = self._slots.pop(number)
        slot.made, slot.settled = made, True
        ready = []
        while self._queue and self._queue[0].settled:
            if (first := self._queue.popleft()).made is not None:
                ready.append(first)
        if not ready:
            return []
        try:
            self.register.confirm_many([one.made for one in ready if one.made])
        except CopyError:
            return [refusal for one in ready for refusal in self._confirmed(one)]
        return []

    def _confirmed(self, slot: "_Slot") -> Iterator[Refusal]:
        """Confirm one number by itself, so that one that is refused costs no other."""
        try:
            self.register.confirm_many([slot.made] if slot.made else [])
        except CopyError as error:
            yield slot.id, slot.number[1], Failure.of(error)

    def found(self, copy: RegisteredCopy, record: MadeOriginal) -> IssuedFile | None:
        """The file of a number, where it stands already; none where it is to be made.

        Raises:
            OutputError: the file is not the one that was made.
            CopyError: a sealed file that a killed run has left is not proven.
        """
        path = self.setting.out / COPIES / copy.file_name
        digest = file_digest(path)
        known = self.journal.copies.get((copy.identifier, copy.number))
        expected = copy.sha256 or (known and known.issued.sha256)
        if digest is None:
            if copy.sealed and expected:
                raise OutputError(
                    phrase("`{path}` is gone, and a seal cannot be made again", path=path),
                    phrase("restore it, or rectify it"),
                )
            return None
        if expected and digest != expected:
            raise OutputError(
                phrase("`{path}` has been altered since it was made", path=path), phrase("restore it from a backup")
            )
        if expected:
            return known.issued if known and not copy.sha256 else _issued(copy, digest, record)
        if copy.sealed:
            # Sealed by a run that was killed before it could say so: a second seal would make another file.
            self.prove(path.read_bytes(), copy, record)
            return _issued(copy, digest, record)
        return None

    def sealed(self, pdf: bytes, copy: Allotment, record: MadeOriginal) -> bytes:
        """Seal a copy and prove it again; a copy that is to have no seal is left as it is.

        Raises:
            CopyError: there is no seal, it cannot be put on, or the sealed copy is not proven.
        """
        if not copy.sealed:
            return pdf
        if self.setting.seal is None:
            raise CopyError(
                phrase("copy {number} is to be sealed", number=copy.number), phrase("say `--seal` or `--pkcs11`")
            )
        content = self.setting.seal.apply(pdf, copy.place)
        self.prove(content, copy, record)
        return content

    def prove(self, pdf: bytes, copy: Allotment, record: MadeOriginal) -> None:
        """Hold a copy against its original.

        Raises:
            CopyError: with every finding.
        """
        self._desk(record).proof.of(pdf, copy.file_name, copy)

    def issued(self, copy: Allotment, pdf: bytes, record: MadeOriginal) -> MadeCopy:
        """What the journal keeps of a copy."""
        made = _issued(copy, hashlib.sha256(pdf).hexdigest(), record)
        return MadeCopy(id=record.id, file=f"{COPIES}/{copy.file_name}", issued=made)

    def _current(self, identifier: str) -> RegisteredOriginal | None:
        try:
            return self.register.original(identifier)
        except CopyError:
            return None

    def _desk(self, record: MadeOriginal) -> Desk:
        """A desk for the original; the last one is kept, since copies come in the order of their originals."""
        if record.sha256 not in self._desks:
            self._desks.clear()
            path = self.setting.original(record)
            try:
                pdf = path.read_bytes()
            except OSError as error:
                reason = (error.strerror or str(error)).lower()
                raise OutputError(
                    phrase("`{path}` cannot be read: {reason}", path=path, reason=reason), phrase("restore it")
                ) from error
            folder, seal = self.setting.out / COPIES, self.setting.seal
            self._desks[record.sha256] = Desk(
                pdf, record.facts.entry, self.register, folder, self.setting.resources, seal
            )
        return self._desks[record.sha256]

    def _terms(self, instrument: Instrument, record: MadeOriginal) -> Iterator[CopyTerms]:
        if instrument.seal and self.setting.seal is None:
            raise CopyError(phrase("the copies are to be sealed"), phrase("say `--seal` or `--pkcs11`"))
        pattern = f"{filled(instrument.copy_name, instrument, record.facts.entry.identifier)}.pdf"
        key = self.key(instrument, record)
        for one in self._desk(record).terms_of(self._order(instrument, record)):
            options = {**one.options, _BATCH: key}
            yield one.model_copy(update={"file_name": pattern, "sealed": instrument.seal, "options": options})

    def _order(self, instrument: Instrument, record: MadeOriginal) -> Order:
        wanted, certifying = instrument.copies, instrument.certification
        everybody = [(party.key, 1) for party in record.facts.entry.parties] if wanted.everybody else []
        return Order(
            date=certifying.date or self.setting.today,
            parties=tuple(key for key, count in (*everybody, *wanted.parties) for _ in range(count)),
            addressees=instrument.addressees,
            settings=record.facts.settings,
            places=record.facts.places,
            language=certifying.language,
            officer=certifying.officer,
            place=certifying.place,
            kept_in=certifying.kept_in,
            conformed=certifying.conformed,
        )


@dataclass
class _Slot:
    """A number in the line of those to be confirmed; changes once, when it is settled."""

    number: tuple[str, int]
    id: str
    made: IssuedFile | None = None
    settled: bool = False


def wants_copies(instrument: Instrument) -> bool:
    """Whether anybody gets a copy."""
    return bool(instrument.copies.everybody or instrument.copies.parties or instrument.addressees)


def _issued(copy: Allotment, digest: str, record: MadeOriginal) -> IssuedFile:
    duplex = record.facts.settings.duplex
    pages = record.facts.entry.pages + 1
    return copy.made(digest, (pages + 1) // 2 if duplex else pages)
