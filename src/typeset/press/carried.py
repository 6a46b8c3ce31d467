"""Laid-out pages into painted ones that can travel to another process, and into the file that is written there.

To WeasyPrint, a carried page is a page: it knows its size, its links, anchors and bookmarks, and how to paint itself.
What cannot travel – pictures, patterns, forms – is not carried, and its pages are painted where they are written.
"""

import typing as t
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import pydyf
import weasyprint
from weasyprint.pdf.stream import Stream

from typeset.press.finish import settle
from typeset.press.tree import Anchor, Node, Tree

# WeasyPrint is untyped, and so are its pages and fonts, and what it knows of all fonts.
Page = t.Any
Font = t.Any
Fonts = t.Any

_POINTS = 0.75  # a CSS pixel in PDF points
_STYLES = ("normal", "oblique", "italic")  # as Pango counts them
_TRAVELLING = {"internal", "external"}


class UncarriedError(Exception):
    """Pages hold what cannot travel, or did not arrive: whoever asked for them presses them in one process."""


@dataclass
class CarriedPage:
    """A page that is painted elsewhere. Lengths in CSS pixels."""

    index: int
    """Among the pages that are carried together."""
    width: float
    height: float
    bleed: dict[str, float]
    bookmarks: list[t.Any]
    links: list[tuple[str, str, tuple[float, ...], Anchor]]
    anchors: dict[str, tuple[float, ...]]
    forms: dict[None, list[t.Any]] = field(default_factory=lambda: {None: []})
    part: "Part | None" = None

    def paint(self, stream: Stream, _scale: float = 1) -> None:
        """Put what was painted elsewhere into a stream of the file."""
        stream.stream[:] = [self._whole.painted(stream).contents[self.index]]
        stream.compress, stream.extra = False, {**stream.extra, "Filter": "/FlateDecode"}

    def graft(self, tree: Tree, number: int) -> None:
        """Add the structure of all pages that are carried together, with the first of them, the file's page `number`.

        Raises:
            UncarriedError: they were not painted.
        """
        if self.index == 0:
            self._whole.graft(tree, number)

    @property
    def _whole(self) -> "Part":
        if self.part is None:
            raise UncarriedError
        return self.part


@dataclass
class Face:
    """A font of carried pages: by what it can be asked for, and which of its glyphs are shown."""

    family: str
    style: int
    weight: int
    glyphs: dict[int, str]
    widths: dict[int, float]


@dataclass
class Painted:
    """What pages become when they are painted."""

    contents: list[bytes]
    states: dict[str, pydyf.Dictionary]
    """Of transparency, by name."""
    faces: dict[int, Face]
    """By the engine's own key, in the order of their first use."""
    root: Node
    anchors: list[Anchor]
    """Of all links, in order, as the structure knows them."""


def laid(pages: Sequence[Page]) -> list[CarriedPage]:
    """What is known of pages before they are painted; their links are given anchors.

    Raises:
        UncarriedError: there is a form on them, or a link to a file.
    """
    if any(any(page.forms.values()) or {link[0] for link in page.links} - _TRAVELLING for page in pages):
        raise UncarriedError
    return [
        CarriedPage(index, page.width, page.height, page.bleed, page.bookmarks, _links(page), page.anchors)
        for index, page in enumerate(pages)
    ]


def painted(pages: Sequence[Page], carried: Sequence[CarriedPage]) -> Painted:
    """Paint pages, and give them their part of the structure.

    Raises:
        UncarriedError: they show more than text and lines, or a character that no face has.
    """
    fonts: dict[int, Font] = {}
    kinds = ("ExtGState", "XObject", "Pattern", "Shading")
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in kinds})
    tree, contents = Tree(), []
    for number, page in enumerate(pages):
        stream = Stream(fonts, (0, 0, page.width, page.height), resources, {}, {}, {}, "srgb", compress=True)
        stream.transform(d=-1, f=page.height * _POINTS)
        page.paint(stream, _POINTS)
        tree.add_page(number, page, stream)
        settle(stream)
        contents.append(bytes(stream.stream[0]))
    states = dict(resources["ExtGState"])
    # States of transparency are named by what they say, all others by their number among those of the file.
    if any(resources[kind] for kind in kinds[1:]) or not all(name[0] in "aA" for name in states):
        raise UncarriedError
    if any(font.missing or font.bitmap for font in fonts.values()):
        raise UncarriedError
    faces = {
        key: Face(font.family, font.style, font.weight, font.to_unicode, font.widths) for key, font in fonts.items()
    }
    return Painted(contents, states, faces, tree.bare(), _anchors(carried))


