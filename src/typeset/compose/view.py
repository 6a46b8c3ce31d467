"""One authentic text into what its template prints: numbers, marks and references written out."""

from collections.abc import Iterator
from dataclasses import dataclass

from typeset.model.base import fill
from typeset.model.protocol import Protocol, signature_field
from typeset.model.text import (
    AnnexWords,
    AuthenticText,
    Delegation,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    SubItem,
    SubItems,
    TableBlock,
)
from typeset.model.wording import Run, Wording

_BOOKMARK_LENGTH = 60


@dataclass(frozen=True)
class Entry:
    """A block of a text; `kind` chooses the macro that prints it."""

    kind: str
    runs: tuple[tuple[Run, ...], ...] = ()
    label: str = ""
    id: str = ""
    bookmark: str = ""
    entries: tuple["Entry", ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class SignatureBlock:
    """The place where one signatory signs."""

    id: str
    field: str
    field_label: str
    party: str
    office: str
    name: str | None


@dataclass(frozen=True)
class AnnexView:
    """An annex with its mark written out."""

    id: str
    mark: str
    belongs: str | None
    title: str
    bookmark: str
    kind: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class TextView:
    """Everything that the template of one text prints, in order."""

    language: str
    wording: Wording
    title: str
    subtitle: str | None
    bookmark: str
    preamble: tuple[Entry, ...]
    items: tuple[Entry, ...]
    closing: tuple[Run, ...]
    deposit: tuple[Run, ...]
    signatures: tuple[SignatureBlock, ...]
    annexes: tuple[AnnexView, ...]


def view(protocol: Protocol, language: str, wording: Wording) -> TextView:
    """Write out the text of `language`."""
    return _Writer(protocol, protocol.texts[language], wording).text()


@dataclass(frozen=True)
class _Writer:
    protocol: Protocol
    words: AuthenticText
    wording: Wording

    def text(self) -> TextView:
        words = self.words
        return TextView(
            language=words.language,
            wording=self.wording,
            title=words.title,
            subtitle=words.subtitle,
            bookmark=fill(self.wording.text_bookmark, {"title": words.title}),
            preamble=tuple(self.block(block) for block in words.preamble),
            items=tuple(self.item(number, item) for number, item in enumerate(words.items, 1)),
            closing=self.runs(words.closing),
            deposit=self.runs(words.deposit),
            signatures=tuple(self.signatures()),
            annexes=tuple(self.annexes()),
        )

    @property
    def articles(self) -> bool:
        return self.protocol.form == "articles"

    def runs(self, prose: str) -> tuple[Run, ...]:
        return self.wording.runs(prose, self.number_of, articles=self.articles)

    def number_of(self, kind: str, key: str) -> int:
        return self.protocol.annex_number(key) if kind == "annex" else self.protocol.item_number(key)

    def item(self, number: int, item: Item) -> Entry:
        wording = self.wording
        place = f"{self.words.language}-item-{item.id}"
        entries = tuple(self.block(block, place) for block in item.body)
        heading = () if item.heading is None else ((Run(text=item.heading),),)
        if self.articles:
            pattern = wording.article if item.heading is None else wording.article_headed
            label = wording.number(pattern, number, heading=item.heading or "")
            bookmark, kind = label, "article"
        else:
            label, kind = wording.number(wording.item, number), "item"
            words = item.heading or _plain(entries[0].runs[0] if entries[0].runs else ())
            bookmark = fill(wording.item_bookmark, {"number": label, "words": _shortened(words)})
        return Entry(kind, heading, label, place, bookmark, entries)

    def block(self, block: Paragraph | Quote | SubItems | Heading | Listing | TableBlock, place: str = "") -> Entry:
        """Write out a block; `place` is the id of the item that it stands in."""
        match block:
            case Paragraph():
                return Entry("paragraph", (self.runs(block.text),))
            case Quote():
                return Entry("quote", tuple(self.runs(text) for text in block.quote))
            case SubItems():
                numbered = enumerate(block.subitems, 1)
                return Entry("subitems", entries=tuple(self.subitem(number, item, place) for number, item in numbered))
            case Heading():
                return Entry("heading", ((Run(text=block.heading),),))
            case Listing():
                entries = tuple(Entry("point", (self.runs(p),), self.wording.bullet) for p in block.list)
                return Entry("list", entries=entries)
            case TableBlock():
                return Entry("table", rows=(block.table.columns, *block.table.rows))

    def subitem(self, number: int, item: SubItem, place: str) -> Entry:
        first, second = self.wording.subitems
        # An id is unique within its item only, and holds no dot.
        own = f"{place}.{item.id}"
        nested = tuple(
            Entry("point", (self.runs(i.text),), self.wording.number(second, n), f"{own}.{i.id}")
            for n, i in enumerate(item.subitems, 1)
        )
        label = self.wording.number(first, number)
        return Entry("point", (self.runs(item.text),), label, own, entries=nested)

    def signatures(self) -> Iterator[SignatureBlock]:
        for signatory in self.protocol.signatories:
            party = self.words.names.parties[signatory.party]
            words = self.words.signatories[signatory.id]
            yield SignatureBlock(
                id=f"{self.words.language}-signatory-{signatory.id}",
                field=signature_field(self.words.language, signatory),
                field_label=fill(self.wording.signature_field, {"party": party.name}),
                party=fill(self.wording.signature_for, {"party": party.signing or party.name}),
                office=words.office,
                name=words.name,
            )

    def annexes(self) -> Iterator[AnnexView]:
        wording = self.wording
        for annex in self.protocol.annexes:
            words = self.words.annexes[annex.id]
            mark = wording.number(wording.annex, annex.number)
            belongs = wording.annex_of and fill(wording.annex_of, {"cited_as": self.words.cited_as})
            yield AnnexView(
                id=f"{self.words.language}-annex-{annex.id}",
                mark=mark,
                belongs=belongs,
                title=words.title,
                bookmark=fill(wording.annex_bookmark, {"mark": mark, "title": words.title}),
                kind=words.kind,
                entries=tuple(self.annex_entries(words)),
            )

    def annex_entries(self, words: AnnexWords) -> Iterator[Entry]:
        if words.points is not None:
            numbered = enumerate(words.points, 1)
            points = (Entry("point", (self.runs(p),), self.wording.number(self.wording.item, n)) for n, p in numbered)
            yield Entry("agenda", entries=tuple(points))
        for delegation in words.delegations or ():
            yield self.delegation(delegation)
        for block in words.body or ():
            yield self.block(block)
        if words.table is not None:
            yield Entry("table", rows=(words.table.columns, *words.table.rows))

    def delegation(self, delegation: Delegation) -> Entry:
        heading = delegation.heading or self.words.names.parties[delegation.party or ""].name
        members = tuple(
            member.office
            if member.name is None
            else fill(self.wording.member, {"name": member.name, "office": member.office})
            for member in delegation.members
        )
        entries = tuple(Entry("point", ((Run(text=text),),)) for text in members)
        return Entry("delegation", label=heading, entries=entries)


def _plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)


def _shortened(words: str) -> str:
    """The first words, for a bookmark; cut between words where the script has spaces."""
    if len(words) <= _BOOKMARK_LENGTH:
        return words
    cut = words[:_BOOKMARK_LENGTH]
    head = cut.rpartition(" ")[0] or cut[: _BOOKMARK_LENGTH // 2]
    return head.rstrip(" ,;:，；：、。") + "…"
