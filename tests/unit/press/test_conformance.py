"""Both conformance claims hold for every source of the repository, by the judgement of a stranger."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import page
import pytest

from typeset.model.composition import Composition
from typeset.press import press
from typeset.resources import Resources
from typeset.verify import read
from typeset.verify.checks.conformance import conformance

PROFILES = [page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1]


@pytest.mark.parametrize("profile", PROFILES, ids=["pdfa-3a", "pdfua-1"])
@pytest.mark.parametrize("name", ["small", "small-articles", "sco-2018", "articles"])
def test_no_rule_is_broken(name: str, profile: page.ValidationProfile, pressed: Callable[[str], bytes]) -> None:
    report = page.validate_pdf_bytes(pressed(name), profile=profile)
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("profile", PROFILES, ids=["pdfa-3a", "pdfua-1"])
def test_the_judge_sees_a_missing_claim(profile: page.ValidationProfile, pressed: Callable[[str], bytes]) -> None:
    for claim in (b"<pdfaid:part>3", b"<pdfuaid:part>1"):
        assert claim in pressed("small-articles")
    spoiled = pressed("small-articles").replace(b"<pdfaid:part>3", b"<pdfaid:part>9")
    spoiled = spoiled.replace(b"<pdfuaid:part>1", b"<pdfuaid:part>9")
    assert page.validate_pdf_bytes(spoiled, profile=profile).failures


def test_many_bookmarks_and_rows_are_judged_too(sheet: Callable[..., Composition], resources: Resources) -> None:
    marks = "".join(f'<p data-bookmark="{number}">{number}</p>' for number in range(300))
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(1100))
    table = f"<table><thead><tr><th scope='col'>Number</th></tr></thead><tbody>{rows}</tbody></table>"
    pdf = press(sheet(f'<section data-tag="Part" lang="en">{marks}{table}</section>'), resources)
    with ThreadPoolExecutor() as pool:
        checks = list(conformance(read(pdf, "many"), "page", pool))
    assert [(check.result, check.skipped) for check in checks] == [("passed", "")] * 2
