"""Every check that this room makes itself, in the order of the report; the validator's two come after them."""

from typeset.verify.checks.annexes import annexes
from typeset.verify.checks.bookmarks import bookmarks
from typeset.verify.checks.fonts import fonts, glyphs
from typeset.verify.checks.language import language
from typeset.verify.checks.metadata import metadata
from typeset.verify.checks.pages import order, pages
from typeset.verify.checks.signatures import signatures
from typeset.verify.checks.source import source
from typeset.verify.checks.structure import content, structure
from typeset.verify.checks.text import text
from typeset.verify.checks.visible import area, visible

CHECKS = (
    *(content, text, order, language, annexes, signatures, pages, fonts, glyphs, area, visible, structure),
    *(metadata, source, bookmarks),
)
