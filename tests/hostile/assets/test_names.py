"""Names from data, and links in the way: nothing is written but where it was asked for."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests.batch.conftest import run
from tests.batch.running import Run
from tests.conftest import GOLDEN

from typeset.batch.deciding import Inbox, filled
from typeset.batch.journal import Journal
from typeset.errors import OutputError, SourceError
from typeset.model.batch import Instrument
from typeset.model.naming import alike, plain, safe
from typeset.model.register import CopyTerms

__all__ = ["run"]

COMMAND = Path(sys.executable).parent / "typeset"
WORDS = [
    "../../etc/passwd", "..", ".", "", "/", "\\\\host\\share", "a/b", "C:\\x", "a\x00b", "a\nb", "CON", "con", "CON.x",
    "nul", "Lpt1.tar", "COM¹", "AUX", "a.", "a ", ".hidden", "-rf", "x" * 300, "议" * 100, "A" * 189, "\u202efdp.exe",
    "a\u200bb", "e\u0301", "\u1112\u1161\u11ab", "№ 1/2", "~", "$HOME", "%2e%2e%2f", "a:b", "a*?", "<>|", "\ud83d", "…",
]  # fmt: skip
PATTERNS = ["{identifier}", "{identifier}-copy-{number}-{recipient}", "{number}"]


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("words", WORDS)
def test_a_name_from_data_is_one_on_every_system(words: str, pattern: str, tmp_path: Path) -> None:
    made = f"{filled(pattern, Instrument(source='a', id='a'), words)}.pdf"
    name = made.replace("{number}", "9999999999").replace("{recipient}", "A" * 64)
    assert (tmp_path / name).resolve() == tmp_path.resolve() / name
    assert len(name.encode()) <= 200
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>| \x00')
    assert not name.startswith(".")
    assert name.partition(".")[0].casefold() not in {"con", "prn", "aux", "nul", "com1", "com¹", "lpt1"}
    assert ("{number}" in made) == ("{number}" in pattern)


def test_letters_are_composed_whoever_wrote_them() -> None:
    assert plain("\u1112\u1161\u11ab") == plain("\ud55c") == "\ud55c"


def test_long_names_differ_where_words_do() -> None:
    one, other = (safe(f"{plain('x' * 300 + end)}-copy-{{number}}-{{recipient}}") for end in "ab")
    assert one != other
    assert one.endswith("-{number}")


@pytest.mark.parametrize(("one", "other"), [("A", "a"), ("é", "e\u0301"), ("İ", "i\u0307"), ("STRASSE", "straße")])
def test_names_that_some_systems_take_for_one_are_one(one: str, other: str) -> None:
    assert alike(one) == alike(other)


def test_two_instruments_of_names_alike_are_refused(tmp_path: Path) -> None:
    for name, identifier in (("one", "Small-1"), ("other", "SMALL-1")):
        shutil.copytree(GOLDEN / "small", tmp_path / name)
        root = tmp_path / name / "protocol.yaml"
        text = root.read_text(encoding="utf-8")
        assert "identifier: SMALL-1" in text
        root.write_text(text.replace("identifier: SMALL-1", f"identifier: {identifier}"), encoding="utf-8")
    with Journal(tmp_path / "journal.jsonl") as journal:
        inbox = Inbox(tmp_path, tmp_path / "out", "x", "page", journal, lambda _digest: None)
        first, second = (
            inbox.decide(Instrument(source=name, id=name, name="{identifier}")) for name in ("one", "other")
        )
    assert first.failure is None
    assert second.failure is not None
    assert "the file name `SMALL-1.pdf` is that of `one` already" in second.failure.message


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", " x", "a\\b", "a\x00", "x" * 201, "议" * 67])
def test_the_register_knows_no_other_names(name: str) -> None:
    said = {"recipient": "A", "language": "en", "officer": {"office": "Head"}, "place": "P", "issued": "2026-05-25"}
    assert CopyTerms.model_validate({**said, "file_name": "a.pdf"})
    with pytest.raises(ValueError, match="file_name"):
        CopyTerms.model_validate({**said, "file_name": name})


# As a user meets it.


def call(folder: Path, *arguments: object, umask: int = 0o022, **further: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LC_ALL": "C.UTF-8", **further}
    words = [str(COMMAND), *map(str, arguments)]
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=env, umask=umask)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Originals of hostile identifiers."""
    folder = tmp_path_factory.mktemp("office") / "desk"
    folder.mkdir()
    for number, identifier in enumerate(("A/../../1", "议" * 100, "CON.x")):
        shutil.copytree(GOLDEN / "small", folder / f"source{number}")
        root = folder / f"source{number}" / "protocol.yaml"
        text = root.read_text(encoding="utf-8").replace("identifier: SMALL-1", f"identifier: {identifier}")
        root.write_text(text, encoding="utf-8")
        assert call(folder, "original", root, "-o", f"{number}.pdf").returncode == 0
    return folder


