"""A `Protocol` into the blocks that its pages must hold, in order, written without a look at the templates."""

import typing as t
from collections.abc import Mapping
from dataclasses import dataclass

from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.protocol import Protocol
from typeset.model.text import (
    AnnexWords,
    AuthenticText,
    Heading,
    Item,
    Listing,
    Paragraph,
    Quote,
    SubItem,
    SubItems,
    Table,
    TableBlock,
)
from typeset.model.wording import Wording

Path = tuple[str, ...]
Link = tuple[str, str]
"""The text of a reference, and the ID of the element to which it leads."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of text as the data demands it."""

    path: Path
    """Structure types from the Part down to the block."""
    text: str
    lang: str
    where: str
    """A place that a human finds: `ru: item 3 (drugs), paragraph 2`."""
    anchor: str
    """The ID of the nearest element above that has one: the text's is its language."""
    alt: str | None = None
    """What a signature field is called, or an emblem shows; only forms and figures have it."""
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """One bookmark as the data demands it: the whole title, and the ID of the element to which it leads."""

    title: str
    fixed: str
    """The part of the title that may not be cut."""
    anchor: str


def blocks(protocol: Protocol, wordings: Mapping[str, Wording], languages: tuple[str, ...]) -> tuple[Block, ...]:
    """All blocks of the pages in these languages, in order."""
    return tuple(block for lang in languages for block in _Text(protocol, wordings[lang], lang).blocks())


def bookmarks(protocol: Protocol, wordings: Mapping[str, Wording], languages: tuple[str, ...]) -> tuple[Outline, ...]:
    """All bookmarks of the file, in order."""
    return tuple(mark for lang in languages for mark in _Text(protocol, wordings[lang], lang).bookmarks())


def annex_id(lang: str, key: str) -> str:
    """The ID of an annex's section."""
    return f"{lang}-annex-{key}"


def item_id(lang: str, key: str) -> str:
    """The ID of an item or article."""
    return f"{lang}-item-{key}"


def signatory_id(lang: str, key: str) -> str:
    """The ID of a signatory's block."""
    return f"{lang}-signatory-{key}"


