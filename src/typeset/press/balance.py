"""Titles of several lines into lines of nearly equal length, by margins that narrow them.

A title whose last line is one short word looks like an accident. The engine has no `text-wrap: balance`, so the
titles – what carries `data-balance` – are laid out alone, once as they are and once with a line for every piece that
cannot be broken. What the pieces measure tells the least width that takes no further line; a line that ends at the
hyphen of a word is avoided where that can be had.
"""

import itertools
import typing as t
from collections.abc import Callable, Iterable, Sequence

from typeset.press.excerpt import NAME, tried
from typeset.press.lines import Line

# WeasyPrint is untyped: what it rendered, and the elements of its HTML.
Rendered = t.Any
Element = t.Any

SHORT = 16
"""Characters of a title that fits on one line in any profile."""
UNEVEN = 0.85
"""The last line of a title that is left alone, as a part of the longest."""
_SLACK = 1.0
"""CSS pixels that a line is given beyond what its pieces measure: pairs of letters are kerned over their ends."""
_NARROW = f"[{NAME}] {{ width: 0 !important; margin-left: 0 !important; margin-right: 0 !important }}"


def balance(roots: Sequence[Element], lay: Callable[[str, str], Rendered]) -> None:
    """Narrow the titles of sections that have a short last line.

    Args:
        roots: the HTML elements of sections that are styled alike; the margins are written into them.
        lay: lays out HTML under their styles and one more.
    """
    titles = [element for root in roots for element in root.iter() if element.get("data-balance")]
    long = [title for title in titles if len(_words(title)) >= SHORT]
    found = tried(roots, long, lambda html: lay(html, "")) if long else {}
    uneven = {title: lines for title, lines in found.items() if _uneven(lines)}
    pieces = tried(roots, uneven, lambda html: lay(html, _NARROW)) if uneven else {}
    for title, lines in uneven.items():
        side = (lines[0].room - _least(lines, pieces[title], _words(title))) / 2
        title.set("style", f"{title.get('style', '')}; margin-left: {side:.2f}px; margin-right: {side:.2f}px")


def _words(title: Element) -> str:
    return " ".join("".join(title.itertext()).split())


def _uneven(lines: Sequence[Line]) -> bool:
    widths = [line.width for line in lines]
    return _torn(lines) or (len(widths) > 1 and widths[-1] < UNEVEN * max(widths))


def _torn(lines: Iterable[Line]) -> bool:
    """Whether a line but the last ends at a hyphen, within a word."""
    return any(line.text.endswith("-") for line in [*lines][:-1])


def _least(lines: Sequence[Line], pieces: Sequence[Line], words: str) -> float:
    """The least width in which a title takes no more lines, and tears none at a hyphen where that can be had.

    Args:
        lines: the title as it is laid out.
        pieces: what of it cannot be broken.
        words: its text.
    """
    gaps = _gaps(lines, pieces, words)
    spans = {
        sum(piece.width for piece in pieces[start:end]) + sum(gaps[start : end - 1])
        for start, end in itertools.combinations(range(len(pieces) + 1), 2)
    }
    filled = {width: _ends(pieces, gaps, width) for width in spans if width + _SLACK < lines[0].room}
    good = [width for width, ends in filled.items() if len(ends) <= len(lines)]
    whole = [width for width in good if not _torn(filled[width])]
    return min(whole or good, default=lines[0].room - _SLACK) + _SLACK


def _gaps(lines: Sequence[Line], pieces: Sequence[Line], words: str) -> list[float]:
    """What stands after each piece but the last where a line goes on: the width of a blank, or nothing."""
    blanks = []
    for piece in pieces:
        words = words[len(piece.text) :]
        blanks.append(words.startswith(" "))
        words = words.lstrip(" ")
    within = sum(line.text.count(" ") for line in lines)
    spare = sum(line.width for line in lines) - sum(piece.width for piece in pieces)
    return [spare / within if blank and within else 0.0 for blank in blanks[:-1]]


def _ends(pieces: Sequence[Line], gaps: Sequence[float], width: float) -> list[Line]:
    """The last piece of every line, where lines are filled one after the other as far as they go."""
    ends, used = [pieces[0]], pieces[0].width
    for piece, gap in zip(pieces[1:], gaps, strict=True):
        used += gap + piece.width
        if used > width:
            ends.append(piece)
            used = piece.width
        ends[-1] = piece
    return ends
