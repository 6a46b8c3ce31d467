"""Which files a source is made of, and which are refused."""

from pathlib import Path

import pytest

from typeset.bounds import MEGABYTE, Bounds
from typeset.errors import SourceError
from typeset.source import collect
from typeset.source.files import is_plain_name

LARGEST = Bounds().source_mb * MEGABYTE
ROOT = "typeset: 1\ntexts: {ru: ru.yaml, zh: words/zh.yaml}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "source"
    (home / "words").mkdir(parents=True)
    (home / "protocol.yaml").write_text(ROOT)
    (home / "ru.yaml").write_text("language: ru\n")
    (home / "words" / "zh.yaml").write_text("language: zh\n")
    (tmp_path / "outside.yaml").write_text("language: ru\n")
    return home


def test_the_root_and_its_texts_are_read(folder: Path) -> None:
    files = collect(folder / "protocol.yaml")
    assert files.root == "protocol.yaml"
    assert files.folder == str(folder)
    assert {name: len(content) for name, content in files.contents.items()} == {
        "protocol.yaml": len(ROOT),
        "ru.yaml": 13,
        "words/zh.yaml": 13,
    }


def test_a_folder_stands_for_the_root_in_it(folder: Path) -> None:
    assert collect(folder) == collect(folder / "protocol.yaml")


def test_without_the_usual_name_the_only_file_with_the_mark_is_the_root(folder: Path) -> None:
    (folder / "protocol.yaml").rename(folder / "meeting.yml")
    assert collect(folder).root == "meeting.yml"
    (folder / "other.json").write_text('{"typeset": 1}')
    with pytest.raises(SourceError, match=r"has several sources: `meeting\.yml`, `other\.json`"):
        collect(folder)


def test_a_folder_without_a_source_and_a_missing_file_are_refused(folder: Path) -> None:
    with pytest.raises(SourceError, match="has no source"):
        collect(folder / "words")
    with pytest.raises(SourceError, match="there is no file"):
        collect(folder / "nothing.yaml")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../outside.yaml", "is no plain file name"),
        ("/etc/passwd", "is no plain file name"),
        ("./ru.yaml", "is no plain file name"),
        ("words", "there is no file `words` beside this one"),
        ("zh.yaml", "there is no file `zh.yaml` beside this one"),
        ("link.yaml", "`link.yaml` leads out of the folder of this file"),
        ("linked/outside.yaml", "leads out of the folder"),
        ("a" * 300, "cannot read"),
    ],
)
def test_a_text_lies_below_the_folder_of_the_root(folder: Path, name: str, said: str) -> None:
    (folder / "link.yaml").symlink_to(folder.parent / "outside.yaml")
    (folder / "linked").symlink_to(folder.parent)
    (folder / "protocol.yaml").write_text(f"typeset: 1\ntexts:\n  ru: {name}\n")
    with pytest.raises(SourceError, match=r"protocol\.yaml:3:7: ") as refusal:
        collect(folder)
    assert said in refusal.value.message


def test_all_files_that_cannot_be_had_are_named_at_once(folder: Path) -> None:
    (folder / "protocol.yaml").write_text("texts: {a: x.yaml, b: ../y.yaml, c: ru.yaml}\n")
    with pytest.raises(SourceError, match=r": 2 complaints about `protocol\.yaml`"):
        collect(folder)


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "protocol.yaml").write_text("texts: {ru: again.yaml}\n")
    (folder / "again.yaml").symlink_to(folder / "ru.yaml")
    assert collect(folder).contents["again.yaml"] == b"language: ru\n"


def test_what_the_root_says_is_not_judged_here(folder: Path) -> None:
    for content in ("texts: [", "- texts", "texts: {a: 1, b: {}}", "texts: &x {a: nowhere.yaml}"):
        (folder / "protocol.yaml").write_text(content)
        if "nowhere" not in content:
            assert list(collect(folder).contents) == ["protocol.yaml"]


def test_of_a_file_that_is_too_large_no_more_is_read_than_shows_it(folder: Path) -> None:
    (folder / "ru.yaml").write_bytes(b"#" * (2 * LARGEST))
    assert len(collect(folder).contents["ru.yaml"]) == LARGEST + 1


@pytest.mark.parametrize("name", ["", ".", "..", "a/..", "a//b", "a/", "C:a", "a\\b", "a\x00", "/a"])
def test_other_names_are_not_plain(name: str) -> None:
    assert not is_plain_name(name)
