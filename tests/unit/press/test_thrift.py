"""What is left out of a file is missed by nobody: outlines, widths and characters are what the engine wrote."""

import io
import re
import typing as t
from collections.abc import Callable, Iterator

import pydyf
import pypdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from typeset.press import finish, press
from typeset.press.thrift import spare
from typeset.resources import Resources
from typeset.verify.fonts import to_unicode
from typeset.verify.program import Program

Pressed = Callable[[str], bytes]
HEAD = [b"begincmap", b"1 begincodespacerange", b"<0000> <ffff>", b"endcodespacerange"]
END = [b"endcmap", b"end"]
NEEDED = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}


def fonts(pdf: bytes) -> Iterator[dict[str, t.Any]]:
    """The fonts of a file, each once."""
    found: dict[str, t.Any] = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for font in t.cast("t.Any", page["/Resources"])["/Font"].values():
            found[font.get_object()["/BaseFont"]] = font.get_object()
    yield from found.values()


def program(font: dict[str, t.Any]) -> bytes:
    return bytes(font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"].get_object().get_data())


@pytest.fixture(scope="module")
def wasteful(composition: Callable[[str], t.Any], resources: Resources) -> bytes:
    """A file of which nothing was spared."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finish, "spare", lambda _: None)
        patch.setattr(finish, "_listed", lambda written: written)
        return press(composition("small"), resources)


def test_a_program_holds_what_draws_and_nothing_else(pressed: Pressed) -> None:
    for font in fonts(pressed("small")):
        content = program(font)
        opened = TTFont(io.BytesIO(content), checkChecksums=2)
        assert set(opened.reader.tables) >= NEEDED
        assert not set(opened.reader.tables) & {"name", "cmap", "OS/2", "post", "GDEF"}
        stream = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"].get_object()
        assert stream["/Length1"] == len(content)


def test_outlines_widths_and_characters_are_those_of_the_engine(pressed: Pressed, wasteful: bytes) -> None:
    for mine, theirs in zip(fonts(pressed("small")), fonts(wasteful), strict=True):
        one, other = Program(program(mine)), Program(program(theirs))
        assert one.count == other.count
        assert [one.raw(gid) for gid in range(one.count)] == [other.raw(gid) for gid in range(one.count)]
        assert [one.metrics(gid) for gid in range(one.count)] == [other.metrics(gid) for gid in range(one.count)]
        assert one.drawing == other.drawing
        read, known = (to_unicode(font["/ToUnicode"].get_object().get_data())[0] for font in (mine, theirs))
        assert read == known
        assert [width(mine, gid) for gid in known] == [width(theirs, gid) for gid in known]


def width(font: dict[str, t.Any], gid: int) -> float:
    """The width of a glyph, as a reader finds it."""
    listed = font["/DescendantFonts"][0].get_object()["/W"]
    for first, widths in zip(listed[::2], listed[1::2], strict=True):
        if first <= gid < first + len(widths):
            return float(widths[gid - first])
    return 1000.0


def test_a_file_is_smaller_by_it(pressed: Pressed, wasteful: bytes) -> None:
    assert len(pressed("small")) < 0.97 * len(wasteful)


def test_the_list_of_objects_leads_to_the_same(pressed: Pressed, wasteful: bytes) -> None:
    mine, theirs = (pypdf.PdfReader(io.BytesIO(pdf), strict=True) for pdf in (pressed("small"), wasteful))
    assert mine.xref_objStm == theirs.xref_objStm
    assert mine.xref[0].keys() == theirs.xref[0].keys()
    for number, offset in mine.xref[0].items():
        assert pressed("small")[offset:].startswith(b"%d 0 obj" % number)


def test_empty_fields_share_their_looks(pressed: Pressed) -> None:
    looks = re.findall(rb"/Subtype /Form/BBox \[([^\]]*)\]", pressed("small"))
    assert len(looks) == len(set(looks)) > 0


def mapped(pairs: dict[int, str]) -> bytes:
    """A map of characters, after it was made shorter."""
    lines = [b"<%04x> <%b>" % (gid, text.encode("utf-16-be").hex().encode()) for gid, text in pairs.items()]
    pdf = pydyf.PDF()
    stream = pydyf.Stream([*HEAD, b"%d beginbfchar" % len(lines), *lines, b"endbfchar", *END])
    pdf.add_object(stream)
    pdf.add_object(pydyf.Dictionary({"Type": "/Font", "ToUnicode": stream.reference}))
    spare(pdf)
    assert stream.stream[: len(HEAD)] == HEAD
    assert stream.stream[-len(END) :] == END
    return b"\n".join(stream.stream)


@given(
    st.dictionaries(st.integers(0, 0xFFFF), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3))
)
def test_a_map_says_the_same(pairs: dict[int, str]) -> None:
    written = mapped(pairs)
    assert to_unicode(written) == (pairs, set())
    sections = re.findall(rb"(\d+) beginbfchar\n(.*?)endbfchar", written, re.DOTALL)
    assert all(0 < body.count(b"\n") == int(count) <= 100 for count, body in sections)


def test_what_goes_without_saying_is_not_said() -> None:
    pdf = pydyf.PDF()
    widths = pydyf.Array([3, pydyf.Array([250, 1000, 1000, 500]), 90, pydyf.Array([1000])])
    font = pydyf.Dictionary({"Subtype": "/CIDFontType2", "W": widths})
    pdf.add_object(font)
    spare(pdf)
    assert bytes(font["W"].data) == b"[3 [250] 6 [500]]"