class Part:
    """Pages that were laid out elsewhere, in the file that is written here.

    Args:
        pages: as they arrived.
        arriving: waits for what they were painted into.
        configuration: what WeasyPrint knows of all fonts.
    """

    def __init__(self, pages: list[CarriedPage], arriving: Callable[[], Painted], configuration: Fonts) -> None:
        self.pages = pages
        self._arriving, self._configuration = arriving, configuration
        self._arrived: Painted | None = None
        for page in pages:
            page.part = self

    def painted(self, stream: Stream) -> Painted:
        """What the pages were painted into; the fonts and states of a stream of the file know of it from then on."""
        if self._arrived is None:
            self._arrived = self._arriving()
            fonts, states = stream._fonts, stream._resources["ExtGState"]  # noqa: SLF001 - those of the whole file
            _show(self._arrived.faces, fonts, self._configuration)
            for name, state in self._arrived.states.items():
                states.setdefault(name, state)
        return self._arrived

    def graft(self, tree: Tree, first: int) -> None:
        """Add the structure of the pages, which begin with this number, to that of the file.

        Raises:
            UncarriedError: they were not painted.
        """
        if self._arrived is None:
            raise UncarriedError
        for known, own in zip(self._arrived.anchors, _anchors(self.pages), strict=True):
            known.link_annotation = own.link_annotation
        tree.graft(self._arrived.root, first)


def _show(faces: Mapping[int, Face], fonts: dict[int, Font], configuration: Fonts) -> None:
    """Note in the fonts of a file which glyphs carried pages show; their faces come after those that it has."""
    lent = _lent({key: face for key, face in faces.items() if key not in fonts}, configuration)
    for key, face in faces.items():
        if key not in fonts:
            fonts[key] = lent[key]
        for shown, here in ((face.glyphs, fonts[key].to_unicode), (face.widths, fonts[key].widths)):
            for glyph, value in shown.items():
                here.setdefault(glyph, value)


def _lent(faces: Mapping[int, Face], configuration: Fonts) -> dict[int, Font]:
    """Fonts for faces that this process has not used: each is asked for by one of its glyphs, which is forgotten.

    Raises:
        UncarriedError: the engine answers with another face.
    """
    fonts: dict[int, Font] = {}
    if faces:
        body = "".join(map(_asked, faces.values()))
        (page,) = weasyprint.HTML(string=f"<html lang=zh><body>{body}").render(font_config=configuration).pages
        resources = pydyf.Dictionary({"ExtGState": pydyf.Dictionary()})
        page.paint(Stream(fonts, (0, 0, page.width, page.height), resources, {}, None, {}, "srgb"), _POINTS)
    if not faces.keys() <= fonts.keys():
        raise UncarriedError
    for font in fonts.values():
        font.to_unicode, font.widths = {}, {}
    return fonts


def _asked(face: Face) -> str:
    letter = next((text[0] for text in face.glyphs.values() if text.isalnum()), "0")
    return f"<p style=\"font: {_STYLES[face.style]} {face.weight} 12px '{face.family}'\">&#{ord(letter)};</p>"


def _links(page: Page) -> list[tuple[str, str, tuple[float, ...], Anchor]]:
    links = []
    for kind, target, rectangle, box in page.links:
        box.link_annotation = Anchor()
        links.append((kind, target, rectangle, box.link_annotation))
    return links


def _anchors(pages: Sequence[CarriedPage]) -> list[Anchor]:
    return [link[3] for page in pages for link in page.links]
