"""Fonts: what is drawn is what is extracted, glyph by glyph, against the listed faces."""

import re
import typing as t
import unicodedata

from typeset.messages import either, phrase
from typeset.model.report import Check, Finding
from typeset.verify.blocks import canonical
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.facts import Font, Run
from typeset.verify.program import Face, Program, is_composite, listed_face

_WIDTH_TOLERANCE = 1.0
"""Thousandths of an em by which rounding may change a width."""
_UNREADABLE = frozenset({"Cc", "Cn", "Co", "Cs"})
_NOTDEF = 0
_NAME = re.compile("[^a-z]|regular")
_DEEPEST = 5
"""Levels of components that a glyph may be composed of."""


def fonts(case: Case) -> Check:
    """Every font is embedded and a subset of a listed face.

    Each used glyph has the face's outline, metrics and width, and is extracted as a character for which the face has
    this very glyph: so what is drawn is what is read back.
    """
    return check("fonts", phrase("what is drawn is what is read: every glyph is that of a listed face"), _fonts(case))


def glyphs(case: Case) -> Check:
    """Every glyph is drawn and stands for a character: no .notdef, no U+FFFD, no glyph without ToUnicode."""
    return check("glyphs", phrase("every glyph is a letter that can be read back"), _glyphs(case))


def _glyphs(case: Case) -> t.Iterator[Finding]:
    readable: set[str] = set()
    for page in case.facts.pages:
        for run in page.runs:
            unicode = case.facts.fonts[run.font].unicode
            if _NOTDEF in run.gids:
                yield Finding(
                    message=phrase("a character has no glyph (.notdef)"), page=page.number, words=cut(run.text)
                )
            if missing := sorted(set(run.gids).difference(unicode, {_NOTDEF})):
                message = phrase("glyph {missing} cannot be read back: ToUnicode lacks it", missing=missing[0])
                yield Finding(message=message, page=page.number, words=cut(run.text))
            unread = {sign for sign in set(run.text) - readable if unicodedata.category(sign) in _UNREADABLE}
            readable |= set(run.text) - unread
            for character in sorted(unread):
                message = phrase("U+{code} is no character of a text", code=f"{ord(character):04X}")
                yield Finding(message=message, page=page.number, words=cut(run.text))
            if "\ufffd" in run.text and not missing:
                yield Finding(message=phrase("a glyph is read back as U+FFFD"), page=page.number, words=cut(run.text))


def _fonts(case: Case) -> t.Iterator[Finding]:
    used: dict[int, dict[int, Run]] = {}
    for page in case.facts.pages:
        for run in page.runs:
            firsts = used.setdefault(run.font, {})
            for gid in set(run.gids).difference(firsts):
                firsts[gid] = run
    for number, firsts in used.items():
        font = case.facts.fonts[number]
        yield from _font(font, firsts, _faces(case, font.name))


def _faces(case: Case, name: str) -> t.Iterator[Face]:
    """The listed faces, the namesake of the font first: the others are seldom needed, and slow to read."""
    files = case.resources.font_files()
    plain = _NAME.sub("", name.partition("+")[2].lower())
    for file in sorted(files, key=lambda file: _NAME.sub("", file.lower().removesuffix(".ttf")) != plain):
        yield listed_face(case.resources.fonts, file, files[file])


def _font(font: Font, firsts: dict[int, Run], faces: t.Iterable[Face]) -> t.Iterator[Finding]:
    first = min(firsts.values(), key=lambda run: (run.page, run.order))
    place = {"page": first.page, "words": cut(first.text)}
    if font.fault:
        message = phrase("the font `{name}` cannot be proven: {fault}", name=font.name, fault=font.fault)
        yield Finding(message=message, **place)
        return
    try:
        program = Program(font.program)
    except Exception as error:  # noqa: BLE001 - a broken font may make its reader raise anything
        yield Finding(message=phrase("the font `{name}` is broken: {error}", name=font.name, error=error), **place)
        return
    if program.foreign:
        tables = ", ".join(f"`{tag.strip()}`" for tag in program.foreign)
        message = phrase(
            "the font `{name}` holds {tables}, from which other shapes may be drawn", name=font.name, tables=tables
        )
        yield Finding(message=message, **place)
    face = _face_of(program, list(firsts), faces)
    if face is None:
        yield Finding(message=phrase("the font `{name}` is none of the listed faces", name=font.name), **place)
        return
    for tag, table in program.drawing.items():
        if table != face.program.drawing.get(tag):
            named = {"name": font.name, "tag": tag.strip(), "face": face.name}
            yield Finding(message=phrase("the font `{name}` has a `{tag}` table unlike `{face}`", **named), **place)
    for gid, run in sorted(firsts.items()):
        for fault in _glyph_faults(font, program, face, gid):
            letter = font.unicode.get(gid, "?")
            message = phrase(
                "glyph {gid} «{unicode}» of `{name}` {fault}", gid=gid, unicode=letter, name=font.name, fault=fault
            )
            yield Finding(message=message, page=run.page, words=cut(run.text))


def _face_of(program: Program, gids: list[int], faces: t.Iterable[Face]) -> Face | None:
    """The listed face that the program was cut from: the one most of its used glyphs agree with."""
    best, most = None, 0
    for face in (face for face in faces if face.program.units == program.units):
        same = sum(_same_shape(program, gid, face.program, gid) for gid in gids)
        if same > most:
            best, most = face, same
        if most == len(gids):
            break
    return best if 2 * most > len(gids) else None


def _glyph_faults(font: Font, program: Program, face: Face, gid: int) -> t.Iterator[str]:
    if not _same_shape(program, gid, face.program, gid):
        yield phrase("is not drawn as in `{name}`", name=face.name)
        return
    advance, _ = metrics = program.metrics(gid)
    if metrics != face.program.metrics(gid):
        yield phrase("has other metrics than in `{name}`", name=face.name)
    if abs(font.widths.get(gid, font.default_width) - advance * 1000 / program.units) > _WIDTH_TOLERANCE:
        yield phrase("has a width in the file that is not the glyph's")
    read, characters = font.unicode.get(gid), face.characters.get(gid, "")
    if read is None or (len(read) == 1 and read in characters):
        return
    if canonical(read) not in {canonical(character) for character in characters}:
        shown = either(sorted(f"«{character}»" for character in characters)) or phrase("no character")
        yield phrase("is {shown} in `{name}`", shown=shown, name=face.name)


def _same_shape(program: Program, gid: int, listed: Program, original: int, depth: int = 0) -> bool:
    """Whether a glyph draws the same: outline, components; and instructions, where it has any."""
    try:
        raw, model = program.raw(gid), listed.raw(original)
        # Bytes that are the same draw the same, and need no decoding; components have numbers of their own.
        if raw.startswith(model) and not is_composite(model):
            return bool(raw) == bool(model)
        whole = listed.glyph(original)
        if raw.startswith(whole.packed):
            return True
        own = program.glyph(gid)
    except Exception:  # noqa: BLE001 - a broken glyph is not the same, however it is broken
        return False
    if own.outline != whole.outline or own.instructions not in {b"", whole.instructions}:
        return False
    pairs = zip(own.components, whole.components, strict=True)
    return depth < _DEEPEST and all(_same_shape(program, part, listed, model, depth + 1) for part, model in pairs)
