"""Two texts into objections: equally authentic texts have the same provisions, in the same order and shape.

Collation (сверка) of the authentic texts before signature. The first language is the yardstick only for the words
of the messages: both texts are equal in force, and either may be the one to correct.
"""

import typing as t
from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from typeset.messages import phrase
from typeset.model.text import (
    AnnexWords,
    AuthenticText,
    Delegation,
    Item,
    Listing,
    Quote,
    SubItem,
    SubItems,
    Table,
    TableBlock,
)
from typeset.source.agreement import Objections, below
from typeset.source.complaint import Objection, Path

_Any = t.TypeVar("_Any")
_KINDS = {
    "Paragraph": phrase("paragraph"),
    "Quote": phrase("quotation"),
    "SubItems": phrase("run of sub-items"),
    "Heading": phrase("heading"),
    "Listing": phrase("list"),
    "TableBlock": phrase("table"),
}


def collated(first: tuple[str, AuthenticText], other: tuple[str, AuthenticText]) -> Objections:
    """Hold the text of one language against that of the first, both given with their languages."""
    language = first[0]
    for rule in (_letterhead, _preamble, _items, _annexes):
        for found in rule(language, first[1], other[1]):
            yield below(other[0], found)


def _letterhead(language: str, first: AuthenticText, other: AuthenticText) -> Objections:
    """The letterheads have as many lines."""
    yield from _count(("letterhead",), phrase("lines"), language, first.letterhead, other.letterhead)


def _preamble(language: str, first: AuthenticText, other: AuthenticText) -> Objections:
    """The preambles have as many paragraphs and quotations, in the same order."""
    yield from _blocks(("preamble",), language, first.preamble, other.preamble)


def _items(language: str, first: AuthenticText, other: AuthenticText) -> Objections:
    """The items have the same ids in the same order; each has the same blocks, and a heading in all texts or none."""
    yield from _same_ids(("items",), language, first.items, other.items)
    own = {item.id: item for item in first.items}
    for index, item in enumerate(other.items):
        if item.id in own:
            path = ("items", index)
            yield from _heading(path, language, own[item.id], item)
            yield from _blocks((*path, "body"), language, own[item.id].body, item.body)


def _annexes(language: str, first: AuthenticText, other: AuthenticText) -> Objections:
    """An annex has one kind of content in every language, and as many points, delegations, blocks, rows, columns."""
    for key, annex in other.annexes.items():
        own = first.annexes.get(key)
        if own is None:  # the facts decide which annexes there are
            continue
        if own.kind != annex.kind:
            message = phrase(
                "annex `{key}` has `{kind}`, but `{own_kind}` in `{language}`",
                key=key,
                kind=annex.kind,
                own_kind=own.kind,
                language=language,
            )
            yield Objection(("annexes", key, annex.kind), message, phrase("one kind in every language"), on_key=True)
            continue
        yield from _annex(("annexes", key, annex.kind), language, own, annex)


def _annex(path: Path, language: str, first: AnnexWords, other: AnnexWords) -> Objections:
    yield from _count(path, phrase("points"), language, first.points or (), other.points or ())
    yield from _blocks(path, language, first.body or (), other.body or ())
    yield from _delegations(path, language, first.delegations or (), other.delegations or ())
    if first.table and other.table:
        yield from _table(path, language, first.table, other.table)


def _delegations(path: Path, language: str, first: Sequence[Delegation], other: Sequence[Delegation]) -> Objections:
    """Delegations stand in the same order, each with as many members; those with a heading at the same places."""
    yield from _count(path, phrase("delegations"), language, first, other)
    for index, (one, two) in enumerate(_pairs(first, other)):
        if one.party != two.party:
            own, their = (
                phrase("party `{party}`", party=one.party) if one.party else phrase("a heading") for one in (two, one)
            )
            yield Objection(
                (*path, index),
                phrase(
                    "the delegation has {own}, but {their} in `{language}`", own=own, their=their, language=language
                ),
                phrase("the same order"),
            )
            return
        yield from _count((*path, index, "members"), phrase("members"), language, one.members, two.members)


