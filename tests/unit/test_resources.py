"""Where templates and fonts come from, and where they never come from."""

import shutil
from pathlib import Path

import pytest

from typeset.errors import ResourceError
from typeset.resources import Resources, bundled

NAMES = ["../secret", "sub/../../secret", "./../secret", "link", "linked/secret", "ABSOLUTE", "", ".", "sub", "a\0b"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a file, and links that lead out of it."""
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    folder = tmp_path / "home"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "file").write_text("words", encoding="utf-8")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "linked").symlink_to(tmp_path)
    (folder / "inside").symlink_to(folder / "sub" / "file")
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_out_of_the_folder(name: str, home: Path) -> None:
    name = str(home.parent / "secret") if name == "ABSOLUTE" else name
    resources = Resources((home,), home, source=home)
    assert not resources.has_template(name)
    assert resources.image(name) is None
    with pytest.raises(ResourceError, match="there is no template"):
        resources.template(name)


@pytest.mark.parametrize("name", ["sub/file", "inside", "sub/../inside"])
def test_what_stands_in_the_folder_is_read(name: str, home: Path) -> None:
    resources = Resources((home,), home, source=home)
    assert resources.template(name) == b"words"
    assert resources.image(name) == b"words"


def test_there_is_no_image_without_a_source(home: Path) -> None:
    assert Resources((home,), home).image("inside") is None


def test_folders_are_searched_in_their_order(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "both").write_text(name, encoding="utf-8")
    (tmp_path / "second" / "own").write_text("second", encoding="utf-8")
    resources = Resources((tmp_path / "first", tmp_path / "second"), tmp_path)
    assert resources.template("both") == b"first"
    assert resources.template("own") == b"second"


def test_what_is_given_goes_first(home: Path) -> None:
    resources = Resources((home,), home, given=(("inside", b"given"), ("../secret", b"given too")))
    assert resources.template("inside") == b"given"
    assert resources.template("../secret") == b"given too"
    assert resources.template("sub/file") == b"words"


def test_a_further_folder_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="does not exist"):
        bundled(tmp_path / "none")


def test_the_bundled_fonts_are_those_listed() -> None:
    faces = bundled().font_files()
    assert {"LiberationSerif-Regular.ttf", "NotoSerifSC-Regular.ttf"} <= set(faces)
    assert set(faces) == {path.name for path in bundled().fonts.glob("*.[to]tf")}


@pytest.fixture
def fonts(tmp_path: Path) -> Path:
    """A copy of the list and of the smaller faces."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    listed = []
    for line in (bundled().fonts / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True):
        if "Liberation" in line:
            shutil.copy(bundled().fonts / line.split()[1], folder)
            listed.append(line)
    (folder / "SHA256SUMS").write_text("".join(listed), encoding="utf-8")
    return folder


def test_fonts_as_listed(fonts: Path) -> None:
    assert len(Resources((), fonts).font_files()) == 4


def test_an_altered_font(fonts: Path) -> None:
    path = fonts / "LiberationSerif-Bold.ttf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"`LiberationSerif-Bold.ttf` in .* digest differs"):
        Resources((), fonts).font_files()


def test_a_missing_font(fonts: Path) -> None:
    (fonts / "LiberationSerif-Bold.ttf").unlink()
    with pytest.raises(ResourceError, match=r"the font `LiberationSerif-Bold.ttf` is missing"):
        Resources((), fonts).font_files()


def test_a_font_that_is_not_listed(fonts: Path) -> None:
    shutil.copy(fonts / "LiberationSerif-Bold.ttf", fonts / "Stranger.ttf")
    with pytest.raises(ResourceError, match=r"`Stranger.ttf`"):
        Resources((), fonts).font_files()


def test_no_list_of_digests(fonts: Path) -> None:
    (fonts / "SHA256SUMS").unlink()
    with pytest.raises(ResourceError, match="has no readable `SHA256SUMS`"):
        Resources((), fonts).font_files()


@pytest.mark.parametrize("content", ["", "no digests here\n", "abc  LiberationSerif-Bold.ttf\n"])
def test_an_empty_list_of_digests(content: str, fonts: Path) -> None:
    (fonts / "SHA256SUMS").write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"`SHA256SUMS` .* lists no face"):
        Resources((), fonts).font_files()
