"""Facts into the signs by which a file is known as a draft: any one of them is enough.

A draft says what it is on every page twice, in its titles and in its type. To pass for an original, it would have to
lose all of these; it is then another file, and no more than what anyone can press who has the source.
"""

import math
import typing as t
import xml.etree.ElementTree as ET
from collections.abc import Collection, Iterable

from typeset.messages import phrase
from typeset.model.wording import Wording
from typeset.verify.blocks import canonical
from typeset.verify.facts import Facts, Page, Run

TYPE = "draft"
"""What `dc:type` says of a draft."""
_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"


def words_of(wordings: Iterable[Wording]) -> frozenset[str]:
    """The words that mark a draft, as they are compared."""
    return frozenset(canonical(wording.draft) for wording in wordings if wording.draft)


def signs(facts: Facts, words: Collection[str]) -> tuple[str, ...]:
    """What in the file says that it is a draft; empty where nothing does.

    Args:
        facts: what was read from the file.
        words: the words that mark a draft in the languages that it may be in.
    """
    found = [
        phrase("page {number} bears the mark of a draft", number=page.number)
        for page in facts.pages
        if marks(page, words)
    ]
    titles, types = _described(facts.xmp)
    if any(kind.strip().lower() == TYPE for kind in types):
        found.append(phrase("its type is that of a draft"))
    if any(_begins(title, words) for title in (*titles, facts.info.get("Title", ""))):
        found.append(phrase("its title is that of a draft"))
    return tuple(found)


def marks(page: Page, words: Collection[str]) -> list[Run]:
    """The marks of a draft on a page, across it and in its margin.

    Turned text is one whatever it says where it is outside of the text: an original has none.
    """
    return [run for run in page.runs if _is_mark(run, words)]


def across(run: Run) -> bool:
    """Whether text runs across the page."""
    return math.isnan(run.angle) or run.angle != 0


def _is_mark(run: Run, words: Collection[str]) -> bool:
    named = canonical(run.text.strip()) in words
    return (named and (run.artifact or across(run))) or (run.artifact and across(run) and bool(run.text.strip()))


def _begins(title: str, words: Collection[str]) -> bool:
    return any(canonical(title).startswith(f"[{word}]") for word in words)


def _described(xmp: bytes) -> tuple[t.Sequence[str], t.Sequence[str]]:
    """Titles and types in the metadata; none where it cannot be read, which is another check's finding."""
    if b"<!DOCTYPE" in xmp or b"<!ENTITY" in xmp:
        return (), ()
    try:
        root = ET.fromstring(xmp)  # noqa: S314 - what could harm has just been refused
    except ET.ParseError:
        return (), ()
    titles, types = (_entries(root, name) for name in ("title", "type"))
    types += [one.attrib[f"{_DC}type"] for one in root.iter(f"{_RDF}Description") if f"{_DC}type" in one.attrib]
    return titles, types


def _entries(root: ET.Element, name: str) -> list[str]:
    return [entry.text or "" for one in root.iter(f"{_DC}{name}") for entry in one.iter()]