class _Text:
    """The blocks of one authentic text."""

    def __init__(self, protocol: Protocol, wording: Wording, lang: str) -> None:
        self.protocol, self.wording, self.lang = protocol, wording, lang
        self.words: AuthenticText = protocol.texts[lang]
        self.articles = protocol.form == "articles"

    def blocks(self) -> t.Iterator[Block]:
        words = self.words
        if self.protocol.look.emblem is not None:
            yield Block(
                ("Part", "Figure"),
                "",
                self.lang,
                phrase("{lang}: emblem", lang=self.lang),
                self.lang,
                words.names.emblem,
            )
        for number, line in enumerate(words.letterhead, 1):
            yield self._plain(("Part", "P"), line, phrase("letterhead, line {number}", number=number))
        yield self._plain(("Part", "H1"), words.title, phrase("title"))
        if words.subtitle:
            yield self._plain(("Part", "P"), words.subtitle, phrase("subtitle"))
        for number, opening in enumerate(words.preamble, 1):
            yield from self._prose(("Part",), opening, phrase("preamble, paragraph {number}", number=number), "")
        for number, item in enumerate(words.items, 1):
            yield from self._article(item, number) if self.articles else self._item(item, number)
        yield self._running(("Part", "P"), words.closing, phrase("closing clause"), "")
        yield self._running(("Part", "P"), words.deposit, phrase("deposit clause"), "")
        for number in range(len(self.protocol.signatories)):
            yield from self._signatory(number)
        for annex in sorted(self.protocol.annexes, key=lambda annex: annex.number):
            yield from self._annex(annex.id, annex.number, words.annexes[annex.id])

    def bookmarks(self) -> t.Iterator[Outline]:
        wording, words = self.wording, self.words
        title = fill(wording.text_bookmark, {"title": words.title})
        yield Outline(title, title, self.lang)
        for index, item in enumerate(words.items, 1):
            yield Outline(*self._item_bookmark(item, index), item_id(self.lang, item.id))
        yield Outline(wording.signatures_bookmark, wording.signatures_bookmark, f"{self.lang}-signatures")
        for annex in sorted(self.protocol.annexes, key=lambda annex: annex.number):
            mark = wording.number(wording.annex, annex.number)
            title = fill(wording.annex_bookmark, {"mark": mark, "title": words.annexes[annex.id].title})
            yield Outline(title, title, annex_id(self.lang, annex.id))

    def _item_bookmark(self, item: Item, index: int) -> tuple[str, str]:
        """The whole title of an item's bookmark, and the part of it that may not be cut."""
        wording = self.wording
        if self.articles:
            title = self._article_title(item, index)
            return title, title
        number = wording.number(wording.item, index)
        title = fill(wording.item_bookmark, {"number": number, "words": item.heading or self._first_words(item)})
        return title, fill(wording.item_bookmark, {"number": number, "words": ""})

    def _article_title(self, item: Item, number: int) -> str:
        if item.heading:
            return self.wording.number(self.wording.article_headed, number, heading=item.heading)
        return self.wording.number(self.wording.article, number)

    def _first_words(self, item: Item) -> str:
        first = item.body[0]
        if isinstance(first, SubItems):
            return ""
        return self._run(first.text if isinstance(first, Paragraph) else first.quote[0])[0]

    # Provisions

    def _item(self, item: Item, number: int) -> t.Iterator[Block]:
        anchor, place = item_id(self.lang, item.id), phrase("item {number} ({id})", number=number, id=item.id)
        path = ("Part", "L", "LI")
        label = self.wording.number(self.wording.item, number)
        yield self._plain((*path, "Lbl"), label, phrase("{place}, number", place=place), anchor)
        body = (*path, "LBody")
        if item.heading:
            yield self._plain((*body, "H2"), item.heading, phrase("{place}, heading", place=place), anchor)
        for index, provision in enumerate(item.body, 1):
            spot = phrase("{place}, paragraph {index}", place=place, index=index)
            yield from self._prose(body, provision, spot, anchor)

    def _article(self, item: Item, number: int) -> t.Iterator[Block]:
        anchor, place = item_id(self.lang, item.id), phrase("article {number} ({id})", number=number, id=item.id)
        path = ("Part", "Sect")
        title = self._article_title(item, number)
        yield self._plain((*path, "H2"), title, phrase("{place}, heading", place=place), anchor)
        for index, provision in enumerate(item.body, 1):
            spot = phrase("{place}, paragraph {index}", place=place, index=index)
            yield from self._prose(path, provision, spot, anchor)

    def _prose(self, path: Path, prose: Paragraph | Quote | SubItems, place: str, anchor: str) -> t.Iterator[Block]:
        if isinstance(prose, Paragraph):
            yield self._running((*path, "P"), prose.text, place, anchor)
        elif isinstance(prose, Quote):
            for number, quoted in enumerate(prose.quote, 1):
                spot = phrase("{place}, quotation {number}", place=place, number=number)
                yield self._running((*path, "BlockQuote", "P"), quoted, spot, anchor)
        else:
            yield from self._subitems(path, prose.subitems, place, anchor)

    def _subitems(self, path: Path, subitems: tuple[SubItem, ...], place: str, anchor: str) -> t.Iterator[Block]:
        outer, inner = self.wording.subitems
        entry = (*path, "L", "LI")
        for number, subitem in enumerate(subitems, 1):
            here = phrase("{place}, sub-item {number} ({id})", place=place, number=number, id=subitem.id)
            own = f"{anchor}.{subitem.id}"
            yield from self._labelled(entry, self.wording.number(outer, number), subitem.text, here, own)
            below = (*entry, "LBody", "L", "LI")
            for index, second in enumerate(subitem.subitems, 1):
                label = self.wording.number(inner, index)
                spot = phrase("{here}, {number} ({id})", here=here, number=index, id=second.id)
                yield from self._labelled(below, label, second.text, spot, f"{own}.{second.id}")

    def _labelled(self, path: Path, label: str, prose: str, place: str, anchor: str) -> t.Iterator[Block]:
        yield self._plain((*path, "Lbl"), label, phrase("{place}, label", place=place), anchor)
        yield self._running((*path, "LBody", "P"), prose, place, anchor)

    # Signatures and annexes

    def _signatory(self, index: int) -> t.Iterator[Block]:
        signatory = self.protocol.signatories[index]
        party, words = self.words.names.parties[signatory.party], self.words.signatories[signatory.id]
        anchor = signatory_id(self.lang, signatory.id)
        place = phrase("signature {index} ({id})", index=index + 1, id=signatory.id)
        path = ("Part", "Sect", "Div")
        signed = fill(self.wording.signature_for, {"party": party.signing or party.name})
        yield self._plain((*path, "P"), signed, phrase("{place}, party", place=place), anchor)
        yield self._plain((*path, "P"), words.office, phrase("{place}, office", place=place), anchor)
        alt = fill(self.wording.signature_field, {"party": party.name})
        field = phrase("{lang}: {place}, field", lang=self.lang, place=place)
        yield Block((*path, "Form"), "", self.lang, field, anchor, alt)
        if words.name:
            yield self._plain((*path, "P"), words.name, phrase("{place}, name", place=place), anchor)

    def _annex(self, key: str, number: int, annex: AnnexWords) -> t.Iterator[Block]:
        anchor, path = annex_id(self.lang, key), ("Part", "Sect")
        place = phrase("annex {number} ({key})", number=number, key=key)
        mark = self.wording.number(self.wording.annex, number)
        yield self._plain((*path, "P"), mark, phrase("{place}, mark", place=place), anchor)
        if self.wording.annex_of:
            of = fill(self.wording.annex_of, {"cited_as": self.words.cited_as})
            yield self._plain((*path, "P"), of, phrase("{place}, reference", place=place), anchor)
        yield self._plain((*path, "H2"), annex.title, phrase("{place}, title", place=place), anchor)
        for index, point in enumerate(annex.points or (), 1):
            label = self.wording.number(self.wording.item, index)
            spot = phrase("{place}, point {index}", place=place, index=index)
            yield from self._labelled((*path, "L", "LI"), label, point, spot, anchor)
        if annex.delegations:
            yield from self._delegations(annex, place, anchor)
        for index, block in enumerate(annex.body or (), 1):
            yield from self._annex_block(block, phrase("{place}, block {index}", place=place, index=index), anchor)
        if annex.table:
            yield from self._table(annex.table, phrase("{place}, table", place=place), anchor)

    def _delegations(self, annex: AnnexWords, place: str, anchor: str) -> t.Iterator[Block]:
        for number, delegation in enumerate(annex.delegations or (), 1):
            here = phrase("{place}, delegation {number}", place=place, number=number)
            party = self.words.names.parties[delegation.party].name if delegation.party else delegation.heading
            yield self._plain(("Part", "Sect", "H3"), party or "", phrase("{place}, heading", place=here), anchor)
            for index, member in enumerate(delegation.members, 1):
                values = {"name": member.name or "", "office": member.office}
                written = fill(self.wording.member, values) if member.name else member.office
                path = ("Part", "Sect", "L", "LI", "LBody", "P")
                yield self._plain(path, written, phrase("{place}, member {index}", place=here, index=index), anchor)

    def _annex_block(
        self, block: Paragraph | Quote | Heading | Listing | TableBlock, place: str, anchor: str
    ) -> t.Iterator[Block]:
        path = ("Part", "Sect")
        if isinstance(block, Heading):
            yield self._plain((*path, "H3"), block.heading, place, anchor)
        elif isinstance(block, Listing):
            for index, entry in enumerate(block.list, 1):
                spot = phrase("{place}, entry {index}", place=place, index=index)
                yield from self._labelled((*path, "L", "LI"), self.wording.bullet, entry, spot, anchor)
        elif isinstance(block, TableBlock):
            yield from self._table(block.table, place, anchor)
        else:
            yield from self._prose(path, block, place, anchor)

    def _table(self, table: Table, place: str, anchor: str) -> t.Iterator[Block]:
        path = ("Part", "Sect", "Table")
        for index, column in enumerate(table.columns, 1):
            spot = phrase("{place}, head {index}", place=place, index=index)
            yield self._plain((*path, "THead", "TR", "TH"), column, spot, anchor)
        for number, row in enumerate(table.rows, 1):
            for index, cell in enumerate(row, 1):
                spot = phrase("{place}, row {number}, cell {index}", place=place, number=number, index=index)
                yield self._plain((*path, "TBody", "TR", "TD"), cell, spot, anchor)

    # Words

    def _plain(self, path: Path, text: str, place: str, anchor: str = "") -> Block:
        return Block(path, text, self.lang, phrase("{lang}: {place}", lang=self.lang, place=place), anchor or self.lang)

    def _running(self, path: Path, prose: str, place: str, anchor: str) -> Block:
        text, links = self._run(prose)
        return Block(
            path,
            text,
            self.lang,
            phrase("{lang}: {place}", lang=self.lang, place=place),
            anchor or self.lang,
            links=links,
        )

    def _run(self, prose: str) -> tuple[str, tuple[Link, ...]]:
        """Prose with its references written out, and those references."""
        runs = self.wording.runs(prose, self._number_of, articles=self.articles)
        links = tuple((run.text, f"{self.lang}-{run.target[0]}-{run.target[1]}") for run in runs if run.target)
        return "".join(run.text for run in runs), links

    def _number_of(self, kind: str, key: str) -> int:
        return self.protocol.annex_number(key) if kind == "annex" else self.protocol.item_number(key)
