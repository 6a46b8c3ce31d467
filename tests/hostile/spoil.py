"""A good PDF into one with a single thing wrong: small tools for tampering, each doing one thing and nothing else.

A spoiler is a function of an open file; `spoilt` opens, spoils and saves. Content is changed as bytes, since a
writer of content streams would change everything else along the way.
"""

import io
import re
import typing as t
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

Spoiler = Callable[[Pdf], None]

_SHOWING = re.compile(rb"/(\w+) [\d.]+ Tf\n(\[[^\]]*\] TJ)")
_HEX = re.compile(rb"<([0-9a-f]*)>")
_MAPPING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_MARK = re.compile(rb"/\w+\s+<</MCID \d+>>\s+BDC")
_PLACE = re.compile(rb"1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm\n")
_ORIGIN = re.compile(rb"1 0 0 -1 (-?[\d.]+) (-?[\d.]+) Tm\n$")


def spoilt(pdf: bytes, spoil: Spoiler, **options: object) -> bytes:
    """Spoil a PDF; options go to pikepdf's `save`."""
    modes = pikepdf.ObjectStreamMode
    with pikepdf.open(io.BytesIO(pdf)) as file:
        spoil(file)
        written = _saved(file, {"object_stream_mode": modes.generate} | options)
        if b"\r\nendstream" in written:
            # One stream of 256 ends in a carriage return, which the validator takes for the end of a line: no fault of
            # what is spoilt, and gone where objects are not packed.
            written = _saved(file, options | {"object_stream_mode": modes.disable})
    return written


def _saved(file: Pdf, options: dict[str, t.Any]) -> bytes:
    output = io.BytesIO()
    file.save(output, **{"deterministic_id": True} | options)
    return output.getvalue()


def untouched(_: Pdf) -> None:
    """Spoil nothing: the file is only written anew."""


# Text in the content


@dataclass(frozen=True)
class Shown:
    """One text-showing operation: its page's index, its text, and where its array and its position stand."""

    index: int
    text: str
    font: str
    span: tuple[int, int]
    content: bytes


def content_of(page: Page) -> bytes:
    return bytes(page.Contents.read_bytes())


def write(file: Pdf, index: int, content: bytes) -> None:
    file.pages[index].Contents = file.make_stream(content)


def letters(page: Page, font: str) -> dict[int, str]:
    """What a font of the page says its glyphs mean."""
    table = page.Resources.Font[f"/{font}"].ToUnicode.read_bytes()
    return {int(code, 16): bytes.fromhex(value.decode()).decode("utf-16-be") for code, value in _MAPPING.findall(table)}


def shown(file: Pdf) -> t.Iterator[Shown]:
    """All text of the file, operation by operation."""
    for index, page in enumerate(file.pages):
        content = content_of(page)
        for match in _SHOWING.finditer(content):
            codes = bytes.fromhex(b"".join(_HEX.findall(match[2])).decode())
            meaning = letters(page, match[1].decode())
            text = "".join(meaning[codes[at] << 8 | codes[at + 1]] for at in range(0, len(codes), 2))
            yield Shown(index, text, match[1].decode(), match.span(2), content)


def find(file: Pdf, words: str) -> Shown:
    """The first operation whose text holds these words."""
    return next(one for one in shown(file) if words in one.text.replace("\u00a0", " "))


def rewrite(words: str, instead: str) -> Spoiler:
    """Print other words in place of `words`; their letters must be among those of the font."""

    def spoil(file: Pdf) -> None:
        one = find(file, words)
        codes = {text: code for code, text in letters(file.pages[one.index], one.font).items()}
        text = one.text.replace("\u00a0", " ").replace(words, instead)
        array = b"[<" + b"".join(b"%04x" % codes[letter] for letter in text) + b">] TJ"
        start, end = one.span
        write(file, one.index, one.content[:start] + array + one.content[end:])

    return spoil


def around(words: str, before: bytes, after: bytes = b"") -> Spoiler:
    """Put operators before and after the operation that prints these words."""

    def spoil(file: Pdf) -> None:
        one = find(file, words)
        start, end = one.span
        write(file, one.index, one.content[:start] + before + one.content[start:end] + after + one.content[end:])

    return spoil


def moved(words: str, right: float, down: float) -> Spoiler:
    """Print these words in another place of the page; what is read stays as it was."""

    def spoil(file: Pdf) -> None:
        one = find(file, words)
        head = one.content[: one.content.rindex(b"/" + one.font.encode(), 0, one.span[0])]
        origin = _ORIGIN.search(head)
        assert origin
        x, y = float(origin[1]) + right, float(origin[2]) + down
        tail = one.content[len(head) :]
        write(file, one.index, head[: origin.start()] + b"1 0 0 -1 %f %f Tm\n" % (x, y) + tail)

    return spoil


