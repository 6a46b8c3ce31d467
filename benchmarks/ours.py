"""What typeset does in each workload: functions of a path or two, to be called in a process that stays warm."""

import dataclasses
import functools
import io
import itertools
import sys
import typing as t
from collections.abc import Iterator
from pathlib import Path

import pikepdf
from matter import DATE

from typeset import pipeline
from typeset.compose import compose
from typeset.model.certification import Officer
from typeset.pipeline import registering
from typeset.pipeline.issuing import Desk, Order
from typeset.pipeline.proofs import Grounds, verify_file
from typeset.press import guarded
from typeset.register import Register
from typeset.resources import bundled

PROCESSES = 2
"""How many work at one original, as in the command."""


def original(source: Path, target: Path, processes: int = PROCESSES) -> int:
    """Read, compose, press, prove and write; gives the number of pages."""
    world = bundled()
    made = pipeline.original(pipeline.read(source, world), world, processes=processes)
    target.write_bytes(made.pdf)
    return made.report.pages


def unproven(source: Path, target: Path) -> None:
    """The same without the proof."""
    target.write_bytes(_unproven(source)[1])


def alone(source: Path, target: Path) -> int:
    """The same in one process, whose memory is that of all the work."""
    return original(source, target, 1)


def run(source: Path, folder: Path) -> None:
    """The depositary's run: the original, and a copy for every party, all proven and registered."""
    world = bundled()
    made = pipeline.original(pipeline.read(source, world), world, processes=PROCESSES)
    desk, order = _desk(made.pdf, made.source, folder, made.report.pages)
    with desk.register:
        _exhausted(desk.issue(order))


def run_unproven(source: Path, folder: Path) -> None:
    """The same, numbered and registered, but nothing is read back."""
    own, pdf = _unproven(source)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    desk, order = _desk(pdf, own, folder, pages)
    with desk.register:
        for allotment in desk.register.allot(desk.original.sha256, desk.terms_of(order)):
            desk.enter(allotment, *desk.composed(allotment))


@functools.cache
def _counter(source: Path, folder: Path, issued: int) -> tuple[Desk, Order]:
    """A desk that has issued so many copies, to the parties in turn; it stays open."""
    world = bundled()
    made = pipeline.original(pipeline.read(source, world), world)
    desk, order = _desk(made.pdf, made.source, folder, made.report.pages)
    turns = tuple(itertools.islice(itertools.cycle(order.parties), issued))
    _exhausted(desk.issue(dataclasses.replace(order, parties=turns)))
    return desk, order


def opened(source: Path, folder: Path, issued: int) -> None:
    """Open the counter, which is not what is measured."""
    _counter(source, folder, issued)


def copy(source: Path, folder: Path, issued: int) -> None:
    """One more copy: numbered, made, proven, written and registered."""
    desk, order = _counter(source, folder, issued)
    _exhausted(desk.issue(dataclasses.replace(order, parties=order.parties[:1])))


def copies(source: Path, folder: Path, count: int) -> None:
    """The original, and so many copies."""
    _counter(source, folder, count)


def again(source: Path) -> None:
    """Press a composition that is at hand: what one more copy is held against."""
    guarded(*_composed(source), PROCESSES)


@functools.cache
def _composed(source: Path) -> tuple[t.Any, t.Any]:
    world = bundled()
    own = pipeline.read(source, world)
    protocol = own.protocol
    return compose(protocol, own.wordings, own.files, world, protocol.languages), world


def proven(pdf: Path, held: Path | None = None) -> None:
    """Verify an original against the source that it carries, or a copy against its original."""
    verify_file(pdf.read_bytes(), pdf.name, bundled(), Grounds(original=held)).raise_for_findings()


def command(source: Path, target: Path) -> list[str]:
    """The command line, cold, proof and conformance included."""
    program = str(Path(sys.executable).with_name("typeset"))
    return [program, "-q", "original", str(source), "-o", str(target), "--force"]


def loaded() -> None:
    """Import all that pressing and proving needs: the base of memory."""
    from typeset import verify  # noqa: F401, PLC0415 - importing is what is asked for
    from typeset.press import layout  # noqa: F401, PLC0415 - likewise


def _unproven(source: Path) -> tuple[pipeline.Source, bytes]:
    world = bundled()
    own = pipeline.read(source, world)
    protocol = own.protocol
    return own, guarded(compose(protocol, own.wordings, own.files, world, protocol.languages), world, PROCESSES).pdf


def _desk(pdf: bytes, own: pipeline.Source, folder: Path, pages: int) -> tuple[Desk, Order]:
    """A desk with a register of its own, the original entered, and the order for all parties."""
    folder.mkdir(parents=True)
    path = folder / "original.pdf"
    path.write_bytes(pdf)
    protocol = own.protocol
    places = {tag: text.names.place for tag, text in protocol.texts.items()}
    settings = protocol.certification
    officer = settings.officer or Officer(office="Head of the Treaty Section")
    order = Order(date=DATE, parties=protocol.parties, settings=settings, places=places, officer=officer)
    book = Register.open(folder / "register.db", create=True)
    entry = book.add_original(registering.entry_of(pdf, path, pages, protocol, own.files, scanned=False))
    return Desk(pdf, entry, book, folder, bundled(), processes=PROCESSES), order


def _exhausted(results: Iterator[object]) -> None:
    for _ in results:
        pass
