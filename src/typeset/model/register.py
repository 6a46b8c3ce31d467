"""What the register holds: originals, the copies issued of them, rectifications, and the rows they are chained in."""

import datetime as dt
import re
import typing as t

from pydantic import AfterValidator, Field, JsonValue, StringConstraints, model_validator

from typeset.errors import CopyError
from typeset.messages import phrase
from typeset.model.base import Closed, Key, Language, Words, fields
from typeset.model.certification import Officer
from typeset.model.protocol import Count, Day

Digest = t.Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""
Identifier = t.Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\w][\w./№ -]*$")]


def _short(value: str) -> str:
    if len(value.encode()) > _NAME_BYTES:
        raise ValueError(phrase("longer than {limit} bytes", limit=_NAME_BYTES))
    return value


_NAME_BYTES = 200
"""File systems take 255; a temporary file beside it has a longer name."""
FileName = t.Annotated[
    str, StringConstraints(pattern=r"^[^/\\\x00-\x1f\x7f. ][^/\\\x00-\x1f\x7f]*$"), AfterValidator(_short)
]
"""A name without folders, visible on every system."""
Kind = t.Literal["original", "superseded", "allotted", "issued", "rectified"]
CopyState = t.Literal["pending", "issued", "faulty"]
"""Pending: a number without a confirmed file. Faulty: rectified; the number is never used again."""
EntryState = t.Literal["standing", "superseded"] | CopyState
FILE_FIELDS = frozenset({"number", "recipient"})
"""The fields of a file name before its number is known."""

_HEAD = re.compile(r"(0|[1-9]\d{0,17}):([0-9a-f]{64})", re.ASCII)


class RegisteredParty(Closed):
    """A party to the instrument, and what each language calls it."""

    key: Key
    names: dict[Language, Words]


class RegisteredOriginal(Closed):
    """The one file that copies are made of, and what a certification says about it."""

    sha256: Digest
    identifier: Identifier
    titles: t.Annotated[dict[Language, Words], Field(min_length=1)]
    languages: t.Annotated[tuple[Language, ...], Field(min_length=1)]
    pages: Count
    sheets: Count
    parties: t.Annotated[tuple[RegisteredParty, ...], Field(min_length=1)]
    signed: Day
    due_days: Count | None = None
    """Days from signature in which the parties' copies are due, where the instrument says so."""
    depositary: dict[Language, Words]
    conformance: str
    """What the file conforms to: `PDF/A-3a, PDF/UA-1`, or what a scan had."""
    kind: t.Literal["pressed", "scanned"]
    file_name: FileName
    source_sha256: Digest | None = None
    """Digest of the protocol's source, where there is one."""
    signed_by: tuple[Key, ...] = ()
    """The signatories whose signatures stand on it."""

    @property
    def title(self) -> str:
        """The title in the original's first language that has one."""
        return next(
            (self.titles[tag] for tag in self.languages if tag in self.titles), next(iter(self.titles.values()))
        )

    @property
    def due(self) -> dt.date | None:
        """The day on which the parties' copies are due."""
        return None if self.due_days is None else self.signed + dt.timedelta(days=self.due_days)

    @model_validator(mode="after")
    def _one_key_a_party(self) -> t.Self:
        keys = [party.key for party in self.parties]
        if len(set(keys)) != len(keys):
            raise ValueError(phrase("a party is named twice"))
        return self


class Supersession(Closed):
    """An original gives way to another with the same identifier."""

    identifier: Identifier
    sha256: Digest
    by_sha256: Digest
    reason: Words
    date: Day


class CopyTerms(Closed):
    """All that makes one copy, but for its number: enough to make it again, byte for byte."""

    recipient: Key | None = None
    """The key of a party; else `addressee` says in words whom the copy is for."""
    addressee: Words | None = None
    language: Language
    """The language of the certification."""
    officer: Officer
    place: Words
    issued: Day
    file_name: FileName
    """In terms a pattern with `{number}`; in an allotment the name."""
    sealed: bool = False
    conformed: bool = False
    options: dict[str, JsonValue] = Field(default_factory=dict)
    """Watermark, wording, template digests …: what else the maker asks for."""
    replaces: Count | None = None
    """The number of the faulty copy that this one stands for."""

    @model_validator(mode="after")
    def _for_one(self) -> t.Self:
        if (self.recipient is None) == (self.addressee is None):
            raise ValueError(phrase("a copy has either a `recipient` or an `addressee`"))
        if unknown := fields(self.file_name) - FILE_FIELDS:
            raise ValueError(
                phrase(
                    "`{{unknown}}` is no field of a file name; known are {known}",
                    unknown=min(unknown),
                    known="`{number}`, `{recipient}`",
                )
            )
        return self


class Allotment(CopyTerms):
    """A number, taken; the file is still to be made."""

    identifier: Identifier
    original_sha256: Digest
    number: Count
    due: Day | None = None

    def made(self, sha256: str, sheets: int) -> "IssuedFile":
        """What is confirmed once the file stands on the disk."""
        return IssuedFile(identifier=self.identifier, number=self.number, sha256=sha256, sheets=sheets)


class IssuedFile(Closed):
    """The file that was made for a number."""

    identifier: Identifier
    number: Count
    sha256: Digest
    sheets: Count


class Rectification(Closed):
    """A copy is found faulty; a new number is allotted in its place."""

    identifier: Identifier
    number: Count
    reason: Words
    date: Day
    replaced_by: Count | None = None
    """Known when it is read, never when it is entered."""


class RegisteredCopy(Allotment):
    """A copy with all that the register knows of it."""

    sha256: Digest | None = None
    sheets: Count | None = None
    state: CopyState
    rectification: Rectification | None = None


class Outstanding(Closed):
    """A party that has no valid copy of an original."""

    identifier: Identifier
    original_sha256: Digest
    party: RegisteredParty
    due: Day | None
    days_left: int | None
    """Negative where the day has passed; none where the instrument names no term."""
    pending: Count | None = None
    """A number allotted to the party whose file is not confirmed."""


class Head(Closed):
    """How many rows there are, and the hash of the last: note it down outside, and the past is fixed."""

    entries: t.Annotated[int, Field(ge=0)]
    hash: Digest

    def __str__(self) -> str:
        return f"{self.entries}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> t.Self:
        """Read what `str` wrote.

        Raises:
            CopyError: the text is no head.
        """
        match = _HEAD.fullmatch(text.strip())
        if match is None:
            raise CopyError(
                phrase("`{text}` is no head of a register", text=text),
                phrase("write it as `register export` prints it: 400:2f9c…"),
            )
        return cls(entries=int(match[1]), hash=match[2])


class RegisterEntry(Closed):
    """One row as it stands in the register; `state` is what later rows made of it."""

    sequence: Count
    kind: Kind
    payload: dict[str, JsonValue]
    previous: Digest
    hash: Digest
    state: EntryState
