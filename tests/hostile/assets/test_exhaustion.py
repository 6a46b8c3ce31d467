"""Templates, pictures and faces of a house that cost without bounds: each ends in one error, and harms nobody else."""

import contextlib
import datetime as dt
import io
import resource
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from tests import looks
from tests.hostile.assets.conftest import Housed
from tests.hostile.glyphs import make_of_themselves
from tests.looks import chunk

from typeset.batch.storing import portable
from typeset.bounds import within
from typeset.errors import PressError, ResourceError, SourceError, TypesetError
from typeset.model.certification import Officer, Recipient, Subject, Terms
from typeset.pipeline import Source, read
from typeset.pipeline.house import original
from typeset.pipeline.outside import certifications
from typeset.resources import Resources, bundled

SECONDS, MEMORY = 3, 400
SVG = "http://www.w3.org/2000/svg"

ENDLESS = {
    "loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% set c = b %}{% endfor %}{% endfor %}",
    "words by the billion": "{{ lipsum(n=10 ** 9) }}",
    "a power": "{{ 9 ** (9 ** 9) }}",
    "macros that double": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a rule of many words": "{{ ('a ' * 99999) | wordwrap(1) | urlize | wordwrap(1) | urlize | length ** 99999999 }}",
}
GREEDY = {
    "a long string": "{{ 'x' * 10 ** 10 }}",
    "a long list": "{{ [0] * 10 ** 10 }}",
    "a wide field": "{{ '%9999999999d' % 1 }}",
    "a wide field of another kind": "{{ '{:9999999999}'.format(1) }}",
    "a wide margin": "{{ 'x' | center(10 ** 10) }}",
    "doubling": "{% set n = namespace(a='x') %}{% for i in range(60) %}{% set n.a = n.a ~ n.a %}{% endfor %}{{ n.a }}",
    "a list of lists": "{% set n = namespace(a=[0]) %}{% for i in range(60) %}{% set n.a = n.a + n.a %}{% endfor %}",
}
DEEP = {
    "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a template that includes itself": "{% include 'signatures.html' %}",
    "a template that imports itself": "{% import 'signatures.html' as s %}",
    "a template that extends itself": "{% extends 'signatures.html' %}",
    "elements by the thousand, each in the other": "{{ ('<div>' * 3000) | safe }}",
    "a large range": "{{ range(10 ** 9) | list }}",
    "an asynchronous loop": "{% async for a in [1] %}{% endfor %}",
}
PAGES = {
    "a table of a billion columns": "<table><tr><td colspan='1000000000'>x</td></tr></table>",
    "a table of a billion rows": "<table><tr><td rowspan='1000000000'>x</td></tr></table>",
    "columns of a group": "<table><colgroup span='1000000000'></colgroup><tr><td>x</td></tr></table>",
    "a page a line, for ever": "<div style='height: 100000000mm'>x</div>",
    "letters as large as the sky": "<p style='font-size: 1000000000mm'>x</p>",
}


@pytest.fixture
def pressed(source: Callable[[str], Source]) -> Callable[[Resources], TypesetError]:
    """Presses a small source by templates of a house, under narrow limits; gives the error that it must end in."""

    def of(resources: Resources) -> TypesetError:
        before = resource.getrusage(resource.RUSAGE_SELF)
        narrow = within(press_seconds=SECONDS, press_memory_mb=MEMORY)
        with narrow, pytest.raises((PressError, ResourceError)) as raised:
            original(source("small"), resources)
        after = resource.getrusage(resource.RUSAGE_SELF)
        # The asking process has done none of it.
        assert after.ru_utime - before.ru_utime < SECONDS / 2
        assert after.ru_maxrss - before.ru_maxrss < 100 * 1024
        assert raised.value.hint
        return raised.value

    return of


Pressed = Callable[[Resources], TypesetError]


@pytest.mark.parametrize("name", ENDLESS)
def test_a_template_without_end(name: str, housed: Housed, pressed: Pressed) -> None:
    error = pressed(housed({"signatures.html": ENDLESS[name]}))
    assert isinstance(error, PressError)
    assert "its time was spent" in error.message
    assert "raise `TYPESET_LIMIT_PRESS_SECONDS`, which is 3" in error.hint
    assert "house`" in error.hint


@pytest.mark.parametrize("name", GREEDY)
def test_a_template_that_swells(name: str, housed: Housed, pressed: Pressed) -> None:
    error = pressed(housed({"signatures.html": GREEDY[name]}))
    if "spent" in error.message:
        assert "its memory was spent" in error.message
        assert "raise `TYPESET_LIMIT_PRESS_MEMORY_MB`, which is 400" in error.hint


@pytest.mark.parametrize("name", DEEP)
def test_a_template_without_ground(name: str, housed: Housed, pressed: Pressed) -> None:
    error = pressed(housed({"signatures.html": DEEP[name]}))
    assert "spent" not in error.message


