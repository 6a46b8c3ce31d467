"""A folder is held against the register: every file has its number, every number its file."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from typeset.errors import OutputError
from typeset.model.register import CopyTerms, RegisteredOriginal
from typeset.register import Register

NAME = "SCO-2018/1"


def content(number: int) -> bytes:
    return f"copy {number}".encode()


@pytest.fixture
def folder(
    register: Register,
    tmp_path: Path,
    make_original: Callable[..., RegisteredOriginal],
    make_terms: Callable[..., CopyTerms],
) -> Path:
    """Two issued copies, with their files."""
    register.add_original(make_original())
    place = tmp_path / "copies"
    place.mkdir()
    for allotted in register.allot(NAME, [make_terms("IN"), make_terms("KZ")]):
        (place / allotted.file_name).write_bytes(content(allotted.number))
        register.confirm(allotted.made(hashlib.sha256(content(allotted.number)).hexdigest(), 9))
    return place


def findings(register: Register, folder: Path) -> list[tuple[str, str]]:
    return [(one.kind, one.message) for one in register.audit(folder).findings]


def test_all_files_are_there_and_as_they_were_issued(register: Register, folder: Path) -> None:
    (folder / "notes.txt").write_text("no copy")
    audit = register.audit(folder)
    assert audit.sound
    assert audit.files_checked


def test_a_missing_file_is_named(register: Register, folder: Path) -> None:
    (folder / "SCO-2018-1-1-IN.pdf").unlink()
    assert findings(register, folder) == [("file missing", f"copy 1 of `{NAME}` is gone: `SCO-2018-1-1-IN.pdf`")]


def test_a_folder_in_the_place_of_a_file_is_a_missing_file(register: Register, folder: Path) -> None:
    (folder / "SCO-2018-1-1-IN.pdf").unlink()
    (folder / "SCO-2018-1-1-IN.pdf").mkdir()
    assert [kind for kind, _ in findings(register, folder)] == ["file missing"]


def test_an_altered_file_is_named(register: Register, folder: Path) -> None:
    (folder / "SCO-2018-1-2-KZ.pdf").write_bytes(content(2) + b"\n")
    ((kind, message),) = findings(register, folder)
    assert kind == "file altered"
    assert message.startswith(f"copy 2 of `{NAME}` is not as it was issued")


def test_files_without_a_number_are_named(register: Register, folder: Path) -> None:
    (folder / "stranger.PDF").write_bytes(b"?")
    (folder / "twin.pdf").write_bytes(content(1))
    assert findings(register, folder) == [
        ("file extra", "`stranger.PDF` is no issued copy"),
        ("file extra", f"`twin.pdf` is copy 1 of `{NAME}` under another name"),
    ]


def test_what_a_killed_run_leaves_is_named(
    register: Register, folder: Path, make_terms: Callable[..., CopyTerms]
) -> None:
    first, second = register.allot(NAME, [make_terms(), make_terms()])
    (folder / first.file_name).write_bytes(b"made, not confirmed")
    (folder / ".typeset-x1y2.part").write_bytes(b"ha")
    assert findings(register, folder) == [
        ("unconfirmed", f"copy 3 of `{NAME}` has a file that was never confirmed: `{first.file_name}`"),
        ("pending", f"copy 4 of `{NAME}` has a number and no file; `{second.file_name}` is still to be made"),
        (
            "leftover",
            "`.typeset-x1y2.part` is half a file, left by a killed run; where no run is on, it may be deleted",
        ),
    ]


def test_a_faulty_copy_may_be_withdrawn_but_not_altered(register: Register, folder: Path) -> None:
    register.rectify(NAME, 1, "misprint", dt.date(2018, 6, 1))
    path = folder / "SCO-2018-1-1-IN.pdf"
    assert register.audit(folder).sound
    path.write_bytes(b"mended by hand")
    assert [kind for kind, _ in findings(register, folder)] == ["file altered"]
    path.unlink()
    assert register.audit(folder).sound


def test_an_annulled_number_has_no_file(register: Register, folder: Path, make_terms: Callable[..., CopyTerms]) -> None:
    (annulled,) = register.allot(NAME, [make_terms()])
    register.rectify(NAME, annulled.number, "not needed", dt.date(2018, 6, 1))
    assert register.audit(folder).sound
    (folder / annulled.file_name).write_bytes(b"made all the same")
    assert [kind for kind, _ in findings(register, folder)] == ["file extra"]


def test_a_folder_may_hold_the_copies_of_one_original(
    register: Register,
    folder: Path,
    make_original: Callable[..., RegisteredOriginal],
    make_terms: Callable[..., CopyTerms],
    digest: Callable[[object], str],
) -> None:
    register.add_original(make_original(sha256=digest("second"), identifier="B"))
    (other,) = register.allot("B", [make_terms(file_name="B-{number}.pdf")])
    register.confirm(other.made(digest("b"), 9))
    assert [kind for kind, _ in findings(register, folder)] == ["file missing"]
    assert register.audit(folder, original=NAME).sound


def test_a_folder_that_cannot_be_read_is_an_error_and_no_finding(register: Register, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="nowhere` cannot be read"):
        register.audit(tmp_path / "nowhere")
