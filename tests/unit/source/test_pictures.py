"""Emblems that are refused, each with what is wrong and what to do; and those that are read."""

import struct
import zlib
from pathlib import Path

import pytest
from tests import looks

from typeset.errors import SourceError
from typeset.pipeline import read
from typeset.resources import Resources
from typeset.source import pictures, vectors

HEAD = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"'


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_an_emblem_is_among_the_files_of_its_source(tmp_path: Path, resources: Resources, kind: str) -> None:
    source = read(looks.headed(tmp_path, kind), resources)
    assert source.files.contents[f"emblem.{kind}"] == looks.PICTURES[kind]
    assert source.protocol.look.emblem is not None
    assert source.protocol.texts["ru"].letterhead == ("Организация", "Секретариат")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"><text>a</text></svg>", "holds `text`"),
        (b"><script/></svg>", "holds `script`"),
        (b"><style>a{}</style></svg>", "holds `style`"),
        (b'><image href="x"/></svg>', "holds `image`"),
        (b'><use href="#a"/></svg>', "holds `use`"),
        (b'><linearGradient id="a"/></svg>', "holds `linearGradient`"),
        (b'><g filter="url(#a)"/></svg>', "the attribute `filter`"),
        (b'><g clip-path="url(#a)"/></svg>', "the attribute `clip-path`"),
        (b'><g onclick="x"/></svg>', "the attribute `onclick`"),
        (b'><path d="M0 0" style="fill:url(#a)"/></svg>', "`fill: url(#a)`"),
        (b'><path d="M0 0 url"/></svg>', "`d="),
        (b'><g transform="skewX(3)"/></svg>', "`transform="),
        (b'><circle r="50%"/></svg>', "no plain number"),
        (b'><rect fill-opacity=".5"/></svg>', "`fill-opacity: .5`"),
        (b"><g>words</g></svg>", "words outside of its title"),
        (b' width="10" height="20"/>', "another shape"),
        (b' width="100%"/>', "no plain length"),
        (b' xmlns:xlink="http://www.w3.org/1999/xlink"><g xlink:href="x"/></svg>', "xlink}href"),
        (b">" + b"<g>" * 40 + b"</g>" * 40 + b"</svg>", "nested too deep"),
    ],
)
def test_a_drawing_of_more_than_plain_shapes_is_refused(body: bytes, words: str) -> None:
    with pytest.raises(vectors.UnknownDrawing) as error:
        vectors.svg_size(HEAD + body)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE svg>" + HEAD + b"/>", "document type"),
        (b'<?xml-stylesheet href="a.css"?>' + HEAD + b"/>", "style sheet"),
        (b'<!ENTITY a "b">', "entities"),
        (b"\xff\xfe<", "UTF-8"),
        (b"<svg", "no XML"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 9"/>', "empty `viewBox`"),
        (b'<svg viewBox="0 0 9 9"/>', "no SVG"),
        (b" " * (vectors.LARGEST_DRAWING + 1), "more than 1 MB"),
    ],
)
def test_what_is_no_drawing_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(vectors.UnknownDrawing, match=words):
        vectors.svg_size(content)


def test_the_notes_of_an_editor_do_no_harm() -> None:
    noted = b' xmlns:i="http://www.inkscape.org/n" i:v="1"><i:view/><metadata><a>b</a></metadata></svg>'
    assert vectors.svg_size(HEAD + noted) == (10, 10)


def _header(width: int, height: int, depth: int = 8, interlaced: int = 0) -> bytes:
    return looks.chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, interlaced))


SIGN, END = b"\x89PNG\r\n\x1a\n", looks.chunk(b"IEND", b"")
DOTS = looks.chunk(b"IDAT", zlib.compress(bytes(4 * 13)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "no PNG"),
        (SIGN + DOTS + END, "no whole PNG"),
        (SIGN + _header(4, 4) + DOTS, "no whole PNG"),
        (SIGN + _header(4, 4) + DOTS[:-1] + b"x" + END, "damaged"),
        (SIGN + _header(4, 4) + looks.chunk(b"IDAT", b"no zlib") + END, "damaged"),
        (SIGN + _header(60000, 60000) + DOTS + END, "60000 × 60000 pixels"),
        (SIGN + _header(4, 4, depth=16) + DOTS + END, "16 bits"),
        (SIGN + _header(4, 4, interlaced=1) + DOTS + END, "interlaced"),
        (SIGN + _header(4, 4) + looks.chunk(b"iCCP", b"x") + DOTS + END, "profile of its own"),
        (SIGN + _header(4, 4) + looks.chunk(b"acTL", b"x") + DOTS + END, "animated"),
        (SIGN + _header(4, 4) + looks.chunk(b"IDAT", zlib.compress(bytes(10**6))) + END, "as many rows"),
        (SIGN + _header(4, 5) + DOTS + END, "as many rows"),
    ],
)
def test_a_picture_that_would_be_shown_otherwise_or_cost_too_much_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(pictures.FaultyPictureError) as error:
        pictures.png_size(content)
    assert words in error.value.message
    assert error.value.hint


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        ("png", looks.png(60, 50), "64 dpi"),
        ("png", looks.png(200, 1000), "120 mm high"),
        ("png", b"\x89PNG" * 2**20 + b" ", "more than 4 MB"),
        ("pdf", looks.pdf(2), "has 2 pages"),
        ("pdf", b"%PDF-1.7 and no more", "cannot be read"),
        ("svg", b"<svg/>", "save it as plain SVG"),
    ],
)
def test_a_complaint_names_file_line_and_column(
    tmp_path: Path, resources: Resources, kind: str, content: bytes, words: str
) -> None:
    root = looks.headed(tmp_path, kind, content=content)
    with pytest.raises(SourceError) as error:
        read(root, resources)
    assert f"{root}:21:18: `emblem.{kind}` " in error.value.message
    assert words in error.value.message


def test_an_emblem_stands_beside_its_source(tmp_path: Path, resources: Resources) -> None:
    root = looks.headed(tmp_path)
    (tmp_path / "emblem.svg").unlink()
    (tmp_path / "emblem.svg").symlink_to(__file__)
    with pytest.raises(SourceError, match="leads out of the folder"):
        read(root, resources)
    root.write_text(root.read_text(encoding="utf-8").replace("emblem.svg", "../emblem.svg"), encoding="utf-8")
    with pytest.raises(SourceError, match="is no plain file name"):
        read(root, resources)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("ru.yaml", "  emblem: Звезда в круге\n", "", "the emblem has no words here"),
        ("protocol.yaml", "  emblem: {file: emblem.svg, width_mm: 24}\n", "", "an emblem is named, but there is none"),
        ("zh.yaml", "[组织, 秘书处]", "[组织]", "1 lines here, but 2 in `ru`"),
        ("protocol.yaml", "width_mm: 24", "width_mm: 240", "less than or equal to 80"),
        ("protocol.yaml", "emblem.svg", "emblem.gif", "emblem.gif"),
    ],
)
def test_texts_and_facts_agree_on_the_head(  # noqa: PLR0913, PLR0917 - a table
    tmp_path: Path, resources: Resources, file: str, old: str, new: str, words: str
) -> None:
    root = looks.headed(tmp_path)
    path = tmp_path / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(SourceError) as error:
        read(root, resources)
    assert words in error.value.message
