"""The instrument: facts that hold in every language, once, and one authentic text a language."""

import datetime as dt
import re
import typing as t

from pydantic import BeforeValidator, Field

from typeset.messages import phrase
from typeset.model.base import Closed, Key, Language, Prose
from typeset.model.certification import CertificationSettings
from typeset.model.look import Look
from typeset.model.profile import DEFAULT, ProfileName
from typeset.model.text import AuthenticText

FORMAT = 1
"""The version of the source format."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(value: object) -> object:
    """Refuse what pydantic would also take for a date: seconds since 1970, and times of day.

    Raises:
        ValueError: the value is no date of the form 2018-05-22.
    """
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise ValueError(phrase("not a date such as `2018-05-22`"))


Day = t.Annotated[dt.date, BeforeValidator(_day)]
Count = t.Annotated[int, Field(ge=1, strict=True)]


class Meeting(Closed):
    """The meeting that the protocol records."""

    opened: Day
    closed: Day
    number: Count | None = None
    chair: Key | None = None
    """The party that took the chair."""


class Depositary(Closed):
    """Who keeps the original; named in each text under `names.depositary`."""

    copies_within_days: Count | None = None
    """Days from signature in which the certified copies are due, where the instrument says so."""


def _signatory(value: object) -> object:
    if isinstance(value, str):
        return {"party": value, "id": value}
    if isinstance(value, dict) and "party" in value:
        return {"id": value["party"], **value}
    return value


class Signatory(Closed):
    """Someone who signs for a party; in the source a plain party key where one signs a party."""

    party: Key
    id: Key
    """Names the signatory's words in each text; by default the party's key."""
    signed: t.Annotated[bool, Field(strict=True)] = False
    """Whether the signature stands on the original, so that conformed copies mark it."""


class Annex(Closed):
    """An annex by number; its words stand in each text under `annexes`."""

    id: Key
    number: Count


def _for_all(value: object) -> object:
    """Let a plain name stand for every language."""
    return {"": value} if isinstance(value, str) else value


ProfileNames = t.Annotated[dict[str, ProfileName], BeforeValidator(_for_all)]
"""A profile a language; that of every further language under the empty one."""


class Protocol(Closed):
    """The content of the instrument, complete and checked."""

    typeset: t.Literal[1]
    identifier: t.Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[\w][\w./№ -]*$")]
    form: t.Literal["items", "articles"] = "items"
    languages: t.Annotated[tuple[Language, ...], Field(min_length=1)]
    original_copies: Count = 1
    meeting: Meeting | None = None
    signed: Day
    depositary: Depositary = Depositary()
    certification: CertificationSettings = CertificationSettings()
    look: Look = Look()
    """The emblem and the rule of the letterhead, where the texts have them."""
    profile: ProfileNames = Field(default_factory=dict)
    """The rules of paper that the pages keep: a profile's name, or one a language; `treaty` where none is named."""
    parties: t.Annotated[tuple[Key, ...], Field(min_length=1)]
    signatories: t.Annotated[tuple[t.Annotated[Signatory, BeforeValidator(_signatory)], ...], Field(min_length=1)]
    annexes: tuple[Annex, ...] = ()
    mixed_alphabets: tuple[Prose, ...] = ()
    """Words that are written with letters of several alphabets, and are meant so."""
    texts: dict[Language, AuthenticText]

    def profile_of(self, language: str) -> str:
        """The name of the profile that the text in this language keeps."""
        return self.profile.get(language, self.profile.get("", DEFAULT))

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of the profiles of all texts, each once."""
        return tuple(dict.fromkeys(map(self.profile_of, self.languages)))

    def annex_number(self, key: str) -> int:
        """The number of the annex `key`."""
        return next(annex.number for annex in self.annexes if annex.id == key)

    def item_number(self, key: str) -> int:
        """The number of the item `key`, counted from 1; equal in every language."""
        items = self.texts[self.languages[0]].items
        return next(number for number, item in enumerate(items, 1) if item.id == key)


def signature_field(language: str, signatory: Signatory) -> str:
    """Name the signature field of a signatory in one text; without dots, as PDF field names ask."""
    return signature_field_of(language, signatory.id)


def signature_field_of(language: str, signatory: str) -> str:
    """The same by the signatory's id, for those who have only that."""
    return f"signature_{language}_{signatory}"