def overstruck(words: str) -> Spoiler:
    """Draw a rule through these words."""

    def spoil(file: Pdf) -> None:
        one = find(file, words)
        origin = list(_PLACE.finditer(one.content, 0, one.span[0]))[-1]
        x, y = float(origin[1]), float(origin[2])
        rule = b"0 0 0 rg %f %f 300 1 re f" % (x, y - 4)
        start = one.content.index(b"EMC", one.span[1])
        write(file, one.index, one.content[:start] + rule + b"\n" + one.content[start:])

    return spoil


def squeezed(words: str) -> Spoiler:
    """Print the letters of these words over one another."""

    def spoil(file: Pdf) -> None:
        one = find(file, words)
        codes = {text: code for code, text in letters(file.pages[one.index], one.font).items()}
        array = b" 900 ".join(b"<%04x>" % codes[letter] for letter in one.text)
        start, end = one.span
        write(file, one.index, one.content[:start] + b"[" + array + b"] TJ" + one.content[end:])

    return spoil


def appended(index: int, operators: bytes) -> Spoiler:
    """Add operators at the end of a page, in its own coordinates."""

    def spoil(file: Pdf) -> None:
        write(file, index, b"q\n" + content_of(file.pages[index]) + b"\nQ\nq\n" + operators + b"\nQ\n")

    return spoil


def printed(index: int, text: str, *, mark: bytes = b"", y: float = 60) -> Spoiler:
    """Print a text that the file did not have, in letters that it has; `mark` begins its marked content."""

    def spoil(file: Pdf) -> None:
        font = next(one.font for one in shown(file) if one.index == index and set(text) <= set(one.text))
        codes = {value: code for code, value in letters(file.pages[index], font).items()}
        array = b"[<" + b"".join(b"%04x" % codes[letter] for letter in text) + b">] TJ"
        lines = (mark, b"0 0 0 rg BT", b"/%s 14 Tf" % font.encode(), b"1 0 0 1 100 %f Tm" % y, array, b"ET")
        appended(index, b"\n".join((*lines, b"EMC" if mark else b"")))(file)

    return spoil


def without_content(words: str) -> Spoiler:
    """Take the marked content that prints these words out of the page."""

    def spoil(file: Pdf) -> None:
        one = find(file, words)
        start = [match.start() for match in _MARK.finditer(one.content, 0, one.span[0])][-1]
        end = one.content.index(b"EMC", one.span[1]) + len(b"EMC")
        write(file, one.index, one.content[:start] + one.content[end:])

    return spoil


# The structure tree


def elements(file: Pdf) -> t.Iterator[Object]:
    """All structure elements in logical order."""

    def below(element: Object) -> t.Iterator[Object]:
        yield element
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                yield from below(kid)

    for root in kids(file.Root.StructTreeRoot):
        yield from below(root)


def kids(element: Object) -> list[t.Any]:
    value = element.get("/K")
    return list(value) if isinstance(value, Array) else [] if value is None else [value]


def named(file: Pdf, identifier: str) -> Object:
    """The structure element with this ID."""
    return next(element for element in elements(file) if str(element.get("/ID", "")) == identifier)


def nth(file: Pdf, kind: str, number: int) -> Object:
    """The element of this type that comes in this place, counted from 0."""
    return [element for element in elements(file) if f"/{kind}" == element.S][number]


def detach(element: Object) -> None:
    """Take an element out of the tree, and leave its content on the page."""
    parent = element.P
    parent.K = Array([kid for kid in kids(parent) if kid != element])


def swap(first: Object, second: Object) -> None:
    """Let two elements change places in the tree."""
    for element, other in ((first, second), (second, first)):
        assert element.P == other.P
    parent = first.P
    exchange = {first.objgen: second, second.objgen: first}
    parent.K = Array([exchange.get(kid.objgen, kid) if isinstance(kid, Dictionary) else kid for kid in kids(parent)])


# Fonts, fields and the rest


def fonts(file: Pdf) -> dict[str, Object]:
    """The fonts of the file by name, without the subset's tag."""
    found: dict[str, Object] = {}
    for page in file.pages:
        for font in page.Resources.Font.values():
            found[str(font.BaseFont).partition("+")[2]] = font
    return found


def widget(file: Pdf, name: str) -> Object:
    """The field with this name."""
    return next(field for field in file.Root.AcroForm.Fields if str(field.T) == name)


def annotation(file: Pdf, index: int, entries: dict[str, object]) -> Object:
    """Add an annotation to a page."""
    page = file.pages[index]
    made = file.make_indirect(Dictionary({"/Type": Name.Annot, "/F": 4, **entries}))
    page.obj["/Annots"] = Array([*page.obj.get("/Annots", Array()), made])
    return made
