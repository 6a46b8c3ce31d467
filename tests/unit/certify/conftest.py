"""Originals, scans and what is certified of them; the fonts are isolated before any test can import the engine."""

import datetime as dt
import hashlib
import io
import typing as t
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from typeset.certify import Master
from typeset.certify.sealing import Seal, from_file
from typeset.certify.trialkey import trial_key
from typeset.compose import compose
from typeset.compose.certification import compose_certifications
from typeset.model.certification import Officer, Recipient, Subject, Terms
from typeset.model.composition import Composition
from typeset.pipeline import Source
from typeset.press import press
from typeset.press.isolation import isolate
from typeset.resources import Resources, bundled
from typeset.source import wordings

isolate(bundled())

A4 = (595.276, 841.89)
PARTIES = (
    Recipient(key="KZ", name="Республика Казахстан"),
    Recipient(key="PK", name="Исламская Республика Пакистан"),
)
TERMS: dict[str, t.Any] = {
    "language": "ru",
    "officer": Officer(office="Заместитель Генерального секретаря ШОС", name="В. А. Потапенко"),
    "place": "Пекин",
    "date": dt.date(2018, 6, 4),
    "kept_in": "Секретариате ШОС",
}


@dataclass
class Workshop:
    """Makes what a test needs of an original."""

    resources: Resources
    known: dict[tuple[t.Any, ...], Master] = field(default_factory=dict)

    def subject(self, original: bytes, **changes: t.Any) -> Subject:  # noqa: ANN401 - fields of the model
        """What a certification says of an original."""
        with pikepdf.open(io.BytesIO(original)) as pdf:
            pages = len(pdf.pages)
        said: dict[str, t.Any] = {
            "sha256": hashlib.sha256(original).hexdigest(),
            "identifier": "SCO-SSC-13-2018",
            "title": "Протокол по итогам тринадцатой Встречи",
            "pages": pages,
            "signed": dt.date(2018, 5, 22),
        }
        return Subject(**(said | changes))

    def composition(self, subject: Subject, terms: Terms, recipients: tuple[Recipient, ...] = PARTIES) -> Composition:
        """The pages of certification before they are pressed."""
        tables = wordings(dict.fromkeys((terms.language, "ru", "zh", "en")), self.resources)
        return compose_certifications(subject, terms, recipients, tables, self.resources)

    def master(
        self,
        original: bytes,
        *,
        recipients: tuple[Recipient, ...] = PARTIES,
        subject: dict[str, t.Any] | None = None,
        spoil: Callable[[str], str] = str,
        anew: bool = False,
        **terms: t.Any,  # noqa: ANN401 - fields of the model
    ) -> Master:
        """Prepare an original; equal arguments give the same master, unless `anew`."""
        key = (original, recipients, repr(subject), spoil, repr(terms))
        if key not in self.known or anew:
            about, own = self.subject(original, **(subject or {})), Terms(**(TERMS | terms))
            composition = self.composition(about, own, recipients)
            words = wordings((own.language,), self.resources)[own.language].certification
            assert words is not None
            spoilt = tuple(one.model_copy(update={"html": spoil(one.html)}) for one in composition.sections)
            self.known[key] = Master(
                original,
                subject=about,
                terms=own,
                words=words,
                recipients=recipients,
                pressed=press(composition.model_copy(update={"sections": spoilt}), self.resources),
                resources=self.resources,
            )
        return self.known[key]

    def copy(self, original: bytes, number: int = 1, recipient: str = "KZ", **given: t.Any) -> bytes:  # noqa: ANN401 - terms by name
        """A copy of a pressed original."""
        return self.master(original, **given).copy(number, recipient)

    def scan(self, original: bytes, **given: t.Any) -> bytes:  # noqa: ANN401 - as `copy`
        """A copy of a scan."""
        return self.copy(original, subject={"scanned": True}, **given)


@pytest.fixture(scope="session")
def workshop(resources: Resources) -> Workshop:
    return Workshop(resources)


@pytest.fixture(scope="session")
def original(source: Callable[[str], Source], resources: Resources) -> Callable[[str], bytes]:
    """Presses a source by its name; each once a session."""
    known: dict[str, bytes] = {}

    def of(name: str) -> bytes:
        if name not in known:
            own = source(name)
            composition = compose(own.protocol, own.wordings, own.files, resources, own.protocol.languages)
            known[name] = press(composition, resources)
        return known[name]

    return of


@pytest.fixture(scope="session")
def small(original: Callable[[str], bytes]) -> bytes:
    return original("small")


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    """A seal with a key for trials."""
    key, _ = trial_key("Trial", b"secret", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3650)
    path: Path = tmp_path_factory.mktemp("key") / "trial.p12"
    path.write_bytes(key)
    return Seal(from_file(path, b"secret"))


Pages = Callable[..., bytes]


def blank(*pages: dict[str, t.Any], root: dict[str, t.Any] | None = None, content: bytes = b"") -> bytes:
    """A PDF of bare pages with these entries, and these in the node above them."""
    pdf = pikepdf.new()
    for entries in pages:
        made = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *A4]))
        for key, value in entries.items():
            made[f"/{key}"] = value
        if content:
            made.Contents = pdf.make_stream(content)
        pdf.pages.append(pikepdf.Page(made))
    for key, value in (root or {}).items():
        pdf.Root.Pages[f"/{key}"] = value
        for page in pdf.pages:
            if f"/{key}" in page.obj:
                del page.obj[f"/{key}"]
    output = io.BytesIO()
    pdf.save(output, deterministic_id=True)
    return output.getvalue()


@pytest.fixture(scope="session")
def bare() -> Pages:
    return blank
