"""Bookmarks: the outline leads to the texts, items, signatures and annexes."""

import typing as t

from typeset.model.report import Check, Finding
from typeset.verify import expected
from typeset.verify.blocks import canonical
from typeset.verify.checks.case import Case, check, cut, remarks
from typeset.verify.facts import Bookmark

_CUT = "…"


def bookmarks(case: Case) -> Check:
    """Each text, item, signature page and annex has its bookmark, in order, leading to the page where it begins.

    A title may be cut short, with an ellipsis, after the number of the item.
    """
    return check("bookmarks", "the outline names and finds every part", _bookmarks(case))


def _bookmarks(case: Case) -> t.Iterator[Finding]:
    yield from remarks(case, "bookmarks")
    wanted = expected.bookmarks(case.protocol, case.wordings, case.languages)
    found = case.facts.bookmarks
    if len(found) != len(wanted):
        yield Finding(message=f"there are {len(found)} bookmarks, expected {len(wanted)}")
    for mark, there in zip(wanted, found, strict=False):
        start = case.start(mark.anchor)
        page = start.page if start else None
        if not _titled(mark, there):
            yield Finding(message=f"a bookmark is «{there.title}», expected «{cut(mark.title)}»", page=page)
        elif there.active or there.target is None or there.target.page is None:
            yield Finding(message=f"the bookmark «{there.title}» does not lead to a place in the file", page=page)
        elif there.target.page != page:
            message = f"the bookmark «{there.title}» leads to page {there.target.page}, expected page {page}"
            yield Finding(message=message, page=there.target.page)


def _titled(mark: expected.Outline, there: Bookmark) -> bool:
    wanted, title = canonical(mark.title).rstrip(), canonical(there.title).rstrip()
    if title == wanted:
        return True
    kept, fixed = title.removesuffix(_CUT), canonical(mark.fixed)
    return title.endswith(_CUT) and mark.title != mark.fixed and wanted.startswith(kept) and len(kept) > len(fixed)