def _blocks(path: Path, language: str, first: Sequence[BaseModel], other: Sequence[BaseModel]) -> Objections:
    """Blocks are as many and of the same kinds in the same order; what they hold is of the same shape."""
    yield from _count(path, phrase("blocks"), language, first, other)
    for index, (one, two) in enumerate(_pairs(first, other)):
        place = (*path, index)
        if type(one) is not type(two):
            own, their = (_KINDS[type(block).__name__] for block in (two, one))
            yield Objection(
                place,
                phrase("here stands a {own}, but a {their} in `{language}`", own=own, their=their, language=language),
                phrase("the same kinds of blocks"),
            )
        elif isinstance(one, Quote) and isinstance(two, Quote):
            yield from _count((*place, "quote"), phrase("quoted paragraphs"), language, one.quote, two.quote)
        elif isinstance(one, Listing) and isinstance(two, Listing):
            yield from _count((*place, "list"), phrase("list entries"), language, one.list, two.list)
        elif isinstance(one, TableBlock) and isinstance(two, TableBlock):
            yield from _table((*place, "table"), language, one.table, two.table)
        elif isinstance(one, SubItems) and isinstance(two, SubItems):
            yield from _subitems((*place, "subitems"), language, one.subitems, two.subitems)


def _subitems(path: Path, language: str, first: Sequence[SubItem], other: Sequence[SubItem]) -> Objections:
    """Sub-items have the same ids in the same order, on both lettered levels."""
    yield from _same_ids(path, language, first, other)
    own = {subitem.id: subitem for subitem in first}
    for index, subitem in enumerate(other):
        if subitem.id in own:
            yield from _same_ids((*path, index, "subitems"), language, own[subitem.id].subitems, subitem.subitems)


def _table(path: Path, language: str, first: Table, other: Table) -> Objections:
    """Tables have as many columns and rows."""
    yield from _count((*path, "columns"), phrase("columns"), language, first.columns, other.columns)
    yield from _count((*path, "rows"), phrase("rows"), language, first.rows, other.rows)


def _same_ids(path: Path, language: str, first: Sequence[Item | BaseModel], other: Sequence[BaseModel]) -> Objections:
    own, their = _ids(other), _ids(first)
    for key in their:
        if key not in own:
            message = phrase("`{key}` is missing here; it stands in `{language}`", key=key, language=language)
            yield Objection(path, message, hint=phrase("add `{key}`, or remove it from the other texts", key=key))
    for index, key in enumerate(own):
        if key not in their:
            message = phrase("`{key}` does not stand in `{language}`", key=key, language=language)
            yield Objection((*path, index, "id"), message, hint=phrase("use one id in every language, or add it there"))
    if sorted(own) == sorted(their) and own != their:
        index = next(index for index, (one, two) in enumerate(zip(own, their, strict=True)) if one != two)
        message = phrase(
            "`{own}` stands where `{language}` has `{their}`", own=own[index], language=language, their=their[index]
        )
        yield Objection((*path, index, "id"), message, phrase("the same order in every language"))


def _ids(provisions: Sequence[BaseModel]) -> list[str]:
    return [str(getattr(provision, "id", "")) for provision in provisions]


def _count(path: Path, what: str, language: str, first: Sequence[object], other: Sequence[object]) -> Objections:
    if len(first) != len(other):
        message = phrase(
            "{here} {what} here, but {there} in `{language}`",
            here=len(other),
            what=what,
            there=len(first),
            language=language,
        )
        yield Objection(
            path, message, phrase("as many in every language"), phrase("add what is missing, or divide them alike")
        )


def _heading(path: Path, language: str, first: Item, other: Item) -> Objections:
    if (first.heading is None) != (other.heading is None):
        message = (
            phrase("`{id}` has no heading, but has a heading in `{language}`", id=other.id, language=language)
            if other.heading is None
            else phrase("`{id}` has a heading, but has no heading in `{language}`", id=other.id, language=language)
        )
        yield Objection((*path, "heading"), message, phrase("one in every language or in none"))


def _pairs(first: Sequence[_Any], other: Sequence[_Any]) -> Iterator[tuple[_Any, _Any]]:
    """What stands at the same place; nothing where the numbers differ, since then no place is the same."""
    return zip(first, other, strict=True) if len(first) == len(other) else iter(())
