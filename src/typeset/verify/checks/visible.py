"""Visibility: all text can be seen, and nothing lies over it."""

import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify import limits
from typeset.verify.checks.case import Case, check, cut, remarks
from typeset.verify.checks.rules import painted, touches
from typeset.verify.drafts import across
from typeset.verify.drawn import Colour, Rect
from typeset.verify.facts import Annotation, Page, Run
from typeset.verify.program import Program

_FILLED = 0
_PRINTED = 4
_HIDDEN = 2 | 32
_LINE_BODY = 0.55
"""Ems between baselines below which two lines run into each other."""
_SIDE = 0.3
"""Ems by which two stretches of text may touch sideways."""


def visible(case: Case) -> Check:
    """All text is dark, upright, readable and uncovered; nothing is painted but rules, and nothing acts by itself."""
    return check("visible", phrase("all text is seen, and nothing lies over it"), _all(case))


def area(case: Case) -> Check:
    """All text stands within the printable area, 10 mm from each edge (GOST R 7.0.97-2016), and rules on the page."""
    return check("area", phrase("all text stands within the printable area"), _area(case))


def _all(case: Case) -> t.Iterator[Finding]:
    yield from remarks(case, "visible")
    for what in case.facts.active:
        yield Finding(message=phrase("the file has {what}", what=what))
    for page in case.facts.pages:
        written = [run for run in page.runs if run.text.strip() and not _runs_across(case, run)]
        for run in written:
            for fault in _faults(run):
                yield Finding(message=phrase("text {fault}", fault=fault), page=page.number, words=cut(run.text))
        yield from _overprinted(written)
    yield from painted(case)
    for note in case.facts.annotations:
        yield from _annotation(note, case.facts.pages[note.page - 1])


def _runs_across(case: Case, run: Run) -> bool:
    """Whether text is the large mark of a draft, which has a check of its own."""
    return case.is_draft_mark(run) and across(run)


def _faults(run: Run) -> t.Iterator[str]:
    """What keeps a stretch of text from being seen."""
    if run.mode != _FILLED:
        yield phrase("is drawn in mode {mode}, not filled", mode=run.mode)
    if not limits.MIN_SIZE <= run.size <= limits.MAX_SIZE:
        yield phrase("is {size} points large", size=f"{run.size:.1f}")
    if not run.upright:
        yield phrase("is turned, mirrored or stretched")
    if contrast(run.colour) < limits.MIN_CONTRAST:
        yield phrase("is too pale on white paper")
    if not run.opaque:
        yield phrase("is transparent")
    if not run.clip_known or (run.clip and not inside(run.box, run.clip, run.size / 2)):
        yield phrase("is clipped")
    if run.backstep > limits.MAX_BACKSTEP:
        yield phrase("has letters printed over one another")


def contrast(colour: Colour) -> float:
    """Contrast of a colour against white (WCAG 2.2, relative luminance)."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)  # noqa: PLR2004 - the sRGB formula
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def inside(box: Rect, bound: Rect, slack: float) -> bool:
    """Whether a box lies within another, or reaches out by no more than `slack`."""
    low = box[0] >= bound[0] - slack and box[1] >= bound[1] - slack
    return low and box[2] <= bound[2] + slack and box[3] <= bound[3] + slack


def _overprinted(runs: list[Run]) -> t.Iterator[Finding]:
    """Text that stands over other text."""
    ordered = sorted(runs, key=lambda run: run.baseline)
    for index, low in enumerate(ordered):
        for high in ordered[index + 1 :]:
            if high.baseline - low.baseline >= _LINE_BODY * limits.MAX_SIZE:
                break
            size = max(low.size, high.size)
            if high.baseline - low.baseline < _LINE_BODY * size and _shared(low.box, high.box) > _SIDE * size:
                words = cut(f"{low.text.strip()} / {high.text.strip()}")
                yield Finding(message=phrase("text is printed over other text"), page=low.page, words=words)


def _shared(first: Rect, second: Rect) -> float:
    return min(first[2], second[2]) - max(first[0], second[0])


def _annotation(note: Annotation, page: Page) -> t.Iterator[Finding]:
    """Only links and signature fields; neither paints, acts or hides."""
    what = phrase("the annotation `{name}`", name=note.name or note.subtype)
    touched = " ".join(run.text.strip() for run in page.runs if touches(note.box, run))
    if note.subtype not in {"Link", "Widget"}:
        yield Finding(
            message=phrase("{what} is neither link nor signature field", what=what), page=note.page, words=cut(touched)
        )
    if note.drawn:
        yield Finding(message=phrase("{what} is drawn on the page", what=what), page=note.page, words=cut(touched))
    for action in note.active:
        yield Finding(
            message=phrase("{what} has {action}", what=what, action=action), page=note.page, words=cut(touched)
        )
    if note.flags & _HIDDEN or not note.flags & _PRINTED:
        yield Finding(message=phrase("{what} is hidden or not printed", what=what), page=note.page)


def _area(case: Case) -> t.Iterator[Finding]:
    margin = limits.PRINTABLE_MARGIN
    for page in case.facts.pages:
        left, bottom, right, top = page.media
        printable = left + margin, bottom + margin, right - margin, top - margin
        for run in page.runs:
            if run.text.strip() and not inside(run.box, printable, limits.INK_TOLERANCE):
                message = (
                    phrase("text stands within 10 mm of the edge")
                    if inside(run.box, page.media, 0)
                    else phrase("text is cut off")
                )
                yield Finding(message=message, page=page.number, words=cut(run.text))
        for paint in page.paints:
            if not inside(paint.box, page.media, limits.INK_TOLERANCE):
                yield Finding(message=phrase("a painted shape reaches over the edge of the page"), page=page.number)


def _ink(case: Case, run: Run) -> Rect:
    """The nominal box of a stretch of text, its height that of the drawn outlines."""
    try:
        program = Program(case.facts.fonts[run.font].program)
        heights = [program.extent(gid) for gid in run.gids]
    except Exception:  # noqa: BLE001 - a broken font is another check's finding; here the nominal box will do
        return run.box
    em = run.size / program.units
    low, high = min(low for low, _ in heights), max(high for _, high in heights)
    return run.box[0], run.baseline + low * em, run.box[2], run.baseline + high * em
