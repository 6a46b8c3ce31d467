"""Hostile PDFs handed to `verify`, `extract`, `copy` and `register add-original`: what each says, in one table.

Within ten seconds and 512 MB, each in a process of its own; `copy` takes nothing that `verify` does not prove.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner
from pikepdf import Array, Dictionary, Name, Pdf, String
from tests.hostile import spoil as s
from tests.hostile.bombs.handing import handed
from tests.hostile.copies.test_scans import described, scan
from tests.hostile.pdfs.hostile import HOSTILE, NAMES, carrying
from tests.hostile.shadow.updates import grown

from typeset.certify.sealing import Seal, from_file
from typeset.certify.trialkey import trial_key
from typeset.cli.main import typeset
from typeset.confined import Limits, confined
from typeset.errors import CopyError
from typeset.pipeline import Source, registering

LIMITS = Limits(10, 512 * 2**20)
SAME = ""
"""`extract` says what `verify` says."""
GIVEN = "passed"
"""`extract` gives back the source: what is wrong with the file is not in it."""
ATTACHED = "a file is attached to it"
"""What makes no scan of any file that carries its source, whatever else is wrong with it."""

Row = tuple[str, str, str]
"""Words of what `verify` says, `extract`, and `register add-original`; `copy` says those of `verify`."""
LOCKED: Row = ("is encrypted", SAME, "is encrypted")
FOREIGN: Row = ("only Standard PDF encryption handler", SAME, "only Standard PDF encryption handler")
CUT: Row = ("EOF marker not found", SAME, "EOF marker not found")
NO_PDF: Row = ("does not begin as a PDF", SAME, "does not begin as a PDF")
NAMED: Row = ("cannot be given back by its name", SAME, ATTACHED)
TABLE: dict[str, Row] = {
    "locked_by_a_password": LOCKED,
    "locked_by_an_empty_password": LOCKED,
    "locked_against_changes_alone": LOCKED,
    "locked_by_an_old_cipher": LOCKED,
    "locked_by_a_public_key": FOREIGN,
    "locked_by_nobody_knows_what": FOREIGN,
    "cut_in_the_middle": CUT,
    "cut_before_the_end": CUT,
    "without_a_beginning": NO_PDF,
    "something_else": NO_PDF,
    "nothing_at_all": NO_PDF,
    "table_that_leads_to_itself": ("Circular xref chain", GIVEN, ATTACHED),
    "table_that_leads_beyond_the_file": ("Broken xref table", SAME, "Broken xref table"),
    "number_of_ten_thousand_figures": ("exceeds maximum allowed length", SAME, "exceeds maximum allowed length"),
    "object_of_eight_megabytes": ("the entry `/X`, which is not known", GIVEN, ATTACHED),
    "page_tree_in_a_circle": ("runs in a circle", SAME, "runs in a circle"),
    "page_that_is_its_own_parent": ("the content is malformed", GIVEN, ATTACHED),
    "structure_in_a_circle": ("a structure element has two parents", GIVEN, ATTACHED),
    "roles_in_a_circle": ("the structure tree has the entry `/RoleMap`", GIVEN, ATTACHED),
    "font_in_a_circle": ("fonts: ", GIVEN, ATTACHED),
    "form_that_paints_itself": ("the operator `Do` is not one", GIVEN, ATTACHED),
    "script_on_opening": ("an action on opening", GIVEN, "actions: JavaScript"),
    "script_among_the_names": ("the file has JavaScript", GIVEN, "actions: JavaScript"),
    "script_on_printing": ("the file has additional actions", GIVEN, "actions: AA"),
    "script_on_a_page": ("the page has the entry `/AA`", GIVEN, "actions: AA"),
    "script_behind_a_link": ("the annotation `Link` has the action", GIVEN, "actions: JavaScript"),
    "script_in_a_field": ("`signature_ru_BB` has additional actions", GIVEN, "actions: AA"),
    "script_after_another_action": ("has the action", GIVEN, "actions: JavaScript"),
    "script_behind_a_bookmark": ("does not lead to a place in the file", GIVEN, "actions: JavaScript"),
    "program_on_opening": ("an action on opening", GIVEN, "actions: Launch"),
    "form_sent_on_opening": ("an action on opening", GIVEN, "actions: SubmitForm"),
    "other_file_on_opening": ("an action on opening", GIVEN, "actions: GoToR"),
    "form_of_xml": ("an XFA form", GIVEN, "an XFA form"),
    "film_over_a_page": ("`RichMedia` is neither link nor signature field", GIVEN, "plays something: RichMedia"),
    "program_attached": ("the list of embedded files is not the list of associated files", GIVEN, ATTACHED),
    "program_on_a_page": ("`FileAttachment` is neither link nor signature field", GIVEN, ATTACHED),
    **{f"name_{how}": NAMED for how in NAMES},
    "text_under_a_picture": ("the operator `Do` is not one", GIVEN, ATTACHED),
    "text_under_a_picture_in_line": ("the operator `BI` is not one", GIVEN, ATTACHED),
    "text_under_a_white_area": ("lies over text", GIVEN, ATTACHED),
    "text_under_a_form": ("the operator `Do` is not one", GIVEN, ATTACHED),
    "text_under_a_shade": ("the operator `sh` is not one", GIVEN, ATTACHED),
    "text_under_an_annotation": ("`Square` is neither link nor signature field", GIVEN, ATTACHED),
    "text_under_a_field": ("`signature_ru_BB` lies over other text", GIVEN, ATTACHED),
    "text_in_a_layer_that_is_off": ("marked content `/OC`", GIVEN, "optional content"),
    "text_that_is_white": ("too pale on white paper", GIVEN, ATTACHED),
    "text_that_is_pale": ("too pale on white paper", GIVEN, ATTACHED),
    "text_that_is_not_drawn": ("drawn in mode 3, not filled", GIVEN, ATTACHED),
    "text_that_only_clips": ("drawn in mode 7, not filled", GIVEN, ATTACHED),
    "text_that_is_clipped": ("text is clipped", GIVEN, ATTACHED),
    "text_that_is_tiny": ("the operator `Tz` is not one", GIVEN, ATTACHED),
    "text_outside_the_page": ("text is cut off", GIVEN, ATTACHED),
    "text_on_the_edge": ("the left margin of page 1", GIVEN, ATTACHED),
    "text_over_text": ("printed over other text", GIVEN, ATTACHED),
    "text_struck_out": ("a rule runs through text", GIVEN, ATTACHED),
    "text_squeezed": ("letters printed over one another", GIVEN, ATTACHED),
    "text_that_was_not_there": ("text belongs to no content of the tree", GIVEN, ATTACHED),
    "text_that_is_transparent": ("text is transparent", GIVEN, ATTACHED),
    "text_that_is_masked": ("text is transparent", GIVEN, ATTACHED),
    "second_revision": ("more than one revision", GIVEN, "more than one revision"),
    "archive_after_the_end": ("something stands after the end of the file", GIVEN, ATTACHED),
}


def test_every_file_is_in_the_table() -> None:
    assert TABLE.keys() == HOSTILE.keys()
    assert len(TABLE) >= 70


@pytest.fixture(scope="session")
def source_folder() -> Path:
    return Path(__file__).parents[2] / "golden" / "small"


@pytest.mark.parametrize("name", TABLE)
def test_a_hostile_file_is_refused_or_reported(name: str, good: bytes, source_folder: Path, tmp_path: Path) -> None:
    path, original = tmp_path / f"{name}.pdf", tmp_path / "original.pdf"
    original.write_bytes(good)
    path.write_bytes(HOSTILE[name](good))
    said = confined(LIMITS, path.name, handed, path, source_folder, original)
    verified, extracted, added = TABLE[name]
    assert verified in said["verify"]
    assert "this is no proven original" in said["copy"]
    assert verified in said["copy"]
    assert (extracted or verified) in said["extract"]
    assert added in said["add"]


@pytest.mark.parametrize("name", ["../../evil.yaml", "a/../../evil.yaml", "{folder}/evil.yaml"])
def test_extract_writes_nothing_elsewhere(name: str, good: bytes, tmp_path: Path) -> None:
    home = tmp_path / "a" / "b" / "c"
    home.mkdir(parents=True)
    (home / "file.pdf").write_bytes(carrying(good, name.format(folder=tmp_path)))
    done = CliRunner().invoke(typeset, ["extract", str(home / "file.pdf"), "-o", str(home / "out")])
    assert "cannot be given back by its name" in str(done.exception)
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == ["file.pdf"]


# A scan has no source and no words: what may be wrong with it is what it does.


def _layers(file: Pdf) -> None:
    file.Root.OCProperties = Dictionary(OCGs=Array(), D=Dictionary())


def _on_opening(kind: str) -> Callable[[Pdf], None]:
    def change(file: Pdf) -> None:
        file.Root.OpenAction = Dictionary(S=Name(f"/{kind}"))

    return change


def _attachment(file: Pdf) -> None:
    file.attachments["setup.exe"] = b"MZ"


def _of_form(file: Pdf) -> None:
    file.Root.AcroForm = Dictionary(Fields=Array(), XFA=file.make_stream(b"<x/>"))


def _on_a_page(file: Pdf) -> None:
    file.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))


def _film(file: Pdf) -> None:
    s.annotation(file, 1, {"/Subtype": Name.Screen, "/Rect": Array([0, 0, 9, 9])})


def _turned(file: Pdf) -> None:
    file.pages[0].obj.Rotate = 180


def _opens_at_its_first_page(file: Pdf) -> None:
    file.Root.OpenAction = Array([file.pages[0].obj, Name.Fit])


def sealed(pdf: bytes, folder: Path) -> bytes:
    """A scan with a seal of somebody's, in one revision as far as its ends say."""
    key, _ = trial_key("Somebody", b"x", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3650)
    path = folder / "key.p12"
    path.write_bytes(key)

    def fielded(file: Pdf) -> None:
        entries: dict[str, object] = {
            "/Subtype": Name.Widget,
            "/FT": Name.Sig,
            "/T": String("certification"),
            "/Rect": Array([0] * 4),
        }
        file.Root.AcroForm = Dictionary(Fields=Array([s.annotation(file, 0, entries)]), SigFlags=3)

    made = Seal(from_file(path, b"x")).apply(s.spoilt(pdf, fielded), "here")
    return s.spoilt(made, s.untouched)


