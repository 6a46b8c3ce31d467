"""What a PDF holds, as plain frozen values; nothing here is judged.

Pages are counted from 1. Lengths are PDF points, origin at the lower left of the page.
"""

import typing as t
from dataclasses import dataclass, field

from typeset.verify.drawn import Colour, Image, Mark, Paint, Picture, Rect, Shape


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in the file that the reader does not know, and so no check can vouch for."""

    message: str
    page: int | None = None
    words: str = ""
    check: str = "content"
    """The check that reports it."""


@dataclass(slots=True)
class Run:
    """What one text-showing operator draws."""

    page: int
    order: int
    """Position in the page's painting order."""
    mark: Mark | None
    artifact: bool
    text: str
    gids: tuple[int, ...]
    font: int
    """Key into `Facts.fonts`."""
    size: float
    box: Rect
    """Nominal: advance widths across, 0.9 em above and 0.25 em below the baseline."""
    baseline: float
    colour: Colour
    opaque: bool
    mode: int
    upright: bool
    clip: Rect | None
    """The clipping rectangle in force; none where there is none."""
    clip_known: bool
    """Whether the clipping path is a rectangle at all."""
    backstep: float
    """Ems by which the furthest moved-back glyph stands in its predecessor."""
    angle: float = 0.0
    """Degrees by which the text is turned to the left; not a number where it is mirrored or stretched."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, its boxes and entries."""

    number: int
    media: Rect
    boxes: dict[str, Rect]
    """The other boxes that the page gives: crop, bleed, trim, art."""
    rotate: int
    keys: frozenset[str]
    label: str
    tabs: str
    runs: tuple[Run, ...]
    paints: tuple[Paint, ...]
    marks: tuple[int, ...]
    """MCIDs in the order of the content."""
    shapes: tuple[Shape, ...] = ()
    """Painted paths inside figures; among `paints` as well."""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """A kid of a structure element that is an annotation."""

    number: int


@dataclass(slots=True)
class Element:
    """A structure element."""

    number: int
    """Its object number."""
    type: str
    lang: str | None
    id: str | None
    alt: str | None
    keys: frozenset[str]
    parent: int
    """The object number that it names as its parent."""
    kids: "tuple[Element | Mark | ObjectRef, ...]" = ()
    box: Rect | None = None
    """Where it says that it stands, as figures do."""

    def walk(self) -> "t.Iterator[Element]":
        """This element and all below it, in logical order."""
        rest = [self]
        while rest:
            element = rest.pop()
            yield element
            rest += [kid for kid in reversed(element.kids) if isinstance(kid, Element)]

    def marks(self) -> t.Iterator[Mark]:
        """All marked content below, in logical order."""
        rest: list[Element | Mark | ObjectRef] = [self]
        while rest:
            kid = rest.pop()
            if isinstance(kid, Mark):
                yield kid
            elif isinstance(kid, Element):
                rest += reversed(kid.kids)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a destination leads: a page, and a height on it where one is given."""

    page: int | None
    top: float | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page."""

    number: int
    page: int
    subtype: str
    box: Rect
    flags: int
    contents: str
    name: str
    """The full field name of a widget."""
    field_type: str
    filled: bool
    """Whether the field has a value."""
    target: Place | None
    tooltip: str
    struct_parent: int | None
    drawn: bool
    """Whether its appearance paints anything."""
    active: tuple[str, ...]
    """Actions other than going to a place in this file."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the file; `fault` says why it is not of the one kind that can be proven."""

    number: int
    name: str
    fault: str
    program: bytes
    unicode: dict[int, str]
    """Glyph id to text, as text extraction sees it."""
    widths: dict[int, float]
    default_width: float


@dataclass(frozen=True, slots=True)
class Attachment:
    """An associated file."""

    name: str
    number: int
    """The object number of its content."""
    relationship: str
    description: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of the outline."""

    title: str
    depth: int
    target: Place | None
    active: bool
    """Whether it does anything else than going to a place in this file."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the verifier knows of a PDF."""

    name: str
    pdf: bytes = field(repr=False)
    sha256: str
    pages: tuple[Page, ...]
    fonts: dict[int, Font]
    tree: Element | None
    """The one element below the structure tree's root."""
    tree_keys: frozenset[str]
    parents: dict[int, "int | tuple[int, ...]"]
    """The parent tree: key to element number, or per MCID (0 where there is none)."""
    struct_parents: dict[int, int]
    """Page number to its key in the parent tree."""
    ids: dict[str, int]
    """The ID tree: ID to element number."""
    annotations: tuple[Annotation, ...]
    fields: tuple[str, ...]
    """Full names of the form's fields, in order."""
    attachments: tuple[Attachment, ...]
    """Associated files in the order of the catalog."""
    embedded: tuple[tuple[str, int], ...]
    """Name and object number of every entry in the tree of embedded files."""
    bookmarks: tuple[Bookmark, ...]
    xmp: bytes
    info: dict[str, str]
    lang: str
    display_title: bool
    marked: bool
    catalog_keys: frozenset[str]
    active: tuple[str, ...]
    """Actions and scripts of the file as a whole."""
    remarks: tuple[Remark, ...]
    images: dict[int, Image] = field(default_factory=dict)

    @property
    def attached(self) -> dict[str, bytes]:
        """The associated files by name."""
        return {attachment.name: attachment.content for attachment in self.attachments}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the parts of the tree, in order."""
        kids = self.tree.kids if self.tree else ()
        return tuple(kid.lang for kid in kids if isinstance(kid, Element) and kid.lang)
