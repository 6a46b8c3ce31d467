"""A copy like one that was judged conforms as that one does; whatever else is changed sends it to the validator."""

import re
import zlib
from collections.abc import Callable
from random import Random

import pytest
from pikepdf import Name, Object, String
from tests.hostile.copies import on_bytes, on_certification, on_document, on_marks, on_pages
from tests.hostile.copies.base import NUMBER, RECIPIENTS, Bench
from tests.hostile.copies.kinds import KINDS, Kind
from tests.hostile.copies.tools import Tamper, rewrite, swapped, tampered

from typeset.model.report import Report
from typeset.verify.copies import prepare
from typeset.verify.copies.case import Copy
from typeset.verify.copies.likeness import likeness
from typeset.verify.copies.reading import File

LISTED = (on_pages, on_marks, on_certification, on_document, on_bytes)
"""Each lists its kinds when it is imported."""
TRIED = 2
ALIKE = "as does a copy like it"
Change = Callable[[Tamper], None]


def like(made: Bench, pdf: bytes) -> str:
    certification = made.master.certification(NUMBER, "AA")
    try:
        file = File(pdf, "copy.pdf")
    except Exception:  # noqa: BLE001 - a damaged file can make its reader raise anything at all
        return ""
    return likeness(Copy(file, certification, made.wordings, made.resources))


def changed(made: Bench, change: Change, pdf: bytes | None = None) -> bytes:
    return tampered(made, change, Random("likeness"), pdf)[0]  # noqa: S311 - dice, not keys


def by_likeness(report: Report) -> bool:
    found = {ALIKE in check.title for check in report.checks if check.name in {"pdf/a-3a", "pdf/ua-1"}}
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize("number", [1, 18, 990, 123_456])
@pytest.mark.parametrize("recipient", [one.key for one in RECIPIENTS])
def test_copies_of_one_original_are_alike(made: Bench, number: int, recipient: str) -> None:
    assert like(made, made.master.copy(number, recipient)) == like(made, made.copy) != ""


def test_copies_of_two_originals_are_not_alike(made: Bench) -> None:
    assert like(made, made.other.copy(NUMBER, "AA")) not in {"", like(made, made.copy)}


@pytest.fixture(scope="module")
def anew(made: Bench) -> bytes:
    """The copy, written as a changed one is, and not changed."""
    return changed(made, lambda _: None)


def test_what_is_only_written_anew_is_alike(made: Bench, anew: bytes) -> None:
    # Without this, a difference below would prove nothing.
    another = changed(made, lambda _: None, made.master.copy(990, "BB"))
    assert like(made, another) == like(made, anew) != ""


def test_the_first_copy_is_judged_in_full_and_the_next_by_likeness(made: Bench) -> None:
    prepared = prepare(made.original, "original.pdf")
    reports = [
        made.prove(made.master.copy(number, "AA"), conformance=True, original=prepared) for number in (17, 18, 19)
    ]
    assert [by_likeness(report) for report in reports] == [False, True, True]
    assert all(report.proven for report in reports)


def test_another_original_that_was_read_knows_no_copies(made: Bench) -> None:
    made.prove(made.copy, conformance=True)
    alone = made.prove(made.master.copy(18, "AA"), conformance=True, original=prepare(made.original, "original.pdf"))
    assert not by_likeness(alone)


