"""The squares of a painted QR code into its modules, against those of the text that it should hold."""

import operator

import segno

from typeset.messages import phrase
from typeset.model.certification import Certification
from typeset.verify.copies.sheet import Shape
from typeset.verify.drawn import Rect
from typeset.verify.geometry import bounds

_MASK = 2
_QUIET = 4
"""Modules of white around the code (ISO/IEC 18004, 9.1)."""
_SMALLEST = 0.7
"""Points of a module that a telephone still reads."""
_OFF = 0.1
"""Modules by which a square may miss its place."""


def qr_text(certification: Certification) -> str:
    """What a reader of the code finds."""
    digest = certification.original.sha256
    lines = [f"{certification.original.identifier} / {certification.number}", f"SHA-256 {digest}"]
    if link := certification.terms.link(certification.number, digest):
        lines.append(link)
    return "\n".join(lines)


def faults(shapes: list[Shape], text: str) -> tuple[list[str], Rect | None]:
    """What is wrong with a painted code, and the square that it takes with the white around it."""
    if not shapes:
        return [phrase("is missing")], None
    matrix = segno.make(text, error="m", micro=False, boost_error=False, mask=_MASK).matrix
    wanted = [[bool(module) for module in row] for row in matrix]
    size = len(wanted)
    box = bounds(corner for shape in shapes for corner in (shape.box[:2], shape.box[2:]))
    module = (box[2] - box[0]) / size
    whole = tuple(side + step * _QUIET * module for side, step in zip(box, (-1, -1, 1, 1), strict=True))
    area: Rect = (whole[0], whole[1], whole[2], whole[3])
    if module < _SMALLEST or abs((box[3] - box[1]) / size - module) > _OFF * module:
        return [phrase("is no square, or too small to be read")], area
    if any(shape.colour != (0, 0, 0) or not shape.plain for shape in shapes):
        return [phrase("is not made of black squares")], area
    found = [[False] * size for _ in range(size)]
    left, top = box[0], box[3]
    for shape in shapes:
        a, b, c, d = shape.box
        sides = (a - left) / module, (top - d) / module, (c - left) / module, (top - b) / module
        west, north, east, south = modules = [round(side) for side in sides]
        if max(map(abs, map(operator.sub, sides, modules))) > _OFF:
            return [phrase("has squares beside their places")], area
        run = [True] * (east - west)
        for row in found[north:south]:
            row[west:east] = run
    return ([] if found == wanted else [phrase("holds another text than number and digest of this copy")]), area
