"""Pages on their way to the press: HTML, its style, and what goes into the file beside them."""

import datetime as dt

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


class Composition(Closed):
    """What the press needs, and nothing that it would have to look up."""

    html: str
    """Elements carry `data-tag` (structure type), `data-artifact` or `data-field` for the press."""
    stylesheets: tuple[str, ...]
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
