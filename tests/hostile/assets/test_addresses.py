"""Addresses in pages, styles and drawings: a real server hears of none, and a secret file reaches no page."""

import contextlib
import io
import re
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from tests.hostile.assets.conftest import Housed

from typeset.errors import PressError, TypesetError
from typeset.model.composition import Composition
from typeset.press import press

Sheet = Callable[..., Composition]
SECRET = "the-words-of-the-secret"  # noqa: S105 - what no page may say
SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


class Listener:
    """Takes connections on the loopback, whatever they speak, and counts them."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.heard: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self.heard.append(b"connected")
                with caller, contextlib.suppress(OSError):
                    caller.settimeout(0.2)
                    self.heard.append(caller.recv(200))

    def close(self) -> None:
        """Take no more."""
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    one = Listener()
    yield one
    # A call that came late.
    threading.Event().wait(0.3)
    assert one.heard == []
    one.close()


@pytest.fixture(autouse=True)
def nobody_calls(listener: Listener) -> Iterator[None]:
    yield
    assert listener.heard == []


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A picture, a style and a page at once, as far as anybody reads on."""
    path = tmp_path / "secret.svg"
    path.write_text(f'<svg xmlns="{SVG}" width="99" height="9"><text y="9">{SECRET}</text></svg>', encoding="utf-8")
    return path


ADDRESSES = [
    "http://127.0.0.1:{port}/x.svg", "HTTP://127.0.0.1:{port}/x.svg", "http:127.0.0.1:{port}/x.svg",
    "https://127.0.0.1:{port}/x.svg", "ftp://127.0.0.1:{port}/x.svg", "//127.0.0.1:{port}/x.svg",
    "http://user:word@127.0.0.1:{port}/x.svg", "http://typeset.invalid@127.0.0.1:{port}/x.svg",
    "https://typeset.invalid:{port}/x.svg", "\\\\127.0.0.1@{port}\\x.svg", "http://2130706433:{port}/x.svg",
    "file://{secret}", "file:{secret}", "FILE://localhost{secret}", "file:///%2e%2e{secret}", "{secret}",
    "../{secret}", "....//..//{secret}", "%2e%2e%2f%2e%2e%2f{secret}", "file:////127.0.0.1/x.svg",
    "file://127.0.0.1/x.svg", "jar:file://{secret}!/x", "view-source:file://{secret}", "javascript:1",
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='file://{secret}'/%3E%3C/svg%3E",
    "data:text/css,p{{background:url(http://127.0.0.1:{port}/x)}}",
]  # fmt: skip
BODIES = {
    "img": "<img alt='x' src='{a}'>",
    "object": "<object data='{a}'></object>",
    "embed": "<embed src='{a}'>",
    "link": "<link rel='stylesheet' href='{a}'>",
    "inline svg image": f"<svg xmlns='{SVG}'><image href='{{a}}' width='9' height='9'/></svg>",
    "inline svg xlink": f"<svg xmlns='{SVG}' xmlns:xlink='{XLINK}'><image xlink:href='{{a}}' width='9'/></svg>",
    "style import": "<style>@import '{a}';</style>",
    "base": "<base href='{a}'><img alt='x' src='y.svg'>",
}
STYLES = {
    "import": "@import url('{a}');",
    "background": "p {{ background: url('{a}') }}",
    "list": "p {{ display: list-item; list-style: url('{a}') inside }}",
    "content": "p::before {{ content: url('{a}') }}",
    "border": "p {{ border: 3px solid; border-image: url('{a}') 3 }}",
    "page": "@page {{ background: url('{a}') }}",
    "margin box": "@page :first {{ @bottom-center {{ content: url('{a}') }} }}",
    "face": "@font-face {{ font-family: x; src: url('{a}') }} p {{ font-family: x }}",
}
IDLE = {
    "iframe": "<iframe src='{a}'></iframe>",
    "script": "<script src='{a}'></script>",
    "audio": "<audio src='{a}'></audio>",
    "video": "<video src='{a}' poster='{a}'></video>",
    "picture": "<picture><source srcset='{a}'></picture>",
    "refresh": "<meta http-equiv='refresh' content='0; url={a}'>",
    "preload": "<link rel='preload' href='{a}'>",
    "body": "<body background='{a}'>",
    "form": "<form action='{a}'></form>",
}
"""What the engine knows nothing of, and asks for nothing."""


def filled(place: str, address: str, listener: Listener, secret: Path) -> str:
    return place.format(a=address.format(port=listener.port, secret=secret))


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", [*BODIES, *STYLES])
def test_nothing_is_fetched(  # noqa: PLR0913, PLR0917 - what is given, and what is asked
    name: str, address: str, sheet: Sheet, housed: Housed, listener: Listener, secret: Path
) -> None:
    body, style = BODIES.get(name, ""), STYLES.get(name, "")
    composition = sheet(
        f"<p>text</p>{filled(body, address, listener, secret)}", filled(style, address, listener, secret)
    )
    with pytest.raises(PressError) as raised:
        press(composition, housed({"x.html": ""}))
    assert raised.value.hint
    assert SECRET not in str(raised.value)


