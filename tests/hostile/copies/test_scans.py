"""Copies of scans: no structure, no fonts, pages of any size and turn; proven by content, byte for byte."""

import io
from collections.abc import Callable
from random import Random

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from tests.hostile.copies.base import NUMBER, TERMS, Bench, master
from tests.hostile.copies.tools import Tamper, rewrite, saved, swapped

from typeset.model.report import Report
from typeset.pipeline import Source
from typeset.verify.copies import prepare

PAGES = 4


def scan() -> bytes:
    """Four pictures: one turned, one landscape, one with two streams, sizes inherited, nothing else."""
    file = pikepdf.new()
    for number in range(PAGES):
        picture = file.make_stream(
            bytes([number * 40]) * 300,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=10,
            Height=10,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
        )
        size = [0, 0, 842, 595] if number == 2 else [0, 0, 595, 842]
        # A driver's page may restore what it never saved, and leave open what it saved.
        content = file.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q" + (b" Q q (q Q) Tj q" if number == 0 else b""))
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(size),
            Contents=Array([content, file.make_stream(b"q Q")]) if number == 3 else content,
            Resources=Dictionary(XObject=Dictionary(Im0=picture)),
        )
        if number == 1:
            page.Rotate = 90
        file.pages.append(pikepdf.Page(file.make_indirect(page)))
    output = io.BytesIO()
    file.save(output, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    return output.getvalue()


def described(pdf: bytes) -> bytes:
    """The scan with metadata of its own, which say what it is."""
    with Pdf.open(io.BytesIO(pdf)) as file:
        with file.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:description"], metadata["dc:title"] = "Scanned on the second floor", "Scan"
        output = io.BytesIO()
        file.save(output, static_id=True)
    return output.getvalue()


@pytest.fixture(scope="module", params=["bare", "described"])
def original(request: pytest.FixtureRequest) -> bytes:
    return scan() if request.param == "bare" else described(scan())


@pytest.fixture(scope="module")
def copy(original: bytes, made: Bench, source: Callable[[str], Source]) -> bytes:
    terms = TERMS.model_copy(update={"conformed": ()})
    return master(original, source("small"), terms, made.wordings, made.resources, scanned=True).copy(NUMBER, "AA")


def held(made: Bench, copy: bytes, original: bytes) -> Report:
    return made.prove(copy, original=prepare(original, "scan.pdf"), conformance=True)


def findings(report: Report) -> dict[str, set[int | None]]:
    return {check.name: {one.page for one in check.findings} for check in report.checks if check.findings}


def test_the_copy_of_a_scan_is_proven(made: Bench, copy: bytes, original: bytes) -> None:
    report = held(made, copy, original)
    assert [check for check in report.checks if check.findings] == []
    assert report.proven
    assert {check.name for check in report.checks if check.result == "not applicable"} == {
        *("register", "seal", "signer", "pdf/a-3a", "pdf/ua-1")
    }


def another_picture(on: Tamper) -> None:
    rewrite(on.file.pages[0].obj.Resources.XObject.Im0, bytes(300)[:-1] + b"x")


def watermark_under_the_picture(on: Tamper) -> None:
    before, after = on.file.pages[0].obj.Contents[0], on.file.pages[0].obj.Contents[-1]
    content = after.read_bytes()
    end = content.index(b"EMC\n") + 4
    before.write(content[3:end] + b"q\n")
    after.write(b"\nQ\n" + content[end:])


def state_left_open(on: Tamper) -> None:
    swapped(on.file.pages[0].obj.Contents[-1], b"\nQ\nQ", b"\nQ")


def turned_back(on: Tamper) -> None:
    del on.file.pages[1].obj["/Rotate"]


def filter_swapped(on: Tamper) -> None:
    picture = on.file.pages[2].obj.Resources.XObject.Im0
    picture.write(picture.read_raw_bytes(), filter=Name.DCTDecode)


def untagged_words(on: Tamper) -> None:
    stream = on.own(on.last)
    content = stream.read_bytes()
    start = content.index(b"BT")
    rewrite(stream, content[:start] + content[content.index(b"ET", start) + 2 :])


@pytest.mark.parametrize(
    ("change", "check", "page"),
    [
        (another_picture, "pages", 1),
        (watermark_under_the_picture, "marks", 1),
        (state_left_open, "marks", 1),
        (turned_back, "pages", 2),
        (filter_swapped, "pages", 3),
        (untagged_words, "certification", 5),
    ],
)
def test_tampering_with_a_scan_is_found(  # noqa: PLR0913, PLR0917 - three of them are fixtures
    change: Callable[[Tamper], None], check: str, page: int, made: Bench, copy: bytes, original: bytes
) -> None:
    with Pdf.open(io.BytesIO(copy)) as file:
        change(Tamper(made, file, Random(1)))  # noqa: S311 - dice, not keys
        found = findings(held(made, saved(file), original))
    assert page in found.get(check, set()), found


def test_a_pressed_original_is_no_scan(made: Bench, copy: bytes) -> None:
    assert "original" in findings(held(made, copy, made.original))
