"""The structure tree into the blocks of text that a reader finds, line by line, in logical order."""

import itertools
import re
import typing as t
import unicodedata
from dataclasses import dataclass

from typeset.model.base import PRESS_HYPHEN
from typeset.verify import limits
from typeset.verify.drawn import Mark
from typeset.verify.facts import Element, Facts, ObjectRef, Run

BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "TH", "TD", "Caption", "Form", "Figure"})
"""Structure types that hold a block of text; below them only `INLINE` may stand."""
INLINE = frozenset({"Link", "Span"})
# A line may end after these without a space (Unicode line breaking classes BA, B2, SY, IN) …
_BREAK_AFTER = "-\u2013\u2014/\u2026"
# … or before and after what belongs to East Asian writing.
_WIDE = frozenset("WF")
_RADICALS = re.compile("[\u2e80-\u2fdf]")


def canonical(text: str) -> str:
    """Text in the form in which it is compared.

    NFC, radicals as the ideographs that they depict (fonts share one glyph for both), and a no-break space as a space,
    since paper shows them alike. Nothing else.
    """
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return _RADICALS.sub(_depicted, composed) if _RADICALS.search(composed) else composed


def _depicted(radical: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", radical[0])


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a block."""

    page: int
    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One block as the file has it."""

    path: tuple[str, ...]
    lang: str
    """The language in effect, by the nearest `Lang` above."""
    anchor: str
    alt: str | None
    lines: tuple[Line, ...]
    element: Element
    links: tuple[tuple[str, tuple[int, ...]], ...]
    """The text of every link, and its annotations' object numbers."""
    groups: frozenset[int] = frozenset()
    """Elements above whose blocks may stand side by side: list items, table rows, sections of signature blocks."""

    @property
    def page(self) -> int | None:
        """The page where it begins."""
        return self.lines[0].page if self.lines else None

    @property
    def runs(self) -> t.Iterator[Run]:
        """All text of the block, in logical order."""
        return itertools.chain.from_iterable(line.runs for line in self.lines)

    def misfit(self, expected: str) -> int | None:
        """The first line that does not fit this text, where lines may be joined as `first_misfit` says."""
        lines = [canonical(line.text) for line in self.lines]
        if lines:
            # A space at the edge of a block, such as one after its label, is neither seen nor a word.
            lines[0] = lines[0].removeprefix(" ")
            lines[-1] = lines[-1].removesuffix(" ")
        return first_misfit(lines, canonical(expected))

    @property
    def text(self) -> str:
        """The lines joined by a rule of thumb, to be shown where nothing fits."""
        joined = ""
        for line in self.lines:
            text = canonical(line.text)
            if joined.endswith(PRESS_HYPHEN):
                joined = joined[:-1]
            elif joined and not joined.endswith((" ", "-", "/")) and not _wide(joined[-1:] + text[:1]):
                joined += " "
            joined += text
        return joined.strip(" ")


def first_misfit(lines: list[str], expected: str) -> int | None:
    """Join canonical lines into the expected text.

    A line may end in the press hyphen, inside a word; else a space of the text is not printed, or the text may be
    broken there without one: after a hyphen, dash, slash or ellipsis, before a dash, beside East Asian characters.

    Returns:
        The index of the first line that does not fit; none where all fit and nothing is left over.
    """
    at = 0
    for index, line in enumerate(lines):
        last = index == len(lines) - 1
        hyphenated = not last and line.endswith(PRESS_HYPHEN)
        printed = line[:-1] if hyphenated else line
        if not printed or not expected.startswith(printed, at):
            return index
        at += len(printed)
        if last:
            break
        before, after = expected[at - 1 : at], expected[at : at + 1]
        if hyphenated:
            # A press hyphen may only stand inside a word, or the printed word would be another.
            if not (before.isalpha() and after.isalpha()):
                return index
        elif after == " ":
            at += 1
        elif not (before == " " or before in _BREAK_AFTER or after == "\u2014" or _wide(before + after)):
            return index
    return None if at == len(expected) else max(len(lines) - 1, 0)


def _wide(characters: str) -> bool:
    return any(unicodedata.east_asian_width(character) in _WIDE for character in characters)


def found_blocks(facts: Facts) -> tuple[Found, ...]:
    """All blocks below the document element, in logical order."""
    if facts.tree is None:
        return ()
    runs: dict[Mark, list[Run]] = {}
    for page in facts.pages:
        for run in page.runs:
            if run.mark:
                runs.setdefault(run.mark, []).append(run)
    collector = _Collector(runs)
    lang = facts.lang if facts.tree.lang is None else facts.tree.lang
    collector.kids(facts.tree, _Above((), lang, "", frozenset(), facts.tree.number))
    return tuple(collector.found)


@dataclass(frozen=True, slots=True)
class _Above:
    """What an element has from those above it, and after `below`, from itself."""

    path: tuple[str, ...]
    lang: str
    anchor: str
    groups: frozenset[int]
    number: int

    def below(self, element: Element) -> "_Above":
        # The blocks of signatories stand in columns: what may stand side by side is what shares their section.
        beside = {"LI": {element.number}, "TR": {element.number}, "Div": {self.number}}.get(element.type, set())
        groups = self.groups | beside
        lang = self.lang if element.lang is None else element.lang
        anchor = self.anchor if element.id is None else element.id
        return _Above((*self.path, element.type), lang, anchor, groups, element.number)


class _Collector:
    def __init__(self, runs: dict[Mark, list[Run]]) -> None:
        self.runs = runs
        self.found: list[Found] = []

    def kids(self, element: Element, above: _Above) -> None:
        """Take every kid as a block, or look for blocks in it; stray content is a block of its own."""
        for kid in element.kids:
            if isinstance(kid, Mark):
                self._block(element, above, (kid,))
            elif isinstance(kid, Element):
                inside = above.below(kid)
                if kid.type in BLOCKS:
                    self._block(kid, inside, kid.kids)
                else:
                    self.kids(kid, inside)

    def _block(self, element: Element, above: _Above, kids: tuple[Element | Mark | ObjectRef, ...]) -> None:
        runs: list[Run] = []
        links: list[tuple[str, tuple[int, ...]]] = []
        for kid in kids:
            if isinstance(kid, Mark):
                runs += self.runs.get(kid, ())
            elif isinstance(kid, Element):
                runs += self._inside(kid)
                for link in (part for part in kid.walk() if part.type == "Link"):
                    text = "".join(run.text for run in self._inside(link))
                    links.append((text, tuple(ref.number for ref in link.kids if isinstance(ref, ObjectRef))))
        lines = _lines(runs)
        self.found.append(
            Found(above.path, above.lang, above.anchor, element.alt, lines, element, tuple(links), above.groups)
        )

    def _inside(self, element: Element) -> list[Run]:
        return [run for mark in element.marks() for run in self.runs.get(mark, ())]


def _lines(runs: list[Run]) -> tuple[Line, ...]:
    """Group runs that follow one another on one baseline."""
    lines: list[list[Run]] = []
    for run in runs:
        last = lines[-1][-1] if lines else None
        near = last and last.page == run.page and abs(last.baseline - run.baseline) < limits.SAME_LINE * run.size
        if near:
            lines[-1].append(run)
        elif run.text:
            lines.append([run])
    return tuple(Line(line[0].page, "".join(run.text for run in line), tuple(line)) for line in lines)
