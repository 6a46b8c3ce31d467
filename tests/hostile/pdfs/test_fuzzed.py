"""What mutants have found, each as the smallest file that shows it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from tests.hostile import spoil as s
from tests.hostile.copies.base import RECIPIENTS, TERMS, master
from tests.hostile.copies.test_scans import scan

from typeset.errors import CopyError, VerificationError
from typeset.model.report import Report
from typeset.pipeline import Source
from typeset.resources import Resources
from typeset.source import wordings
from typeset.verify import read
from typeset.verify.fonts import to_unicode


def test_a_second_descendant_of_a_font_is_found(good: bytes, prove: Callable[[bytes], Report]) -> None:
    """One reader takes the first and shows the text, another shows nothing."""

    def doubled(file: Pdf) -> None:
        font = s.fonts(file)["Liberation-Serif-Bold"]
        font.DescendantFonts = Array([font.DescendantFonts[0]] * 2)

    report = prove(s.spoilt(good, doubled))
    assert [one for check in report.checks for one in check.findings if "descendant" in one.message]


def test_another_object_in_the_place_of_the_title_is_found(good: bytes, prove: Callable[[bytes], Report]) -> None:
    def elsewhere(file: Pdf) -> None:
        file.trailer.Info = file.make_indirect(Dictionary(Type=Name.Font))

    report = prove(s.spoilt(good, elsewhere))
    assert [one for check in report.checks for one in check.findings if "`Title` is «»" in one.message]


def test_a_scan_that_is_built_otherwise_is_one_error(
    source: Callable[[str], Source], resources: Resources, tmp_path: Path
) -> None:
    def mistaken(file: Pdf) -> None:
        file.pages[0].Resources.XObject = Array([1])

    path = tmp_path / "scan.pdf"
    path.write_bytes(s.spoilt(scan(), mistaken))
    terms = TERMS.model_copy(update={"conformed": ()})
    tables = wordings(("ru", "zh"), resources)
    made = master(path.read_bytes(), source("small"), terms, tables, resources, scanned=True)
    with pytest.raises(CopyError, match="the original cannot be copied: "):
        made.copy(1, RECIPIENTS[0].key)


@pytest.mark.parametrize("tree", ["Dests", "EmbeddedFiles"])
def test_a_tree_of_names_that_runs_in_a_circle_is_refused(good: bytes, tree: str) -> None:
    def circular(file: Pdf) -> None:
        node = file.make_indirect(file.Root.Names[f"/{tree}"])
        node.Kids = Array([node, node])
        file.Root.Names[f"/{tree}"] = node

    with pytest.raises(VerificationError, match="runs in a circle"):
        read(s.spoilt(good, circular))


def test_a_font_cannot_speak_of_more_glyphs_than_there_are(good: bytes) -> None:
    with pytest.raises(VerificationError, match="more of its glyphs"):
        to_unicode(b"1 beginbfrange" + b"<0000> <ffff> <0000>\n" * 5 + b"endbfrange")

    def wide(file: Pdf) -> None:
        s.fonts(file)["Liberation-Serif"].DescendantFonts[0].W = Array([0, 65_535, 500] * 5)

    with pytest.raises(VerificationError, match="more of its glyphs"):
        read(s.spoilt(good, wide))


def test_widths_of_glyphs_below_zero_cost_nothing(good: bytes) -> None:
    def below(file: Pdf) -> None:
        inner = s.fonts(file)["Liberation-Serif"].DescendantFonts[0]
        inner.W = Array([-2_000_000_000, -1, 500, *inner.W])

    assert read(s.spoilt(good, below)).pages