COPY = ("--officer", "Head", "--date", "2026-05-25")


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "A-..-..-1-copy-1-AA.pdf"), (1, f"{'议' * 43}-"), (2, "CON-.x-copy-1-AA.pdf")]
)
def test_copies_stay_in_their_folder(number: int, expected: str, office: Path, tmp_path: Path) -> None:
    desk = Path(shutil.copytree(office, tmp_path / "above" / "desk"))
    done = call(desk, "copy", f"{number}.pdf", "--for", "AA", "--addressee", "../../../x", *COPY)
    assert done.returncode == 0, done.stderr
    made = sorted(path.name for path in (desk / "copies").iterdir())
    assert len(made) == 2
    assert made[0].startswith(expected)
    assert sorted(path.name for path in (tmp_path / "above").iterdir()) == ["desk"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["above"]


def test_links_in_the_way_are_neither_followed_nor_replaced(office: Path, tmp_path: Path) -> None:
    desk, precious = Path(shutil.copytree(office, tmp_path / "desk")), tmp_path / "precious"
    precious.write_bytes(b"precious")
    (desk / "copies").mkdir()
    for link in ("copies/A-..-..-1-copy-1-AA.pdf", "o.pdf", "key.p12", "protocol.yaml"):
        (desk / link).symlink_to(precious)
    for words in (
        ("copy", "0.pdf", "--for", "AA", *COPY),
        ("original", "source0", "-o", "o.pdf"),
        ("seal", "new", "key.p12", "--name", "Trial"),
        ("extract", "0.pdf", "-o", "."),
    ):
        done = call(desk, *words, TYPESET_PASSPHRASE="x")  # noqa: S106 - of a key that is not made
        assert done.returncode == 7, done.stderr
        assert "exists and is not overwritten" in done.stderr
    assert call(desk, "original", "source0", "-o", "o.pdf", "--force").returncode == 0
    assert not (desk / "o.pdf").is_symlink()
    assert precious.read_bytes() == b"precious"


def test_a_journal_is_kept_in_no_linked_file(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"")
    (tmp_path / "journal.jsonl").symlink_to(tmp_path / "precious")
    with pytest.raises(OutputError, match="cannot be kept"), Journal(tmp_path / "journal.jsonl"):
        pass


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_have_sane_modes(umask: int, office: Path, tmp_path: Path) -> None:
    desk = Path(shutil.copytree(office, tmp_path / "desk"))
    (desk / "pass").write_text("word", encoding="utf-8")
    before = set(desk.rglob("*"))
    seal = ("--seal", "key.p12", "--passphrase-file", "pass")
    for words in (
        ("seal", "new", "key.p12", "--name", "Trial", "--passphrase-file", "pass"),
        ("original", "source0", "-o", "o.pdf"),
        ("copy", "0.pdf", "--for", "AA", *seal, *COPY),
        ("batch", "source0", "-o", "out", "--register", "other.db", "-j", 1, "--report", "report.json"),
        ("extract", "0.pdf", "-o", "extracted"),
    ):
        done = call(desk, *words, umask=umask)
        assert done.returncode == 0, done.stderr
    made = {path.relative_to(desk).as_posix(): path.stat().st_mode for path in set(desk.rglob("*")) - before}
    names = {"key.p12", "key.pem", "o.pdf", "register.db", "other.db", "out/journal.jsonl", "report.json"}
    assert names < set(made)
    for name, mode in made.items():
        most = 0o777 if stat.S_ISDIR(mode) else 0o600 if name == "key.p12" else 0o644
        assert stat.S_IMODE(mode) == most & ~umask, name


def test_a_source_s_files_are_its_own(run: Run, tmp_path: Path) -> None:
    shutil.copytree(GOLDEN / "small", tmp_path / "small")
    (tmp_path / "small" / "ru.yaml").rename(tmp_path / "ru.yaml")
    (tmp_path / "small" / "ru.yaml").symlink_to(tmp_path / "ru.yaml")
    (result,) = run(tmp_path / "small", tmp_path / "out", copies="none")
    assert result.failure is not None
    assert result.failure.kind == SourceError.__name__
    assert "leads out of the folder" in result.failure.message
