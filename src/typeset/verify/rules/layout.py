"""The blocks of one text into what a typographer measures: paragraphs and their roles, lines, edges of the text."""

import functools
import itertools
import typing as t
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from typeset.messages import either, phrase
from typeset.model.base import PRESS_HYPHEN
from typeset.model.rule import Role
from typeset.verify import limits
from typeset.verify.blocks import Found, canonical
from typeset.verify.checks.case import Case
from typeset.verify.expected import annex_id
from typeset.verify.facts import Annotation, Page, Run
from typeset.verify.rules.roles import WORDS, Roles

FLOWING: frozenset[Role] = frozenset({"preamble", "provision", "subitem", "closing", "annex"})
"""What is set as running text, paragraph after paragraph."""
_WIDE = frozenset("WFA")
"""East Asian widths that take a square; dashes and quotation marks are ambiguous, and take one in a Chinese face."""
_GRAIN = 0.5
"""Points to which ends of lines are rounded where the edge of the text is looked for."""

_WORD_GAP = 2.0
"""Ems by which stretches outside the text may stand apart and still be of one line."""


class NothingToMeasureError(Exception):
    """The file has nothing that the rule speaks of; the message says what."""


@dataclass(frozen=True)
class Row:
    """One printed line of a paragraph, its label with it."""

    page: int
    runs: tuple[Run, ...]
    right: float
    """Where its last letter ends."""

    @property
    def left(self) -> float:
        """Where its first letter begins."""
        return min(run.box[0] for run in self.runs)

    @property
    def baseline(self) -> float:
        """The height of its first letters."""
        return self.runs[0].baseline

    @functools.cached_property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(run.size for run in self.runs)

    @functools.cached_property
    def text(self) -> str:
        """Its words as they are compared, without blanks at the ends."""
        return canonical("".join(run.text for run in self.runs)).strip(" ")

    @property
    def squares(self) -> bool:
        """Whether it holds full-width characters alone."""
        return bool(self.text) and all(wide(character) for character in self.text)

    @functools.cached_property
    def height(self) -> tuple[float, float]:
        """Bottom and top: of full-width characters their square, of letters down to descenders and up to ascenders."""
        low, high = (-0.12, 0.88) if any(map(wide, self.text)) else (-0.22, 0.7)
        return self.baseline + low * self.size, self.baseline + high * self.size


@dataclass(frozen=True)
class Para:
    """A paragraph, heading, cell, or other block, as it is printed."""

    role: Role
    anchor: str
    path: tuple[str, ...]
    rows: tuple[Row, ...]
    group: frozenset[int]

    @property
    def text(self) -> str:
        """The words of its first line, to be shown."""
        return self.rows[0].text

    @property
    def pairs(self) -> Iterator[tuple[Row, Row]]:
        """Each of its lines with the next."""
        return itertools.pairwise(self.rows)


