"""Tables that go on over a page end into the heads that stand again over their rows: the only words outside the tree.

A repeated head is no text a second time; so it must show its cells' words, at their places across, over the rows.
"""

from collections.abc import Iterator, Sequence

from typeset.verify.blocks import Found
from typeset.verify.facts import Page, Run

_MOVED = 1.0
"""Points by which a repeated head may differ from the head, apart from its height on the page."""
_OVER = 60.0
"""Points between the baselines of a head and of the first row under it."""


def tables(found: Sequence[Found]) -> Iterator[tuple[list[Found], list[Found]]]:
    """The cells of each table's head, and its other cells."""
    head: list[Found] = []
    body: list[Found] = []
    for block in found:
        inside = "Table" in block.path and block.lines
        if head and (not inside or (block.path[-1] == "TH" and body)):
            yield head, body
            head, body = [], []
        if inside:
            (head if block.path[-1] == "TH" else body).append(block)
    if head:
        yield head, body


def repeated(pages: Sequence[Page], head: Sequence[Found], body: Sequence[Found]) -> dict[int, list[Run]]:
    """Each further page of a table, with what stands there of its head: all of it, or nothing."""
    tops: dict[int, float] = {}
    for run in (run for block in body for run in block.runs):
        tops[run.page] = max(run.baseline, tops.get(run.page, run.baseline))
    cells = [run for block in head for run in block.runs if run.text.strip()]
    return {page: _again(cells, pages[page - 1], top) for page, top in tops.items() if cells and page != cells[0].page}


def _again(cells: list[Run], page: Page, top: float) -> list[Run]:
    outside = [run for run in page.runs if run.artifact and top < run.baseline]
    for start in outside:
        rise = start.baseline - cells[0].baseline
        found = [next((run for run in outside if _same(cell, run, rise)), None) for cell in cells]
        kept = [run for run in found if run is not None]
        if len(kept) == len(cells) and min(run.baseline for run in kept) - top <= _OVER:
            return kept
    return []


def _same(cell: Run, run: Run, rise: float) -> bool:
    """Whether a stretch of text is one of the head, so much higher on its page."""
    gaps = (run.box[0] - cell.box[0], run.baseline - cell.baseline - rise, run.size - cell.size)
    return run.text == cell.text and run.font == cell.font and max(map(abs, gaps)) <= _MOVED
