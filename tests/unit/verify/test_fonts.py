"""ToUnicode maps, outlines and metrics."""

import struct
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from typeset.resources import Resources
from typeset.verify.fonts import to_unicode
from typeset.verify.program import Face, Program


def test_a_to_unicode_map_is_read_in_both_its_forms() -> None:
    table = (
        b"""2 beginbfchar <0001> <0041> <0002> <D840DC00> endbfchar 1 beginbfrange <0005> <0007> <0061> endbfrange"""
    )
    assert to_unicode(table) == ({1: "A", 2: "\U00020000", 5: "a", 6: "b", 7: "c"}, set())


def test_a_glyph_that_means_two_things_is_named() -> None:
    table = b"1 beginbfchar <0001> <0041> endbfchar 1 beginbfchar <0001> <0042> endbfchar"
    assert to_unicode(table) == ({1: "A"}, {1})


def test_outlines_are_those_that_another_reader_finds(resources: Resources) -> None:
    path = resources.fonts / "LiberationSerif-Regular.ttf"
    program, other = Program(path.read_bytes()), TTFont(path)
    table = other["glyf"]
    for gid, name in list(enumerate(other.getGlyphOrder()))[3:1200:7]:
        glyph = table[name]
        shape = program.glyph(gid)
        if glyph.isComposite():
            assert shape.components == tuple(other.getGlyphID(part.glyphName) for part in glyph.components)
        elif glyph.numberOfContours:
            points, ends, _ = glyph.getCoordinates(table)
            xs, ys = shape.outline[3], shape.outline[4]
            assert isinstance(xs, tuple)
            assert isinstance(ys, tuple)
            assert (sum(xs), sum(ys)) == tuple(points[-1])
            assert shape.outline[1] == tuple(ends)
        assert program.metrics(gid) == other["hmtx"][name]


def test_a_face_knows_its_characters(resources: Resources) -> None:
    face = Face("regular", (resources.fonts / "LiberationSerif-Regular.ttf").read_bytes())
    letters = {letter for letters in face.characters.values() for letter in letters}
    assert {"я", "A", "А"} <= letters
    assert not any({"A", "А"} <= set(letters) for letters in face.characters.values())


@pytest.mark.parametrize("name", ["LiberationSerif-Italic.ttf", "NotoSerifSC-Regular.ttf"])
def test_characters_are_those_that_another_reader_finds_by_the_names_of_glyphs(resources: Resources, name: str) -> None:
    face, other = Face(name, (resources.fonts / name).read_bytes()), TTFont(resources.fonts / name)
    named = {chr(code): other.getGlyphID(glyph) for code, glyph in other.getBestCmap().items()}
    assert {letter: gid for gid, letters in face.characters.items() for letter in letters} == named


@pytest.mark.parametrize("cut", [0, 20, 5000])
def test_a_broken_program_raises_what_the_checks_expect(resources: Resources, cut: int) -> None:
    content = Path(resources.fonts / "LiberationSerif-Regular.ttf").read_bytes()[:cut]
    with pytest.raises((Exception, struct.error)):
        Program(content)


def test_every_outline_of_the_listed_faces_is_whole(resources: Resources) -> None:
    """So a glyph of the same bytes need not be decoded to know that it is drawn."""
    for name in resources.font_files():
        program = Program((resources.fonts / name).read_bytes())
        for gid in range(program.count):
            glyph, raw = program.glyph(gid), program.raw(gid)
            assert bool(glyph.outline) == bool(raw)
            assert not glyph.packed or raw.startswith(glyph.packed[0])
