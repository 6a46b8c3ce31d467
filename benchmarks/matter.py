"""A source into what every peer is given to set: composed views as a plain row of blocks, and what a copy adds.

Peers get no links, no tags and no QR code, which spares them work that is ours; words, faces, sizes, annexes,
signatures, watermark, margin line and certification page are the same.
"""

import datetime as dt
import typing as t
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from typeset import pipeline
from typeset.compose import compose
from typeset.compose.typography import bound
from typeset.compose.view import AnnexView, Entry, SignatureBlock, TextView, view
from typeset.model.base import fill
from typeset.model.composition import Composition
from typeset.model.wording import Run
from typeset.resources import bundled

Kind = t.Literal["text", "title", "subtitle", "heading", "paragraph", "point", "table", "annex", "mark", "signatures"]
DATE = dt.date(2026, 5, 25)
_DIGEST = "0123456789abcdef" * 4
"""Stands for the digest of the original, which no peer computes."""


@dataclass(frozen=True)
class Block:
    """One piece of a text; `text` and `annex` begin a new page and have no words."""

    kind: Kind
    words: str = ""
    language: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    """Of a table, its head first; of signatures, party, office and name."""
    depth: int = 0


@dataclass(frozen=True)
class Mark:
    """What makes a copy of it: all the words that certification and margin say."""

    language: str
    watermark: str
    margin: str
    heading: str
    statements: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    office: str
    date: str
    seal: str


@dataclass(frozen=True)
class Matter:
    """One document, ready to be written as a peer's input."""

    composition: Composition
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    """One for each party; `numbered` gives further ones."""
    languages: tuple[str, ...]

    def numbered(self, number: int) -> Mark:
        """The mark of copy `number`."""
        first = self.marks[0]
        rows = ((first.rows[0][0], str(number)), *first.rows[1:])
        return Mark(**{**vars(first), "rows": rows, "margin": first.margin.removesuffix("1") + str(number)})


def matter(path: Path) -> Matter:
    """Read a source and write it out; what `compose` does is done for the peers."""
    world = bundled()
    source = pipeline.read(path, world)
    protocol = source.protocol
    composition = compose(protocol, source.wordings, source.files, world, protocol.languages)
    views = [bound(view(protocol, tag, source.wordings[tag])) for tag in protocol.languages]
    marks = tuple(_mark(source, number, key) for number, key in enumerate(protocol.parties, 1))
    return Matter(composition, tuple(block for one in views for block in _text(one)), marks, protocol.languages)


def _mark(source: pipeline.Source, number: int, party: str) -> Mark:
    settings, protocol = source.protocol.certification, source.protocol
    language = settings.language or protocol.languages[0]
    text, words = protocol.texts[language], source.wordings[language].certification
    if words is None or settings.officer is None:
        raise SystemExit("the source settles no certification")
    name = text.names.parties[party].name
    statement = fill(words.statement, {"title": text.full_title, "identifier": protocol.identifier})
    signed = fill(words.signed_on, {"date": words.written_date(protocol.signed)})
    kept = fill(words.kept, {"kept_in": text.names.depositary_in or text.names.depositary})
    return Mark(
        language=language,
        watermark=words.watermark,
        margin=fill(words.margin_digest, {"digest": _DIGEST[:16]})
        + "   " + fill(words.margin_copy, {"recipient": name}) + str(number),
        heading=words.heading,
        statements=(statement, signed, kept),
        rows=(
            (words.number, str(number)), (words.recipient, name), (words.sheets, "16"),
            (words.digest, " ".join(_DIGEST[at : at + 4] for at in range(0, len(_DIGEST), 4))),
        ),
        office=settings.officer.office,
        date=fill(words.place_and_date, {"place": text.names.place, "date": words.written_date(DATE)}),
        seal=words.seal,
    )  # fmt: skip


def _text(text: TextView) -> Iterator[Block]:
    tag = text.language
    yield Block("text", language=tag)
    yield Block("title", text.title, tag)
    if text.subtitle:
        yield Block("subtitle", text.subtitle, tag)
    for entry in (*text.preamble, *text.items):
        yield from _entry(entry, tag)
    for runs in (text.closing, text.deposit):
        yield Block("paragraph", _plain(runs), tag)
    yield Block("signatures", language=tag, rows=tuple(map(_signature, text.signatures)))
    for annex in text.annexes:
        yield from _annex(annex, tag)


def _signature(one: SignatureBlock) -> tuple[str, str, str]:
    return one.party, one.office, one.name or ""


def _annex(annex: AnnexView, tag: str) -> Iterator[Block]:
    yield Block("annex", language=tag)
    yield Block("mark", annex.mark, tag)
    if annex.belongs:
        yield Block("mark", annex.belongs, tag)
    yield Block("heading", annex.title, tag)
    for entry in annex.entries:
        yield from _entry(entry, tag)


def _entry(entry: Entry, tag: str, depth: int = 0) -> Iterator[Block]:
    """A block of the view as plain blocks: labels before the words that they number."""
    prefix = f"{entry.label} " if entry.label else ""
    if entry.kind == "table":
        yield Block("table", language=tag, rows=entry.rows)
    elif entry.kind in {"item", "article"}:
        first, *rest = entry.entries
        if entry.runs or entry.kind == "article":
            yield Block("heading", prefix + (_plain(entry.runs[0]) if entry.kind == "item" else ""), tag)
            rest, prefix = list(entry.entries), ""
        else:
            blocks = list(_entry(first, tag))
            yield Block(blocks[0].kind, prefix + blocks[0].words, tag, blocks[0].rows, blocks[0].depth)
            yield from blocks[1:]
        for inner in rest:
            yield from _entry(inner, tag)
    else:
        kind: Kind = "heading" if entry.kind in {"heading", "delegation"} else "paragraph"
        kind = "point" if entry.kind == "point" else kind
        if entry.runs or entry.kind == "delegation":
            for number, runs in enumerate(entry.runs or ((),)):
                yield Block(kind, (prefix if not number else "") + _plain(runs), tag, depth=depth)
        for inner in entry.entries:
            yield from _entry(inner, tag, depth + (entry.kind == "point"))


def _plain(runs: tuple[Run, ...]) -> str:
    return "".join(run.text for run in runs)
