"""The head of each text: the emblem is that of the data, at its place, and so is the rule of the letterhead."""

import typing as t

from typeset.messages import phrase
from typeset.model.look import Emblem, picture_kind
from typeset.model.report import Check, Finding
from typeset.verify import images, limits, routes, strokes, vectors
from typeset.verify.checks.case import Case, check
from typeset.verify.checks.visible import inside
from typeset.verify.drawn import Colour, Image, Mark, Picture, Rect, Shape
from typeset.verify.facts import Element, Page

_OFF = 0.5
"""Points by which an emblem may miss its size, and its drawing its place."""
_NEAR = 0.1
"""Points by which a painted path may miss the one of the drawing."""
_SHADE = 1 / 255 + 1e-6


def head(case: Case) -> Check:
    """The emblem of each text stands once, above all its words on its first page, as wide as the data says.

    A picture has the very dots of its file, or of a page of PDF rasterised anew. A drawing consists of the paths of
    its file, one after the other, each at its place, in its colours; and of nothing else. The file is the one that
    the document carries. The letterhead has a rule where the data asks for one.
    """
    return check("head", phrase("emblem and letterhead are those of the data, at their places"), _head(case))


def _head(case: Case) -> t.Iterator[Finding]:
    emblem = case.protocol.look.emblem
    for lang in case.languages:
        if emblem is not None:
            yield from (one for figure in case.figures(lang) for one in _emblem(case, lang, emblem, figure))
    for lang in case.languages:
        rules = [paint for page in case.facts.pages for paint in page.paints if case.is_head_rule(paint, lang)]
        wanted = int(case.protocol.look.letterhead_rule and bool(case.protocol.texts[lang].letterhead))
        if len(rules) != wanted:
            yield Finding(
                message=phrase(
                    "{lang}: under the letterhead stand {count} rules, expected {wanted}",
                    lang=lang,
                    count=len(rules),
                    wanted=wanted,
                )
            )


def _emblem(case: Case, lang: str, emblem: Emblem, figure: Element) -> t.Iterator[Finding]:
    marks, start = set(figure.marks()), case.start(lang)
    pages = {mark.page for mark in marks}
    if figure.box is None or len(pages) != 1 or start is None or pages != {start.page}:
        yield Finding(
            message=phrase(
                "{lang}: the emblem does not stand on the first page of its text, at a place of its own", lang=lang
            )
        )
        return
    page = case.facts.pages[start.page - 1]
    for message in (*_placed(case, figure.box, page, marks), *_shown(case, emblem, figure.box, page, marks)):
        yield Finding(message=phrase("{lang}: the emblem {message}", lang=lang, message=message), page=page.number)


def _placed(case: Case, box: Rect, page: Page, marks: set[Mark]) -> t.Iterator[str]:
    if not inside(box, page.media, -limits.PRINTABLE_MARGIN):
        yield phrase("stands within 10 mm of the edge")
    texts = [run for run in page.runs if run.text.strip() and not case.is_draft_mark(run)]
    if any(run.baseline + run.size / 2 > box[1] for run in texts if not run.artifact):
        yield phrase("does not stand above all words of the page")
    if any(_overlap(run.box, box) for run in texts if run.artifact):
        yield phrase("stands over other text")
    if any(_overlap(paint.box, box) for paint in page.paints if paint.mark not in marks):
        yield phrase("is painted over")


def _overlap(one: Rect, other: Rect) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _shown(case: Case, emblem: Emblem, box: Rect, page: Page, marks: set[Mark]) -> t.Iterator[str]:
    """What its file looks like, against what is painted."""
    shapes = [shape for shape in page.shapes if shape.mark in marks]
    pictures = [picture for picture in page.pictures if picture.mark in marks]
    drawn: list[Shape | Picture] = [*shapes, *pictures]
    if any(not one.opaque or not one.clip_known or (one.clip and not inside(box, one.clip, _OFF)) for one in drawn):
        yield phrase("is transparent or clipped")
    content = case.files.contents[emblem.file]
    if picture_kind(emblem.file) == "svg":
        yield from _sized(emblem, box, vectors.aspect(content))
        if pictures:
            yield phrase("holds a picture that its drawing does not have")
        yield from _drawn(vectors.paths(content, box), shapes)
        return
    seen = images.dots(content) if picture_kind(emblem.file) == "png" else images.page_dots(content, emblem.width_mm)
    yield from _sized(emblem, box, seen[1] / seen[0])
    if shapes or len(pictures) != 1:
        yield phrase(
            "consists of {count} pictures and {paths} painted paths, expected one picture",
            count=len(pictures),
            paths=len(shapes),
        )
        return
    yield from _printed(pictures[0], case.facts.images[pictures[0].image], seen, box)


def _sized(emblem: Emblem, box: Rect, aspect: float) -> t.Iterator[str]:
    wide, tall = box[2] - box[0], box[3] - box[1]
    wanted = emblem.width_mm * limits.MILLIMETRE
    if abs(wide - wanted) > _OFF or abs(tall - wanted * aspect) > _OFF:
        found, expected = (
            phrase(
                "{width} × {height} mm", width=f"{one / limits.MILLIMETRE:.1f}", height=f"{two / limits.MILLIMETRE:.1f}"
            )
            for one, two in ((wide, tall), (wanted, wanted * aspect))
        )
        yield phrase("is {found} large, expected {expected}", found=found, expected=expected)


def _printed(picture: Picture, image: Image, seen: tuple[int, int, bytes], box: Rect) -> t.Iterator[str]:
    """The dots of a picture are those of its file, at its place."""
    if not picture.upright or max(abs(one - two) for one, two in zip(picture.box, box, strict=True)) > _OFF:
        yield phrase("does not stand where its element says, or is turned")
    if image.fault:
        yield phrase("cannot be compared with its file: {fault}", fault=image.fault)
    elif (image.width, image.height) != seen[:2] or images.unpacked(image) != seen[2]:
        yield phrase("shows other dots than its file")


def _drawn(wanted: tuple[vectors.Wanted, ...], shapes: list[Shape]) -> t.Iterator[str]:
    """The painted paths are those of the drawing."""
    if len(shapes) != len(wanted):
        yield phrase("has {count} painted paths, its drawing has {wanted}", count=len(shapes), wanted=len(wanted))
    for number, (path, shape) in enumerate(zip(wanted, shapes, strict=False), 1):
        if any(_differs(path, shape)):
            yield phrase("has another path {number} than its drawing", number=number)


def _differs(path: vectors.Wanted, shape: Shape) -> t.Iterator[bool]:
    there = routes.painted(shape.steps)
    yield path.painted != shape.painted or len(path.routes) != len(there) or shape.dashed
    if path.fill is not None:
        yield not _alike(path.fill, shape.fill)
    if path.stroke is not None:
        yield not _alike(path.stroke, shape.stroke) or path.caps != shape.caps
        yield abs(path.width - shape.width) > _NEAR
        yield [one.closed for one in path.routes] != [one.closed for one in there]
    for one, two in zip(path.routes, there, strict=False):
        yield strokes.apart(one.way(), two.way()) > _NEAR


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(first - second) <= _SHADE for first, second in zip(one, other, strict=True))
