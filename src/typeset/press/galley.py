"""Laid-out pages into a galley: what stands on them as one long column, to be cut into pages otherwise.

Line height and gaps move no word to another line, so how a text would fill its pages by another setting can be told
from one layout, without a second: lines and rows are put one below the other until a page is full, and cut where the
style lets them be (CSS Fragmentation 3: `break-*`, `orphans`, `widows`). It is a forecast: what is taken is laid out
and measured again.
"""

import itertools
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from typeset.model.composition import Adjustment

# WeasyPrint is untyped: what it rendered, and its boxes and their elements and styles.
Rendered = t.Any
Box = t.Any
Element = t.Any
Style = t.Any

MILLIMETRE = 96 / 25.4
"""In CSS pixels."""
_HAIR = 0.05
"""CSS pixels by which the sum of many heights may be off."""
_USUAL = Adjustment().gap
_FOOT = 2.4 * MILLIMETRE
"""By how much a row of signatures gets lower where the gap above them does."""
_AVOID = frozenset({"avoid", "avoid-page"})


class Piece(t.NamedTuple):
    """What is not cut: a line, a row of a table, a row of signatures. Lengths in CSS pixels."""

    block: Element
    """What it is a part of: the paragraph of a line."""
    kind: str
    """`operative`, `signature` or anything else."""
    height: float
    gap: float
    """Between what stands above and this, where they are on one page."""
    apart: bool
    """Whether the style lets a page begin with it, orphans and widows aside."""
    leaded: bool
    """Whether its height follows the line height of the text."""
    orphans: int
    """How many lines of its paragraph stand together before a cut."""
    widows: int
    """The same after a cut."""


@dataclass(frozen=True)
class Page:
    """What matters of a page; heights from the top of the type area, in CSS pixels."""

    height: float
    signatures: tuple[Element, ...]
    operative: float
    """Where the last line of operative text ends; 0 where there is none."""
    lowest: float
    """Where all text and signatures end."""

    @classmethod
    def of(cls, height: float, pieces: Sequence[Piece]) -> "Page":
        """The pieces of a page, one below the other."""
        signatures, operative, lowest = [], 0.0, -pieces[0].gap
        for piece in pieces:
            lowest += piece.gap + piece.height
            if piece.kind == "signature":
                signatures.append(piece.block)
            elif piece.kind == "operative":
                operative = lowest
        return cls(height, tuple(signatures), operative, lowest)


@dataclass(frozen=True)
class Galley:
    """A section's pieces in order, and how they were and could be cut into pages."""

    heights: tuple[float, ...]
    """Of the type area of every page, in CSS pixels."""
    sheets: tuple[tuple[Piece, ...], ...]

    @classmethod
    def of(cls, rendered: Rendered) -> "Galley":
        """What stands on laid-out pages."""
        sheets = [sheet._page_box for sheet in rendered.pages]  # noqa: SLF001 - a laid-out page is not public
        return cls(tuple(sheet.height for sheet in sheets), _sheets(sheets))

    @property
    def laid(self) -> list[Page]:
        """The pages as they were laid out."""
        pages = zip(self.heights, self.sheets, strict=True)
        return [Page.of(height, sheet) for height, sheet in pages if sheet]

    def cut(self, adjustment: Adjustment | None, lengths: Mapping[Element, int]) -> list[Page]:
        """The pages as they would be.

        Args:
            adjustment: by which setting.
            lengths: paragraphs that will have another number of lines.
        """
        setting = adjustment or Adjustment()
        pieces, free = _column(itertools.chain.from_iterable(self.sheets), setting, lengths)
        pages: list[Page] = []
        start = 0
        while start < len(pieces):
            # A further page is as high as the last.
            height = self.heights[min(len(pages), len(self.heights) - 1)]
            end = _end(pieces, free, start, height)
            pages.append(Page.of(height, pieces[start:end]))
            start = end
        return pages


def _column(
    pieces: t.Iterable[Piece], setting: Adjustment, lengths: Mapping[Element, int]
) -> tuple[list[Piece], list[bool]]:
    """The pieces by a setting, and whether a page may begin with each."""
    column: list[Piece] = []
    free: list[bool] = []
    before = ""
    for block, group in itertools.groupby(pieces, key=lambda piece: piece.block):
        lines = _resized([_set(piece, setting, before) for piece in group], lengths.get(block))
        for index, piece in enumerate(lines):
            inside = piece.orphans <= index <= len(lines) - piece.widows
            free.append(piece.apart and (not index or inside))
        column += lines
        before = lines[-1].kind
    return column, free


