"""Pages of a copy against those of its original: their content, resources and entries."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.copies.case import NEEDS_ORIGINAL, Copy, checked, guarded
from typeset.verify.copies.grammar import PREFIX
from typeset.verify.objects import get, items, mapping, resolve

_OWN = ("/Contents", "/Resources", "/Parent")
_TITLE = phrase("every page of the original is there, in order, and only the listed marks were added")


def pages(copy: Copy) -> Check:
    """The pages are those of the original, in order, and one more.

    On each, the content streams between those of the marks are the original's, byte for byte as unpacked; so are all
    resources, through every reference, but for the XObjects of the marks; and so is every other entry of the page.
    """
    if copy.original is None:
        return checked("pages", _TITLE, NEEDS_ORIGINAL)
    return check("pages", _TITLE, () if copy.like else guarded(_pages(copy)))


def _pages(copy: Copy) -> t.Iterator[Finding]:
    original = copy.original.file.pages if copy.original else []
    if copy.last != len(original) + 1:
        yield Finding(
            message=phrase(
                "the copy has {count} pages, expected {wanted} and the certification",
                count=copy.last,
                wanted=len(original),
            )
        )
    for number, ((_, source), (_, page)) in enumerate(zip(original, copy.pages[:-1], strict=False), 1):
        yield from copy.twins.entries(source, page, phrase("the page's "), _OWN, number)
        yield from _content(copy, source, page, number)
        yield from _resources(copy, source, page, number)


def _content(copy: Copy, source: dict[str, object], page: dict[str, object], number: int) -> t.Iterator[Finding]:
    there = source.get("/Contents")
    wanted = items(there) if isinstance(resolve(there), list) else [] if resolve(there) is None else [there]
    found = copy.own(page)
    if len(found) != len(wanted):
        message = phrase(
            "the page has {count} streams of content between its marks, expected {wanted}",
            count=len(found),
            wanted=len(wanted),
        )
        yield Finding(message=message, page=number)
    for one, other in zip(wanted, found, strict=False):
        yield from copy.twins.compare(one, other, phrase("the page's content"), number)


def _resources(copy: Copy, source: dict[str, object], page: dict[str, object], number: int) -> t.Iterator[Finding]:
    one, other = resolve(source.get("/Resources")), resolve(page.get("/Resources"))
    yield from copy.twins.entries(one, other, phrase("the page's resources "), ("/XObject",), number)
    pictures, added = mapping(one, "/XObject"), mapping(other, "/XObject")
    extra = {name for name in added if name not in pictures and name.startswith(PREFIX)}
    yield from copy.twins.entries(
        get(one, "/XObject"), get(other, "/XObject"), phrase("the page's pictures "), extra, number
    )
