"""What every check is given: the facts, the data, and both as blocks side by side."""

import functools
import typing as t
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from typeset.model.profile import Profile
from typeset.model.protocol import Protocol
from typeset.model.report import Check, Finding
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources
from typeset.verify import expected, limits
from typeset.verify.blocks import Found, found_blocks
from typeset.verify.facts import Element, Facts, Run

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
        rest = Finding(message=f"and {len(listed) - limits.MAX_FINDINGS} more findings")
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
