"""What fits the pattern of a proven copy is like it, and what it says of itself is not taken on trust."""

import io
import re
from collections.abc import Callable
from random import Random

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Object
from pypdf import PdfReader
from tests.hostile.copies import on_bytes, on_certification, on_document, on_marks, on_pages
from tests.hostile.copies.base import NUMBER, RECIPIENTS, TERMS, Bench, master
from tests.hostile.copies.kinds import KINDS, Kind
from tests.hostile.copies.test_likeness import BYTES, CHANGES, TRIED, Change, changed, like
from tests.hostile.copies.test_scans import scan
from tests.hostile.copies.tools import Tamper, letters, rewrite, swapped

from typeset.certify.listing import listing
from typeset.errors import VerificationError
from typeset.pipeline import Source
from typeset.verify.copies import Prepared, case, prepare, prove_copy

LISTED = (on_pages, on_marks, on_certification, on_document, on_bytes)
"""Each lists its kinds when it is imported."""


def fits(prepared: Prepared, pdf: bytes) -> str:
    """The likeness of the proven copy whose pattern a file fits; empty where it fits none."""
    for proven in prepared.proven:
        try:
            proven.pattern.values(pdf)
        except (ValueError, VerificationError):
            continue
        return proven.likeness
    return ""


@pytest.fixture(scope="module")
def learnt(made: Bench) -> Prepared:
    """An original whose copy was proven, and the same copy, written as a changed one is."""
    prepared = prepare(made.original, "original.pdf")
    for pdf in (made.copy, changed(made, lambda _: None)):
        assert made.prove(pdf, conformance=True, original=prepared).proven
    assert len(prepared.proven) == 2
    return prepared


@pytest.mark.parametrize("number", [1, 18, 990, 123_456])
@pytest.mark.parametrize("recipient", [one.key for one in RECIPIENTS])
def test_copies_of_one_original_fit(made: Bench, learnt: Prepared, number: int, recipient: str) -> None:
    pdf = made.master.copy(number, recipient)
    assert fits(learnt, pdf) == like(made, pdf) != ""


def held(made: Bench, learnt: Prepared, pdf: bytes) -> None:
    """What fits is alike; and what is alike but does not fit was packed by another hand, and is read in full."""
    known = {one.likeness for one in learnt.proven}
    found = fits(learnt, pdf)
    assert found in {"", like(made, pdf)}
    assert found or like(made, pdf) not in known or pdf.count(b"/ObjStm") > 1


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_changed_beside_the_places_does_not_fit(made: Bench, learnt: Prepared, change: Change) -> None:
    held(made, learnt, changed(made, change))


@pytest.mark.parametrize("change", BYTES.values(), ids=BYTES)
def test_a_file_that_is_written_otherwise_does_not_fit(
    made: Bench, learnt: Prepared, change: Callable[[bytes], bytes]
) -> None:
    assert fits(learnt, change(made.copy)) == ""


@pytest.mark.parametrize("kind", KINDS, ids=[one.name.replace(" ", "-") for one in KINDS])
def test_what_fits_is_alike(made: Bench, learnt: Prepared, kind: Kind) -> None:
    for number in range(min(TRIED, kind.count)):
        held(made, learnt, kind.make(made, Random(f"typeset {kind.name} {number}")).pdf)  # noqa: S311 - dice, not keys


@pytest.mark.parametrize("seed", range(200))
def test_no_byte_is_changed_unnoticed(made: Bench, learnt: Prepared, seed: int) -> None:
    """A byte of a copy is another one: the file fits no more, or what stands in a place is found wrong."""
    dice = Random(seed)  # noqa: S311 - dice, not keys
    at = dice.randrange(len(made.copy))
    pdf = made.copy[:at] + bytes([made.copy[at] ^ 1 << dice.randrange(8)]) + made.copy[at + 1 :]
    if fits(learnt, pdf):
        # The second half of the identifier says nothing.
        (start, end) = re.search(rb"/ID \[<[0-9a-f]*><([0-9a-f]{32})>\]", made.copy).span(1)  # type: ignore[union-attr]
        report = made.prove(pdf, original=learnt, entry=made.entry(made.copy))
        assert any(check.findings for check in report.checks)
        assert start <= at < end or any(check.findings for check in made.prove(pdf, original=learnt).checks)


def listed(pdf: bytes, change: Callable[[dict[int, int]], None]) -> bytes:
    """The copy with another list of its objects: where each of them begins."""
    found = listing(pdf)
    offsets = {number: offset for offset, number in found.direct}
    change(offsets)
    return pdf[: found.start] + found.moved(offsets, found.start, found.identifier)


def _exchanged(offsets: dict[int, int]) -> None:
    one, other = sorted(offsets)[:2]
    offsets[one], offsets[other] = offsets[other], offsets[one]


def _off_by_one(offsets: dict[int, int]) -> None:
    offsets[min(offsets)] += 1


@pytest.mark.parametrize("change", [_exchanged, _off_by_one])
def test_a_list_that_leads_elsewhere_does_not_fit(
    made: Bench, learnt: Prepared, change: Callable[[dict[int, int]], None]
) -> None:
    assert fits(learnt, listed(made.copy, dict.copy))  # type: ignore[arg-type] # changes nothing
    assert fits(learnt, listed(made.copy, change)) == ""


