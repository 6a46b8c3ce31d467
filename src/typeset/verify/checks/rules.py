"""Painted shapes: only the rules of tables, signature lines and letterheads, and none through or close to a letter.

A short rule can strike out a word, or make 15 of 5: so a rule is allowed only where the structure has a place for it.
"""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Finding
from typeset.verify import limits
from typeset.verify.checks.case import Case, cut
from typeset.verify.drawn import Paint, Rect
from typeset.verify.facts import Run

_STRUCK = (0.08, 0.8)
"""The part of a letter's height, in ems above the baseline, through which no rule may run."""
_SIDE = 0.15
"""Ems by which nominal and drawn width of a stretch of text may differ."""
_CLEARANCE = 1.5
"""Points that stay free between a letter and an upright rule."""
_ROW = 30.0
"""Points between a rule of a table and the baseline of the nearest cell."""
_EDGE = 2.0
"""Points by which a signature line may miss the lower edge of its field."""


def painted(case: Case) -> t.Iterator[Finding]:
    """Find painted shapes and pictures that the data has no place for, or that run through text."""
    cells: dict[int, list[Run]] = {}
    for block in case.found:
        for run in block.runs if "Table" in block.path else ():
            cells.setdefault(run.page, []).append(run)
    fields: dict[int, list[Rect]] = {}
    for note in case.facts.annotations:
        if note.subtype == "Widget":
            fields.setdefault(note.page, []).append(note.box)
    for page in case.facts.pages:
        runs = [run for run in page.runs if run.text.strip() and not case.is_draft_mark(run)]
        for picture in page.pictures:
            if picture.mark not in case.figure_marks:
                yield Finding(message=phrase("a picture is shown that is not in the data"), page=page.number)
        for paint in page.paints:
            if paint.mark is None or paint.mark not in case.figure_marks:
                placed = any(case.is_head_rule(paint, lang) for lang in case.languages)
                below = fields.get(page.number, [])
                beside = [*cells.get(page.number, []), *case.repeated_heads(page)]
                yield from _painted(paint, runs, beside, below, placed=placed)


def _painted(
    paint: Paint, runs: list[Run], cells: list[Run], fields: list[Rect], *, placed: bool
) -> t.Iterator[Finding]:
    left, bottom, right, top = paint.box
    width, height = right - left, top - bottom
    rule = paint.plain and min(width, height) <= limits.MAX_RULE and max(width, height) >= limits.MIN_RULE
    clearance = _CLEARANCE if height > width else 0
    touched = [run for run in runs if touches(paint.box, run, clearance)]
    words = cut(" ".join(run.text.strip() for run in touched))
    if not rule:
        what = phrase("a painted shape of {width} × {height} points", width=f"{width:.0f}", height=f"{height:.0f}")
        over = any(run.order < paint.order for run in touched)
        place = phrase("lies over text") if over else phrase("lies under text") if touched else phrase("is no rule")
        yield Finding(message=phrase("{what} {place}", what=what, place=place), page=paint.page, words=words)
    elif touched:
        yield Finding(message=phrase("a rule runs through text, or touches it"), page=paint.page, words=words)
    elif not (placed or _underlines(paint.box, fields) or any(_in_row(paint.box, cell) for cell in cells)):
        yield Finding(message=phrase("a rule belongs to no table and no signature"), page=paint.page)


def touches(box: Rect, run: Run, clearance: float = 0) -> bool:
    """Whether a shape lies on the letters of a stretch of text."""
    low, high = (run.baseline + part * run.size for part in _STRUCK)
    edge = -clearance if clearance else _SIDE * run.size
    return box[1] < high and box[3] > low and box[0] < run.box[2] - edge and box[2] > run.box[0] + edge


def _underlines(box: Rect, fields: list[Rect]) -> bool:
    """Whether a rule is the lower edge of a signature field."""
    ends = ((box[0] - field[0], box[2] - field[2], box[1] - field[1]) for field in fields)
    return any(max(map(abs, gaps)) <= _EDGE for gaps in ends)


def _in_row(box: Rect, cell: Run) -> bool:
    """Whether a rule is near enough to a cell to be a border of its row."""
    return box[1] - _ROW < cell.baseline < box[3] + _ROW
