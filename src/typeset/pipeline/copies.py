"""What a command asks for into issued copies: the register opened, the original found, the order settled."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from typeset.certify.sealing import Seal
from typeset.errors import CopyError
from typeset.messages import phrase
from typeset.model.certification import Officer
from typeset.model.register import RegisteredOriginal
from typeset.pipeline import outside, registering
from typeset.pipeline.issuing import Desk, Issued, Order
from typeset.pipeline.originals import Source, carried, read
from typeset.pipeline.outside import Grounds, verify_file
from typeset.register import Register
from typeset.resources import Resources
from typeset.verify import read as read_pdf

__all__ = ["Grounds", "Issued", "Wish", "add_scan", "issue", "verify_file"]


@dataclass(frozen=True)
class Wish:
    """What a command asks for; what it leaves open is settled by the protocol."""

    date: dt.date
    parties: tuple[str, ...] = ()
    everybody: bool = False
    addressees: tuple[str, ...] = ()
    resume: bool = False
    language: str | None = None
    officer: str | None = None
    officer_name: str | None = None
    place: str | None = None
    kept_in: str | None = None
    conformed: bool = False
    replaces: int | None = None


def issue(  # noqa: PLR0913 - three of them by name
    original: Path,
    wish: Wish,
    register: str,
    folder: Path,
    resources: Resources,
    *,
    seal: Seal | None = None,
    protocol: Path | None = None,
    processes: int = 1,
) -> Iterator[Issued]:
    """Issue the copies that are asked for, one after the other.

    Raises:
        CopyError: the file is no registered or proven original, or the order cannot be filled.
        OutputError: the register cannot be opened, or a copy cannot be written.
    """
    if not (wish.parties or wish.everybody or wish.addressees or wish.resume):
        raise CopyError(
            phrase("nobody is named to get a copy"), phrase("say `--for PARTY`, `--all`, `--addressee` or `--resume`")
        )
    pdf = outside.content_of(original)
    with Register.open(register, create=True) as book:
        entry = registering.known(pdf, original, book, resources, outside.pressed)
        source = _source(pdf, entry, protocol, resources)
        desk = Desk(pdf, entry, book, folder, resources, seal, outside.certifications, processes)
        if wish.resume:
            yield from desk.resume()
        parties = dict.fromkeys((*wish.parties, *(_outstanding(book, entry, wish) if wish.everybody else ())))
        if parties or wish.addressees:
            yield from desk.issue(_order(wish, tuple(parties), source))


def add_scan(  # noqa: PLR0913, PLR0917 - what an entry needs
    scan: Path,
    protocol: Path,
    register: str,
    resources: Resources,
    signed_by: tuple[str, ...],
    supersedes: str | None,
    today: dt.date,
) -> RegisteredOriginal:
    """Enter a signed and scanned original.

    Raises:
        CopyError: the scan cannot be read, is a copy, or another original is registered for the protocol.
        SourceError: the protocol is no valid source.
    """
    entry = outside.scanned(outside.content_of(scan), scan, read(protocol, resources), signed_by)
    with Register.open(register, create=True) as book:
        if supersedes:
            book.supersede(entry, supersedes, today)
        else:
            book.add_original(entry)
    return entry


def _source(pdf: bytes, entry: RegisteredOriginal, protocol: Path | None, resources: Resources) -> Source | None:
    """Where the settings for copies stand: in the protocol named, or in the one that the original carries."""
    if protocol is not None:
        return read(protocol, resources)
    return carried(read_pdf(pdf, entry.file_name), resources) if entry.kind == "pressed" else None


def _outstanding(book: Register, entry: RegisteredOriginal, wish: Wish) -> Iterator[str]:
    """The parties without a valid copy, in the order of the instrument; pending numbers are left to `--resume`."""
    waiting = {one.party.key for one in book.due(wish.date) if one.original_sha256 == entry.sha256 and not one.pending}
    return (party.key for party in entry.parties if party.key in waiting)


def _order(wish: Wish, parties: tuple[str, ...], source: Source | None) -> Order:
    given = Order(
        date=wish.date,
        parties=parties,
        addressees=wish.addressees,
        language=wish.language,
        officer=Officer(office=wish.officer, name=wish.officer_name) if wish.officer else None,
        place=wish.place,
        kept_in=wish.kept_in,
        conformed=wish.conformed,
        replaces=wish.replaces,
    )
    if source is None:
        return given
    places = {tag: text.names.place for tag, text in source.protocol.texts.items()}
    return replace(given, settings=source.protocol.certification, places=places)
