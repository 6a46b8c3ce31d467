"""Letters that a copy adds to its original against the listed faces, each judged once for all copies that are alike."""

import typing as t

from typeset.model.report import Finding
from typeset.verify.checks.fonts import fonts
from typeset.verify.copies.case import Copy, page_of
from typeset.verify.facts import Page, Run


def letters(copy: Copy, pages: list[Page]) -> t.Iterator[Finding]:
    """What is wrong with the letters on these pages.

    The fonts of copies that are like one are the same bytes; so a glyph of theirs is judged once. One that is new is
    judged together with all that are known of its font, since all have to be of one face.
    """
    known = copy.once("letters", _none)
    used = {(run.font, gid): run for page in pages for run in page.runs for gid in run.gids}
    if used.keys() <= known.keys():
        return
    before = page_of(copy.last, copy.pages[-1][1], runs=tuple(known.values()))
    found = fonts(copy.case([*pages, before])).findings
    yield from found
    if not found:
        known |= used


def _none(_: Copy) -> dict[tuple[int, int], Run]:
    return {}