def test_another_validator_judges_for_itself(made: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared = prepare(made.original, "original.pdf")
    made.prove(made.copy, conformance=True, original=prepared)
    monkeypatch.setenv("PATH", "")
    report = made.prove(made.copy, conformance=True, original=prepared, validator="verapdf")
    assert not by_likeness(report)
    assert not report.proven


def test_the_validator_reads_a_like_copy_in_which_something_was_found(made: Bench, anew: bytes) -> None:
    prepared = prepare(made.original, "original.pdf")
    assert made.prove(anew, conformance=True, original=prepared).proven
    pdf = changed(made, _another_letter)
    assert like(made, pdf) == like(made, anew)
    report = made.prove(pdf, conformance=True, original=prepared)
    assert not report.proven
    assert not by_likeness(report)


def test_a_like_place_does_not_hide_what_only_the_validator_finds(made: Bench, anew: bytes) -> None:
    prepared = prepare(made.original, "original.pdf")
    assert made.prove(anew, conformance=True, original=prepared).proven
    report = made.prove(changed(made, CHANGES["data-end-in-a-carriage-return"]), conformance=True, original=prepared)
    assert {check.name for check in report.checks if check.findings} == {"pdf/a-3a"}
    assert prepared.judged == {("page", like(made, anew))}


def test_a_copy_in_which_something_was_found_vouches_for_none(made: Bench) -> None:
    prepared = prepare(made.original, "original.pdf")
    made.prove(changed(made, _another_letter), conformance=True, original=prepared)
    assert not prepared.judged
    assert not by_likeness(made.prove(made.copy, conformance=True, original=prepared))


def test_a_copy_that_does_not_conform_vouches_for_none(made: Bench) -> None:
    prepared = prepare(made.original, "original.pdf")
    # Only what is no place of likeness can be out of conformance without being found by another check.
    made.prove(changed(made, CHANGES["a-stream-of-the-marks-ends-badly"]), conformance=True, original=prepared)
    assert not prepared.judged


def _another_letter(on: Tamper) -> None:
    stream = on.form(0, "Margin")
    word = max(re.findall(rb"<([0-9a-f]+)>", stream.read_bytes()), key=len)
    codes = [word[at : at + 4] for at in range(0, len(word), 4)]
    swapped(stream, word, codes[-1] + b"".join(codes[1:]))


def packed(stream: Object, change: Callable[[bytes], bytes]) -> None:
    """The same content, its packed data changed."""
    stream.write(change(zlib.compress(stream.read_bytes(), 9)), filter=Name.FlateDecode, type_check=False)


def margin(old: bytes, new: bytes) -> Change:
    return lambda on: swapped(on.form(0, "Margin"), old, new)


def page(old: bytes, new: bytes) -> Change:
    return lambda on: swapped(on.own(on.last), old, new)


def xmp(old: bytes, new: bytes) -> Change:
    def change(on: Tamper) -> None:
        on.file.Root.Metadata.write(on.file.Root.Metadata.read_bytes().replace(old, new, 1), type_check=False)

    return change


def attached(on: Tamper) -> Object:
    return on.file.Root.AF[-1].EF.F


def _parameters(on: Tamper) -> None:
    stream = attached(on)
    stream.Params.ModDate = String("yesterday")


def _type(on: Tamper) -> None:
    attached(on).Subtype = Name("/text/plain")


def _unpacked(on: Tamper) -> None:
    stream = attached(on)
    content = stream.read_bytes()
    del stream["/Filter"]
    stream.write(content, type_check=False)


def _ends_in_a_return(on: Tamper) -> None:
    stream = on.form(0, "Margin")
    content = stream.read_bytes()
    place = next(re.finditer(rb"1 0 0 -1 (\d+\.)\d+ ", content))
    # The last byte is that of a sum of all bytes: more or fewer figures lead to each.
    figures = ("".join(on.dice.choices("0123456789", k=on.dice.randrange(1, 18))) for _ in range(20_000))
    tried = (content[: place.end(1)] + one.encode() + b" " + content[place.end() :] for one in figures)
    rewrite(stream, next(one for one in tried if zlib.compress(one, 9).endswith(b"\r")))


CHANGES: dict[str, Change] = {
    "data-end-in-a-carriage-return": _ends_in_a_return,
    "a-carriage-return-stands-after-the-data": lambda on: packed(on.form(0, "Margin"), lambda data: data + b"\r"),
    "a-stream-of-the-marks-ends-badly": lambda on: packed(on.form(0, "Page"), lambda data: data + b"\r"),
    "something-stands-after-the-data": lambda on: packed(on.own(on.last), lambda data: data + b"more"),
    "data-are-cut-off": lambda on: packed(attached(on), lambda data: data[:-2]),
    "the-file-is-not-packed": _unpacked,
    "the-file-has-another-type": _type,
    "the-file-has-another-date": _parameters,
    "text-is-invisible": margin(b"BT\n", b"BT\n3 Tr\n"),
    "text-has-another-size": margin(b" Tf\n", b"1 Tf\n"),
    "text-is-turned": margin(b"BT\n1 0 0 -1 ", b"BT\n0 1 1 0 "),
    "text-is-a-literal-string": margin(b"] TJ\n", b"] TJ\n(ab) Tj\n"),
    "text-is-shown-twice": margin(b"] TJ\n", b"] TJ\n[<0003>] TJ\n"),
    "codes-have-one-byte": margin(b"] TJ\n", b"<00>] TJ\n"),
    "codes-are-far-apart": margin(b"] TJ\n", b"<0003>123456789] TJ\n"),
    "a-comment-is-hidden": margin(b"] TJ\n", b"] TJ\n%\n"),
    "content-bears-another-number": page(b"/MCID 2>>", b"/MCID 3>>"),
    "content-bears-another-name": page(b"/TD\n", b"/TH\n"),
    "the-code-is-grey": page(b"0 g\n", b"0.5 g\n"),
    "the-code-is-stroked": page(b" re\nf\n", b" re\nS\n"),
    "a-square-stands-before-the-code": page(b"/Figure\n", b"1 1 1 1 re\n/Figure\n"),
    "the-description-holds-an-element": xmp(
        b"</rdf:li></rdf:Alt></dc:description>", b"<b/></rdf:li></rdf:Alt></dc:description>"
    ),
    "the-description-holds-an-entity": xmp(
        b"</rdf:li></rdf:Alt></dc:description>", b"&#9;</rdf:li></rdf:Alt></dc:description>"
    ),
    "the-description-holds-a-control": xmp(
        b"</rdf:li></rdf:Alt></dc:description>", b"\x0b</rdf:li></rdf:Alt></dc:description>"
    ),
    "the-description-is-no-utf-8": xmp(
        b"</rdf:li></rdf:Alt></dc:description>", b"\xff</rdf:li></rdf:Alt></dc:description>"
    ),
    "the-description-has-another-language": xmp(b'x-default">', b'ru">'),
    "the-profile-is-another": xmp(b"<pdfaid:part>3", b"<pdfaid:part>2"),
    "the-metadata-have-a-remark": xmp(b"</rdf:RDF>", b"</rdf:RDF><!-- -->"),
    "the-description-names-another-author": lambda on: on.file.docinfo.__setitem__("/Author", "Somebody"),
    "the-catalog-has-another-language": lambda on: on.file.Root.__setattr__("Lang", String("en")),
    "a-page-has-an-entry": lambda on: on.file.pages[on.page()].obj.__setattr__("UserUnit", 2),
    "the-watermark-is-another": lambda on: rewrite(
        on.form(0, "Watermark"), on.form(0, "Watermark").read_bytes() + b"\n"
    ),
    "a-page-number-is-another": lambda on: rewrite(on.form(0, "Page"), on.form(0, "Page").read_bytes() + b"\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_is_changed_beside_the_places_is_not_alike(made: Bench, anew: bytes, change: Change) -> None:
    assert like(made, changed(made, change)) != like(made, anew)


@pytest.mark.parametrize("name", ["a-comment-is-hidden", "text-is-a-literal-string"])
def test_content_in_which_operators_could_be_hidden_is_like_no_other(made: Bench, name: str) -> None:
    assert like(made, changed(made, CHANGES[name])) == ""


BYTES: dict[str, Callable[[bytes], bytes]] = {
    "another-version": lambda pdf: pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1),
    "another-first-identifier": lambda pdf: re.sub(
        rb"(/ID \[<.)(.)", lambda match: match[1] + b"ab"[match[2] == b"a" :][:1], pdf
    ),
    "something-after-the-end": lambda pdf: pdf + b"\n",
    "a-second-end": lambda pdf: pdf + pdf[pdf.rindex(b"startxref") :],
    "an-object-that-is-not-closed": lambda pdf: pdf.replace(b"\nendobj\n", b"\nendob \n", 1),
}


@pytest.mark.parametrize("change", BYTES.values(), ids=BYTES)
def test_a_file_that_is_written_otherwise_is_not_alike(made: Bench, change: Callable[[bytes], bytes]) -> None:
    pdf = change(made.copy)
    assert pdf != made.copy
    assert like(made, pdf) != like(made, made.copy)


def test_a_sealed_copy_is_like_no_other(made: Bench) -> None:
    assert like(made, made.sealed) == ""


IN_PLACES = frozenset(
    {
        *("digest altered in json", "number altered in json", "officer altered in json", "sheets altered in json"),
        *("recipient swapped in json", "number altered in info", "xmp altered", "margin line altered on all pages"),
        *("digest altered on the page", "number altered on the page", "qr code of another text"),
        *("module of the qr code moved", "good copy for another recipient", "held against another original"),
        *("register row altered", "seal removed"),
    }
)
"""Kinds of tampering that change values only where copies differ, or nothing in the file."""


@pytest.mark.parametrize("kind", KINDS, ids=[one.name.replace(" ", "-") for one in KINDS])
def test_tampering_is_alike_in_the_places_only(made: Bench, anew: bytes, kind: Kind) -> None:
    """What is alike all the same is found by other checks, and then read by the validator."""
    known = {like(made, made.copy), like(made, anew)}
    mutants = [
        kind.make(made, Random(f"typeset {kind.name} {number}"))  # noqa: S311 - dice, not keys
        for number in range(min(TRIED, kind.count))
    ]
    assert any(like(made, one.pdf) in known for one in mutants) == (kind.name in IN_PLACES)
