"""Tampering with the certification: its page, its QR code, `certification.json`."""

import io
import re

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, String
from tests.hostile.copies.base import NUMBER
from tests.hostile.copies.kinds import kind
from tests.hostile.copies.tools import (
    Tamper,
    document,
    kids_of,
    letters,
    regular,
    rewrite,
    shuffled,
    swapped,
)

from typeset.certify.qr import qr_path

_APART = 30
"""Glyphs, each of which is placed by itself, of a line that is a digest: its figures stand apart."""


def _transplanted(on: Tamper, pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as other:
        page, theirs = on.file.pages[on.last].obj, other.pages[-1].obj
        fonts = on.file.copy_foreign(other.make_indirect(theirs.Resources.Font))
        rewrite(on.own(on.last), theirs.Contents[1].read_bytes())
        page.Resources.Font = fonts
    return on.last + 1


@kind(4, "certification")
def certification_page_of_another_number(on: Tamper) -> int:
    return _transplanted(on, on.bench.master.copy(on.dice.choice([1, 2, 18, 71]), "AA"))


@kind(3, "certification")
def certification_page_of_another_original(on: Tamper) -> int:
    return _transplanted(on, on.bench.other.copy(NUMBER, on.dice.choice(["AA", "BB"])))


@kind(3, "certification")
def recipient_swapped_on_the_page(on: Tamper) -> int:
    return _transplanted(on, on.bench.master.copy(NUMBER, "BB"))


def _json(on: Tamper, old: str, new: str) -> None:
    for entry in on.file.Root.AF:
        if str(entry.UF) == "certification.json":
            swapped(entry.EF.F, old.encode(), new.encode())


@kind(3, "certification", "marks")
def recipient_swapped_in_json(on: Tamper) -> int:
    _json(on, "Первая Сторона", on.dice.choice(["Вторая Сторона", "Первая сторона", "Третья Сторона"]))
    return on.last + 1


@kind(3, "marks")
def recipient_swapped_on_page_and_in_json(on: Tamper) -> int:
    _transplanted(on, on.bench.master.copy(NUMBER, "BB"))
    _json(on, "Первая Сторона", "Вторая Сторона")
    return 1


def _digits(on: Tamper, shown: bytes) -> bytes:
    """A piece of content with two figures exchanged."""
    return shuffled(shown, on.dice)


def _codes(shown: bytes) -> list[tuple[int, bytes]]:
    """The glyphs that an operand shows, but for blanks, and where each stands in it."""
    words = [(match.start(1), match[1]) for match in re.finditer(rb"<([0-9a-f]+)>", shown)]
    codes = [(start + at, word[at : at + 4]) for start, word in words for at in range(0, len(word), 4)]
    return [(at, code) for at, code in codes if code != b"0003"]


@kind(4, "certification")
def digest_altered_on_the_page(on: Tamper) -> int:
    stream = on.own(on.last)
    content = stream.read_bytes()
    lines = [match for match in re.finditer(rb"\[[^\]]*\] TJ", content) if match[0].count(b"<") > _APART]
    line = on.dice.choice(lines)
    codes = _codes(line[0])
    at, code = on.dice.choice(codes)
    other = next(one for _, one in codes if one != code)
    start = line.start() + at
    rewrite(stream, content[:start] + other + content[start + len(other) :])
    return on.last + 1


@kind(3, "original", "certification")
def digest_altered_in_json(on: Tamper) -> None:
    digest = on.bench.prepared.file.sha256
    _json(on, digest, digest[::-1])


@kind(3, "document", "certification")
def digest_altered_in_xmp(on: Tamper) -> None:
    digest = on.bench.prepared.file.sha256.encode()
    swapped(on.file.Root.Metadata, digest, digest[::-1])


@kind(4, "certification")
def qr_code_of_another_text(on: Tamper) -> int:
    stream = on.own(on.last)
    content = stream.read_bytes()
    start = content.index(b"0 g\n")
    first = re.match(rb"0 g\n([\d.]+) ([\d.]+)", content[start:])
    assert first
    digest = on.bench.prepared.file.sha256
    texts = (f"SMALL-1 / {NUMBER + 1}\nSHA-256 {digest}", f"SMALL-1 / {NUMBER}\nSHA-256 {digest[::-1]}")
    path = qr_path(on.dice.choice(texts), float(first[1]) - 10, float(first[2]) - 10, 143.622)
    rewrite(stream, content[:start] + path + content[content.index(b"\nf", start) + 2 :])
    return on.last + 1


@kind(4, "certification")
def module_of_the_qr_code_moved(on: Tamper) -> int:
    stream = on.own(on.last)
    content = stream.read_bytes()
    squares = list(re.finditer(rb"[\d.]+ [\d.]+ [\d.]+ [\d.]+ re\n", content[content.index(b"0 g\n") :]))
    one = on.dice.choice(squares)
    rewrite(stream, content.replace(one[0], b"", 1))
    return on.last + 1


@kind(3, "certification")
def number_altered_on_the_page(on: Tamper) -> int:
    content = on.own(on.last).read_bytes()
    number = re.search(rb"\[<([0-9a-f]{8})>\] TJ", content)
    assert number
    codes = [number[1][4:] + number[1][:4], number[1] + number[1][:4], number[1][:4]]
    rewrite(on.own(on.last), content[: number.start(1)] + on.dice.choice(codes) + content[number.end(1) :])
    return on.last + 1


@kind(3, "certification", "marks")
def number_altered_in_json(on: Tamper) -> int:
    _json(on, f'"number": {NUMBER}', f'"number": {on.dice.choice([1, 18, 71])}')
    return on.last + 1


@kind(2, "certification")
def number_altered_in_info(on: Tamper) -> None:
    on.file.docinfo["/Subject"] = String(str(on.file.docinfo["/Subject"]).replace("17", "71"))


@kind(3, "certification")
def officer_altered_in_json(on: Tamper) -> int:
    _json(on, *on.dice.choice([("И. И. Иванов", "П. П. Петров"), ("Пекин", "Минск"), ("2024-06-04", "2024-06-05")]))
    return on.last + 1


@kind(3, "certification")
def sheets_altered_in_json(on: Tamper) -> int:
    _json(on, f'"sheets": {on.last + 1}', f'"sheets": {on.last + 7}')
    return on.last + 1


@kind(6, "certification")
def text_hidden_or_added_on_the_certification_page(on: Tamper) -> int:
    extra = on.dice.choice(
        [
            b"/Artifact BMC 1 1 1 rg 80 300 400 60 re f EMC",
            b"/Artifact BMC 0 0 0 rg 80 60 400 1 re f EMC",
            b"/Artifact BMC 0 0 0 rg 80 480 400 6 re f EMC",
            b"1 0 0 1 0 0 cm 0 G 100 100 m 300 300 l S",
        ]
    )
    stream = on.own(on.last)
    rewrite(stream, stream.read_bytes() + b"\n" + extra)
    return on.last + 1


@kind(4, "certification")
def artifact_text_on_the_certification_page(on: Tamper) -> int:
    stream = on.own(on.last)
    shown = re.search(rb"BT\n.*?ET", stream.read_bytes(), re.DOTALL)
    assert shown
    moved = re.sub(rb"(\S+) (\S+) Tm", b"%d %d Tm" % (on.dice.randint(80, 300), on.dice.randint(100, 600)), shown[0])
    rewrite(stream, stream.read_bytes() + b"\n/Artifact BMC 0.75 0 0 0.75 0 0 cm " + moved + b" EMC")
    return on.last + 1


@kind(3, "certification")
def mapping_of_the_certification_page_changed(on: Tamper) -> int:
    font = regular(on.file.pages[on.last].Resources.Font)
    table = font.ToUnicode.read_bytes()
    figure = on.dice.choice([0x30, 0x32, 0x35])
    rewrite(font.ToUnicode, table.replace(b"> <%04x>" % figure, b"> <0037>"))
    return on.last + 1


@kind(3, "certification")
def field_of_the_certification_changed(on: Tamper) -> int:
    field = on.file.pages[on.last].obj.Annots[0]
    key, value = on.dice.choice([("/T", String("seal")), ("/F", 2), ("/TU", String("Подпись")), ("/MK", Dictionary())])
    field[key] = value
    return on.last + 1


@kind(3, "certification")
def element_of_the_certification_dropped(on: Tamper) -> int:
    part = document(on).K[-1]
    kids = kids_of(part)
    del kids[on.dice.randrange(len(kids))]
    part.K = Array(kids)
    return on.last + 1


@kind(3, "certification")
def words_of_the_certification_made_invisible(on: Tamper) -> int:
    stream = on.own(on.last)
    rewrite(stream, stream.read_bytes().replace(b"0 0 0 rg", on.dice.choice([b"1 1 1 rg", b"0.8 0.8 0.8 rg"])))
    return on.last + 1


@kind(3, "certification")
def outline_of_a_figure_of_the_certification_swapped(on: Tamper) -> int:
    index = on.last
    font = regular(on.file.pages[index].Resources.Font)
    known = letters(on.file, index, next(k for k, v in on.file.pages[index].Resources.Font.items() if v == font))
    program_stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    program = TTFont(io.BytesIO(program_stream.read_bytes()))
    names = program.getGlyphOrder()
    one, other = on.dice.sample([names[int(known[figure], 16)] for figure in "0123456789"], 2)
    program["glyf"][one] = program["glyf"][other]
    output = io.BytesIO()
    program.save(output)
    program_stream.write(output.getvalue())
    return index + 1
