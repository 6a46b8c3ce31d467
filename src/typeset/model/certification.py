"""The depositary's statement that a copy is true: what every copy of a run shares, and what one copy says."""

import datetime as dt
import typing as t

from pydantic import Field

from typeset.model.base import Closed, Key, Language, Prose, Words


class Officer(Closed):
    """Who certifies; without a name the page leaves room for it."""

    office: Words
    name: Words | None = None


Address = t.Annotated[str, Field(pattern=r"^https?://[!-~]+$")]
"""Where a holder of a copy may have it verified."""


class Watermark(Closed):
    """How the watermark looks; it stands under the text, so that it lightens nothing of the original."""

    words: Prose | None = None
    """Instead of the language's usual words."""
    grey: t.Annotated[float, Field(ge=0.7, le=0.97)] = 0.86
    """From 0, black, to 1, white."""
    angle: t.Annotated[float, Field(ge=-90, le=90)] = 52.0
    """In degrees, anticlockwise."""
    size: t.Annotated[float, Field(ge=12, le=120)] = 56.0
    """In points; less where the words would not fit the page."""


class CertificationSettings(Closed):
    """What a protocol settles beforehand about its certified copies; a command may say otherwise."""

    language: Language | None = None
    """The language of the certification; by default that of the first text."""
    officer: Officer | None = None
    file_reference: Prose | None = None
    address: Address | None = None
    watermark: Watermark = Watermark()
    duplex: bool = False


class Terms(Closed):
    """What holds for every copy of a run, apart from number and recipient."""

    language: Language
    officer: Officer
    place: Prose
    date: dt.date
    kept_in: Prose
    """Where the original is kept, in the form that the wording asks for."""
    file_reference: Prose | None = None
    """The file that the original stands in, where the depositary keeps files."""
    address: Address | None = None
    """Goes into the QR code."""
    watermark: Watermark = Watermark()
    duplex: bool = False
    """Whether copies are printed on both sides, so that two pages make a sheet."""
    conformed: tuple[str, ...] = ()
    """The signature fields whose signatures the copy marks as standing on the original."""

    def link(self, number: int, digest: str) -> str | None:
        """Where a copy of this number may be asked for; none where no address is kept."""
        if self.address is None:
            return None
        joint = "&" if "?" in self.address else "?"
        return f"{self.address}{joint}number={number}&sha256={digest}"

    def sheets(self, pages: int) -> int:
        """How many sheets of paper `pages` take."""
        return (pages + 1) // 2 if self.duplex else pages


class Recipient(Closed):
    """Whom a copy is for: a party, or an addressee that is none."""

    key: Key
    name: Prose


class Subject(Closed):
    """The original, as the certification speaks of it."""

    sha256: t.Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    identifier: str
    title: str
    pages: int
    signed: dt.date | None = None
    scanned: bool = False


class Certification(Closed):
    """What one copy says of itself; it travels in the copy as `certification.json`."""

    typeset: t.Literal[1] = 1
    number: t.Annotated[int, Field(ge=1)]
    recipient: Recipient
    original: Subject
    terms: Terms
    pages: int
    sheets: int
