"""Words into the outline that a watermark of them must have, drawn anew from the listed bold faces, and compared."""

import functools
import io
import math
import typing as t
from pathlib import Path

from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from typeset.messages import phrase
from typeset.model.certification import Watermark
from typeset.resources import Resources
from typeset.verify.canvas import matrix, numbers
from typeset.verify.geometry import Matrix, multiply
from typeset.verify.tokens import Operand, UnknownSyntax, operations

PAGE = (595.276, 841.89)
"""The page that marks are drawn for, A4 in points."""
_FACES = ("LiberationSerif-Bold.ttf", "NotoSerifSC-Bold.ttf")
_REACH = 0.8
"""Of the way across the page in the direction of the words, beyond which they are drawn smaller."""
_STROKE = (0.3, 1.5)
"""Points of a line that is seen, and covers nothing."""
_UNIT = 1.0
"""Units of the em by which rounding may move a point."""
_NEARLY = 0.02
_PALEST, _DARKEST = 0.97, 0.7

Segment = tuple[str, tuple[float, ...]]


@functools.lru_cache(maxsize=64)
def faults(content: bytes, words: str, look: Watermark, resources: Resources) -> tuple[str, ...]:
    """What is wrong with the content of a watermark; the same bytes are judged once.

    It sets a pale grey, the width of a line and two matrices, and then strokes one path: that of the words.
    """
    try:
        return tuple(_faults(list(operations(content)), words, look, resources))
    except UnknownSyntax as error:
        return (phrase("holds something else than a path: {error}", error=error),)
    except (IndexError, TypeError, ValueError) as error:
        return (phrase("is malformed: {error}", error=error),)


def _faults(
    found: list[tuple[str, list[Operand]]], words: str, look: Watermark, resources: Resources
) -> t.Iterator[str]:
    names = [name for name, _ in found]
    if names[:5] != ["G", "w", "j", "cm", "cm"] or names[-1] != "S" or set(names[5:-1]) - {"m", "l", "c", "h"}:
        yield phrase("draws other things than the outline of letters")
        return
    (grey,), (width,) = numbers(found[0][1]), numbers(found[1][1])
    if not _DARKEST <= grey <= _PALEST or abs(grey - look.grey) > _NEARLY:
        yield phrase("is drawn in the grey {grey}, expected {wanted}", grey=f"{grey:.2f}", wanted=f"{look.grey:.2f}")
    outline = _outline(words, resources.fonts)
    if outline is None:
        yield phrase("has the words «{words}», for which no listed face has the letters", words=words)
        return
    segments, advance, units = outline
    placed = multiply(matrix(found[4][1]), matrix(found[3][1]))
    scale = math.sqrt(abs(placed[0] * placed[3] - placed[1] * placed[2]))
    if not _STROKE[0] <= width * scale <= _STROKE[1]:
        yield phrase("is drawn with lines of {width} points", width=f"{width * scale:.1f}")
    if not _near(placed, _place(look, advance, units)):
        yield phrase(
            "does not stand at {angle} degrees across the middle of the page, in the size set",
            angle=f"{look.angle:.0f}",
        )
    if not _same([(name, tuple(numbers(operands))) for name, operands in found[5:-1]], segments):
        yield phrase("does not show the words «{words}»", words=words)


def _place(look: Watermark, advance: float, units: int) -> Matrix:
    """From the units of the em to the page: turned about its middle, the middle of the letters there."""
    angle = math.radians(look.angle)
    across = 1 / max(abs(math.cos(angle)) / PAGE[0], abs(math.sin(angle)) / PAGE[1])
    size = min(look.size, _REACH * across * units / advance)
    scale = size / units
    turned = (math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), PAGE[0] / 2, PAGE[1] / 2)
    return multiply((scale, 0, 0, scale, -advance * scale / 2, -size / 3), turned)


def _near(one: Matrix, other: Matrix) -> bool:
    scales = all(abs(a - b) < _NEARLY * max(abs(b), 1e-3) + 1e-5 for a, b in zip(one[:4], other[:4], strict=True))
    return scales and all(abs(a - b) < _UNIT for a, b in zip(one[4:], other[4:], strict=True))


def _same(found: list[Segment], wanted: tuple[Segment, ...]) -> bool:
    if [name for name, _ in found] != [name for name, _ in wanted]:
        return False
    return all(
        len(one) == len(other) and all(abs(a - b) <= _UNIT for a, b in zip(one, other, strict=True))
        for (_, one), (_, other) in zip(found, wanted, strict=True)
    )


@functools.lru_cache(maxsize=32)
def _outline(words: str, fonts: Path) -> tuple[tuple[Segment, ...], float, int] | None:
    """The path of words in units of the em, its width, and these units; none where no face has all letters."""
    for name in _FACES:
        font = TTFont(io.BytesIO((fonts / name).read_bytes()), lazy=True)
        table = font.getBestCmap()
        if any(ord(letter) not in table for letter in words):
            continue
        glyphs, right = font.getGlyphSet(), 0.0
        segments: list[Segment] = []
        for letter in words:
            pen = DecomposingRecordingPen(glyphs)
            glyphs[table[ord(letter)]].draw(pen)
            segments += _segments(pen.value, right)
            right += glyphs[table[ord(letter)]].width
        return tuple(segments), right, font["head"].unitsPerEm
    return None


def _segments(drawn: list[tuple[str, tuple[t.Any, ...]]], right: float) -> t.Iterator[Segment]:
    """Recorded outlines as moves, lines and cubic curves, shifted to the right."""
    at: tuple[float, float] = (0.0, 0.0)
    for name, recorded in drawn:
        points = recorded
        if name == "moveTo":
            (at,) = points
            yield "m", _shifted(right, at)
        elif name == "lineTo":
            (at,) = points
            yield "l", _shifted(right, at)
        elif name == "qCurveTo":
            if points[-1] is None:
                # A contour of TrueType may have no point of its own on the curve: it begins between two controls.
                at = _middle(points[-2], points[0])
                points = (*points[:-1], at)
                yield "m", _shifted(right, at)
            for control, end in _quadratics(points):
                # A quadratic curve is the cubic whose controls stand two thirds of the way to its own.
                yield "c", _shifted(right, _toward(at, control), _toward(end, control), end)
                at = end
        elif name == "curveTo":
            yield "c", _shifted(right, *points)
            at = points[-1]
        else:
            yield "h", ()


def _quadratics(
    points: tuple[tuple[float, float], ...],
) -> t.Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The single curves of a run: between two controls in a row stands a point that is not written (TrueType)."""
    *controls, last = points
    for index, control in enumerate(controls):
        end = last if index == len(controls) - 1 else _middle(control, controls[index + 1])
        yield control, end


def _middle(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


def _toward(start: tuple[float, float], control: tuple[float, float]) -> tuple[float, float]:
    return start[0] + (control[0] - start[0]) * 2 / 3, start[1] + (control[1] - start[1]) * 2 / 3


def _shifted(right: float, *points: tuple[float, float]) -> tuple[float, ...]:
    return tuple(value for x, y in points for value in (x + right, y))
