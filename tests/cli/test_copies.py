"""Copies, the register and seals as a user types them."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

Run = Callable[..., subprocess.CompletedProcess[str]]

COMMAND = Path(sys.executable).parent / "typeset"
DAY = "2026-05-25"


def call(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    words = [str(COMMAND), *map(str, arguments)]
    env = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=env)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a protocol and its original."""
    folder = tmp_path_factory.mktemp("office")
    assert call(folder, "new", "protocol").returncode == 0
    assert call(folder, "original", "protocol", "-o", "original.pdf").returncode == 0
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Path:
    """The same, of one's own."""
    folder = tmp_path / "desk"
    shutil.copytree(office, folder)
    return folder


def issue(folder: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return call(folder, "copy", "original.pdf", "--date", DAY, *arguments, **environment)


def copies(folder: Path) -> list[Path]:
    return sorted((folder / "copies").glob("*.pdf"))


def test_every_party_gets_its_copy(desk: Path) -> None:
    done = issue(desk, "--all")
    assert done.returncode == 0, done.stderr
    assert "copy 1 for Secretariat of the Organisation: proven" in done.stderr
    assert [path.name for path in copies(desk)] == [
        "EXAMPLE-1-2026-copy-1-A.pdf",
        "EXAMPLE-1-2026-copy-2-B.pdf",
    ]
    again = issue(desk, "--all")
    assert again.returncode == 0
    assert "nothing to issue" in again.stderr
    assert len(copies(desk)) == 2


def test_a_copy_verifies_against_its_original_and_the_register(desk: Path) -> None:
    issue(desk, "--for", "B")
    (copy,) = copies(desk)
    done = call(desk, "verify", copy, "--against", "original.pdf", "--register", "register.db", "--json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert report["proven"] is True
    assert {"register", "marks", "pages", "certification"} <= {check["name"] for check in report["checks"]}


def test_a_copy_alone_says_what_cannot_be_proven(desk: Path) -> None:
    issue(desk, "--for", "B")
    (copy,) = copies(desk)
    done = call(desk, "verify", copy)
    assert done.returncode == 1
    assert "not checked: needs the original" in done.stdout


def test_a_copy_of_another_original_is_found(desk: Path) -> None:
    issue(desk, "--for", "B")
    (copy,) = copies(desk)
    text = (desk / "protocol" / "en.yaml").read_text()
    (desk / "protocol" / "en.yaml").write_text(text.replace("once a year", "twice a year"))
    assert call(desk, "original", "protocol", "-o", "other.pdf").returncode == 0
    done = call(desk, "verify", copy, "--against", "other.pdf")
    assert done.returncode == 1
    assert "✗ original" in done.stdout
    assert "✗ pages" in done.stdout


def test_the_same_order_gives_the_same_bytes(desk: Path) -> None:
    issue(desk, "--for", "A", "-o", "one", "--register", "one.db")
    issue(desk, "--for", "A", "-o", "other", "--register", "other.db")
    (one,), (other,) = (desk / "one").glob("*.pdf"), (desk / "other").glob("*.pdf")
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--for", "XX"], 6, "`XX` is no party"),
        ([], 6, "nobody is named"),
        (["--for", "A", "--language", "zh"], 6, "is not known in `zh`"),
        (["--for", "A", "--replaces", "7"], 6, "copy 7"),
        (["--for", "A", "--date", "yesterday"], 2, "no date"),
        (["--for", "A", "--seal", "none.p12"], 8, "passphrase"),
    ],
)
def test_orders_that_cannot_be_filled(desk: Path, arguments: list[str], code: int, words: str) -> None:
    done = issue(desk, *arguments)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert copies(desk) == []


def test_an_addressee_that_is_no_party(desk: Path) -> None:
    done = issue(desk, "--addressee", "The Registry of the Court")
    assert done.returncode == 0, done.stderr
    assert "copy 1 for The Registry of the Court" in done.stderr


def test_a_copy_is_not_copied(desk: Path) -> None:
    issue(desk, "--for", "A")
    (copy,) = copies(desk)
    done = call(desk, "copy", copy, "--for", "B", "--date", DAY)
    assert done.returncode == 6
    assert "certified copy" in done.stderr


