"""What every check is given: the facts, the data, and both as blocks side by side."""

import functools
import typing as t
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from typeset.messages import phrase
from typeset.model.profile import Profile
from typeset.model.protocol import Protocol
from typeset.model.report import Check, Finding
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources
from typeset.verify import drafts, expected, limits
from typeset.verify.aligning import Pair, align
from typeset.verify.blocks import Found, found_blocks
from typeset.verify.drawn import Mark, Paint
from typeset.verify.facts import Element, Facts, Page, Run
from typeset.verify.tables import repeated, tables

_SHOWN_WORDS = 80


@dataclass(frozen=True)
class Case:
    """One file, and what it is held against."""

    facts: Facts
    protocol: Protocol
    wordings: Mapping[str, Wording]
    languages: tuple[str, ...]
    files: SourceFiles
    resources: Resources
    tables: Mapping[str, bytes] | None
    """The language tables by file name, where the embedded ones must equal them."""
    draft: bool = False
    """Whether the file is proven as a draft, whose marks are no words of the text."""
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    """The rules by which the pages of a language are measured."""

    @functools.cached_property
    def expected(self) -> tuple[expected.Block, ...]:
        """The blocks that the data demands."""
        return expected.blocks(self.protocol, self.wordings, self.languages)

    @functools.cached_property
    def found(self) -> tuple[Found, ...]:
        """The blocks that the file has."""
        return found_blocks(self.facts)

    @functools.cached_property
    def pairs(self) -> list[Pair]:
        """Both, side by side."""
        return align(self.expected, self.found)

    @functools.cached_property
    def elements(self) -> dict[str, Element]:
        """Structure elements by ID; of two with one ID, the first."""
        named: dict[str, Element] = {}
        for element in self.facts.tree.walk() if self.facts.tree else ():
            if element.id is not None:
                named.setdefault(element.id, element)
        return named

    @functools.cached_property
    def _starts(self) -> dict[int, Run]:
        return {block.element.number: next(block.runs) for block in self.found if block.lines}

    @functools.cached_property
    def _draft_marks(self) -> dict[int, list[Run]]:
        words = drafts.words_of(self.wordings.values()) if self.draft else frozenset[str]()
        return {page.number: drafts.marks(page, words) for page in self.facts.pages if self.draft}

    def draft_marks(self, page: Page) -> list[Run]:
        """The marks of a draft on a page; an original has none, whatever stands there."""
        return self._draft_marks.get(page.number, [])

    def is_draft_mark(self, run: Run) -> bool:
        """Whether a stretch of text is a mark of a draft."""
        return any(run is mark for mark in self._draft_marks.get(run.page, ()))

    def figures(self, lang: str) -> list[Element]:
        """The figures of the text in this language, where the data has an emblem."""
        if self.protocol.look.emblem is None:
            return []
        return [block.element for block in self.found if block.path == ("Part", "Figure") and block.anchor == lang]

    @functools.cached_property
    def figure_marks(self) -> frozenset[Mark]:
        """The content of the emblems, which `head` compares with their file."""
        return frozenset(mark for lang in self.languages for figure in self.figures(lang) for mark in figure.marks())

    @functools.cached_property
    def _letterheads(self) -> dict[str, tuple[int, float, float]]:
        """Language to page, and the heights between which the letterhead's rule may stand."""
        found: dict[str, tuple[int, float, float]] = {}
        for lang in self.languages:
            blocks = [block for block in self.found if block.anchor == lang and block.lines]
            title = next((index for index, block in enumerate(blocks) if block.path == ("Part", "H1")), 0)
            if title and self.protocol.look.letterhead_rule and self.protocol.texts[lang].letterhead:
                last, first = blocks[title - 1].lines[-1].runs[-1], blocks[title].lines[0].runs[0]
                found[lang] = (last.page, first.baseline + first.size / 2, last.baseline)
        return found

    def is_head_rule(self, paint: Paint, lang: str) -> bool:
        """Whether a painted shape is the rule between the letterhead and the title of a text."""
        page, low, high = self._letterheads.get(lang, (0, 0.0, 0.0))
        upright = paint.box[3] - paint.box[1] <= limits.MAX_RULE and paint.mark is None
        return paint.plain and upright and paint.page == page and low < paint.box[1] and paint.box[3] < high

    @functools.cached_property
    def _heads(self) -> dict[int, list[Run]]:
        found: dict[int, list[Run]] = {}
        for head, body in tables(self.found):
            for page, runs in repeated(self.facts.pages, head, body).items():
                found.setdefault(page, []).extend(runs)
        return found

    def repeated_heads(self, page: Page) -> list[Run]:
        """What stands on a page of heads of tables that go on there."""
        return self._heads.get(page.number, [])

    def start(self, identifier: str) -> Run | None:
        """The first stretch of text of the element with this ID."""
        element = self.elements.get(identifier)
        for part in element.walk() if element else ():
            if part.number in self._starts:
                return self._starts[part.number]
        return None


def check(name: str, title: str, findings: Iterable[Finding]) -> Check:
    """A check with its findings, of which no more than `MAX_FINDINGS` are listed."""
    listed = tuple(findings)
    if len(listed) > limits.MAX_FINDINGS:
        rest = Finding(message=phrase("and {count} more findings", count=len(listed) - limits.MAX_FINDINGS))
        listed = (*listed[: limits.MAX_FINDINGS], rest)
    return Check(name=name, title=title, findings=listed)


def remarks(case: Case, name: str) -> t.Iterator[Finding]:
    """What the reader noted for this check."""
    for remark in case.facts.remarks:
        if remark.check == name:
            yield Finding(message=remark.message, page=remark.page, words=remark.words)


def cut(text: str) -> str:
    """Text short enough to be shown."""
    return text if len(text) <= _SHOWN_WORDS else text[: _SHOWN_WORDS - 1] + "…"
