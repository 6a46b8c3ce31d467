"""A text into pages whose signatures never stand alone: with a little more or less room, or not at all.

The page of the signatures carries operative text, not only the closing clauses (recommendations of the Russian
Ministry of Foreign Affairs, 2018, p. 58), and no signature block is split. The style keeps them together by moving
what does not fit to the next page; the guard then looks for a setting that leaves no gaping page before them: within
three per cent of the line height, hardly visible, and some millimetres above the signatures, the gentlest first
(GB/T 9704-2012 asks for the same: adjust line or character spacing). Where none does, some paragraphs are spaced so
that they take a line more, or less; where that does not do either, the text stays as the style has it.

What a setting would come to is told from the galley of the first layout, so that a second is made only of what helps.
"""

import itertools
import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from typeset.errors import PressError
from typeset.messages import phrase
from typeset.model.composition import Adjustment
from typeset.press import spacing
from typeset.press.galley import MILLIMETRE, Galley, Page
from typeset.press.layout import Sheets

# WeasyPrint is untyped: what it rendered, and the elements of its HTML.
Rendered = t.Any
Element = t.Any

GAPING = 0.12
"""The part of a page that may stay empty before the signatures: about five lines."""
FEW = 0.15
"""The part of a last page that is worth a page of its own."""
TRIALS = 3
"""How many settings are laid out at most, of those that are forecast to do."""
SPACED = 6
"""How many paragraphs are spaced at most."""
_GAPS = {-1: 5.0, 0: 8.0, 1: 12.0}
_SIGNED = (
    Adjustment(gap=_GAPS[-1]),
    Adjustment(gap=_GAPS[1]),
    *(Adjustment(degree=sign * size, gap=_GAPS[sign]) for size in (1, 2, 3) for sign in (-1, 1)),
)
"""For a text with signatures, from the gentlest to the strongest."""
_OTHERS = tuple(Adjustment(degree=degree) for degree in (-1, -2, -3, 1, 2, 3))
"""For an annex: on a page less, or with more on its last."""
_GOOD, _UGLY, _WRONG = range(3)
"""How pages are: nothing needs to be done; few lines or much white; signatures without operative text."""


@dataclass(frozen=True)
class Guarded:
    """A section laid out, with what was done to it."""

    rendered: Rendered
    adjustment: Adjustment | None = None


def guard(sheets: Sheets) -> Guarded:
    """Lay a section out so that its signatures are guarded, and no few lines of it stand on a last page alone.

    Raises:
        PressError: within the limits there is no setting that guards the signatures.
    """
    rendered = sheets.lay()
    lengths = sheets.settle(rendered)
    if not sheets.section.name:
        return Guarded(sheets.lay() if lengths else rendered)
    case = _Case(sheets.section.signed, Galley.of(rendered), lengths)
    if not lengths and case.state(case.galley.laid) == _GOOD:
        return Guarded(rendered)
    found = _fitting(sheets, case) or _spaced(sheets, case, rendered)
    if found is not None:
        return found
    if lengths:
        rendered = sheets.lay()
    pages = Galley.of(rendered).laid
    if case.state(pages) == _WRONG:
        hint = phrase("shorten the words of the signatories, or choose a smaller type in the style")
        raise PressError(phrase("{language}: {fault}", language=sheets.section.name, fault=_fault(pages)), hint)
    return Guarded(rendered)


