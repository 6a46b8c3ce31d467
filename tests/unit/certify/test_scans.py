"""Scans as originals: pictures of pages, with nothing that a pressed original has."""

import io

import numpy as np
import pikepdf
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image
from tests.unit.certify.conftest import A4, Workshop, blank
from tests.unit.certify.looking import RENDERERS, run, words

from typeset.certify.sealing import Seal


def picture(pdf: pikepdf.Pdf, width: int, height: int) -> pikepdf.Stream:
    """A sheet of paper, not quite white, with dark lines on it."""
    sheet = np.full((height, width), 235, np.uint8)
    sheet[60:-90:24, 60:-60] = 40
    packed = io.BytesIO()
    Image.fromarray(sheet).save(packed, "JPEG", quality=90)
    return pdf.make_stream(
        packed.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )


def scanned(*, inherited: bool) -> bytes:
    """A scan: an A4 page, one turned by 90 degrees, one in Letter; resources above the pages, or in each of them."""
    pdf = pikepdf.new()
    resources = Dictionary(XObject=Dictionary(Im0=picture(pdf, 620, 877)))
    for width, height, turn in ((*A4, 0), (*A4[::-1], 90), (612, 792, 0)):
        page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, width, height]))
        if turn:
            page.Rotate = turn
            content = f"q 0 {height} {-width} 0 {width} 0 cm /Im0 Do Q"
        else:
            content = f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q"
        page.Contents = pdf.make_stream(content.encode())
        if not inherited:
            page.Resources = resources
        pdf.pages.append(pikepdf.Page(page))
    if inherited:
        pdf.Root.Pages.Resources = resources
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


@pytest.mark.parametrize("inherited", [False, True])
@pytest.mark.parametrize("renderer", RENDERERS)
def test_marks_lie_on_the_picture_and_are_seen(renderer: str, inherited: bool, workshop: Workshop) -> None:  # noqa: FBT001 - a parameter of the test
    scan = scanned(inherited=inherited)
    before, after = (RENDERERS[renderer](pdf) for pdf in (scan, workshop.scan(scan)))
    for number, (old, new) in enumerate(zip(before, after, strict=False), 1):
        assert old.shape == new.shape
        height = old.shape[0]
        middle = slice(height // 5, height * 4 // 5)
        changed = (np.abs(new[middle] - old[middle]) > 6).sum()
        assert changed > 1200, f"page {number}: {changed} dots of a watermark"
        assert (new[-height // 20 :] < old[-height // 20 :] - 60).sum() > 100, f"page {number} has no margin line"
    assert len(after) == 4
    assert after[-1].shape == (842, 596)


def test_under_the_picture_nobody_would_see_them(workshop: Workshop) -> None:
    scan = scanned(inherited=False)
    before, after = (RENDERERS["poppler"](pdf) for pdf in (scan, workshop.copy(scan)))
    assert (np.abs(after[0][200:600] - before[0][200:600]) > 6).sum() == 0


def test_the_pages_of_a_scan_are_kept(workshop: Workshop) -> None:
    scan = scanned(inherited=True)
    before, after = (pypdf.PdfReader(io.BytesIO(pdf)) for pdf in (scan, workshop.scan(scan)))
    for old, new in zip(before.pages, after.pages, strict=False):
        assert (new.mediabox, new.rotation) == (old.mediabox, old.rotation)
        assert new.images[0].data == old.images[0].data
    assert after.pages[-1].rotation == 0
    text = words(workshop.scan(scan), only=4)
    assert "Копия снята с электронного образа" in text


def test_what_stands_above_all_pages_does_not_reach_the_certification(workshop: Workshop) -> None:
    pdf = pikepdf.open(io.BytesIO(scanned(inherited=True)))
    for page in pdf.pages:
        if "/Rotate" in page.obj:
            del page.obj["/Rotate"]
    pdf.Root.Pages.Rotate = 90
    pdf.Root.Pages.CropBox = Array([10, 10, 500, 500])
    output = io.BytesIO()
    pdf.save(output)
    after = pypdf.PdfReader(io.BytesIO(workshop.scan(output.getvalue())))
    assert [page.rotation for page in after.pages] == [90, 90, 90, 0]
    assert [float(page.cropbox.width) for page in after.pages] == [490, 490, 490, pytest.approx(595.3, abs=0.1)]


def test_a_copy_of_a_scan_is_sealed(workshop: Workshop, trial: Seal) -> None:
    said = run(trial.apply(workshop.scan(scanned(inherited=True)), "Пекин"), "pdfsig", "-nocert", "FILE").decode()
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_copies_of_a_scan_are_the_same_every_time(workshop: Workshop) -> None:
    scan = scanned(inherited=False)
    one, other = (workshop.master(scan, subject={"scanned": True}, anew=True).copy(3, "KZ") for _ in range(2))
    assert one == other


@given(st.lists(st.sampled_from([b"q", b"Q", b"2 0 0 2 9 9 cm", b"BT ET"]), max_size=8))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_states_leaves_the_marks_alone(workshop: Workshop, operators: list[bytes]) -> None:

    subject = {"scanned": True, "sha256": "0" * 64}
    plain, odd = (workshop.copy(blank({}, content=content), subject=subject) for content in (b"", b" ".join(operators)))
    assert (RENDERERS["poppler"](odd)[0] == RENDERERS["poppler"](plain)[0]).all()
