"""What stands at the head of a text besides its words: the emblem, its size, and the rule under the letterhead."""

import typing as t

from pydantic import Field, StringConstraints

from typeset.model.base import Closed

LARGEST_MM = 80
"""Millimetres that an emblem may be wide or high: above it, it is no emblem but a picture."""
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".pdf": "application/pdf"}
"""The kinds of files that an emblem may be, by the end of their name."""
PICTURE_DPI = 600
"""Dots an inch in which the page of a PDF is printed as an emblem."""

PictureName = t.Annotated[str, StringConstraints(pattern=r"^[^\\:\x00-\x1f]{1,200}\.(svg|png|pdf)$")]


class Emblem(Closed):
    """The emblem over the title of each authentic text; it is named in each text under `names.emblem`."""

    file: PictureName
    """The file of the emblem, beside this one: SVG, PNG, or a PDF of one page."""
    width_mm: t.Annotated[float, Field(ge=8, le=LARGEST_MM, strict=True)] = 25.0
    """How wide the emblem is printed, in millimetres; its height follows from its shape."""


class Look(Closed):
    """How the head of each text looks, where it is not plain."""

    emblem: Emblem | None = None
    """The emblem over the title of each authentic text, on its first page."""
    letterhead_rule: t.Annotated[bool, Field(strict=True)] = False
    """Whether a rule is printed under the letterhead."""


def picture_kind(name: str) -> str:
    """The kind of a picture by its file's name: `svg`, `png` or `pdf`; empty where it is no picture."""
    suffix = name[name.rfind(".") :] if "." in name else ""
    return suffix[1:] if suffix in PICTURES else ""
