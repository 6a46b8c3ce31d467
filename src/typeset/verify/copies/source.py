"""The original that a copy names against the one at hand, and the words of both."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify import read
from typeset.verify.blocks import Found, canonical, found_blocks
from typeset.verify.checks.case import check, cut
from typeset.verify.copies.case import CERTIFICATION_FILE, NEEDS_ORIGINAL, Copy, Prepared, checked, guarded
from typeset.verify.objects import get, mapping
from typeset.verify.tree import pairs

_ORIGINAL = phrase("the original is the one that the copy names")
_TEXT = phrase("the words are those of the original, all of them, in order")


def original(copy: Copy) -> Check:
    """The digest, the pages and the identifier that the copy names are those of the original, which is no copy."""
    if copy.original is None:
        return checked("original", _ORIGINAL, NEEDS_ORIGINAL)
    return check("original", _ORIGINAL, guarded(_original(copy, copy.original)))


def _original(copy: Copy, prepared: Prepared) -> t.Iterator[Finding]:
    subject, catalog = copy.certification.original, prepared.file.catalog
    if subject.sha256 != prepared.file.sha256:
        message = phrase(
            "the copy is of the original {sha256}, and this one is {other}",
            sha256=subject.sha256,
            other=prepared.file.sha256,
        )
        yield Finding(message=message)
    files = [str(name) for name, _ in pairs(get(get(catalog, "/Names"), "/EmbeddedFiles"), "/Names")]
    if CERTIFICATION_FILE in files:
        yield Finding(message=phrase("what is called the original is itself a copy"))
    if subject.pages != len(prepared.file.pages):
        yield Finding(
            message=phrase(
                "the copy says {pages} pages, and the original has {count}",
                pages=subject.pages,
                count=len(prepared.file.pages),
            )
        )
    tagged = str(get(get(catalog, "/MarkInfo"), "/Marked")) == "True" and get(catalog, "/StructTreeRoot") is not None
    if not tagged and not subject.scanned:
        yield Finding(message=phrase("the copy does not say that the original is a scan"))
    if not subject.scanned:
        yield from _named(copy, prepared)


def _named(copy: Copy, prepared: Prepared) -> t.Iterator[Finding]:
    """Identifier and title are those by which a pressed original calls itself."""
    subject = copy.certification.original
    known = prepared.names
    if known is None:
        return
    identifiers, titles = known
    if identifiers and subject.identifier not in identifiers:
        found = ", ".join(f"`{one}`" for one in identifiers)
        yield Finding(
            message=phrase(
                "the copy calls the original `{identifier}`, which calls itself {found}",
                identifier=subject.identifier,
                found=found,
            )
        )
    if canonical(subject.title) not in titles:
        yield Finding(
            message=phrase("the copy calls the original «{title}», which has another title", title=cut(subject.title))
        )


def words(copy: Copy, *, equal: bool) -> Check:
    """The blocks of text of the original are the first of the copy's, with their words, in order.

    Args:
        copy: the copy.
        equal: whether content, fonts and structure were found to be the original's, byte for byte: then so are the
            words, and nothing needs to be read again.
    """
    if copy.original is None:
        return checked("text", _TEXT, NEEDS_ORIGINAL)
    if equal:
        return check("text", _TEXT, ())
    return check("text", _TEXT, guarded(_text(copy, copy.original)))


def _text(copy: Copy, prepared: Prepared) -> t.Iterator[Finding]:
    if not mapping(prepared.file.catalog, "/StructTreeRoot"):
        return
    wanted, found = prepared.blocks, found_blocks(read(copy.file.base, copy.file.name))
    for one, other in zip(wanted, found, strict=False):
        if _said(one) != _said(other):
            message = phrase("expected «{wanted}», found «{found}»", wanted=cut(one.text), found=cut(other.text))
            yield Finding(message=message, page=one.page or other.page, words=cut(other.text))
            if one.path != other.path:
                # What follows a lost or added block is all out of step, and says no more.
                return
    if len(found) < len(wanted):
        lost = wanted[len(found)]
        yield Finding(message=phrase("the text ends before the original's does"), page=lost.page, words=cut(lost.text))


def _said(block: Found) -> tuple[object, ...]:
    return block.path, block.lang, block.alt, [canonical(line.text) for line in block.lines]


def is_copy_of_pdf(catalog: object) -> bool:
    """Whether a file carries the statement of a copy."""
    files = pairs(get(get(catalog, "/Names"), "/EmbeddedFiles"), "/Names")
    return CERTIFICATION_FILE in {str(name) for name, _ in files}