@pytest.mark.parametrize("address", [ADDRESSES[0], ADDRESSES[4], ADDRESSES[11]])
@pytest.mark.parametrize("name", IDLE)
def test_what_is_not_known_is_not_asked_for(  # noqa: PLR0913, PLR0917 - likewise
    name: str, address: str, sheet: Sheet, housed: Housed, listener: Listener, secret: Path
) -> None:
    with contextlib.suppress(PressError):
        pdf = press(sheet(f"<p>text</p>{filled(IDLE[name], address, listener, secret)}"), housed({"x.html": ""}))
        assert SECRET not in shown(pdf)


DRAWINGS = {
    "image": "<image href='{a}' width='9' height='9'/>",
    "image by xlink": "<image xlink:href='{a}' width='9' height='9'/>",
    "use": "<use href='{a}#a'/>",
    "use by xlink": "<use xlink:href='{a}#a'/>",
    "filter": "<filter id='f'><feImage href='{a}'/></filter><rect width='9' height='9' filter='url(#f)'/>",
    "fill": "<rect width='9' height='9' fill='url({a}#g)'/>",
    "mask": "<rect width='9' height='9' mask='url({a}#g)'/>",
    "clip": "<rect width='9' height='9' clip-path='url({a}#g)'/>",
    "marker": "<path d='M0 0L9 9' marker-end='url({a}#g)'/>",
    "gradient": "<linearGradient id='g' href='{a}#g'/><rect width='9' height='9' fill='url(#g)'/>",
    "style import": "<style>@import url('{a}');</style>",
    "style": "<style>rect {{ fill: url('{a}') }}</style><rect width='9' height='9'/>",
    "face": "<style>@font-face {{ font-family: x; src: url('{a}') }} text {{ font-family: x }}</style><text>t</text>",
    "link": "<a href='{a}'><rect width='9' height='9'/></a>",
    "foreign": "<foreignObject><img xmlns='http://www.w3.org/1999/xhtml' src='{a}'/></foreignObject>",
    "script": "<script href='{a}'/>",
    "tref": "<text><tref xlink:href='{a}#a'/></text>",
    "include": "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='{a}' parse='text'/>",
}
DECLARED = {
    "entity": "<!DOCTYPE svg [<!ENTITY e SYSTEM '{a}'>]>",
    "parameter": "<!DOCTYPE svg [<!ENTITY % p SYSTEM '{a}'> %p;]>",
    "type": "<!DOCTYPE svg SYSTEM '{a}'>",
    "public": "<!DOCTYPE svg PUBLIC 'x' '{a}'>",
    "stylesheet": "<?xml-stylesheet href='{a}'?>",
}


@pytest.mark.parametrize("address", [ADDRESSES[0], ADDRESSES[4], ADDRESSES[5], ADDRESSES[11], ADDRESSES[24]])
@pytest.mark.parametrize("name", [*DRAWINGS, *DECLARED])
def test_nothing_is_fetched_by_a_drawing(  # noqa: PLR0913, PLR0917 - likewise
    name: str, address: str, sheet: Sheet, housed: Housed, listener: Listener, secret: Path
) -> None:
    inside = filled(DRAWINGS.get(name, "<text y='9'>&e;</text>" if name == "entity" else ""), address, listener, secret)
    head = filled(DECLARED.get(name, ""), address, listener, secret)
    svg = f"{head}<svg xmlns='{SVG}' xmlns:xlink='{XLINK}' width='99' height='9'>{inside}</svg>"
    with contextlib.suppress(PressError):
        pdf = press(sheet("<p>text<img alt='x' src='x.svg'></p>"), housed({"x.svg": svg}))
        assert SECRET not in shown(pdf)


def test_a_link_among_pictures_leads_nowhere(sheet: Sheet, housed: Housed, secret: Path, tmp_path: Path) -> None:
    resources = housed({"x.html": ""})
    (tmp_path / "house" / "x.svg").symlink_to(secret)
    (tmp_path / "house" / "linked").symlink_to(tmp_path)
    for name in ("x.svg", "linked/secret.svg"):
        with pytest.raises(PressError, match="stands in no template or source folder"):
            press(sheet(f"<p>text<img alt='x' src='{name}'></p>"), resources)


# What these tests lean on.


def test_the_listener_hears() -> None:
    one = Listener()
    with socket.create_connection(("127.0.0.1", one.port)) as caller:
        caller.sendall(b"GET / HTTP/1.0\r\n\r\n")
        caller.recv(1)
    assert one.heard[0] == b"connected"
    assert one.heard[1].startswith(b"GET / ")
    one.close()


def test_a_secret_that_reached_a_page_would_be_seen(sheet: Sheet, housed: Housed, secret: Path) -> None:
    pdf = press(sheet("<p>text<img alt='x' src='x.svg'></p>"), housed({"x.svg": secret.read_bytes()}))
    assert SECRET in shown(pdf)
    assert SECRET not in shown(press(sheet("<p>text</p>"), housed({})))


def shown(pdf: bytes) -> str:
    """All text of the pages, of their drawings and of everything that is packed in the file."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    unpacked = []
    for stream in packed:
        with contextlib.suppress(zlib.error):
            unpacked.append(zlib.decompressobj().decompress(stream).decode("latin-1"))
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return "\n".join((*(page.extract_text() for page in pages), *unpacked)).replace("\n", "")


def test_the_errors_are_those_of_a_user(sheet: Sheet, housed: Housed, secret: Path) -> None:
    with pytest.raises(TypesetError) as raised:
        press(sheet(f"<img alt='x' src='file://{secret}'>"), housed({"x.html": ""}))
    assert "lies outside the template and source folders" in raised.value.message
    assert raised.value.hint == "correct the template"
