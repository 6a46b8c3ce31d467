"""Copies of originals: conformant, deterministic, readable, and the original's own word for word and dot for dot."""

import io
import re
import subprocess
import sys
import typing as t
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pytest
from pikepdf import Name
from tests.unit.certify.conftest import PARTIES, Workshop
from tests.unit.certify.looking import RENDERERS, failures, mupdf, run, without_widgets, words

from typeset import verify
from typeset.certify.sealing import Seal
from typeset.errors import CopyError, PressError
from typeset.model.certification import Officer, Recipient, Watermark
from typeset.source import wordings
from typeset.verify.blocks import found_blocks

Originals = Callable[[str], bytes]
NAMES = ["small", "articles", "sco-2018"]
LONG = "Договорно-правовой департамент Министерства иностранных дел Российской Федерации, г. Москва"
CERTIFIED: dict[str, dict[str, t.Any]] = {
    "ru": {},
    "zh": {"language": "zh", "place": "北京", "kept_in": "上海合作组织秘书处", "officer": Officer(office="副秘书长")},
    "en": {"language": "en", "place": "Beijing", "kept_in": "the Secretariat", "officer": Officer(office="Deputy")},
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", CERTIFIED)
def test_no_rule_is_broken(language: str, name: str, original: Originals, workshop: Workshop) -> None:
    assert failures(workshop.copy(original(name), 17, **CERTIFIED[language])) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_is_broken_by_the_seal(name: str, original: Originals, workshop: Workshop, trial: Seal) -> None:
    assert failures(trial.apply(workshop.copy(original(name)), "Пекин")) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_rule_is_broken_by_marks_of_signatures(name: str, original: Originals, workshop: Workshop) -> None:
    conformed = tuple(fields(original(name)))
    assert failures(workshop.copy(original(name), conformed=conformed)) == []


def fields(pdf: bytes) -> dict[str, tuple[int, tuple[float, ...]]]:
    """Page, counted from 0, and box of every signature field."""
    found = {}
    for number, page in enumerate(pypdf.PdfReader(io.BytesIO(pdf)).pages):
        for note in t.cast("t.Any", page.get("/Annots", [])):
            entry = note.get_object()
            if str(entry.get("/T", "")).startswith("signature_"):
                found[str(entry["/T"])] = (number, tuple(float(side) for side in entry["/Rect"]))
    return found


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("name", NAMES)
def test_no_dot_of_the_original_is_lightened_and_every_page_is_marked(
    name: str, renderer: str, original: Originals, workshop: Workshop
) -> None:
    draw = RENDERERS[renderer]
    before, after = (draw(without_widgets(pdf)) for pdf in (original(name), workshop.copy(original(name), 17)))
    assert len(after) == len(before) + 1
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        assert (new <= old + 2).all(), f"page {number}"
        middle = slice(100, 740)
        assert (new[middle] < old[middle] - 8).sum() > 1500, f"page {number} has no watermark"
        assert (new[800:] < old[800:] - 60).sum() > 100, f"page {number} has no margin line"
    assert ((after[-1][100:740] > 200) & (after[-1][100:740] < 245)).sum() > 1500


@pytest.mark.parametrize("name", NAMES)
def test_the_original_reads_as_before(name: str, original: Originals, workshop: Workshop) -> None:
    before, after = original(name), workshop.copy(original(name), 17)
    pages = len(pypdf.PdfReader(io.BytesIO(before)).pages)
    assert words(after, above=798).split("\f")[:pages] == words(before, above=798).split("\f")[:pages]
    old, new = (
        [(one.path, one.text, one.alt) for one in found_blocks(verify.read(pdf, name))] for pdf in (before, after)
    )
    assert new[: len(old)] == old
    assert len(new) > len(old)


@pytest.mark.parametrize("language", CERTIFIED)
def test_the_watermark_is_in_no_extracted_text(language: str, small: bytes, workshop: Workshop) -> None:
    mark = Watermark(words="ПЕЧАТЬ ЗАВЕРЕНО" if language != "zh" else "水印文字", size=80)
    copy = workshop.copy(small, 17, watermark=mark, **CERTIFIED[language])
    for text in (words(copy), run(copy, "mutool", "draw", "-q", "-F", "txt", "-o", "-", "FILE").decode()):
        assert "17" in text
        assert not re.search("ПЕЧАТЬ|ЗАВЕРЕНО|水印|印文", text)


NUMBERS = [1, 9, 10, 99, 1000, 123456]


@pytest.mark.parametrize("language", CERTIFIED)
@pytest.mark.parametrize("recipient", ["Китай", LONG])
def test_every_number_fits(language: str, recipient: str, small: bytes, workshop: Workshop) -> None:
    if language == "zh" and recipient == LONG:
        recipient = "俄罗斯联邦外交部法律条约司司长办公室条约文本保管与认证事务处"
    given = {"recipients": (Recipient(key="other", name=recipient),), **CERTIFIED[language]}
    for number in NUMBERS:
        copy = workshop.copy(small, number, "other", **given)
        boxes = boxes_of(copy)
        assert not overlaps(boxes), number
        for left, top, right, bottom, word in boxes:
            assert 15 < left < right < 596 - 28, word
            assert 15 < top < bottom < 842 - 15, word
        text = words(copy)
        assert len(re.findall(rf"(?<!\d){number}(?!\d)", text)) > text.count("\f")


def boxes_of(pdf: bytes) -> list[tuple[float, float, float, float, str]]:
    """The words of the certification page with their boxes."""
    pages = run(pdf, "pdftotext", "-bbox", "FILE", "-").decode().split("<page ")
    found = re.findall(r'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(.*?)</word>', pages[-1])
    return [(float(a), float(b), float(c), float(d), word) for a, b, c, d, word in found]


def overlaps(boxes: list[tuple[float, float, float, float, str]]) -> list[tuple[str, str]]:
    """Pairs of words that stand in each other; boxes are as high as the face's tallest letters, so lines may touch."""
    return [
        (one[4], other[4])
        for index, one in enumerate(boxes)
        for other in boxes[index + 1 :]
        if min(one[2], other[2]) - max(one[0], other[0]) > 0.5
        and min(one[3], other[3]) - max(one[1], other[1]) > 0.5 * min(one[3] - one[1], other[3] - other[1])
    ]


@pytest.mark.parametrize("language", CERTIFIED)
def test_long_words_fit_on_the_page_of_certification(language: str, small: bytes, workshop: Workshop) -> None:
    long = "上海合作组织成员国安全会议秘书" * 8 if language == "zh" else "Протокол тринадцатой Встречи " * 8
    given = CERTIFIED[language] | {
        "officer": Officer(
            office="副秘书长" * 8 if language == "zh" else "Заместитель Генерального " * 4, name="A. Б."
        ),
        "file_reference": "12-03/18",
        "address": "https://copies.example.org/verify/certified/copies",
    }
    copy = workshop.copy(small, 123456, subject={"title": long.strip(), "scanned": True}, **given)
    assert len(pypdf.PdfReader(io.BytesIO(copy)).pages) == len(pypdf.PdfReader(io.BytesIO(small)).pages) + 1
    boxes = boxes_of(copy)
    assert not overlaps(boxes)
    assert max(box[2] for box in boxes) < 596 - 28
    assert "123456" in [box[4] for box in boxes]


def test_a_certification_of_two_pages_is_refused(small: bytes, workshop: Workshop) -> None:
    with pytest.raises(PressError, match="certification for `Республика Казахстан` does not fit on one page") as caught:
        workshop.copy(small, subject={"title": "Очень длинное название " * 90})
    assert caught.value.hint


def test_a_certification_that_just_breaks_is_refused(small: bytes, workshop: Workshop) -> None:
    fit = []
    for lines in range(3, 16):
        try:
            workshop.master(small, subject={"title": "Очень длинное название " * 3 * lines})
            fit.append(True)
        except PressError:
            fit.append(False)
    assert fit == sorted(fit, reverse=True)
    assert {True, False} == set(fit)


def test_a_recipient_of_three_lines_in_the_margin_is_refused(small: bytes, workshop: Workshop) -> None:
    with pytest.raises(PressError, match="does not fit on two lines of the margin"):
        workshop.copy(small, 1, "other", recipients=(Recipient(key="other", name=LONG * 2),))


def test_a_long_recipient_takes_two_lines_of_the_margin(small: bytes, workshop: Workshop) -> None:
    copy = workshop.copy(small, 7, "other", recipients=(Recipient(key="other", name=LONG),))
    margin = words(copy, only=1).splitlines()[-4:]
    assert [line for line in margin if line.startswith(LONG[:40])]
    assert [line for line in margin if LONG[-20:] in line and "№ 7" in line and "стр. 1 из" in line]


def test_another_language_than_the_texts(workshop: Workshop, original: Originals) -> None:
    for language, heading in (("ru", "Верно"), ("zh", "核对无误"), ("en", "Certified true copy")):
        copy = workshop.copy(original("articles"), **CERTIFIED[language])
        last = len(pypdf.PdfReader(io.BytesIO(copy)).pages)
        assert words(copy, only=last).split("\n")[0].strip() == heading


@pytest.mark.parametrize("name", NAMES)
def test_marks_of_signatures_stand_at_their_lines_in_their_language(
    name: str, original: Originals, workshop: Workshop
) -> None:
    there = fields(original(name))
    conformed = tuple(there)[::2]
    copy = workshop.copy(original(name), conformed=conformed)
    plain = workshop.copy(original(name))
    tables = wordings({field.split("_")[1] for field in there}, workshop.resources)
    for field, (page, (left, bottom, right, top)) in there.items():
        box = ("-x", str(int(left) - 2), "-y", str(int(842 - top) - 4), "-W", str(int(right - left)))
        region = (*box, "-H", str(int(top - bottom) + 6), "-r", "72", "-f", str(page + 1), "-l", str(page + 1))
        with_mark, without = (run(pdf, "pdftotext", *region, "FILE", "-").decode() for pdf in (copy, plain))
        certification = tables[field.split("_")[1]].certification
        assert certification is not None
        assert (certification.signed in with_mark) == (field in conformed), field
        assert certification.signed not in without


def test_equal_arguments_give_equal_bytes_in_any_order(small: bytes, workshop: Workshop) -> None:
    one, other = (workshop.master(small, anew=True) for _ in range(2))
    first = {(number, key): one.copy(number, key) for number in (1, 2, 17) for key in ("KZ", "PK")}
    second = {(number, key): other.copy(number, key) for number in (17, 1, 2) for key in ("PK", "KZ")}
    assert first == second
    assert len(set(first.values())) == 6


_PROCESS = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.unit.certify.conftest import Workshop
from typeset.resources import bundled
print(hashlib.sha256(Workshop(bundled()).copy(Path(sys.argv[1]).read_bytes(), 17, "PK")).hexdigest())
"""


def test_two_processes_make_the_same_bytes(small: bytes, tmp_path: Path) -> None:
    path = tmp_path / "original.pdf"
    path.write_bytes(small)
    root = str(Path(__file__).parents[3])

    def made(seed: str) -> bytes:
        command = [sys.executable, "-c", _PROCESS, str(path), root]
        return subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": seed}).stdout

    assert made("1") == made("2")


PACKING = (Name.ObjStm, Name.XRef)


def test_copies_differ_where_their_number_stands_and_nowhere_else(small: bytes, workshop: Workshop) -> None:
    one, other = (pikepdf.open(io.BytesIO(workshop.copy(small, number))) for number in (3, 4))
    differing = [
        (str(a.get("/Type", "")), str(a.get("/Subtype", "")))
        for a, b in zip(one.objects, other.objects, strict=True)
        if isinstance(a, pikepdf.Stream) and a.get("/Type") not in PACKING and a.read_bytes() != b.read_bytes()
    ]
    assert sorted(differing) == [
        ("", ""),  # the certification page
        ("/EmbeddedFile", "/application/json"),
        ("/Metadata", "/XML"),
        ("/XObject", "/Form"),  # the margin line
    ]
    before, after = (words(pdf).splitlines() for pdf in (workshop.copy(small, 3), workshop.copy(small, 4)))
    assert all(a.replace("3", "4") == b.replace("3", "4") for a, b in zip(before, after, strict=True) if a != b)
    assert str(one.docinfo["/Subject"]).replace("3 ", "4 ", 1) == str(other.docinfo["/Subject"])


def test_the_parties_differ_in_their_names(small: bytes, workshop: Workshop) -> None:
    for party, other in (PARTIES, PARTIES[::-1]):
        text = words(workshop.copy(small, 1, party.key))
        assert text.count(party.name) > text.count("\f")
        assert other.name not in text.split("\f")[-2]


def test_nobody_else_gets_a_copy(small: bytes, workshop: Workshop) -> None:
    with pytest.raises(CopyError, match="`XX`"):
        workshop.copy(small, 1, "XX")


def encrypted(pdf: bytes, password: str) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        output = io.BytesIO()
        opened.save(output, encryption=pikepdf.Encryption(owner="owner", user=password))
    return output.getvalue()


@pytest.mark.parametrize("password", ["", "user"])
def test_an_encrypted_original_is_refused(password: str, small: bytes, workshop: Workshop) -> None:
    subject = {"pages": 3, "sha256": "0" * 64}
    about = workshop.subject(small, **subject)
    workshop.subject = lambda *_, **__: about  # type: ignore[method-assign] # pages of a locked file cannot be counted
    try:
        with pytest.raises(CopyError, match="encrypted"):
            workshop.copy(encrypted(small, password))
    finally:
        del workshop.subject


@pytest.mark.parametrize("spoilt", [b"", b"%PDF-1.7\n", b"no PDF at all" * 99])
def test_what_is_no_pdf_is_refused(spoilt: bytes, small: bytes, workshop: Workshop) -> None:
    about = workshop.subject(small)
    workshop.subject = lambda *_, **__: about  # type: ignore[method-assign] # there are no pages to count
    try:
        with pytest.raises(CopyError, match="cannot be copied"):
            workshop.copy(spoilt)
    finally:
        del workshop.subject


def test_the_last_page_is_drawn_alike_by_both(small: bytes, workshop: Workshop) -> None:
    copy = without_widgets(workshop.copy(small, 5))
    one, other = (draw(copy)[-1] for draw in (RENDERERS["poppler"], mupdf))
    assert one.shape == other.shape
    assert np.abs((one < 128).mean() - (other < 128).mean()) < 0.008
