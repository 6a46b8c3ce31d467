"""A page's content into text runs, painted shapes and marks: the graphics state, followed by hand.

Follows ISO 32000-1, 9 and 14.6, for the operators on the list; every other operator becomes a remark.
"""

import math
import struct
from collections.abc import Callable, Mapping

from typeset.messages import phrase
from typeset.verify.canvas import Canvas, matrix, numbers
from typeset.verify.drawn import Mark, Picture
from typeset.verify.facts import Font, Run
from typeset.verify.geometry import IDENTITY, Matrix, apply, bounds, multiply
from typeset.verify.tokens import Operand, UnknownSyntax, operations, properties, shown

_ASCENT, _DESCENT = 0.9, -0.25
_NEARLY = 1e-3
_ARTIFACT_KEYS = frozenset({"Type", "Pagination", "Layout", "Attached", "Top", "Bottom", "Subtype", "Header", "Footer"})


class Drawing(Canvas):
    """What one page's content draws.

    Args:
        page: its number.
        fonts: resource name to font.
        solid: names of the graphics state resources that only set full opacity.
        budget: how many operators may still be read.
        images: resource name to the number of an image.
    """

    def __init__(
        self,
        page: int,
        fonts: dict[str, Font],
        solid: frozenset[str],
        budget: int,
        images: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(page, solid)
        self.fonts, self.budget, self.images = fonts, budget, images or {}
        self.pictures: list[Picture] = []
        self.runs: list[Run] = []
        self.marks: list[int] = []
        self._text: Matrix | None = None
        self._content: list[Mark | str] = []

    def read(self, content: bytes) -> int:
        """Follow the content to its end and return how many operators it had."""
        count = 0
        try:
            for count, (operator, operands) in enumerate(operations(content), 1):
                if count > self.budget:
                    self._remark(phrase("the page has more operators than are read"))
                    break
                action = _ACTIONS.get(operator)
                if action is None:
                    self._remark(
                        phrase("the operator `{operator}` is not one that a page of text needs", operator=operator)
                    )
                else:
                    action(self, operands)
        except UnknownSyntax as error:
            self._remark(phrase("the content cannot be read from `{error}` on", error=error))
        except (IndexError, KeyError, TypeError, ValueError) as error:
            self._remark(phrase("the content is malformed ({name}: {error})", name=type(error).__name__, error=error))
        if self._saved or self._content or self._text is not None:
            self._remark(phrase("the content ends inside a saved state, a text object or marked content"))
        return count

    # Marked content

    def begin_marked(self, operands: list[Operand]) -> None:
        """Operator BDC, BMC."""
        tag = str(operands[0])
        mcid, keys = properties(operands[1]) if len(operands) > 1 else (None, frozenset[str]())
        if tag == "/Artifact" and keys <= _ARTIFACT_KEYS:
            self._content.append("artifact")
        elif mcid is not None and "MCID" in keys and len(keys) == 1:
            self._content.append(Mark(self.page, mcid))
            self._mark, self._figure = Mark(self.page, mcid), tag == "/Figure"
            self.marks.append(mcid)
        else:
            shown_keys = ", ".join(sorted(keys)) or phrase("nothing")
            self._remark(
                phrase(
                    "marked content `{tag}` has {keys}, where only an MCID may stand",
                    tag=tag,
                    keys=shown_keys,
                )
            )
            self._content.append("other")
        if len(self._content) > 1:
            self._remark(phrase("marked content stands inside other marked content"), "structure")

    def end_marked(self, _: list[Operand]) -> None:
        """Operator EMC."""
        self._content.pop()
        self._mark, self._figure = None, False

    def image(self, operands: list[Operand]) -> None:
        """Operator Do: only the picture of a figure is known."""
        name = self.images.get(str(operands[0]))
        if name is None or self._mark is None or not self._figure:
            self._remark(phrase("the operator `Do` is not one that a page of text needs"))
            return
        state = self._state
        box = bounds(apply(state.ctm, x, y) for x in (0, 1) for y in (0, 1))
        upright = _angle(state.ctm, even=False) == 0
        self._order += 1
        picture = Picture(
            page=self.page,
            mark=self._mark,
            box=box,
            image=name,
            order=self._order,
            upright=upright,
            opaque=state.opaque,
            clip=state.clip,
            clip_known=state.clip_known,
        )
        self.pictures.append(picture)

    # Text

    def begin_text(self, _: list[Operand]) -> None:
        """Operator BT."""
        self._text = IDENTITY

    def end_text(self, _: list[Operand]) -> None:
        """Operator ET."""
        self._text = None

    def font(self, operands: list[Operand]) -> None:
        """Operator Tf."""
        name, size = operands
        self._state.font, self._state.size = str(name), float(size)

    def text_matrix(self, operands: list[Operand]) -> None:
        """Operator Tm."""
        self._text = matrix(operands)

    def text_mode(self, operands: list[Operand]) -> None:
        """Operator Tr."""
        (mode,) = numbers(operands)
        self._state.mode = int(mode)

    def show(self, operands: list[Operand]) -> None:
        """Operator Tj, TJ: show text."""
        (operand,) = operands
        if self._text is None or not isinstance(operand, bytes):
            raise ValueError(phrase("text is shown outside a text object"))
        state, font = self._state, self.fonts[self._state.font]
        codes, total, worst, lead = shown(operand)
        if len(codes) % 2:
            raise IndexError("index out of range")
        gids = struct.unpack(f">{len(codes) // 2}H", codes)
        widths, default, unicode = font.widths, font.default_width, font.unicode
        advance = (sum([widths.get(gid, default) for gid in gids]) - total) * state.size / 1000
        start = -lead * state.size / 1000
        placed = multiply(self._text, state.ctm)
        self._text = multiply((1, 0, 0, 1, advance, 0), self._text)
        ends = (start, _DESCENT * state.size), (advance, _ASCENT * state.size)
        content = self._content[-1] if self._content else None
        self._order += 1
        run = Run(
            page=self.page,
            order=self._order,
            mark=content if isinstance(content, Mark) else None,
            artifact=content == "artifact",
            text="".join([unicode.get(gid, "\ufffd") for gid in gids]),
            gids=gids,
            font=font.number,
            size=math.hypot(placed[2], placed[3]) * state.size,
            box=bounds(apply(placed, *end) for end in ends),
            baseline=placed[5],
            colour=state.fill,
            opaque=state.opaque,
            mode=state.mode,
            upright=_upright(placed) and state.size > 0,
            clip=state.clip,
            clip_known=state.clip_known,
            backstep=worst / 1000,
            angle=_angle(placed),
        )
        self.runs.append(run)


def _upright(placed: Matrix) -> bool:
    """Whether text is neither turned, mirrored nor stretched."""
    a, b, c, d, _, _ = placed
    return abs(b) < _NEARLY and abs(c) < _NEARLY and d > 0 and abs(a - d) < _NEARLY


def _angle(placed: Matrix, *, even: bool = True) -> float:
    """By how many degrees a matrix turns to the left; not a number where it mirrors, slants, or stretches unevenly."""
    a, b, c, d, _, _ = placed
    wide, high = math.hypot(a, b), math.hypot(c, d)
    upright = wide > _NEARLY and high > _NEARLY and abs(a * c + b * d) < _NEARLY * wide * high and a * d > b * c
    if not upright or (even and abs(wide - high) > _NEARLY):
        return math.nan
    return round(math.degrees(math.atan2(b, a)), 3)


_Action = Callable[[Drawing, list[Operand]], None]
_ACTIONS: dict[str, _Action] = {
    "q": Drawing.save,
    "Q": Drawing.restore,
    "cm": Drawing.transform,
    "gs": Drawing.state,
    "w": Drawing.line_width,
    "g": Drawing.grey,
    "rg": Drawing.red_green_blue,
    "J": Drawing.cap,
    "j": Drawing.join,
    "M": Drawing.miter,
    "d": Drawing.dash,
    "G": Drawing.grey_stroke,
    "RG": Drawing.red_green_blue_stroke,
    "m": Drawing.move,
    "l": Drawing.line,
    "c": Drawing.curve,
    "h": Drawing.close,
    "re": Drawing.rectangle,
    "W": Drawing.clip,
    "W*": Drawing.clip,
    "n": Drawing.end,
    "f": Drawing.fill,
    "f*": Drawing.fill_even_odd,
    "S": Drawing.stroke,
    "B": Drawing.fill_and_stroke,
    "B*": Drawing.fill_and_stroke_even_odd,
    "Do": Drawing.image,
    "BT": Drawing.begin_text,
    "ET": Drawing.end_text,
    "Tf": Drawing.font,
    "Tm": Drawing.text_matrix,
    "Tr": Drawing.text_mode,
    "Tj": Drawing.show,
    "TJ": Drawing.show,
    "BDC": Drawing.begin_marked,
    "BMC": Drawing.begin_marked,
    "EMC": Drawing.end_marked,
}
