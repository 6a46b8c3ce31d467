"""What the press refuses, and the private names of WeasyPrint that it leans on."""

import contextlib
import inspect
import io
import logging
import os
import shutil
import sys
import typing as t
from collections.abc import Callable, Iterator
from pathlib import Path

import pydyf
import pypdf
import pytest
import weasyprint
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text import ffi

from typeset.errors import PressError, ResourceError, TypesetError
from typeset.model.composition import Composition, Section
from typeset.press import layout, press, structure
from typeset.press.isolation import isolate
from typeset.resources import Resources, bundled

Sheet = Callable[..., Composition]
_events: list[tuple[str, str]] | None = None


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if _events is not None and event in {"open", "socket.connect", "socket.getaddrinfo", "urllib.Request"}:
        _events.append((event, str(arguments[0] if event == "open" else arguments)))


sys.addaudithook(_note)  # cannot be removed again; it is asleep outside `watched`


@contextlib.contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Collects what Python opens and connects to."""
    global _events  # noqa: PLW0603 - the hook cannot be given anything else
    events: list[tuple[str, str]] = []
    _events = events
    try:
        yield events
    finally:
        _events = None


@pytest.mark.parametrize(
    ("character", "named"),
    [("\U00020bb7", "`\U00020bb7` (U+20BB7)"), ("\u0e01", "`\u0e01` (U+0E01)"), ("\u20b8", "`\u20b8` (U+20B8)")],
)
def test_a_character_without_a_glyph_is_named(character: str, named: str, sheet: Sheet, resources: Resources) -> None:
    with pytest.raises(PressError, match="no bundled face has") as raised:
        press(sheet(f"<p>before {character} after</p>"), resources)
    assert named in raised.value.message


def test_every_character_without_a_glyph_is_named_once_and_in_order(sheet: Sheet, resources: Resources) -> None:
    with pytest.raises(PressError) as raised:
        press(sheet("<p>\U00020bb7\u0e01</p><h1>\u0e01</h1>"), resources)
    assert raised.value.message == "no bundled face has `\u0e01` (U+0E01), `\U00020bb7` (U+20BB7)"


@pytest.mark.parametrize(
    ("body", "style", "warned"),
    [
        ("", "p { colour: red }", "colour"),
        ("", "p { color: rouge }", "rouge"),
        ("", "p { unknown-property: 1 }", "unknown-property"),
        ("", "p:nonsense { color: red }", "nonsense"),
        ("<p id='a'>x</p><p id='a'>y</p>", "", "Anchor defined twice"),
        ("<a href='#nowhere'>x</a>", "", "nowhere"),
    ],
)
def test_a_warning_of_the_engine_is_an_error(
    body: str, style: str, warned: str, sheet: Sheet, resources: Resources
) -> None:
    with pytest.raises(PressError, match="the engine warned") as raised:
        press(sheet(f"<p>text</p>{body}", style), resources)
    assert warned in raised.value.message


def test_a_warning_does_not_outlive_its_sheet(sheet: Sheet, resources: Resources) -> None:
    listening = list(logging.getLogger("weasyprint").handlers)
    with pytest.raises(PressError):
        press(sheet("<p>text</p>", "p { colour: red }"), resources)
    assert press(sheet("<p>text</p>"), resources).startswith(b"%PDF-1.7")
    assert logging.getLogger("weasyprint").handlers == listening


OUTSIDE = [
    ("<img alt='x' src='http://127.0.0.1:9/x.png'>", ""),
    ("<img alt='x' src='https://example.org/x.png'>", ""),
    ("<img alt='x' src='//example.org/x.png'>", ""),
    ("<img alt='x' src='file:///etc/passwd'>", ""),
    ("<img alt='x' src='FILE:///etc/passwd'>", ""),
    ("<img alt='x' src='/etc/passwd'>", ""),
    ("<img alt='x' src='../../../../etc/passwd'>", ""),
    ("<img alt='x' src='%2e%2e/%2e%2e/etc/passwd'>", ""),
    ("<img alt='x' src='https://typeset.invalid:1/x.png'>", ""),
    ("<img alt='x' src='data:image/png;base64,AAAA'>", ""),
    ("<img alt='x' src='ftp://127.0.0.1/x.png'>", ""),
    ("<base href='file:///etc/'><img alt='x' src='passwd'>", ""),
    ("<object data='file:///etc/passwd'></object>", ""),
    ("<embed src='file:///etc/passwd'>", ""),
    ("<link rel='stylesheet' href='http://127.0.0.1:9/x.css'>", ""),
    ("<style>@import url(file:///etc/passwd);</style>", ""),
    ("<svg><image href='file:///etc/passwd' width='9' height='9'/></svg>", ""),
    ("", "p { background: url(http://127.0.0.1:9/x.png) }"),
    ("", "p { background: url(file:///etc/passwd) }"),
    ("", "p { list-style: url(file:///etc/passwd) inside; display: list-item }"),
    ("", "p::before { content: url(file:///etc/passwd) }"),
    ("", "@import url(http://127.0.0.1:9/x.css);"),
    ("", "@font-face { font-family: x; src: url(file:///etc/passwd) } p { font-family: x }"),
    ("", "@page { background: url(file:///etc/passwd) }"),
    ("<a rel='attachment' href='file:///etc/passwd'>x</a>", ""),
]


@pytest.mark.parametrize(("body", "style"), OUTSIDE)
def test_nothing_is_fetched_from_outside(body: str, style: str, sheet: Sheet, resources: Resources) -> None:
    with watched() as events, pytest.raises((PressError, ResourceError)):
        press(sheet(f"<p>text</p>{body}", style), resources)
    assert not [event for event in events if event[0] != "open" or "passwd" in event[1]]


def test_the_watch_sees_what_is_opened() -> None:
    with watched() as events:
        Path("/etc/passwd").read_bytes()
    assert events == [("open", "/etc/passwd")]


def test_an_attachment_link_does_not_slip_in(sheet: Sheet, resources: Resources, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    composition = sheet("<p>text</p>")
    link = f"<link rel='attachment' href='file://{secret}'>"
    html = composition.html.replace("</head>", f"{link}</head>")
    with watched() as events:
        try:
            pdf = press(composition.model_copy(update={"sections": (Section(html=html),)}), resources)
        except TypesetError:
            pdf = b""
    assert not [event for event in events if "secret" in event[1]]
    if pdf:
        assert "/AF" not in pypdf.PdfReader(io.BytesIO(pdf)).root_object


def test_an_image_from_the_template_folder_is_taken(sheet: Sheet, tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "seal.svg").write_text(picture, encoding="utf-8")
    assert press(sheet("<p>text</p><p><img alt='seal' src='seal.svg'></p>"), bundled(tmp_path))


def test_an_address_in_a_stylesheet_is_relative_to_it(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "style.css").write_text("p { background: url(seal.svg) }", encoding="utf-8")
    with pytest.raises(PressError, match=r"`house/seal.svg` stands in no template or source folder"):
        press(sheet("<p>text</p>", "@import url(house/style.css);"), bundled(tmp_path))


def test_a_foreign_host_is_not_answered_from_the_template_folder(sheet: Sheet, tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "seal.svg").write_text(picture, encoding="utf-8")
    for address in ("https://example.org/seal.svg", "http://typeset.invalid/seal.svg", "file:///seal.svg"):
        with pytest.raises(PressError, match="lies outside the template and source folders"):
            press(sheet(f"<img alt='x' src='{address}'>"), bundled(tmp_path))


def test_an_image_from_the_source_folder_is_taken(sheet: Sheet, tmp_path: Path) -> None:
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    (tmp_path / "seal.svg").write_text(picture, encoding="utf-8")
    assert press(sheet("<p>text</p><p><img alt='seal' src='seal.svg'></p>"), bundled(source=tmp_path))


def test_a_link_in_the_template_folder_that_leads_out(sheet: Sheet, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (tmp_path / "templates" / "seal.png").symlink_to(tmp_path / "secret.png")
    with pytest.raises(PressError, match=r"`seal.png` stands in no template or source folder"):
        press(sheet("<img alt='x' src='seal.png'>"), bundled(tmp_path / "templates"))


@pytest.mark.parametrize(
    "inside",
    [
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><svg xmlns='{svg}'><text>&a;</text></svg>",
        "<svg xmlns='{svg}' width='9' height='9'><image href='file:///etc/passwd' width='9' height='9'/></svg>",
        "<svg xmlns='{svg}' width='9' height='9'><use href='http://127.0.0.1:9/x.svg#a'/></svg>",
        "<?xml-stylesheet href='file:///etc/passwd'?><svg xmlns='{svg}' width='9' height='9'/>",
        "<svg xmlns='{svg}' width='9' height='9'><style>@import url(file:///etc/passwd);</style></svg>",
    ],
)
def test_nothing_is_fetched_by_an_image(inside: str, sheet: Sheet, tmp_path: Path) -> None:
    content = inside.replace("{svg}", "http://www.w3.org/2000/svg")
    (tmp_path / "seal.svg").write_text(content, encoding="utf-8")
    with watched() as events, contextlib.suppress(PressError):
        press(sheet("<p>text<img alt='x' src='seal.svg'></p>"), bundled(tmp_path))
    assert events
    assert not [event for event in events if event[0] != "open" or "passwd" in event[1]]


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\nbroken", b"<svg"])
def test_a_broken_image_is_an_error(content: bytes, sheet: Sheet, tmp_path: Path) -> None:
    for name in ("x.png", "x.svg"):
        (tmp_path / name).write_bytes(content)
    for name in ("x.png", "x.svg"):
        with pytest.raises(PressError):
            press(sheet(f"<p>text</p><img alt='x' src='{name}'>"), bundled(tmp_path))


def test_a_crash_of_the_engine_is_an_error_with_its_cause(
    sheet: Sheet, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object, **_options: object) -> None:
        raise AssertionError("deep inside")

    monkeypatch.setattr(weasyprint.pdf, "generate_pdf", crash)
    with pytest.raises(PressError, match="the engine failed: AssertionError: deep inside") as raised:
        press(sheet("<p>text</p>"), resources)
    assert isinstance(raised.value.__cause__, AssertionError)


def test_a_label_outside_a_list_item_is_an_error(sheet: Sheet, resources: Resources) -> None:
    with pytest.raises(PressError):
        press(sheet("<p><span data-tag='Lbl'>1.</span> text</p>"), resources)


# The private names of WeasyPrint. Where one of these fails after an upgrade, read `press/engine.py` and
# `press/tree.py` again before the pin is moved.


def test_the_version_is_the_one_pinned() -> None:
    assert weasyprint.__version__ == "70.0"


def test_generate_pdf_takes_the_document_first() -> None:
    assert list(inspect.signature(weasyprint.pdf.generate_pdf).parameters) == ["document", "target", "zoom", "options"]
    assert weasyprint.pdf.VARIANTS[layout.VARIANT][1]["pdf_tags"]


def test_generate_pdf_calls_add_tags_by_its_name_in_the_module() -> None:
    assert "add_tags" in weasyprint.pdf.generate_pdf.__code__.co_names
    assert weasyprint.pdf.generate_pdf.__globals__ is vars(weasyprint.pdf)
    assert weasyprint.pdf.add_tags is structure.add_tags
    replaced = list(inspect.signature(weasyprint.pdf.tags.add_tags).parameters)
    assert len(replaced) == len(inspect.signature(structure.add_tags).parameters) == 4
    assert replaced == ["pdf", "document", "pdf_version", "page_streams"]


def test_what_add_tags_is_given(sheet: Sheet, resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages in order, each with its boxes and a stream that maps boxes to marks not yet written to the file."""
    given: list[object] = []
    own = structure.add_tags

    def add_tags(pdf: pydyf.PDF, document: weasyprint.Document, version: object, streams: list[t.Any]) -> None:
        given.append(version)
        assert len(streams) == len(document.pages) == len(pdf.page_references) == 2
        for page, stream in zip(document.pages, streams, strict=True):
            assert isinstance(page._page_box, boxes.PageBox)
            assert page.height * 0.75 == pytest.approx(841.89, abs=0.01)
            assert stream._tags
            for box, tag in stream._tags.items():
                assert isinstance(box, boxes.Box)
                assert isinstance(tag["mcid"], int)
            marks = [
                (stream.stream[index - 1], token["MCID"], stream.stream[index + 1])
                for index, token in enumerate(stream.stream)
                if isinstance(token, pydyf.Dictionary) and "MCID" in token
            ]
            assert [mark for _tag, mark, _operator in marks] == list(range(len(stream._tags)))
            assert all(tag.startswith("/") and operator == b"BDC" for tag, _mark, operator in marks)
        own(pdf, document, version, streams)

    monkeypatch.setattr(structure, "add_tags", add_tags)
    press(sheet("<p>one</p><p style='break-before: page'>two</p>"), resources)
    assert len(given) == 1


