"""Pages on their way to the press: HTML, its style, and what goes into the file beside them."""

import datetime as dt
import typing as t

from pydantic import Field

from typeset.model.base import Closed, Language
from typeset.model.look import Emblem


class EmbeddedFile(Closed):
    """A file that the PDF carries with it."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: str = "Source"
    """ISO 19005-3 `AFRelationship`: Source, Data, Supplement …"""


class Adjustment(Closed):
    """A text set a little tighter or looser than its style says, so that its signatures are guarded."""

    degree: t.Annotated[int, Field(ge=-3, le=3)] = 0
    """Per cent of the line height. No word moves to another line by it."""
    lines: int = 0
    """How many paragraphs are spaced to take a line more; below zero, a line less."""
    gap: float = 8
    """Millimetres above the signatures; where they are fewer, so are those between the rows of signatures."""

    @property
    def style(self) -> str:
        """The variables that the profiles' stylesheets read."""
        foot = " --signature-foot: 5mm;" if self.gap < type(self).model_fields["gap"].default else ""
        return f":root {{{foot} --leading: {1 + self.degree / 100:.2f}; --signature-gap: {self.gap:g}mm }}"


class Section(Closed):
    """What begins on a new page and shares none with others: it is laid out by itself."""

    html: str
    """A whole HTML document. Elements carry `data-tag` (structure type), `data-artifact` or `data-field` for the
    press; elements of several sections with one `data-join` become one structure element."""
    stylesheets: tuple[str, ...] = ()
    name: str = ""
    """What the user calls it; only what has a name is adjusted to its pages."""
    signed: bool = False
    """Whether it bears the signatures."""


class Composition(Closed):
    """What the press needs, and nothing that it would have to look up."""

    sections: t.Annotated[tuple[Section, ...], Field(min_length=1)]
    """In the order of their pages."""
    stylesheets: tuple[str, ...] = ()
    """Under which all sections stand, after their own."""
    title: str
    titles: tuple[tuple[Language, str], ...]
    """The title in every language of the document, for the metadata."""
    languages: tuple[Language, ...]
    identifier: str
    date: dt.date
    """The date that all dates of the file come from."""
    files: tuple[EmbeddedFile, ...] = ()
    pictures: tuple[Emblem, ...] = ()
    """The pictures that the pages show by name; each is among the files."""
    draft: bool = False
    """Whether the file says of itself that it is a draft."""

    @property
    def html(self) -> str:
        """The HTML of all sections, one after the other."""
        return "\n".join(section.html for section in self.sections)