SCANS: dict[str, tuple[Callable[[bytes, Path], bytes], str]] = {
    "layers": (lambda pdf, _: s.spoilt(pdf, _layers), "optional content"),
    "script": (lambda pdf, _: s.spoilt(pdf, _on_opening("JavaScript")), "actions: JavaScript"),
    "program": (lambda pdf, _: s.spoilt(pdf, _on_opening("Launch")), "actions: Launch"),
    "page": (lambda pdf, _: s.spoilt(pdf, _on_a_page), "actions: AA"),
    "attachment": (lambda pdf, _: s.spoilt(pdf, _attachment), "a file is attached"),
    "form": (lambda pdf, _: s.spoilt(pdf, _of_form), "an XFA form"),
    "film": (lambda pdf, _: s.spoilt(pdf, _film), "plays something: Screen"),
    "revision": (lambda pdf, _: grown(pdf, _turned), "more than one revision"),
    "seal": (sealed, "a copy would break its seal"),
}


def taken(pdf: bytes, source: Callable[[str], Source]) -> str:
    try:
        registering.scanned(pdf, Path("scan.pdf"), source("small"))
    except CopyError as error:
        return error.message
    return GIVEN


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_that_does_something_is_refused(name: str, source: Callable[[str], Source], tmp_path: Path) -> None:
    make, words = SCANS[name]
    assert words in taken(make(scan(), tmp_path), source)


def test_a_scan_as_scanners_write_them_is_taken(source: Callable[[str], Source], tmp_path: Path) -> None:
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(scan())
    with pikepdf.open(plain) as file:
        file.save(tmp_path / "web.pdf", linearize=True)
    web = (tmp_path / "web.pdf").read_bytes()
    assert web.count(b"startxref") == 2
    for pdf in (scan(), described(scan()), s.spoilt(scan(), _opens_at_its_first_page), web):
        assert taken(pdf, source) == GIVEN
    assert "more than one revision" in taken(grown(web, _turned), source)