@dataclass(frozen=True)
class _Case:
    """A section laid out once, and what it could become."""

    signed: bool
    galley: Galley
    lengths: Mapping[Element, int]
    """Paragraphs that will have another number of lines than they had."""

    def state(self, pages: Sequence[Page]) -> int:
        """How pages are."""
        signed = [index for index, page in enumerate(pages) if page.signatures] if self.signed else []
        if not signed:
            few = len(pages) > 1 and pages[-1].lowest < FEW * pages[-1].height
            return _UGLY if few or len(pages) > len(self.galley.laid) else _GOOD
        blocks = [block for page in pages for block in page.signatures]
        if len(blocks) != len(set(blocks)) or not all(pages[index].operative for index in signed):
            return _WRONG
        before = pages[signed[0] - 1] if signed[0] else None
        return _UGLY if before and before.lowest < (1 - GAPING) * before.height else _GOOD

    def forecast(self, setting: Adjustment | None, lengths: Mapping[Element, int] | None = None) -> int:
        """How they would be by a setting, with other lengths of paragraphs too."""
        return self.state(self.galley.cut(setting, {**self.lengths, **(lengths or {})}))

    @property
    def text(self) -> set[Element]:
        """The paragraphs whose lines may be spaced: settled ones and those of signatures are not."""
        pieces = itertools.chain.from_iterable(self.galley.sheets)
        return {piece.block for piece in pieces if piece.kind != "signature"} - self.lengths.keys()

    @property
    def settings(self) -> tuple[Adjustment | None, ...]:
        """The section as it is, and all that may be done to it, the gentlest first."""
        return None, *(_SIGNED if self.signed else _OTHERS)

    @property
    def promising(self) -> list[Adjustment | None]:
        """The settings that are forecast to be good; where none is, those that are better than doing nothing."""
        untried = self.settings if self.lengths else self.settings[1:]
        found = {setting: self.forecast(setting) for setting in untried}
        best = min(found.values())
        return [one for one in untried if found[one] == best] if best < max(self.forecast(None), _UGLY) else []


def _fitting(sheets: Sheets, case: _Case) -> Guarded | None:
    """The section by the gentlest setting that is forecast to do, and does; or by one that is better than none."""
    better = None
    for setting in case.promising[:TRIALS]:
        made = Guarded(sheets.lay(setting), setting)
        state = case.state(Galley.of(made.rendered).laid)
        if state == _GOOD:
            return made
        better = better or (made if state < case.forecast(None) else None)
    return better


def _spaced(sheets: Sheets, case: _Case, rendered: Rendered) -> Guarded | None:
    """A text with signatures, as few of its paragraphs as will do spaced to take a line more or less."""
    for way in t.get_args(spacing.Way) if case.signed else ():
        near = {block: length for block, length in spacing.near(rendered, way).items() if block in case.text}
        if _chosen(case, near, way) is None:
            continue
        found = _chosen(case, {block: near[block] for block in sheets.reached(near, way)}, way)
        if found is None:
            continue
        chosen, setting = found
        spacing.space(chosen, way)
        lines = len(chosen) if way == "wide" else -len(chosen)
        adjustment = (setting or Adjustment()).model_copy(update={"lines": lines})
        made = Guarded(sheets.lay(adjustment), adjustment)
        if case.state(Galley.of(made.rendered).laid) == _GOOD:
            return made
        spacing.unspace(chosen)
    return None


def _chosen(
    case: _Case, near: Mapping[Element, int], way: spacing.Way
) -> tuple[list[Element], Adjustment | None] | None:
    """The fewest paragraphs, and the gentlest setting that goes the same way, that are forecast to do."""
    sign = 1 if way == "wide" else -1
    settings = [setting for setting in case.settings if setting is None or setting.degree * sign >= 0]
    for count in range(1, min(len(near), SPACED) + 1):
        chosen = [*near][:count]
        for setting in settings:
            if case.forecast(setting, {block: near[block] for block in chosen}) == _GOOD:
                return chosen, setting
    return None


def _fault(pages: Sequence[Page]) -> str:
    signed = [index for index, page in enumerate(pages) if page.signatures]
    start = max((index for index in range(signed[0] + 1) if pages[index].operative), default=0)
    end = sum(page.lowest for page in pages[start : signed[-1] + 1]) - pages[start].operative
    return phrase(
        "the page of the signatures would carry no operative text: the closing clauses and "
        "signatures take {end} mm of a page of {height} mm",
        end=f"{end / MILLIMETRE:.0f}",
        height=f"{pages[signed[0]].height / MILLIMETRE:.0f}",
    )