@dataclass(frozen=True)
class Layout:
    """One authentic text as it stands on its pages."""

    case: Case
    lang: str

    @functools.cached_property
    def paras(self) -> tuple[Para, ...]:
        """All that is printed of the text, in logical order."""
        return tuple(_paras(self.case, self.lang))

    def of(self, *roles: Role) -> tuple[Para, ...]:
        """The paragraphs of these roles.

        Raises:
            NothingToMeasureError: there is none.
        """
        found = tuple(para for para in self.paras if para.role in roles)
        if not found:
            raise NothingToMeasureError(phrase("the text has no {roles}", roles=either(WORDS[role] for role in roles)))
        return found

    @functools.cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages on which the text stands."""
        numbers = sorted({row.page for para in self.paras for row in para.rows})
        return tuple(self.case.facts.pages[number - 1] for number in numbers)

    def rows(self, page: int) -> Iterator[Row]:
        """The printed lines of a page."""
        return (row for para in self.paras for row in para.rows if row.page == page)

    @functools.cached_property
    def fields(self) -> dict[str, Annotation]:
        """The signature fields by name."""
        return {note.name: note for note in self.case.facts.annotations if note.subtype == "Widget"}

    @functools.cached_property
    def _edges(self) -> tuple[float | None, float | None]:
        """Where most lines end that are no last ones, and where most begin that are no first ones."""
        flowing = [para for para in self.paras if para.role in FLOWING]
        ends = Counter(round(row.right / _GRAIN) for para in flowing for row in para.rows[:-1])
        begins = Counter(round(row.left / _GRAIN) for para in flowing for row in para.rows[1:])
        left, right = (min(begins), max(ends)) if not self.justified and ends else (_most(begins), _most(ends))
        return left and left * _GRAIN, right and right * _GRAIN

    @property
    def justified(self) -> bool:
        """Whether lines of this language end at one edge."""
        return self.case.wordings[self.lang].justified

    @property
    def left(self) -> float:
        """The left edge of the text.

        Raises:
            NothingToMeasureError: no paragraph has a second line.
        """
        return _known(self._edges[0])

    @property
    def right(self) -> float:
        """The right edge of the text.

        Raises:
            NothingToMeasureError: no paragraph has a second line.
        """
        return _known(self._edges[1])

    @property
    def centre(self) -> float:
        """The middle between the edges of the text.

        Raises:
            NothingToMeasureError: no paragraph has a second line.
        """
        return (self.left + self.right) / 2

    @functools.cached_property
    def annexes(self) -> tuple["AnnexPlace", ...]:
        """The annexes in order.

        Raises:
            NothingToMeasureError: there is none.
        """
        made = (self._annex(annex_id(self.lang, annex.id)) for annex in self.case.protocol.annexes)
        found = tuple(annex for annex in made if annex is not None)
        if not found:
            raise NothingToMeasureError(phrase("the text has no annex"))
        return found

    def _annex(self, anchor: str) -> "AnnexPlace | None":
        own = [para for para in self.paras if para.anchor == anchor]
        marks = tuple(para for para in own if para.role == "mark")
        titles = tuple(para for para in own if para.role == "annex-title")
        rest = tuple(para for para in own if para.role not in {"mark", "annex-title"})
        return AnnexPlace(marks[0], marks[1:], titles, rest) if marks else None


@dataclass(frozen=True)
class AnnexPlace:
    """Where the parts of one annex stand."""

    mark: Para
    belongs: tuple[Para, ...]
    titles: tuple[Para, ...]
    body: tuple[Para, ...]

    @property
    def page(self) -> int:
        """The page where it begins."""
        return self.mark.rows[0].page


def wide(character: str) -> bool:
    """Whether a character takes a square."""
    return unicodedata.east_asian_width(character) in _WIDE and character != PRESS_HYPHEN


def lines(rows: t.Iterable[Row]) -> list[Row]:
    """One row of each height on the page, from the top: what stands side by side is one line."""
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: -row.baseline):
        if not found or found[-1].baseline - row.baseline > row.size / 2:
            found.append(row)
    return found


def _known(edge: float | None) -> float:
    if edge is None:
        raise NothingToMeasureError(phrase("no paragraph has a second line, which would show the edges of the text"))
    return edge


def _most(ends: Counter[int]) -> int | None:
    return max(ends, key=lambda end: (ends[end], end)) if ends else None


def _paras(case: Case, lang: str) -> Iterator[Para]:
    """Blocks with their roles; a label and what stands beside it on its line are one paragraph."""
    roles = Roles(case, lang)
    label: Found | None = None
    for block in case.found:
        if block.lang != lang or not block.lines:
            continue
        role = roles.of(block)
        if block.path[-1] == "Lbl":
            label = block
            continue
        rows = _rows(case, label, block)
        label = None
        if rows:
            yield Para(role, block.anchor, block.path, rows, block.groups)


def _rows(case: Case, label: Found | None, block: Found) -> tuple[Row, ...]:
    grouped = [[run for run in line.runs if run.text.strip()] for line in block.lines]
    kept = [runs for runs in grouped if runs]
    if label is not None and kept:
        kept[0][:0] = [run for run in label.runs if run.text.strip()]
    return tuple(Row(runs[0].page, tuple(runs), _right(case, runs[-1])) for runs in kept)


def _right(case: Case, run: Run) -> float:
    """Where the last letter of a line ends: a blank after it is not seen."""
    font, blanks = case.facts.fonts[run.font], len(run.text) - len(run.text.rstrip())
    gids = run.gids[len(run.gids) - blanks :] if blanks else ()
    return run.box[2] - sum(font.widths.get(gid, font.default_width) for gid in gids) * run.size / 1000


def number_rows(page: Page) -> tuple[Row, ...]:
    """What stands on a page outside its text: its number, the marks of a draft, cells of a repeated table head."""
    rows: list[list[Run]] = []
    for run in page.runs:
        if run.artifact and run.text.strip():
            last = rows[-1][-1] if rows else None
            near = last and abs(last.baseline - run.baseline) < limits.SAME_LINE * run.size
            if last and near and abs(run.box[0] - last.box[2]) < _WORD_GAP * run.size:
                rows[-1].append(run)
            else:
                rows.append([run])
    return tuple(Row(page.number, tuple(row), row[-1].box[2]) for row in rows)
