"""What every check of a copy is given: the copy, its original where there is one, and what is to be said of it."""

import functools
import typing as t
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, field

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.certification import Certification
from typeset.model.register import RegisteredCopy
from typeset.model.report import Check, Finding
from typeset.model.wording import CertificationWords, Wording
from typeset.resources import Resources
from typeset.verify import Facts, read
from typeset.verify.blocks import Found, canonical, found_blocks
from typeset.verify.checks.case import Case
from typeset.verify.copies.grammar import Marks, marks_of
from typeset.verify.copies.reading import File, Known
from typeset.verify.copies.twins import Memory, Twins
from typeset.verify.facts import Element, Font, Page
from typeset.verify.fonts import read_font
from typeset.verify.objects import get, items, mapping, number_of, rect, reference, resolve, text

CERTIFICATION_FILE = "certification.json"
FIELD = "certification"
_DC = "{http://purl.org/dc/elements/1.1/}"
Read = t.TypeVar("Read")
NEEDS_ORIGINAL = phrase("needs the original; name it to prove this")
_KEPT, _ROOM = 24, 2**26
"""Proven copies that are remembered, and the bytes of them all; one is, however large. The copies of a run have few
patterns."""


class Prepared:
    """An original, read once for all its copies.

    Args:
        pdf: its bytes.
        name: what reports call it.
    """

    def __init__(self, pdf: bytes, name: str = "") -> None:
        self.file = File(pdf, name)
        self.memory = Memory()
        self.known = Known()
        self.judged: set[tuple[str, str]] = set()
        """Validators, and the likeness of copies that they judged in full, and that were proven."""
        self.proven: list[Proven] = []
        """Copies that were proven, each unlike the others."""
        _ = self.file.pages, self.file.catalog

    def learn(self, proven: "Proven") -> None:
        """Remember a copy, and forget the oldest where there are too many."""
        self.proven.append(proven)
        while len(self.proven) > 1 and (len(self.proven) > _KEPT or sum(map(_size, self.proven)) > _ROOM):
            del self.proven[0]

    @functools.cached_property
    def packet(self) -> bytes:
        """Its metadata; empty where it has none."""
        return self.file.objects.data(get(self.file.catalog, "/Metadata"))

    @functools.cached_property
    def names(self) -> tuple[list[str], set[str]] | None:
        """The identifiers and titles by which it calls itself; none where its metadata say nothing that can be read."""
        packet = self.packet
        if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet or not packet:
            return None
        root = ET.fromstring(packet)  # noqa: S314 - without declarations there is nothing to expand
        identifiers = [(one.text or "").strip() for one in root.iter(f"{_DC}identifier")]
        identifiers += [one.attrib[f"{_DC}identifier"] for one in root.iter() if f"{_DC}identifier" in one.attrib]
        said = (entry.text for title in root.iter(f"{_DC}title") for entry in title.iter())
        titles = {canonical(words) for words in said if words}
        return identifiers, titles | {canonical(text(get(self.file.reader.trailer, "/Info"), "/Title"))}

    @functools.cached_property
    def facts(self) -> Facts:
        """All that the verifier knows of it; read only where something is to be explained."""
        return read(self.file.pdf, self.file.name)

    @functools.cached_property
    def blocks(self) -> tuple[Found, ...]:
        """Its blocks of text."""
        return found_blocks(self.facts)


class Pattern(t.Protocol):
    """What files have in common with a proven copy."""

    def values(self, pdf: bytes) -> dict[str, bytes]:
        """What stands in the places of a file that fits; ValueError where it does not."""


class Proven(t.NamedTuple):
    """A copy in which nothing was found, the pattern of those that are like it, and their likeness."""

    copy: "Copy"
    pattern: Pattern
    likeness: str


def _size(proven: Proven) -> int:
    return len(proven.copy.file.pdf)


