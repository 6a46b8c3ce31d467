"""The words of a protocol in one language, equal in force to those in the others."""

import typing as t

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from typeset.messages import phrase
from typeset.model.base import Closed, Key, Language, Prose
from typeset.model.mention import parse


def _with_references(value: str) -> str:
    parse(value)
    return value


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _short_for(key: str) -> BeforeValidator:
    """Let a plain string stand for a mapping of `key` alone."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


Running = t.Annotated[Prose, AfterValidator(_with_references)]
"""Prose that may hold references such as `{annex agenda}`."""


class Paragraph(Closed):
    """One paragraph; in the source a plain string."""

    text: Running


class Quote(Closed):
    """A quoted block of one or more paragraphs."""

    quote: t.Annotated[tuple[Running, ...], BeforeValidator(_one_or_more), Field(min_length=1)]


class SubSubItem(Closed):
    """A provision of the second lettered level."""

    id: Key
    text: Running


class SubItem(Closed):
    """A lettered provision under an item, with a second level where needed."""

    id: Key
    text: Running
    subitems: tuple[SubSubItem, ...] = ()


class SubItems(Closed):
    """A run of lettered sub-items between the paragraphs of an item."""

    subitems: t.Annotated[tuple[SubItem, ...], Field(min_length=1)]


class Heading(Closed):
    """A heading inside an annex."""

    heading: Prose


class Listing(Closed):
    """An unnumbered list inside an annex."""

    list: t.Annotated[tuple[Running, ...], Field(min_length=1)]


class Table(Closed):
    """A table with one header row; every row has one cell a column."""

    columns: t.Annotated[tuple[Prose, ...], Field(min_length=1)]
    rows: t.Annotated[tuple[tuple[Prose, ...], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _rectangular(self) -> t.Self:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(
                    phrase(
                        "row {number} has {cells} cells, the table has {columns} columns",
                        number=number,
                        cells=len(row),
                        columns=len(self.columns),
                    )
                )
        return self


class TableBlock(Closed):
    """A table among other blocks of an annex."""

    table: Table


Provision = t.Annotated[Paragraph | Quote | SubItems, _short_for("text")]
Opening = t.Annotated[Paragraph | Quote, _short_for("text")]
Block = t.Annotated[Paragraph | Quote | Heading | Listing | TableBlock, _short_for("text")]


class Item(Closed):
    """A numbered provision: an item (1., 2., …) or an article, as the protocol's `form` says."""

    id: Key
    heading: Prose | None = None
    body: t.Annotated[tuple[Provision, ...], Field(min_length=1)]


class PartyName(Closed):
    """A party's name; `signing` is the form that follows «За» where the language declines names."""

    name: Prose
    signing: Prose | None = None


class Names(Closed):
    """What the facts are called in this language."""

    place: Prose
    depositary: Prose
    depositary_in: Prose | None = None
    """The form that follows «находится в» on a certification page, where the language declines names."""
    emblem: Prose | None = None
    """What the emblem shows, for those who do not see it; where there is an emblem."""
    parties: dict[Key, t.Annotated[PartyName, _short_for("name")]]


class SignatoryWords(Closed):
    """Who signs for a party; without a name the page keeps a blank line for it."""

    office: Prose
    name: Prose | None = None


class Member(Closed):
    """One participant: the office, and the name where it is to be printed."""

    office: Prose
    name: Prose | None = None


class Delegation(Closed):
    """The participants of one party, or of a body that is no party, under its own heading."""

    party: Key | None = None
    heading: Prose | None = None
    members: t.Annotated[
        tuple[t.Annotated[Member, _short_for("office")], ...],
        Field(min_length=1),
    ]

    @model_validator(mode="after")
    def _named_once(self) -> t.Self:
        if (self.party is None) == (self.heading is None):
            raise ValueError(phrase("a delegation has either `party` or `heading`"))
        return self


AnnexKind = t.Literal["points", "delegations", "body", "table"]


class AnnexWords(Closed):
    """An annex in one language: an agenda (`points`), participants, free text, or one table."""

    title: Prose
    points: t.Annotated[tuple[Running, ...], Field(min_length=1)] | None = None
    delegations: t.Annotated[tuple[Delegation, ...], Field(min_length=1)] | None = None
    body: t.Annotated[tuple[Block, ...], Field(min_length=1)] | None = None
    table: Table | None = None

    @property
    def kind(self) -> AnnexKind:
        """The one kind of content that this annex has."""
        return next(kind for kind in t.get_args(AnnexKind) if getattr(self, kind) is not None)

    @model_validator(mode="after")
    def _one_kind(self) -> t.Self:
        kinds = t.get_args(AnnexKind)
        if sum(getattr(self, kind) is not None for kind in kinds) != 1:
            raise ValueError(
                phrase("an annex has exactly one of {kinds}", kinds=", ".join(f"`{kind}`" for kind in kinds))
            )
        return self


class AuthenticText(Closed):
    """All the words of the protocol in one language."""

    language: Language
    letterhead: tuple[Prose, ...] = ()
    """The lines over the title, such as the name of the organisation; as many in every language."""
    title: Prose
    subtitle: Prose | None = None
    cited_as: Prose
    """How an annex names the protocol: «Протоколу по итогам …» after «к»."""
    names: Names
    preamble: tuple[Opening, ...] = ()
    items: t.Annotated[tuple[Item, ...], Field(min_length=1)]
    closing: Running
    deposit: Running
    signatories: dict[Key, SignatoryWords]
    annexes: dict[Key, AnnexWords] = Field(default_factory=dict)

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line."""
        return f"{self.title} {self.subtitle}" if self.subtitle else self.title