@pytest.mark.parametrize("name", PAGES)
def test_pages_without_end(name: str, housed: Housed, pressed: Pressed) -> None:
    pressed(housed({"signatures.html": PAGES[name]}))


def test_a_certification_without_end(housed: Housed, source: Callable[[str], Source]) -> None:
    resources = housed({"certification.html": ENDLESS["loops"]})
    terms = Terms(language="ru", officer=Officer(office="Head"), place="P", date=dt.date(2026, 5, 25), kept_in="K")
    subject = Subject(sha256="0" * 64, identifier="A", title="T", pages=1)
    recipients = (Recipient(key="AA", name="A"),)
    narrow = within(press_seconds=1, press_memory_mb=MEMORY)
    with narrow, pytest.raises(PressError, match="its time was spent") as raised:
        certifications(subject, terms, recipients, source("small").wordings, resources)
    assert "house`" in raised.value.hint


def test_templates_that_travel_lead_nowhere(housed: Housed, tmp_path: Path) -> None:
    resources = housed({"own.html": "own"})
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    (tmp_path / "house" / "link.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "house" / "same.html").symlink_to("own.html")
    assert portable(resources, "x", remote=True).given == (("own.html", b"own"), ("same.html", b"own"))


# Pictures.


SIGN = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(2**20))
    return SIGN + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def noted() -> bytes:
    """A small picture with notes that unpack to two gigabytes."""
    packer = zlib.compressobj(9)
    note = b"".join((*(packer.compress(bytes(2**20)) for _ in range(256)), packer.flush()))
    sound = looks.png()
    at = 8 + 25
    return sound[:at] + chunk(b"zTXt", b"Comment\x00\x00" + note) * 8 + sound[at:]


def jpeg(width: int, height: int) -> bytes:
    from PIL import Image  # noqa: PLC0415 - this one alone needs it

    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, format="JPEG")
    content = bytearray(output.getvalue())
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(content)


def laughs() -> str:
    used = ["<use href='#g" + str(n) + "'/>" for n in range(11)]
    groups = "".join(f"<g id='g{n}'>{one * 10}</g>" for n, one in enumerate(used, 1))
    return f'<svg xmlns="{SVG}" width="9" height="9"><g id="g0"><path d="M0 0h9v9z"/></g>{groups}</svg>'


PICTURES: dict[str, tuple[str, str | bytes]] = {
    "a billion dots": ("x.png", png(60_000, 60_000)),
    "more dots than there are": ("x.png", png(2**31 - 1, 2**31 - 1)),
    "a billion dots of another kind": ("x.jpg", jpeg(65_000, 65_000)),
    "a drawing that uses itself": ("x.svg", f'<svg xmlns="{SVG}" width="9" height="9"><use id="a" href="#a"/></svg>'),
    "a drawing of a billion drawings": ("x.svg", laughs()),
    "a drawing of a hundred thousand levels": (
        "x.svg",
        f'<svg xmlns="{SVG}" width="9" height="9">{"<g>" * 100_000}{"</g>" * 100_000}</svg>',
    ),
    "a billion laughs": (
        "x.svg",
        "<!DOCTYPE svg [<!ENTITY a0 'ha'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
        + f"]><svg xmlns='{SVG}' width='9' height='9'><text>&a11;</text></svg>",
    ),
    "a packed drawing": ("x.svgz", zlib.compress(f'<svg xmlns="{SVG}"/>'.encode(), wbits=31)),
    "a pattern in a pattern": (
        "x.svg",
        (
            f'<svg xmlns="{SVG}" width="9" height="9"><pattern id="p" width="1e-9" height="1e-9">'
            '<rect width="9" height="9" fill="url(#p)"/></pattern><rect width="9" height="9" fill="url(#p)"/></svg>'
        ),
    ),
}
SIGNATURES = "{% for one in text.signatures %}<p>{{ one.name }}</p>{% endfor %}"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_swells(name: str, housed: Housed, pressed: Pressed) -> None:
    file, content = PICTURES[name]
    pressed(housed({"signatures.html": f"<img alt='x' src='{file}'>", file: content}))


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("png", png(60_000, 60_000), "60000 × 60000 pixels, more than are printed; make it smaller, or raise"),
        ("svg", laughs().encode(), "holds `use`"),
        ("svg", zlib.compress(looks.SVG, wbits=31), "is no XML in UTF-8"),
        ("svg", PICTURES["a billion laughs"][1], "declares a document type"),
        ("svg", PICTURES["a drawing of a hundred thousand levels"][1], "is nested too deep"),
        ("pdf", looks.pdf(1, 3, 14_400), "mm high"),
    ],
)
def test_an_emblem_that_swells(
    kind: str, content: str | bytes, said: str, tmp_path: Path, resources: Resources
) -> None:
    raw = content.encode() if isinstance(content, str) else content
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((SourceError, PressError)) as raised:
        original(read(looks.headed(tmp_path, kind, content=raw), resources), resources)
    assert said in raised.value.message
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


