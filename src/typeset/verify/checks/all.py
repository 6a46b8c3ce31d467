"""Every check that this room makes itself, in the order of the report; the validator's two come after them."""

from collections.abc import Callable

from typeset.model.report import Check
from typeset.verify.checks.annexes import annexes
from typeset.verify.checks.bookmarks import bookmarks
from typeset.verify.checks.case import Case
from typeset.verify.checks.draft import draft
from typeset.verify.checks.fonts import fonts, glyphs
from typeset.verify.checks.head import head
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


def checks_of(case: Case) -> tuple[Callable[[Case], Check], ...]:
    """The checks that this file calls for: not all data has an emblem, and not every file is a draft."""
    look = case.protocol.look
    return (*CHECKS, *([head] if look.emblem or look.letterhead_rule else []), *([draft] if case.draft else []))
