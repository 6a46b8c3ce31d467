"""Tampering with the pages of the original in a copy."""

import io
import re
from collections.abc import Callable

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, String
from tests.hostile.copies.kinds import kind
from tests.hostile.copies.tools import (
    Tamper,
    note,
    rewrite,
    shuffled,
)


@kind(16, "pages")
def word_changed_in_page_content(on: Tamper) -> int:
    index = on.page()
    rewrite(on.own(index), shuffled(on.own(index).read_bytes(), on.dice))
    return index + 1


def _font(on: Tamper, index: int) -> Object:
    fonts = on.file.pages[index].Resources.Font
    return fonts[on.dice.choice(sorted(fonts.keys()))]


def _first_with(on: Tamper, font: Object) -> int:
    return next(
        index + 1
        for index in on.originals
        if any(one.objgen == font.objgen for one in on.file.pages[index].Resources.Font.values())
    )


@kind(6, "pages")
def glyph_mapping_changed(on: Tamper) -> int:
    font = _font(on, on.page())
    table = font.ToUnicode.read_bytes()
    pairs = re.findall(rb"<[0-9a-f]{4}> <[0-9a-f]+>", table)
    one, other = on.dice.sample(pairs, 2)
    font.ToUnicode.write(table.replace(one, one[:7] + other[7:], 1))
    return _first_with(on, font)


@kind(6, "pages")
def glyph_outline_swapped(on: Tamper) -> int:
    font = _font(on, on.page())
    stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    program = TTFont(io.BytesIO(stream.read_bytes()))
    drawn = [name for name in program.getGlyphOrder() if program["glyf"][name].numberOfContours > 0]
    one, other = on.dice.sample(drawn, 2)
    program["glyf"][one] = program["glyf"][other]
    output = io.BytesIO()
    program.save(output)
    stream.write(output.getvalue())
    return _first_with(on, font)


@kind(4, "pages")
def glyph_width_changed(on: Tamper) -> int:
    font = _font(on, on.page())
    inner = font.DescendantFonts[0]
    inner.W = Array([0, 65535, on.dice.randint(100, 900)])
    return _first_with(on, font)


@kind(5, "pages")
def page_dropped(on: Tamper) -> None:
    del on.file.pages[on.page()]


@kind(5, "pages")
def page_moved(on: Tamper) -> int:
    one, other = sorted(on.dice.sample(on.originals, 2))
    on.file.pages.insert(other + 1, on.file.pages[one])
    del on.file.pages[one]
    return one + 1


@kind(4, "pages")
def page_added(on: Tamper) -> None:
    on.file.pages.insert(on.page(), pikepdf.Page(on.file.make_indirect(_blank())))


def _blank() -> Dictionary:
    return Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595, 842]), Resources=Dictionary())


@kind(4, "pages")
def page_duplicated(on: Tamper) -> None:
    on.file.pages.insert(on.page(), on.file.pages[on.page()])


@kind(5, "pages")
def page_rotated(on: Tamper) -> int:
    index = on.page()
    on.file.pages[index].obj.Rotate = on.dice.choice([90, 180, 270])
    return index + 1


@kind(5, "pages")
def page_cropped(on: Tamper) -> int:
    index = on.page()
    on.file.pages[index].obj.CropBox = Array([0, on.dice.randint(50, 300), 595.276, 841.89])
    return index + 1


@kind(4, "pages")
def picture_laid_over_page(on: Tamper) -> int:
    index = on.page()
    form = on.file.make_stream(b"1 g 100 300 400 200 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 600, 850])
    on.file.pages[index].obj.Resources.XObject["/Im0"] = form
    on.own(index).write(on.own(index).read_bytes() + b"\n/Im0 Do")
    return index + 1


@kind(3, "pages", "marks")
def stream_added_to_page(on: Tamper) -> int:
    index = on.page()
    contents = on.file.pages[index].obj.Contents
    contents.insert(on.dice.choice([1, 2]), on.file.make_stream(b"1 g 100 300 400 200 re f"))
    return index + 1


@kind(8, "pages")
def annotation_added(on: Tamper) -> int:
    index = on.page()
    page = on.file.pages[index].obj
    what = on.dice.choice(["Stamp", "FreeText", "Square", "Link"])
    page.Annots = Array([*page.get("/Annots", Array()), note(on.file, what, Contents=String("x"))])
    return index + 1


@kind(3, "pages")
def field_of_a_signatory_renamed(on: Tamper) -> int:
    return _signatory(on, lambda field: field.__setattr__("T", String("signature_ru_XX")))


@kind(3, "pages")
def field_of_a_signatory_filled(on: Tamper) -> int:
    return _signatory(on, lambda field: field.__setattr__("V", on.file.make_indirect(Dictionary(Type=Name.Sig))))


def _signatory(on: Tamper, change: Callable[[Object], None]) -> int:
    places = [
        (index + 1, annotation)
        for index in on.originals
        for annotation in on.file.pages[index].obj.get("/Annots", Array())
        if annotation.get("/FT") == Name.Sig
    ]
    page, field = on.dice.choice(places)
    change(field)
    return page
