"""A text into pages whose signatures never stand alone: with a little more or less room, or not at all.

The page of the signatures carries operative text, not only the closing clauses (recommendations of the Russian
Ministry of Foreign Affairs, 2018, p. 58), and no signature block is split. The style keeps them together by moving
what does not fit to the next page; the guard then looks for a setting that leaves no gaping page before them: within
three per cent of the line height, hardly visible changes of the spacing, and some millimetres above the signatures, the
gentlest first (GB/T 9704-2012 asks for the same: adjust line or character spacing). Where none does, the text stays as
the style has it.
"""

import typing as t
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes

from typeset.errors import PressError
from typeset.messages import phrase
from typeset.model.composition import Adjustment, Section

# WeasyPrint is untyped: what it rendered, and its boxes and their elements.
Rendered = t.Any
Box = t.Any
Element = t.Any

GAPING = 0.12
"""The part of a page that may stay empty before the signatures: about five lines."""
FEW = 0.15
"""The part of a last page that is worth a page of its own."""
TRIALS = 3
"""How many settings are laid out at most, of those that promise most."""
_GAPS = {-1: 5.0, 0: 8.0, 1: 12.0}
_LADDER = (
    Adjustment(gap=_GAPS[-1]),
    Adjustment(gap=_GAPS[1]),
    *(Adjustment(degree=sign * size, gap=_GAPS[sign]) for size in (1, 2, 3) for sign in (-1, 1)),
)
"""From the gentlest to the strongest."""
_MILLIMETRE = 96 / 25.4
"""In CSS pixels."""


@dataclass(frozen=True)
class Guarded:
    """A section laid out, with what was done to it."""

    rendered: Rendered
    adjustment: Adjustment | None = None


Lay = Callable[[Adjustment | None], Rendered]
"""Lays a section out for good, adjusted or as it is."""


def guard(section: Section, rough: Callable[[Adjustment | None], tuple[Rendered, bool]], lay: Lay) -> Guarded:
    """Lay a section out so that its signatures are guarded, and no few lines of it stand on a last page alone.

    Args:
        section: what is laid out.
        rough: lays it out once, and says whether that is not the last word.
        lay: lays it out for good.

    Raises:
        PressError: within the limits there is no setting that guards the signatures.
    """
    rendered, unsettled = rough(None)
    if not section.name:
        return Guarded(lay(None) if unsettled else rendered)
    plain = _Measure.of(rendered) if section.signed else None
    fitting = _rounded(rendered, lay) if plain is None else None if plain.good else _fitting(plain, lay)
    if fitting is not None:
        return fitting
    if unsettled:
        rendered = lay(None)
        plain = _Measure.of(rendered) if section.signed else None
    if plain is not None and plain.fault:
        hint = phrase("shorten the words of the signatories, or choose a smaller type in the style")
        raise PressError(phrase("{language}: {fault}", language=section.name, fault=plain.fault), hint)
    return Guarded(rendered)


def _rounded(plain: Rendered, lay: Lay) -> Guarded | None:
    """The section on one page less, or with more on its last, where few lines would stand on that alone."""
    if not _lonely(plain):
        return None
    for degree in (-1, -2, -3, 1, 2, 3):
        made = Guarded(lay(Adjustment(degree=degree)), Adjustment(degree=degree))
        if len(made.rendered.pages) <= len(plain.pages) and not _lonely(made.rendered):
            return made
    return None


def _lonely(rendered: Rendered) -> bool:
    last = _Page.of(rendered.pages[-1]._page_box)  # noqa: SLF001 - a laid-out page is not public
    return len(rendered.pages) > 1 and last.lowest < FEW * last.height


def _fitting(plain: "_Measure", lay: Lay) -> Guarded | None:
    """The text by the gentlest setting that promises to do, and does; where it needs one, by any that guards it."""
    found = None
    for adjustment in sorted(_LADDER, key=plain.promise)[:TRIALS]:
        made = Guarded(lay(adjustment), adjustment)
        measure = _Measure.of(made.rendered)
        if measure is not None and measure.good:
            return made
        if measure is not None and plain.fault and not measure.fault:
            found = found or made
    return found


@dataclass(frozen=True)
class _Measure:
    """How a text stands on its pages; heights in CSS pixels."""

    fault: str
    empty: float
    """The part of the page before the signatures that is empty."""
    page: float
    """The height of the type area."""
    text: float
    """The height of all that stands before the closing clauses."""
    line: float
    """The height of a line of it."""
    end: float
    """The height of the closing clauses and signatures."""

    @classmethod
    def of(cls, rendered: Rendered) -> "_Measure | None":
        """None where nobody signs."""
        pages = [_Page.of(page._page_box) for page in rendered.pages]  # noqa: SLF001 - a laid-out page is not public
        signed = [index for index, page in enumerate(pages) if page.signatures]
        if not signed:
            return None
        before, last = pages[: signed[0]], pages[signed[0]]
        start = max((index for index in range(signed[0] + 1) if pages[index].operative), default=0)
        end = sum(page.lowest for page in pages[start : signed[-1] + 1]) - pages[start].operative
        blocks = [block for page in pages for block in page.signatures]
        fault = ""
        if len(blocks) != len(set(blocks)) or not all(pages[index].operative for index in signed):
            fault = phrase(
                "the page of the signatures would carry no operative text: the closing clauses and "
                "signatures take {end} mm of a page of {height} mm",
                end=f"{end / _MILLIMETRE:.0f}",
                height=f"{last.height / _MILLIMETRE:.0f}",
            )
        return cls(
            fault=fault,
            empty=1 - before[-1].lowest / before[-1].height if before else 0,
            page=last.height,
            text=sum(page.lowest for page in before) + last.operative,
            line=max(page.line for page in pages),
            end=end,
        )

    @property
    def good(self) -> bool:
        """Whether nothing needs to be done."""
        return not self.fault and self.empty <= GAPING

    def promise(self, adjustment: Adjustment) -> float:
        """How much of the page before the signatures an adjustment would leave empty, roughly."""
        if not self.line:
            return 1
        line = self.line * (1 + adjustment.degree / 100)
        # Whole lines only: a page that is a hair too short for one more has one less.
        rest = self.text / self.line % (self.page // line) * line
        end = self.end + (adjustment.gap - _GAPS[0]) * _MILLIMETRE
        empty = 0 if rest + end <= self.page else 1 - rest / self.page
        return empty if empty > GAPING else 0


@dataclass(frozen=True)
class _Page:
    """What matters of a page; heights from the top of the type area."""

    height: float
    signatures: tuple[Element, ...]
    operative: float
    """Where the last line of operative text ends; 0 where there is none."""
    line: float
    """The height of that line."""
    lowest: float
    """Where all text and signatures end."""

    @classmethod
    def of(cls, page: Box) -> "_Page":
        top = page.content_box_y()
        signatures, operative, line, lowest = [], 0.0, 0.0, 0.0
        for box, kind in _walk(page, ""):
            bottom = box.position_y + box.margin_height() - top
            lowest = max(lowest, bottom)
            if kind == "signature":
                signatures.append(box.element)
            elif kind == "operative":
                operative, line = bottom, box.height
        return cls(page.height, tuple(signatures), operative, line, lowest)


def _walk(box: Box, kind: str) -> Iterator[tuple[Box, str]]:
    """Rows of signature blocks whole, and the lines of all else, each with the `data-guard` that it stands under."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.MarginBox):
            continue
        own = kind if child.element is None else child.element.get("data-guard", kind)
        if own == "signature" or isinstance(child, boxes.LineBox):
            yield child, own
        else:
            yield from _walk(child, own)
