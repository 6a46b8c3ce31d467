"""One thing wrong with an emblem or a letterhead: the report names it."""

import re
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf, String
from tests.hostile import spoil as s

from typeset.model.report import Report

Prove = Callable[[str, bytes], Report]
Pressed = Callable[[str], bytes]


def _found(report: Report) -> list[tuple[str, str]]:
    found = [(check.name, finding.message) for check in report.checks for finding in check.findings]
    return found + [(check.name, check.skipped) for check in report.checks if check.skipped]


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_good_files_are_proven_even_where_they_are_written_anew(kind: str, pressed: Pressed, prove: Prove) -> None:
    for pdf in (pressed(kind), s.spoilt(pressed(kind), s.untouched)):
        report = prove(kind, pdf)
        assert report.proven, _found(report)
        assert not report.draft
        assert "head" in {check.name for check in report.checks}


def _replaced(old: bytes, new: bytes) -> s.Spoiler:
    def spoil(file: Pdf) -> None:
        content = s.content_of(file.pages[0])
        assert re.search(old, content, re.DOTALL)
        s.write(file, 0, re.sub(old, new, content, count=1, flags=re.DOTALL))

    return spoil


def _figure(file: Pdf) -> pikepdf.Object:
    return s.nth(file, "Figure", 0)


def _alt(file: Pdf) -> None:
    _figure(file).Alt = String("Звезда в квадрате")


def _no_alt(file: Pdf) -> None:
    del _figure(file)["/Alt"]


def _no_place(file: Pdf) -> None:
    del _figure(file).A["/BBox"]


def _elsewhere(file: Pdf) -> None:
    _figure(file).A.BBox = Array([285, 600, 353.03, 654.43])


def _larger(file: Pdf) -> None:
    left, bottom, right, top = (float(side) for side in _figure(file).A.BBox)
    _figure(file).A.BBox = Array([left - 5, bottom, right + 5, top])


def _dots(file: Pdf) -> None:
    image = next(iter(file.pages[0].Resources.XObject.values()))
    content = bytearray(image.read_bytes())
    content[len(content) // 2] ^= 0xFF
    image.write(bytes(content), filter=None)


def _same_packing(file: Pdf) -> None:
    """Other dots in the same packing: the last row of the picture becomes its first."""
    import zlib  # noqa: PLC0415 - only here

    image = next(iter(file.pages[0].Resources.XObject.values()))
    rows = zlib.decompress(image.read_raw_bytes())
    parms = pikepdf.Dictionary(Predictor=15, Colors=3, Columns=image.Width)
    row = 1 + 3 * int(image.Width)
    middle = len(rows) // row // 2 * row
    spoilt = rows[:middle] + b"\0" + b"\xff\0\0" * int(image.Width) + rows[middle + row :]
    image.write(zlib.compress(spoilt), filter=Name.FlateDecode, decode_parms=parms)


def _decode(file: Pdf) -> None:
    next(iter(file.pages[0].Resources.XObject.values())).Decode = Array([1, 0, 1, 0, 1, 0])


def _masked(file: Pdf) -> None:
    image = next(iter(file.pages[0].Resources.XObject.values()))
    image.Mask = Array([0, 255, 0, 255, 0, 255])


def _other_file(file: Pdf) -> None:
    name = file.Root.AF[1].EF.F
    name.write(name.read_bytes().replace(b"#c8a13a", b"#c8a13b"))


STAR = rb"0\.113725 0\.247059 0\.478431 rg"
DRAWINGS = [
    (_replaced(STAR, b"0.8 0 0 rg"), "head", "has another path 2 than its drawing"),
    (_replaced(rb"(/Figure.*?\nS\n)", rb"\1 0 0 m 3 3 l S "), "head", "has 10 painted paths, its drawing has 9"),
    (_replaced(rb"(0\.113725 0\.247059 0\.478431 RG\n)3 w", rb"\g<1>9 w"), "head", "has another path 1"),
    (_replaced(rb"\[\] 0 d", b"[3] 0 d"), "head", "has another path 1"),
    (_replaced(rb"0 -30 m", b"0 -29 m"), "head", "has another path 2"),
    (_replaced(rb"(/Figure.*?)f\*", rb"\1f"), "head", "has another path 3"),
    (_replaced(rb"(/Figure\s+<</MCID \d+>>\s+BDC)", rb"\1 0 0 9 9 re W n"), "head", "transparent or clipped"),
    (_alt, "text", "alternative text"),
    (_no_alt, "text", "alternative text"),
    (_no_place, "head", "at a place of its own"),
    (_elsewhere, "head", "above all words"),
    (_larger, "head", "large, expected 24.0 × 19.2 mm"),
    (_other_file, "source", "is not the file compared with"),
    (s.appended(0, b"0 0 0 rg 300 740 40 1 re f"), "head", "painted over"),
    (s.appended(0, b"0 0 0 rg 85 640 440 1 re f"), "head", "stand 2 rules, expected 1"),
    (_replaced(rb"(W\*\s+n\s+/a1\.0 gs\s+0 0 0 rg\s+[^f]*)f\*", rb"\1n"), "head", "stand 0 rules, expected 1"),
]


@pytest.mark.parametrize(("spoiler", "check", "words"), DRAWINGS)
def test_one_thing_wrong_with_a_drawing_is_named(
    spoiler: s.Spoiler, check: str, words: str, pressed: Pressed, prove: Prove
) -> None:
    found = _found(prove("svg", s.spoilt(pressed("svg"), spoiler)))
    assert [one for one in found if one[0] == check and words in one[1]], found


PICTURE = [
    (_dots, "head", "packed in another way"),
    (_same_packing, "head", "shows other dots than its file"),
    (_decode, "head", "the entry `/Decode`"),
    (_masked, "head", "the entry `/Mask`"),
    (_replaced(rb"(/i\w+) Do", rb"0 1 -1 0 0 0 cm \1 Do"), "head", "is turned"),
    (_replaced(rb"(/i\w+) Do", rb"\1 Do \1 Do"), "head", "consists of 2 pictures"),
    (_replaced(rb"/i\w+ Do", b""), "head", "consists of 0 pictures"),
    (_replaced(rb"/Figure(\s+<</MCID \d+>>\s+BDC)", rb"/P\1"), "content", "`Do`"),
]


@pytest.mark.parametrize("kind", ["png", "pdf"])
@pytest.mark.parametrize(("spoiler", "check", "words"), PICTURE)
def test_one_thing_wrong_with_a_picture_is_named(  # noqa: PLR0913, PLR0917 - a table
    kind: str, spoiler: s.Spoiler, check: str, words: str, pressed: Pressed, prove: Prove
) -> None:
    found = _found(prove(kind, s.spoilt(pressed(kind), spoiler)))
    assert [one for one in found if one[0] == check and words in one[1]], found


def test_a_picture_is_no_ornament_of_other_files(pressed: Pressed, prove: Prove) -> None:
    """The figure of a second text, drawn once more: it is not in the data."""
    found = _found(prove("svg", s.spoilt(pressed("svg"), lambda file: s.detach(_figure(file)))))
    assert [one for one in found if one[0] == "text" and "emblem" in one[1]], found
    assert [one for one in found if one[0] == "visible"], found
