"""A registered original and an order into issued copies: numbered, made, proven, written, entered.

A number is taken before its file is made, and entered as issued after the file stands on the disk: whatever kills
the run in between leaves a pending number, which `resume` finishes.
"""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from typeset import output
from typeset.certify import Master
from typeset.certify.sealing import Seal
from typeset.errors import CopyError
from typeset.messages import phrase
from typeset.model.certification import CertificationSettings, Officer, Recipient, Subject, Terms
from typeset.model.naming import plain, safe
from typeset.model.protocol import signature_field_of
from typeset.model.register import Allotment, CopyTerms, RegisteredOriginal
from typeset.model.report import Report
from typeset.model.wording import Wording
from typeset.pipeline.certifying import Pages, certifications
from typeset.pipeline.proofs import RECIPIENT, TERMS, CopyProof, kept
from typeset.pipeline.proving import Made, Prover, issued, prover
from typeset.register import Register
from typeset.resources import Resources
from typeset.source import wordings


@dataclass(frozen=True)
class Order:
    """What is asked of a run.

    Args:
        date: of the certification.
        parties: keys of the parties that get a copy.
        addressees: others who get one, in words.
        settings: what the protocol settles beforehand.
        places: the place of signature by language, where the order names none.
        language: of the certification, instead of the settings'.
        officer: who certifies, instead of the settings'.
        place: where, instead of the place of signature.
        kept_in: where the original is kept, instead of the register's words.
        conformed: mark the signatures that stand on the original.
        replaces: the number of the faulty copy that this one stands for.
    """

    date: dt.date
    parties: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    settings: CertificationSettings = field(default_factory=CertificationSettings)
    places: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    officer: Officer | None = None
    place: str | None = None
    kept_in: str | None = None
    conformed: bool = False
    replaces: int | None = None


@dataclass(frozen=True)
class Issued:
    """A copy that stands on the disk and in the register."""

    allotment: Allotment
    recipient: Recipient
    path: Path
    sha256: str
    report: Report