def test_notes_in_a_picture_are_not_unpacked(tmp_path: Path, resources: Resources) -> None:
    source = read(looks.headed(tmp_path, "png", content=noted()), resources)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with contextlib.suppress(PressError):
        original(source, resources)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150 * 1024


def painted(change: Callable[[pikepdf.Pdf], bytes]) -> bytes:
    """An emblem of one page, with other content."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(looks.pdf())) as file:
        file.pages[0].Contents = file.make_stream(change(file))
        file.save(output)
    return output.getvalue()


def slow(_file: pikepdf.Pdf) -> bytes:
    """One area over the other."""
    return b"0 0 120 100 re f* " * 200_000


def long(_file: pikepdf.Pdf) -> bytes:
    """Paths by the million."""
    return b"0 0 120 100 re 5 5 110 90 re W* n 0 0 m 120 100 l S " * 400_000


@pytest.mark.parametrize("change", [slow, long])
def test_an_emblem_that_is_painted_for_ever(
    change: Callable[[pikepdf.Pdf], bytes], tmp_path: Path, resources: Resources
) -> None:
    """A library of others opens and paints the page of a PDF: it does both in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    narrow = within(press_seconds=2, pdf_seconds=2, pdf_memory_mb=256)
    with narrow, pytest.raises((SourceError, PressError), match=r"its time was spent|its reader died of") as raised:
        original(read(looks.headed(tmp_path, "pdf", content=painted(change)), resources), resources)
    after = resource.getrusage(resource.RUSAGE_SELF)
    assert after.ru_maxrss - before.ru_maxrss < 150 * 1024
    assert "emblem" in str(raised.value)


# Faces.


def face() -> TTFont:
    return TTFont(bundled().fonts / "LiberationSerif-Bold.ttf", recalcBBoxes=False)


def saved(font: TTFont) -> bytes:
    output = io.BytesIO()
    font.save(output)
    return output.getvalue()


def of_itself() -> bytes:
    """Every glyph is made of itself, twice."""
    font = face()
    make_of_themselves(font)
    return saved(font)


def with_table(tag: bytes, start: int, value: bytes) -> bytes:
    """The face, with other bytes in one of its tables."""
    content = bytearray((bundled().fonts / "LiberationSerif-Bold.ttf").read_bytes())
    entry = content.index(tag, 12)
    (at,) = struct.unpack(">I", content[entry + 8 : entry + 12])
    content[at + start : at + start + len(value)] = value
    return bytes(content)


WHOLE = (bundled().fonts / "LiberationSerif-Bold.ttf").read_bytes()
FACES = {
    "no face at all": b"no face",
    "empty": b"",
    "half of one": WHOLE[: len(WHOLE) // 2],
    "its head alone": WHOLE[:12],
    "glyphs of themselves": of_itself(),
    "65,535 glyphs": with_table(b"maxp", 4, b"\xff\xff"),
    "a million tables": WHOLE[:4] + b"\xff\xff" + WHOLE[6:],
    "no size": with_table(b"head", 18, b"\x00\x00"),
    "places of glyphs beyond the file": with_table(b"loca", 0, b"\xff" * 5000),
    "a map of letters that is none": with_table(b"cmap", 0, b"\xff" * 500),
    "outlines that are none": with_table(b"glyf", 0, b"\x7f\xff" * 50_000),
    "programs that are none": with_table(b"fpgm", 0, b"\xb0" * 200),
    "a collection of two billion": b"ttcf\x00\x01\x00\x00\x7f\xff\xff\xff" + bytes(64),
    "a packed face": b"wOF2" + WHOLE[4:2000],
    "a packed face of four gigabytes": b"wOFF" + struct.pack(">IIHHI", 0x00010000, 2**32 - 1, 65535, 0, 2**32 - 1),
}


@pytest.mark.parametrize("name", FACES)
def test_a_face_that_is_broken(name: str, housed: Housed, pressed: Pressed) -> None:
    style = bundled().template("protocol.css").decode()
    own = f"{style}\n@font-face {{ font-family: Own; src: url(own.ttf) }} body, p, h1 {{ font-family: Own }}"
    pressed(housed({"protocol.css": own, "own.ttf": FACES[name]}))


# What these tests lean on.


def test_a_house_s_harmless_template_is_pressed(housed: Housed, source: Callable[[str], Source]) -> None:
    resources = housed({"protocol.css": bundled().template("protocol.css")})
    plain = original(source("small"), bundled())
    assert original(source("small"), resources).pdf == plain.pdf