def test_a_copy_that_fits_is_not_read_by_the_reader_of_objects(
    made: Bench, learnt: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(PdfReader, "__init__", refused)
    report = made.prove(made.master.copy(18, "BB"), conformance=True, original=learnt)
    assert report.proven
    assert report.pages == made.master.certification(18, "BB").pages


def test_a_copy_on_other_grounds_is_read_in_full(
    made: Bench, learnt: Prepared, source: Callable[[str], Source]
) -> None:
    terms = TERMS.model_copy(update={"place": "Москва"})
    pdf = master(made.original, source("small"), terms, made.wordings, made.resources).copy(NUMBER, "AA")
    count = len(learnt.proven)
    report = made.prove(pdf, conformance=True, original=learnt)
    assert report.proven
    assert len(learnt.proven) == count + 1


@pytest.mark.parametrize(
    ("at", "check"),
    [
        (lambda on: on.form(0, "Margin"), "marks"),
        (lambda on: on.own(on.last), "certification"),
        (lambda on: on.file.Root.AF[-1].EF.F, "certification"),
        (lambda on: on.file.Root.Metadata, "certification"),
    ],
    ids=["margin", "page", "file", "packet"],
)
def test_what_stands_in_a_place_is_that_of_this_copy(
    made: Bench, learnt: Prepared, at: Callable[[Tamper], Object], check: str
) -> None:
    """A place of one copy holds what belongs to another, which was proven: it fits, and it is found."""
    with pikepdf.open(io.BytesIO(made.master.copy(99, "AA"))) as other:
        foreign = at(Tamper(made, other, Random(1))).read_bytes()  # noqa: S311 - dice, not keys

    def change(on: Tamper) -> None:
        stream = at(on)
        if "/Filter" in stream:
            rewrite(stream, foreign)
        else:
            stream.write(foreign, type_check=False)

    pdf = changed(made, change)
    assert fits(learnt, pdf)
    report = made.prove(pdf, original=learnt)
    assert check in {one.name for one in report.checks if one.findings}


@pytest.mark.parametrize(
    ("old", "new"), [(b'"grey": 0.86', b'"grey": 0.75'), (b'"signature_ru_AA"', b'"signature_ru_BB"')]
)
def test_what_a_copy_says_of_its_marks_is_held_against_them(
    made: Bench, learnt: Prepared, old: bytes, new: bytes
) -> None:
    """The file fits, and says something else of what it shares with the proven copy: that is looked at again."""
    pdf = changed(made, lambda on: swapped(on.file.Root.AF[-1].EF.F, old, new))
    assert fits(learnt, pdf)
    assert "marks" in {one.name for one in made.prove(pdf, original=learnt).checks if one.findings}


def test_other_words_are_other_grounds(made: Bench, learnt: Prepared) -> None:
    words = made.wordings["ru"].certification
    assert words
    changed_words = words.model_copy(update={"label": "Z"})
    tables = made.wordings | {"ru": made.wordings["ru"].model_copy(update={"certification": changed_words})}
    report = prove_copy(
        made.copy, original=learnt, wordings=tables, resources=made.resources, conformance=False, name="copy.pdf"
    )
    assert "document" in {one.name for one in report.checks if one.findings}


def test_the_copy_of_a_scan_is_learnt_from(made: Bench, source: Callable[[str], Source]) -> None:
    terms = TERMS.model_copy(update={"conformed": ()})
    copies = master(scan(), source("small"), terms, made.wordings, made.resources, scanned=True)
    prepared = prepare(scan(), "scan.pdf")
    reports = [made.prove(copies.copy(number, "AA"), conformance=True, original=prepared) for number in (17, 18, 19)]
    assert all(report.proven for report in reports)
    assert len(prepared.proven) == 1


def test_a_letter_that_no_earlier_copy_showed_is_judged(made: Bench) -> None:
    """A font holds letters that the first copy does not need: nobody has looked at them before a later one does."""
    prepared = prepare(made.original, "original.pdf")
    assert made.prove(changed(made, _nine), conformance=True, original=prepared).proven
    pdf = changed(made, _nine, made.master.copy(99, "AA"))
    assert fits(prepared, pdf)
    report = made.prove(pdf, original=prepared)
    assert any("glyph" in one.message for check in report.checks for one in check.findings)
    assert not fits(prepared, made.master.copy(99, "AA"))


def _nine(on: Tamper) -> None:
    """The bold figure 9 of the certification, which stands for nothing but the number, is drawn as an 8."""
    key, font = next(
        (key, font)
        for key, font in on.file.pages[on.last].Resources.Font.items()
        if str(font.BaseFont).endswith("+Liberation-Serif-Bold")
    )
    known = letters(on.file, on.last, key)
    stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    program = TTFont(io.BytesIO(stream.read_bytes()), recalcTimestamp=False)
    nine, eight = (program.getGlyphOrder()[int(known[figure], 16)] for figure in "98")
    program["glyf"][nine] = program["glyf"][eight]
    output = io.BytesIO()
    program.save(output)
    stream.write(output.getvalue())


def test_of_many_copies_the_newest_are_remembered(
    made: Bench, learnt: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = prepare(made.original, "original.pdf")
    one, other = learnt.proven[:2]
    for proven in [one] * 30 + [other]:
        prepared.learn(proven)
    assert len(prepared.proven) == 24
    assert prepared.proven[-1] is other
    monkeypatch.setattr(case, "_ROOM", 1)
    prepared.learn(one)
    assert prepared.proven == [one]
