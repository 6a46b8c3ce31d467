"""What mutants have found, each as the smallest file that shows it."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf
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


def messages(report: Report) -> str:
    return "\n".join(one.message for check in report.checks for one in check.findings)


def first_link(file: Pdf) -> Object:
    return next(note for page in file.pages for note in page.get("/Annots", ()) if note.Subtype == Name.Link)


def first_bookmark(file: Pdf) -> Object:
    return file.Root.Outlines.First


def _of_another_kind(file: Pdf) -> None:
    s.nth(file, "P", 1).Type = Dictionary(S=Name.JavaScript, JS="1")


def _nowhere(file: Pdf) -> None:
    first_link(file).Rect[0] = Dictionary(S=Name.JavaScript, JS="1")


def _beside(file: Pdf) -> None:
    note = first_link(file)
    note.Rect = Array([float(side) + (20 if index % 2 else 0) for index, side in enumerate(note.Rect)])


def _wide(file: Pdf) -> None:
    note = first_link(file)
    note.Rect = Array([0, note.Rect[1], 595, note.Rect[3]])


def _second_of_link(file: Pdf) -> None:
    """One of two places of a link is its own, the other is over words that have no link."""
    note = first_link(file)
    other = file.make_indirect(Dictionary({key: note[key] for key in note.keys()}))  # noqa: SIM118 - no dictionary of Python's
    other.Rect = Array([100, 400, 200, 418])
    next(page for page in file.pages if note in list(page.get("/Annots", ()))).Annots.append(other)
    element = s.nth(file, "Link", 0)
    element.K.append(Dictionary(Type=Name.OBJR, Obj=other))


def _aim(file: Pdf, place: int, value: object) -> None:
    link = first_link(file)
    name = str(link.get("/Dest", link.get("/A", Dictionary()).get("/D")))
    destination = dict(NameTree(file.Root.Names.Dests).items())[name]
    (destination.D if isinstance(destination, Dictionary) else destination)[place] = value


def _of_the_kind_of_an_element(file: Pdf) -> None:
    first_link(file).Type = s.nth(file, "P", 1)


def _called_a_page(file: Pdf) -> None:
    first_link(file).Type = Name.Page


def _with_a_form_in_its_line(file: Pdf) -> None:
    first_link(file).BS.XFA = s.nth(file, "P", 1)


def _in_other_colours(file: Pdf) -> None:
    """As one who knows colours prints them: the last bytes of the profile are a part of its curves."""
    profile = file.Root.OutputIntents[0].DestOutputProfile
    content = profile.read_bytes()
    profile.write(content[:-9] + bytes(9))


def _in_no_colours(file: Pdf) -> None:
    file.Root.OutputIntents[0].DestOutputProfile = first_bookmark(file)


def _by_a_profile_elsewhere(file: Pdf) -> None:
    file.Root.OutputIntents[0].DestOutputProfileRef = Dictionary()


def _magnified(file: Pdf) -> None:
    _aim(file, 4, 100)


def _aside(file: Pdf) -> None:
    _aim(file, 2, 100_000)


def _counted_in_elements(file: Pdf) -> None:
    first_bookmark(file).Count = s.nth(file, "P", 1)


def _coloured(file: Pdf) -> None:
    first_bookmark(file).C = Array([1, 1, 1])


def _backwards(file: Pdf) -> None:
    first_bookmark(file).Next.Prev = first_bookmark(file).Next


def _of_another_parent(file: Pdf) -> None:
    first_bookmark(file).First.Parent = file.Root.Outlines


def _last_elsewhere(file: Pdf) -> None:
    file.Root.Outlines.Last = first_bookmark(file)


def _with_another_comment(file: Pdf) -> None:
    """The source that the file carries says the same, in other bytes: nothing else in the file could tell."""
    content = file.Root.AF[0].EF.F
    content.write(content.read_bytes().replace(b"smallest", b"Smallest", 1))


def _with_another_size(file: Pdf) -> None:
    file.Root.AF[0].EF.F.Params.Size += 1


def _with_a_checksum_of_elements(file: Pdf) -> None:
    file.Root.AF[0].EF.F.Params.CheckSum = s.nth(file, "P", 1)


def _volatile(file: Pdf) -> None:
    file.Root.AF[0].V = True


@pytest.mark.parametrize(
    ("mistake", "message"),
    [
        (_of_another_kind, "an element of the structure tree calls itself something else"),
        (_nowhere, "a Link annotation has no place on the page"),
        (_beside, "a link does not lie over its words"),
        (_wide, "a link does not lie over its words"),
        (_second_of_link, "a link does not lie over its words"),
        (_of_the_kind_of_an_element, "a Link annotation has the entry `/Type`"),
        (_called_a_page, "a Link annotation calls itself something else"),
        (_with_a_form_in_its_line, "a Link annotation has the entry `/BS`"),
        (_in_other_colours, "another meaning than sRGB"),
        (_in_no_colours, "another meaning than sRGB"),
        (_by_a_profile_elsewhere, "another meaning than sRGB"),
        (_magnified, "leads nowhere"),
        (_aside, "leads nowhere"),
        (_counted_in_elements, "a bookmark has the entry `/Count`"),
        (_coloured, "a bookmark has the entry `/C`"),
        (_backwards, "a bookmark names another before or above it"),
        (_of_another_parent, "a bookmark names another before or above it"),
        (_last_elsewhere, "the outline ends elsewhere than it says"),
        (_with_another_comment, "is not the one whose size or checksum it gives"),
        (_with_another_size, "is not the one whose size or checksum it gives"),
        (_with_a_checksum_of_elements, "has the entry `/CheckSum`"),
        (_volatile, "has the entry `/V`"),
    ],
)
def test_what_no_reader_expects_is_found(
    good: bytes, prove: Callable[[bytes], Report], mistake: Callable[[Pdf], None], message: str
) -> None:
    assert message in messages(prove(s.spoilt(good, mistake)))


def test_an_object_that_one_reader_mends_and_another_leaves_blank_is_found(
    good: bytes, prove: Callable[[bytes], Report]
) -> None:
    """One bit of the end of a dictionary: pypdf shows the page, pdfium an empty one."""
    at = next(
        match.start() for match in re.finditer(rb">>\nstream", good) if b" Tf" in _unpacked(good, match.end() + 1)
    )
    assert "is not written as readers expect it" in messages(prove(good[:at] + b">." + good[at + 2 :]))


def _unpacked(pdf: bytes, at: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(pdf[at:])
    except zlib.error:
        return b""
