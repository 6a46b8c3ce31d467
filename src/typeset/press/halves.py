"""Sections into laid-out pages by two processes: one takes them from the first on, the other from the last.

They meet where they meet, so none waits long for the other. The one from the last is a fork, which tells what its pages
hold as soon as they are laid out. It does not know how many pages come before its own until it is told, and numbers and
paints them while those of the first are painted here. It gives up on all that it cannot hand over, and on any fault:
the whole is pressed in one process then, which says what is wrong.
"""

import itertools
import os
import typing as t
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType

from typeset.beside import Beside, Talk
from typeset.model.composition import Adjustment, Composition, Section
from typeset.press import margins
from typeset.press.carried import CarriedPage, Part, UncarriedError, laid, painted
from typeset.press.guard import Guarded, guard
from typeset.press.layout import Layout, Sheets

# WeasyPrint is untyped, and so are its pages and documents.
Page = t.Any
Document = t.Any

WORTH = 20_000
"""Bytes of HTML from which on a second process is worth its beginning: about six pages."""
MOST = 4096
"""Sections for which there are tickets."""
_SUPPOSED = 2
"""The number of the first page of the second half, as long as nobody knows it."""


@dataclass(frozen=True)
class Laid:
    """Sections laid out, in the order of their pages, and what was done to those with a name."""

    sections: Sequence[tuple[Sheets, Guarded]]

    @property
    def pages(self) -> list[Page]:
        """All pages, in order."""
        return [page for _, guarded in self.sections for page in guarded.rendered.pages]

    @property
    def adjustments(self) -> dict[str, Adjustment]:
        """What was done, by the name of the section."""
        found = {sheets.section.name: guarded.adjustment for sheets, guarded in self.sections}
        return {name: adjustment for name, adjustment in found.items() if adjustment}

    def document(self, pages: list[Page]) -> Document:
        """A document of the engine that has these pages."""
        return self.sections[0][1].rendered.copy(pages)


class Announced(t.NamedTuple):
    """What the fork says of its pages as soon as they are laid out."""

    pages: list[CarriedPage]
    adjustments: dict[str, Adjustment]


class Tickets:
    """As many as there are sections to be shared out; whoever draws one lays out the next from its side."""

    def __init__(self, count: int) -> None:
        self._end, other = os.pipe()
        os.write(other, bytes(count))
        os.close(other)

    def __enter__(self) -> t.Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._end)

    def drawn(self) -> bool:
        """Draw one; false where there is none any more."""
        return bool(os.read(self._end, 1))


def lay(layout: Layout) -> Laid:
    """Lay all sections out.

    Raises:
        PressError: signatures cannot be guarded.
    """
    return _forward(layout, layout.sections)


def worthwhile(composition: Composition) -> bool:
    """Whether a second process is of use.

    Pictures cannot be carried, and the marks of a draft stand in its margins.
    """
    count, size = len(composition.sections), sum(len(section.html.encode()) for section in composition.sections)
    return size >= WORTH and 1 < count <= MOST and not composition.pictures and not composition.draft


@dataclass(frozen=True)
class Halves:
    """A composition on its way through two processes.

    Args:
        layout: the engine, with all sections.
        tickets: one for every section but the first.
        warnings: where those of the engine are collected, in each process by itself.
    """

    layout: Layout
    tickets: Tickets
    warnings: Sequence[str]

    def first(self) -> Laid:
        """Lay out the first section, and those after it until all are taken."""
        sections = self.layout.sections
        layout = replace(self.layout, sections=sections[: _middle(sections)])
        return _forward(layout, itertools.chain(sections[:1], _taken(sections[1:], self.tickets)))

    def begun(self) -> Beside:
        """Let a fork of this process lay out sections from the last on."""
        return Beside(self._last)

    def _last(self, parent: Talk) -> None:
        sections = self.layout.sections
        layout = replace(self.layout, sections=sections[_middle(sections) :])
        made = [_laid(layout, one, _SUPPOSED) for one in _taken(sections[::-1], self.tickets)]
        own = Laid(made[::-1])
        pages = own.pages
        carried = laid(pages)
        parent.tell(Announced(carried, own.adjustments))
        number = parent.hear()
        if number is None:
            return
        _number(own, number)
        found = painted(pages, carried)
        if not self.warnings:
            parent.tell(found)


def joined(fork: Talk, own: Laid, layout: Layout) -> tuple[Part, dict[str, Adjustment]]:
    """The pages of the fork, once all are laid out; they arrive painted when the first of them is to be painted.

    Raises:
        UncarriedError: they do not arrive.
    """
    fork.tell(len(own.pages) + 1)
    announced = t.cast("Announced", _heard(fork))
    return Part(announced.pages, lambda: _heard(fork), layout.fonts), announced.adjustments


def _heard(fork: Talk) -> t.Any:  # noqa: ANN401 - one thing or the other
    found = fork.hear()
    if found is None:
        raise UncarriedError
    return found


def _middle(sections: Sequence[Section]) -> int:
    """How many sections are about half of the words: the titles of each half are looked at together."""
    sizes = list(itertools.accumulate(len(section.html.encode()) for section in sections))
    return 1 + min(range(len(sizes) - 1), key=lambda index: abs(sizes[-1] - 2 * sizes[index]))


def _taken(sections: Iterable[Section], tickets: Tickets) -> Iterable[Section]:
    return itertools.takewhile(lambda _section: tickets.drawn(), sections)


def _forward(layout: Layout, sections: Iterable[Section]) -> Laid:
    made: list[tuple[Sheets, Guarded]] = []
    first = 1
    for section in sections:
        made.append(_laid(layout, section, first))
        first += len(made[-1][1].rendered.pages)
    return Laid(made)


def _laid(layout: Layout, section: Section, first: int) -> tuple[Sheets, Guarded]:
    """A section; one of the other half by itself, lest all titles of that are looked at twice."""
    sheets = Sheets(layout if section in layout.sections else replace(layout, sections=(section,)), section, first)
    return sheets, guard(sheets)


def _number(own: Laid, first: int) -> None:
    for sheets, guarded in own.sections:
        pages = guarded.rendered.pages
        if first != sheets.first:
            blank = sheets.empty(first, len(pages), guarded.adjustment)
            if not margins.renumbered(pages, blank):
                raise UncarriedError
        first += len(pages)