def _set(piece: Piece, setting: Adjustment, before: str) -> Piece:
    height = piece.height * (1 + setting.degree / 100) if piece.leaded else piece.height
    if piece.kind != "signature":
        return piece._replace(height=height)
    gap = piece.gap if before == "signature" else piece.gap + (setting.gap - _USUAL) * MILLIMETRE
    return piece._replace(height=height - (_FOOT if setting.gap < _USUAL else 0), gap=gap)


def _resized(lines: list[Piece], count: int | None) -> list[Piece]:
    """A paragraph with so many lines."""
    if count is None or count <= len(lines):
        return lines[:count]
    return lines + [lines[-1]._replace(gap=0.0, apart=len(lines) == 1 or lines[-1].apart)] * (count - len(lines))


def _end(pieces: Sequence[Piece], free: Sequence[bool], start: int, height: float) -> int:
    """Where the page that begins with a piece ends."""
    filled = pieces[start].height + (0 if start else pieces[start].gap)
    for index in range(start + 1, len(pieces)):
        filled += pieces[index].gap + pieces[index].height
        if filled > height + _HAIR:
            return next((cut for cut in range(index, start, -1) if free[cut]), index)
    return len(pieces)


class _Leaf(t.NamedTuple):
    box: Box
    within: dict[Element, Style]
    """What it stands in, from the innermost on: elements and their styles."""
    kind: str


def _sheets(sheets: Sequence[Box]) -> tuple[tuple[Piece, ...], ...]:
    found: list[tuple[Piece, ...]] = []
    last: _Leaf | None = None
    leading = sheets[0].children[0].style["line_height"]
    repeated: set[Element] = set()
    for sheet in sheets:
        pieces: list[Piece] = []
        bottom = sheet.content_box_y()
        for leaf in _leaves(sheet, {}, ""):
            if isinstance(leaf.box, boxes.TableRowBox):
                # The head of a table stands on every page of it, and belongs to the first.
                if leaf.box.element in repeated:
                    continue
                repeated.add(leaf.box.element)
            gap = leaf.box.position_y - bottom
            pieces.append(_piece(leaf, last, gap if pieces or last is None else None, leading))
            last, bottom = leaf, leaf.box.position_y + leaf.box.margin_height()
        found.append(tuple(pieces))
    return tuple(found)


def _leaves(box: Box, within: dict[Element, Style], kind: str) -> Iterator[_Leaf]:
    """What is not cut, each with what it stands in."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.MarginBox | AbsolutePlaceholder) or not child.is_in_normal_flow():
            continue
        own = kind if child.element is None else child.element.get("data-guard", kind)
        whole = isinstance(child, boxes.LineBox | boxes.TableRowBox) or not getattr(child, "children", ())
        if whole or own == "signature":
            yield _Leaf(child, within, own)
        else:
            # What has no element of its own stands for the one around it.
            yield from _leaves(child, {child.element: child.style} | within, own)


def _piece(leaf: _Leaf, before: _Leaf | None, gap: float | None, leading: t.Any) -> Piece:  # noqa: ANN401 - untyped
    style, elements = leaf.box.style, list(leaf.within)
    shared: t.Container[Element] = () if before is None else before.within.keys() & leaf.within.keys()
    begun = [leaf.within[element] for element in elements if element not in shared]
    ended = [] if before is None else [before.within[one] for one in before.within if one not in shared]
    if before is not None and leaf.box.element is not before.box.element and not isinstance(leaf.box, boxes.LineBox):
        begun.append(style)
    if gap is None:
        gap = max([0.0, *(_px(one["margin_top"]) for one in begun), *(_px(one["margin_bottom"]) for one in ended)])
    apart = not (
        any(leaf.within[one]["break_inside"] in _AVOID for one in elements if one in shared)
        or any(one["break_before"] in _AVOID for one in begun)
        or any(one["break_after"] in _AVOID for one in ended)
    )
    lines = isinstance(leaf.box, boxes.LineBox)
    return Piece(
        block=elements[0] if lines else leaf.box.element,
        kind=leaf.kind,
        height=leaf.box.margin_height(),
        gap=gap,
        apart=apart,
        leaded=lines and style["line_height"] == leading,
        orphans=style["orphans"] if lines else 0,
        widows=style["widows"] if lines else 0,
    )


def _px(length: t.Any) -> float:  # noqa: ANN401 - untyped
    return length.value if getattr(length, "unit", None) == "px" else 0.0