def test_what_the_tree_reads_of_a_box() -> None:
    for name in ("border_box_x", "border_box_y", "border_width", "border_height", "content_box_x", "content_box_y"):
        assert callable(getattr(boxes.Box, name))
    assert issubclass(boxes.MarginBox, boxes.Box)
    assert "element_tag" in inspect.signature(boxes.Box).parameters
    assert "_box" in inspect.getsource(AbsolutePlaceholder.__init__)
    assert hasattr(ffi, "harfbuzz_subset")


def test_a_document_knows_its_fonts_and_the_characters_they_miss(resources: Resources) -> None:
    isolate(resources)
    document = weasyprint.HTML(string="<p>x</p>").render()
    document.write_pdf()
    assert document.fonts
    assert all(list(font.missing) == [] for font in document.fonts.values())
    assert {"title", "generator", "created", "modified", "lang"} <= set(vars(document.metadata))


# Fonts.


def test_only_bundled_faces_are_in_the_file(pressed: Callable[[str], bytes]) -> None:
    faces = set()
    for font in _fonts(pressed("small")):
        faces.add(str(font["/BaseFont"]).split("+")[-1])
        assert "/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
    assert faces
    assert all(face.startswith(("Liberation-Serif", "Noto-Serif-SC")) for face in faces), faces


def test_an_unknown_family_falls_back_to_a_bundled_face(sheet: Sheet, resources: Resources) -> None:
    pdf = press(sheet("<p>text</p>", "p { font-family: 'DejaVu Sans', sans-serif }"), resources)
    (font,) = _fonts(pdf)
    assert "Liberation" in font["/BaseFont"] or "Noto" in font["/BaseFont"]


def _fonts(pdf: bytes) -> list[t.Any]:
    pages = t.cast("list[t.Any]", pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return [font.get_object() for page in pages for font in page["/Resources"]["/Font"].values()]


def test_an_altered_face_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    shutil.copytree(bundled().fonts, fonts)
    path = fonts / "NotoSerifSC-Bold.ttf"
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"`NotoSerifSC-Bold.ttf` .* digest differs"):
        press(sheet("<p>text</p>"), Resources(bundled().templates, fonts))


def test_a_second_font_folder_is_refused(sheet: Sheet, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    shutil.copytree(bundled().fonts, fonts)
    with pytest.raises(ResourceError, match="already been started with other fonts"):
        press(sheet("<p>text</p>"), Resources(bundled().templates, fonts))
    assert os.environ["FONTCONFIG_FILE"] == str(bundled().fonts / "fonts.conf")