class Desk:
    """Where copies of one original are made.

    Args:
        pdf: the original, as it was registered.
        original: its entry.
        register: where numbers come from.
        folder: where copies go.
        resources: templates and fonts.
        seal: what copies are sealed with.
        pages: who presses the pages of certification.
        processes: how many may work at several copies.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what a desk needs
        self,
        pdf: bytes,
        original: RegisteredOriginal,
        register: Register,
        folder: Path,
        resources: Resources,
        seal: Seal | None = None,
        pages: Pages = certifications,
        processes: int = 1,
    ) -> None:
        if hashlib.sha256(pdf).hexdigest() != original.sha256:
            raise CopyError(
                phrase(
                    "this is not the registered original of `{identifier}`: its digest differs",
                    identifier=original.identifier,
                ),
                phrase("take the file that was registered, or register this one in its place"),
            )
        self.pdf, self.original, self.register, self.folder = pdf, original, register, folder
        self.resources, self.seal, self._pages, self._processes = resources, seal, pages, processes
        self._masters: dict[str, Master] = {}

    def issue(self, order: Order) -> Iterator[Issued]:
        """Take numbers for the whole order, then make one copy after the other.

        Raises:
            CopyError: a recipient is no party, nobody certifies, or a copy is not proven.
            PressError: a certification does not fit on its page; no number was taken.
            OutputError: a file is in the way, or cannot be written.
        """
        ordered = self.terms_of(order)
        with prover(lambda: self.proof, len(ordered), self._processes) as proving:
            for one in ordered:
                # What cannot be pressed must be known before a number is taken for it.
                self._master(*kept(one))
            yield from issued(self.register.allot(self.original.sha256, ordered), self._made, proving, self._issued)

    def terms_of(self, order: Order) -> tuple[CopyTerms, ...]:
        """What the register keeps of each copy of an order.

        Raises:
            CopyError: a recipient is no party, or something is not settled.
        """
        recipients = (*map(self._party, order.parties), *map(_addressee, order.addressees))
        return tuple(self._registered(order, recipient) for recipient in recipients)

    def resume(self) -> Iterator[Issued]:
        """Finish what a killed run has left: every number without a confirmed file."""
        for allotment in self.register.pending(self.original.sha256):
            yield self.make(allotment)

    def make(self, allotment: Allotment) -> Issued:
        """Make, prove, write and enter the copy of one number."""
        return next(issued([allotment], self._made, Prover(lambda: self.proof), self._issued))

    def _made(self, allotment: Allotment) -> Made:
        return Made(allotment, *self.composed(allotment))

    def _issued(self, made: Made, report: Report) -> Issued:
        allotment, path = made.allotment, made.path
        return Issued(allotment, kept(allotment)[1], path, self.enter(allotment, made.pdf, path), report)

    def composed(self, allotment: Allotment) -> tuple[bytes, Path]:
        """Make the copy of one number; gives it and where it goes."""
        terms, recipient = kept(allotment)
        path = self.folder / allotment.file_name
        if path.is_file() and allotment.sealed:
            # Sealed in a run that was killed before it could say so; a second seal would make another file.
            return path.read_bytes(), path
        if allotment.sealed and self.seal is None:
            raise CopyError(
                phrase("copy {number} is to be sealed", number=allotment.number),
                phrase("say `--seal` as in the run that was killed"),
            )
        pdf = self._master(terms, recipient).copy(allotment.number, recipient.key)
        return self.seal.apply(pdf, terms.place) if allotment.sealed and self.seal is not None else pdf, path

    def enter(self, allotment: Allotment, pdf: bytes, path: Path) -> str:
        """Write a copy that is not there yet, and enter it as issued; gives its SHA-256."""
        if not (path.is_file() and path.read_bytes() == pdf):
            output.write(path, pdf)
        sheets = kept(allotment)[0].sheets(self.original.pages + 1)
        digest = hashlib.sha256(pdf).hexdigest()
        self.register.confirm(allotment.made(digest, sheets))
        return digest

    @functools.cached_property
    def proof(self) -> CopyProof:
        """What copies are held against; the original is read for it once."""
        trust = () if self.seal is None else (self.seal.certificate,)
        return CopyProof(self.pdf, self._wordings, self.resources, trust)

    @functools.cached_property
    def _wordings(self) -> Mapping[str, Wording]:
        return wordings(self.original.languages, self.resources)

    def _party(self, key: str) -> Recipient:
        for party in self.original.parties:
            if party.key == key:
                return Recipient(key=key, name=next(iter(party.names.values())))
        known = ", ".join(party.key for party in self.original.parties)
        raise CopyError(
            phrase("`{key}` is no party of `{identifier}`", key=key, identifier=self.original.identifier),
            phrase("parties are {known}; or `--addressee`", known=known),
        )

    def _registered(self, order: Order, recipient: Recipient) -> CopyTerms:
        """What the register keeps of one copy: enough to make it again, byte for byte."""
        terms = self._terms(order)
        party = next((party for party in self.original.parties if party.key == recipient.key), None)
        if party is not None:
            recipient = Recipient(key=party.key, name=party.names.get(terms.language, recipient.name))
        return CopyTerms(
            recipient=recipient.key if party else None,
            addressee=None if party else recipient.name,
            language=terms.language,
            officer=terms.officer,
            place=terms.place,
            issued=terms.date,
            file_name=f"{safe(f'{plain(self.original.identifier)}-copy-{{number}}-{{recipient}}')}.pdf",
            sealed=self.seal is not None,
            conformed=bool(terms.conformed),
            options={
                TERMS: terms.model_dump(mode="json"),
                RECIPIENT: recipient.model_dump(mode="json"),
            },
            replaces=order.replaces,
        )

    def _terms(self, order: Order) -> Terms:
        original, settings = self.original, order.settings
        language = order.language or settings.language or original.languages[0]
        officer = order.officer or settings.officer
        if officer is None:
            raise CopyError(
                phrase("nobody certifies"), phrase("say `--officer`, or set `certification.officer` in the protocol")
            )
        kept_in = order.kept_in or original.depositary.get(language)
        place = order.place or order.places.get(language)
        if kept_in is None or place is None:
            what, option = (
                (phrase("where the original is kept"), "--kept-in")
                if kept_in is None
                else (phrase("the place"), "--place")
            )
            raise CopyError(
                phrase("{what} is not known in `{language}`", what=what, language=language),
                phrase("say `{option}`", option=option),
            )
        if order.conformed and original.kind == "pressed" and not original.signed_by:
            hint = phrase("set `signed: true` for those who have signed, in the protocol's `signatories`")
            raise CopyError(phrase("nobody's signature is recorded, so none can be marked"), hint)
        conformed = [
            signature_field_of(tag, signatory) for tag in original.languages for signatory in original.signed_by
        ]
        return Terms(
            language=language,
            officer=officer,
            place=place,
            date=order.date,
            kept_in=kept_in,
            file_reference=settings.file_reference,
            address=settings.address,
            watermark=settings.watermark,
            duplex=settings.duplex,
            conformed=tuple(conformed) if order.conformed and original.kind == "pressed" else (),
        )

    def _master(self, terms: Terms, recipient: Recipient) -> Master:
        """The original ready to be copied; pages are pressed for all parties at once, and once."""
        parties = tuple(
            Recipient(key=party.key, name=party.names.get(terms.language, next(iter(party.names.values()))))
            for party in self.original.parties
        )
        recipients = parties if recipient in parties else (recipient,)
        key = terms.model_dump_json() + ("" if recipient in parties else recipient.model_dump_json())
        if key not in self._masters:
            self._masters[key] = self._prepared(terms, recipients)
        return self._masters[key]

    def _prepared(self, terms: Terms, recipients: tuple[Recipient, ...]) -> Master:
        tables = {**wordings((terms.language,), self.resources), **self._wordings}
        subject = Subject(
            sha256=self.original.sha256,
            identifier=self.original.identifier,
            title=self.original.titles.get(terms.language, self.original.title),
            pages=self.original.pages,
            signed=self.original.signed,
            scanned=self.original.kind == "scanned",
        )
        pressed = self._pages(subject, terms, recipients, tables, self.resources)
        words = tables[terms.language].certification
        if words is None:
            raise CopyError(
                phrase("there are no words for copies in `{language}`", language=terms.language),
                phrase("certify in another language"),
            )
        return Master(
            self.pdf,
            subject=subject,
            terms=terms,
            words=words,
            recipients=recipients,
            pressed=pressed,
            resources=self.resources,
        )


def _addressee(words: str) -> Recipient:
    """An addressee that is no party; its key is only a name within the run."""
    return Recipient(key="other", name=words)
