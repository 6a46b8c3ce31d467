"""A PDF into what it means to whoever opens it, by readers that the product does not prove with: pdfium and qpdf.

What is proven may differ from the good file in its bytes, and in nothing of this.
"""

import hashlib
import io
import typing as t

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Stream

_SCALE = 0.7
"""Fifty dots an inch: a letter that is another changes some of them."""
_ACTING = ("/JavaScript", "/OpenAction", "/AA", "/XFA", "/OCProperties")
_ACTIONS = ("/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition", "/Named")
"""What `/S` says of an action; in any other dictionary such an entry does nothing."""


class Meaning(t.NamedTuple):
    """What a reader sees, copies, extracts, and what the file does by itself."""

    pictures: tuple[str, ...]
    """A digest of each page as it looks."""
    texts: tuple[str, ...]
    """What is copied from each page."""
    files: tuple[tuple[str, str], ...]
    """Names and digests of what is embedded."""
    facts: tuple[str, ...]
    """Title, language and bookmarks."""
    acts: tuple[str, ...]
    """Names of entries by which a file acts and of its actions, as often as they stand in it."""


def meaning(pdf: bytes) -> Meaning:
    """What a PDF means."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [document[index] for index in range(len(document))]
        pictures = [_digest(bytes(page.render(scale=_SCALE, grayscale=True).buffer)) for page in pages]
        texts = [page.get_textpage().get_text_range() for page in pages]
    with pikepdf.open(io.BytesIO(pdf)) as file:
        files = sorted((name, _digest(one.get_file().read_bytes())) for name, one in file.attachments.items())
        with file.open_outline() as outline:
            facts = [str(file.Root.get("/Lang")), str(file.docinfo.get("/Title")), *(str(one) for one in outline.root)]
        acts = sorted(key for one in file.objects for key in _acting(one))
    return Meaning(tuple(pictures), tuple(texts), tuple(files), tuple(facts), tuple(acts))


def _acting(value: object) -> t.Iterator[str]:
    """The acting entries in one object, and in what stands in it directly."""
    if isinstance(value, Dictionary | Stream):
        yield from (key for key in value.keys() if key in _ACTING)  # noqa: SIM118 - no dictionary of Python's
        yield from (kind for kind in _ACTIONS if value.get("/S") == kind)
    if isinstance(value, Dictionary | Stream | Array):
        inner = list(value) if isinstance(value, Array) else [one for _, one in value.items()]
        for one in inner:
            if isinstance(one, Dictionary | Array) and not one.is_indirect:
                yield from _acting(one)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
