"""Bookmarks: the outline leads to the texts, items, signatures and annexes."""

import typing as t

from typeset.messages import counted, phrase
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
    return check("bookmarks", phrase("the outline names and finds every part"), _bookmarks(case))


def _bookmarks(case: Case) -> t.Iterator[Finding]:
    yield from remarks(case, "bookmarks")
    wanted = expected.bookmarks(case.protocol, case.wordings, case.languages)
    found = case.facts.bookmarks
    if len(found) != len(wanted):
        yield Finding(
            message=counted(
                "there are {count} bookmarks, expected {wanted}",
                "there are {count} bookmarks, expected {wanted}",
                len(found),
                wanted=len(wanted),
            )
        )
    for mark, there in zip(wanted, found, strict=False):
        start = case.start(mark.anchor)
        page = start.page if start else None
        if not _titled(mark, there):
            yield Finding(
                message=phrase(
                    "a bookmark is «{title}», expected «{wanted}»", title=there.title, wanted=cut(mark.title)
                ),
                page=page,
            )
        elif there.active or there.target is None or there.target.page is None:
            yield Finding(
                message=phrase("the bookmark «{title}» does not lead to a place in the file", title=there.title),
                page=page,
            )
        elif there.target.page != page:
            message = phrase(
                "the bookmark «{title}» leads to page {page}, expected page {wanted}",
                title=there.title,
                page=there.target.page,
                wanted=page,
            )
            yield Finding(message=message, page=there.target.page)


def _titled(mark: expected.Outline, there: Bookmark) -> bool:
    wanted, title = canonical(mark.title).rstrip(), canonical(there.title).rstrip()
    if title == wanted:
        return True
    kept, fixed = title.removesuffix(_CUT), canonical(mark.fixed)
    return title.endswith(_CUT) and mark.title != mark.fixed and wanted.startswith(kept) and len(kept) > len(fixed)