@dataclass
class Copy:
    """One copy, and what it is held against."""

    file: File
    certification: Certification
    wordings: Mapping[str, Wording]
    resources: Resources
    original: Prepared | None = None
    entry: RegisteredCopy | None = None
    trust: tuple[bytes, ...] = ()
    new: set[int] = field(default_factory=set)
    """Objects that are no twins of the original's, and were looked at."""
    like: Proven | None = None
    """A proven copy with which it shares every byte, but for those in places that `likeness` lists."""
    values: Mapping[str, bytes] = field(default_factory=dict)
    """What stands in these places of this copy; empty where it is like none."""

    @property
    def shared(self) -> "Copy":
        """The copy from which all is read that does not stand in one of the places."""
        return self.like.copy if self.like else self

    def once(self, name: str, read: t.Callable[["Copy"], Read]) -> Read:
        """What is read where copies do not differ: once for all that are like one."""
        kept = self.shared._once  # noqa: SLF001 - another of its kind
        if name not in kept:
            kept[name] = read(self.shared)
        return t.cast("Read", kept[name])

    @functools.cached_property
    def _once(self) -> dict[str, object]:
        return {}

    @property
    def grounds(self) -> tuple[object, ...]:
        """What the checks rest on besides the file, number and recipient: where it is another, nothing is known."""
        said = {name: value for name, value in self.certification if name not in {"number", "recipient"}}
        return said, dict(self.wordings), self.resources

    @property
    def words(self) -> CertificationWords:
        """The words of the certification's language.

        Raises:
            KeyError: they were not given, or the language has none.
        """
        words = self.wordings[self.certification.terms.language].certification
        if words is None:
            raise KeyError(self.certification.terms.language)
        return words

    @functools.cached_property
    def twins(self) -> Twins:
        """The pairs of objects, pages first.

        Raises:
            AttributeError: there is no original.
        """
        prepared = t.cast("Prepared", self.original)
        twins = Twins(prepared.file, self.file, prepared.memory)
        for (first, _), (second, _) in zip(prepared.file.pages, self.file.pages[:-1], strict=False):
            twins.know(first, second)
        return twins

    @functools.cached_property
    def marks(self) -> list[Marks]:
        """What stands around each page's own content."""
        return [marks_of([self.file.objects.data(resolve(one)) for one in self.outer(page)]) for _, page in self.pages]

    @property
    def pages(self) -> list[tuple[int, dict[str, object]]]:
        """The pages, as `File.pages`."""
        return self.shared.file.pages

    @property
    def last(self) -> int:
        """The number of the certification page."""
        return len(self.pages)

    def outer(self, page: dict[str, object]) -> list[object]:
        """The first and the last stream of a page, which hold its marks."""
        streams = items(page.get("/Contents"))
        return [streams[0], streams[-1]] if len(streams) > 1 else []

    def own(self, page: dict[str, object]) -> list[object]:
        """The streams between those of the marks."""
        return items(page.get("/Contents"))[1:-1]

    def fonts(self, resources: object) -> dict[str, Font]:
        """The fonts that these resources name."""
        listed = get(resources, "/Font")
        named: dict[str, Font] = {}
        for name, entry in mapping(listed).items():
            number = number_of(listed, name)
            if number not in self._fonts:
                self._fonts[number] = read_font(self.shared.file.objects, number, resolve(entry))
            named[name] = self._fonts[number]
        return named

    @functools.cached_property
    def _fonts(self) -> dict[int, Font]:
        return self.like.copy._fonts if self.like else {}  # noqa: SLF001 - another of its kind

    def case(self, pages: t.Iterable[Page], tree: Element | None = None) -> Case:
        """These pages as a file of their own, for the checks that look at what is printed."""
        facts = Facts(
            name=self.file.name, pdf=b"", sha256="", pages=tuple(pages), fonts=self._fonts, tree=tree,
            tree_keys=frozenset(), parents={}, struct_parents={}, ids={}, annotations=(), fields=(), attachments=(),
            embedded=(), bookmarks=(), xmp=b"", info={}, lang="", display_title=True, marked=True,
            catalog_keys=frozenset(), active=(), remarks=(),
        )  # fmt: skip
        # The checks of what is printed ask for nothing of the protocol.
        none = t.cast("t.Any", None)
        return Case(facts, none, self.wordings, (), none, self.resources, None)

    def seen(self, *values: object) -> None:
        """Note that objects were looked at, with all that they refer to, as far as it is no twin."""
        waiting = list(values)
        while waiting:
            value = waiting.pop()
            number = reference(value)
            if number and (number in self.new or (self.original and number in self.twins.here)):
                continue
            if number:
                self.new.add(number)
            inner = resolve(value)
            if isinstance(inner, dict):
                waiting += dict.values(inner)
            elif isinstance(inner, list):
                waiting += inner


def page_of(number: int, source: object, **content: t.Any) -> Page:  # noqa: ANN401 - the fields of `Page`
    """A page with this content, and nothing besides."""
    none: dict[str, t.Any] = {"runs": (), "paints": (), "marks": ()}
    media = rect(source, "/MediaBox") or (0.0, 0.0, 0.0, 0.0)
    return Page(number=number, media=media, boxes={}, rotate=0, keys=frozenset(), label="", tabs="", **(none | content))


def checked(name: str, title: str, skipped: str) -> Check:
    """A check that could not be made."""
    return Check(name=name, title=title, skipped=skipped)


def guarded(findings: t.Iterable[Finding]) -> t.Iterator[Finding]:
    """Findings, and one more where the file is so malformed that looking for them fails."""
    try:
        yield from findings
    except ResourceError:
        raise
    except Exception as error:  # noqa: BLE001 - a hostile file can make its reader raise anything at all
        reason = str(error).strip() or type(error).__name__
        yield Finding(
            message=phrase("the file is malformed: {name}: {reason}", name=type(error).__name__, reason=reason)
        )


def sealed(copy: Copy) -> bool:
    """Whether a later revision stands after the copy: its seal, if it is one."""
    return len(copy.file.ends) > 1
