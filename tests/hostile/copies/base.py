"""What is tampered with: an original, certified copies of it, a sealed one, a copy of another original, and a row."""

import datetime as dt
import functools
import hashlib
import typing as t
from dataclasses import dataclass
from pathlib import Path

from typeset.certify import Master
from typeset.certify.sealing import Seal, from_file
from typeset.certify.trialkey import trial_key
from typeset.compose import compose
from typeset.compose.certification import compose_certifications
from typeset.model.certification import Officer, Recipient, Subject, Terms
from typeset.model.register import RegisteredCopy
from typeset.model.report import Report
from typeset.model.wording import Wording
from typeset.pipeline import Source
from typeset.press import press
from typeset.resources import Resources
from typeset.source import wordings
from typeset.verify import read
from typeset.verify.copies import Prepared, prepare, prove_copy

NUMBER = 17
MARKED = ("signature_ru_AA", "signature_zh_BB")
RECIPIENTS = (Recipient(key="AA", name="Первая Сторона"), Recipient(key="BB", name="Вторая Сторона"))
TERMS = Terms(
    language="ru",
    officer=Officer(office="Заместитель Генерального секретаря", name="И. И. Иванов"),
    place="Пекин",
    date=dt.date(2024, 6, 4),
    kept_in="Секретариате",
    address="https://example.org/verify",
    conformed=MARKED,
)
_START, _DAYS = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3650


@dataclass(frozen=True)
class Bench:
    """All that tampering needs; made once a session, and never changed."""

    resources: Resources
    wordings: dict[str, Wording]
    original: bytes
    other_original: bytes
    master: Master
    other: Master
    keys: tuple[tuple[bytes, bytes], tuple[bytes, bytes]]
    folder: Path

    @functools.cached_property
    def copy(self) -> bytes:
        """A copy that nobody tampered with."""
        return self.master.copy(NUMBER, "AA")

    @functools.cached_property
    def sealed(self) -> bytes:
        """The same, sealed."""
        return self.seal(self.copy, 0)

    @functools.cached_property
    def prepared(self) -> Prepared:
        """Its original, read."""
        return prepare(self.original, "original.pdf")

    @property
    def trusted(self) -> bytes:
        """The certificate of the first key."""
        return self.keys[0][1]

    def seal(self, pdf: bytes, key: int) -> bytes:
        """Seal a copy with one of the two keys."""
        path = self.folder / f"key-{key}.p12"
        path.write_bytes(self.keys[key][0])
        return Seal(from_file(path, b"trial")).apply(pdf, TERMS.place)

    def entry(self, pdf: bytes, **changed: object) -> RegisteredCopy:
        """The row of the register for a file, or one that says other things."""
        row = RegisteredCopy(
            identifier="SMALL-1",
            original_sha256=hashlib.sha256(self.original).hexdigest(),
            number=NUMBER,
            recipient="AA",
            language="ru",
            officer=TERMS.officer,
            place=TERMS.place,
            issued=TERMS.date,
            file_name="copy-17.pdf",
            sealed=pdf.count(b"startxref") > 1,
            conformed=True,
            sha256=hashlib.sha256(pdf).hexdigest(),
            sheets=self.master.certification(NUMBER, "AA").sheets,
            state="issued",
        )
        return row.model_copy(update=changed)

    def prove(self, pdf: bytes, **against: object) -> Report:
        """Hold a copy against the original, the validator left out."""
        settings: dict[str, t.Any] = {"original": self.prepared, "conformance": False} | against
        return prove_copy(pdf, name="copy.pdf", wordings=self.wordings, resources=self.resources, **settings)


def bench(source: Source, other: Source, resources: Resources, folder: Path) -> Bench:
    """Press two originals, and make ready to copy both."""
    tables = wordings(("ru", "zh"), resources)
    originals = [
        press(compose(one.protocol, one.wordings, one.files, resources, one.protocol.languages), resources)
        for one in (source, other)
    ]
    masters = [
        master(pdf, one, TERMS if one is source else TERMS.model_copy(update={"conformed": ()}), tables, resources)
        for pdf, one in zip(originals, (source, other), strict=True)
    ]
    keys = (trial_key("One", b"trial", _START, _DAYS), trial_key("Two", b"trial", _START, _DAYS))
    return Bench(resources, tables, originals[0], originals[1], masters[0], masters[1], keys, folder)


def master(  # noqa: PLR0913 - what a copy is made of
    pdf: bytes, source: Source, terms: Terms, tables: dict[str, Wording], resources: Resources, *, scanned: bool = False
) -> Master:
    """Make ready to copy an original."""
    protocol = source.protocol
    subject = Subject(
        sha256=hashlib.sha256(pdf).hexdigest(),
        identifier=protocol.identifier,
        title=protocol.texts[protocol.languages[0]].full_title,
        pages=len(read(pdf).pages),
        signed=protocol.signed,
        scanned=scanned,
    )
    composition = compose_certifications(subject, terms, RECIPIENTS, tables, resources)
    words = tables[terms.language].certification
    assert words
    pressed = press(composition, resources)
    return Master(
        pdf, subject=subject, terms=terms, words=words, recipients=RECIPIENTS, pressed=pressed, resources=resources
    )