def test_a_file_that_typeset_did_not_press(desk: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(desk / "foreign.pdf")
        pdf.save(desk / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    (desk / "broken.pdf").write_bytes((desk / "original.pdf").read_bytes()[:-5000])
    for name in ("foreign.pdf", "locked.pdf", "broken.pdf"):
        done = call(desk, "copy", name, "--for", "A", "--date", DAY)
        assert done.returncode == 6, name
        assert "Traceback" not in done.stderr


def test_another_file_is_not_the_registered_original(desk: Path) -> None:
    issue(desk, "--for", "A")
    text = (desk / "protocol" / "en.yaml").read_text()
    (desk / "protocol" / "en.yaml").write_text(text.replace("once a year", "twice a year"))
    assert call(desk, "original", "protocol", "-o", "other.pdf").returncode == 0
    done = call(desk, "copy", "other.pdf", "--for", "B", "--date", DAY)
    assert done.returncode == 6
    assert len(copies(desk)) == 1


def test_a_file_in_the_way_is_not_overwritten_and_the_number_is_finished_later(desk: Path) -> None:
    (desk / "copies").mkdir()
    way = desk / "copies" / "EXAMPLE-1-2026-copy-1-A.pdf"
    way.write_bytes(b"mine")
    assert issue(desk, "--for", "A").returncode == 7
    assert way.read_bytes() == b"mine"
    audit = call(desk, "register", "audit", "--copies", "copies")
    assert audit.returncode == 1
    assert "copy 1" in audit.stderr
    way.unlink()
    done = issue(desk, "--resume")
    assert done.returncode == 0, done.stderr
    assert call(desk, "register", "audit", "--copies", "copies").returncode == 0
    assert len(copies(desk)) == 1


def test_the_register_lists_shows_exports_and_audits(desk: Path) -> None:
    issue(desk, "--all")
    listing = call(desk, "register", "list").stdout
    assert re.search(r"EXAMPLE-1-2026\s+2\s+B\s+2026-05-25\s+issued", listing)
    shown = json.loads(call(desk, "register", "show", "EXAMPLE-1-2026", 1).stdout)
    assert shown["recipient"] == "A"
    assert json.loads(call(desk, "register", "show", "EXAMPLE-1-2026").stdout)["kind"] == "pressed"
    rows = list(csv.DictReader(io.StringIO(call(desk, "register", "export").stdout)))
    assert [row["number"] for row in rows] == ["1", "2"]
    done = call(desk, "register", "export", "--format", "json", "-o", "register.json")
    assert done.returncode == 0
    assert json.loads((desk / "register.json").read_text())
    audit = call(desk, "register", "audit", "--copies", "copies")
    assert audit.returncode == 0, audit.stderr
    head = audit.stdout.strip()
    assert call(desk, "register", "audit", "--head", head).returncode == 0
    assert "nothing is due" in call(desk, "register", "due", "--date", DAY).stderr


def test_what_is_due(desk: Path) -> None:
    issue(desk, "--for", "A")
    done = call(desk, "register", "due", "--date", "2026-06-01")
    assert re.search(r"EXAMPLE-1-2026\s+B\s+2026-06-03\s+2 days left", done.stdout)
    assert "OVERDUE by 7 days" in call(desk, "register", "due", "--date", "2026-06-10").stdout


def test_a_faulty_copy_gets_a_rectification_and_a_new_number(desk: Path) -> None:
    issue(desk, "--for", "A")
    before = copies(desk)[0].read_bytes()
    done = call(desk, "register", "rectify", "EXAMPLE-1-2026", 1, "--reason", "a sheet was torn", "--date", DAY)
    assert done.returncode == 0, done.stderr
    assert issue(desk, "--for", "A", "--replaces", 1).returncode == 0
    assert copies(desk)[0].read_bytes() == before
    assert len(copies(desk)) == 2
    assert call(desk, "register", "rectify", "EXAMPLE-1-2026", 1, "--reason", "again").returncode == 6
    done = call(desk, "verify", copies(desk)[0], "--against", "original.pdf", "--register", "register.db")
    assert done.returncode == 1
    assert "✗ register" in done.stdout


def test_an_altered_copy_is_found_by_the_audit(desk: Path) -> None:
    issue(desk, "--for", "A")
    copies(desk)[0].write_bytes(copies(desk)[0].read_bytes() + b"\n")
    done = call(desk, "register", "audit", "--copies", "copies")
    assert done.returncode == 1
    assert "is not as it was issued" in done.stderr


def test_sealed_copies(desk: Path) -> None:
    secret = {"TYPESET_PASSPHRASE": "correct horse"}
    made = call(desk, "seal", "new", "office.p12", "--name", "Trial Office", **secret)
    assert made.returncode == 0, made.stderr
    assert "SELF-SIGNED" in made.stderr
    assert (desk / "office.p12").stat().st_mode & 0o077 == 0
    done = issue(desk, "--for", "A", "--seal", "office.p12", **secret)
    assert done.returncode == 0, done.stderr
    (copy,) = copies(desk)
    done = call(desk, "verify", copy, "--against", "original.pdf", "--trust", "office.pem")
    assert done.returncode == 0, done.stdout
    assert "✓ seal" in done.stdout
    sound = copy.read_bytes()
    copy.write_bytes(sound[:3000] + bytes([sound[3000] ^ 1]) + sound[3001:])
    assert call(desk, "verify", copy, "--against", "original.pdf", "--trust", "office.pem").returncode == 1
    wrong = issue(desk, "--for", "B", "--seal", "office.p12", TYPESET_PASSPHRASE="wrong")  # noqa: S106 - it opens nothing
    assert wrong.returncode == 8
    assert "wrong" not in wrong.stderr


def test_conformed_copies_mark_the_signatures_that_stand_on_the_original(desk: Path) -> None:
    text = (desk / "protocol" / "protocol.yaml").read_text()
    signed = text.replace("signatories: [A, B]", "signatories: [{party: A, signed: true}, B]")
    (desk / "protocol" / "protocol.yaml").write_text(signed)
    assert call(desk, "original", "protocol", "-o", "original.pdf", "--force").returncode == 0
    assert issue(desk, "--for", "B", "--conformed").returncode == 0
    (copy,) = copies(desk)
    assert call(desk, "verify", copy, "--against", "original.pdf").returncode == 0
    with pikepdf.open(copy) as pdf:
        names = [name for page in pdf.pages for name in page.Resources.XObject if "Signed" in name]
    assert sorted(names) == ["/TypesetSigned-en", "/TypesetSigned-ru"]


def test_a_scanned_original(desk: Path) -> None:
    pages = [Image.new("L", (1240, 1754), shade) for shade in (250, 240, 230)]
    pages[0].save(desk / "scan.pdf", save_all=True, append_images=pages[1:], resolution=150)
    refused = call(desk, "copy", "scan.pdf", "--for", "A", "--date", DAY)
    assert refused.returncode == 6
    done = call(desk, "register", "add-original", "scan.pdf", "--protocol", "protocol")
    assert done.returncode == 0, done.stderr
    assert "conformance: as scanned" in done.stderr
    done = call(desk, "copy", "scan.pdf", "--for", "A", "--date", DAY, "--protocol", "protocol")
    assert done.returncode == 0, done.stderr
    (copy,) = copies(desk)
    done = call(desk, "verify", copy, "--against", "scan.pdf", "--register", "register.db")
    assert done.returncode == 0, done.stdout
    with pikepdf.open(copy) as pdf:
        assert len(pdf.pages) == 4


def test_a_recipient_that_does_not_fit_takes_no_number(desk: Path) -> None:
    done = issue(desk, "--addressee", "The Registry of the Court of the Organisation " * 9)
    assert done.returncode == 5, done.stderr
    assert "does not fit" in done.stderr
    assert call(desk, "register", "list").stdout.count("\n") == 1


def test_a_sealed_file_in_the_way_is_not_taken_for_another_recipients_copy(desk: Path) -> None:
    secret = {"TYPESET_PASSPHRASE": "correct horse"}
    assert call(desk, "seal", "new", "office.p12", "--name", "Trial Office", **secret).returncode == 0
    seal = ("--seal", "office.p12")
    assert issue(desk, "--for", "B", *seal, "-o", "other", "--register", "other.db", **secret).returncode == 0
    (foreign,) = (desk / "other").glob("*.pdf")
    (desk / "copies").mkdir()
    shutil.copy(foreign, desk / "copies" / "EXAMPLE-1-2026-copy-1-A.pdf")
    done = issue(desk, "--for", "A", *seal, **secret)
    assert done.returncode == 6, done.stderr
    assert "register: recipient" in done.stderr
    assert " pending " in call(desk, "register", "list").stdout
