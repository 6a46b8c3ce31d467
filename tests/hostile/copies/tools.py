"""Small tools for tampering with a copy, each doing one thing; chance comes from seeded dice."""

import io
import itertools
import re
import typing as t
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf
from tests.hostile.copies.base import Bench

_HEX = re.compile(rb"<([0-9a-f]{4,})>")
_CODE = re.compile(rb"[0-9a-f]{4}")


@dataclass(frozen=True)
class Mutant:
    """A copy with one thing wrong, and where it must be found."""

    pdf: bytes
    checks: frozenset[str]
    """Of these checks, at least one must have found it."""
    page: int | None = None
    """The page that a finding must name; none where the thing is on no page."""
    against: dict[str, t.Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tamper:
    """An open copy, and dice."""

    bench: Bench
    file: Pdf
    dice: Random

    @property
    def originals(self) -> range:
        """Indices of the pages that are the original's."""
        return range(len(self.file.pages) - 1)

    def page(self) -> int:
        """Any page of the original: its index."""
        return self.dice.choice(self.originals)

    def own(self, index: int) -> Object:
        """The stream of a page's own content."""
        return self.file.pages[index].obj.Contents[1]

    @property
    def last(self) -> int:
        """The index of the certification page."""
        return len(self.file.pages) - 1

    def form(self, index: int, name: str) -> Object:
        """A form of the marks of a page."""
        return self.file.pages[index].obj.Resources.XObject[f"/Typeset{name}"]

    def element(self, *, below: bool = True) -> Object:
        """An element of the original's structure that has brothers."""
        found: list[Object] = []
        document = self.file.Root.StructTreeRoot.K
        document = document[0] if isinstance(document, Array) else document
        waiting = list(document.K)[:-1]
        while waiting:
            one = waiting.pop()
            kids = [kid for kid in kids_of(one) if isinstance(kid, Dictionary) and "/S" in kid]
            waiting += kids
            if len(kids) > 1 and below:
                found.append(one)
        return self.dice.choice(found)


Change = Callable[[Tamper], int | None]
"""Changes an open copy, and says on which page, counted from 1."""


def kids_of(element: Object) -> list[t.Any]:
    value = element.get("/K")
    return list(value) if isinstance(value, Array) else [] if value is None else [value]


def saved(file: Pdf) -> bytes:
    """Written as copies are."""
    output = io.BytesIO()
    file.save(
        output,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        min_version="1.7",
        fix_metadata_version=False,
    )
    return output.getvalue()


def tampered(bench: Bench, change: Change, dice: Random, pdf: bytes | None = None) -> tuple[bytes, int | None]:
    """Open a copy, change it, write it."""
    with pikepdf.open(io.BytesIO(bench.copy if pdf is None else pdf)) as file:
        page = change(Tamper(bench, file, dice))
        return saved(file), page


def shuffled(content: bytes, dice: Random) -> bytes:
    """Content with two neighbouring letters of one word exchanged."""
    words = [match for match in _HEX.finditer(content) if len(set(_CODE.findall(match[1]))) > 1]
    lone = list(_HEX.finditer(content))
    if words:
        match = dice.choice(words)
        codes = _CODE.findall(match[1])
        at = next(index for index in range(len(codes) - 1) if codes[index] != codes[index + 1])
        codes[at], codes[at + 1] = codes[at + 1], codes[at]
        return content[: match.start(1)] + b"".join(codes) + content[match.end(1) :]
    pairs = [(a, b) for a, b in itertools.pairwise(lone) if a[1] != b[1] and b.start() - a.end() < 40]
    one, other = dice.choice(pairs)
    between = content[one.end(1) : other.start(1)]
    return content[: one.start(1)] + other[1] + between + one[1] + content[other.end(1) :]


def rewrite(stream: Object, content: bytes) -> None:
    """Other content into a stream, packed as the maker packs it."""
    assert content != stream.read_bytes(), "nothing was changed"
    stream.write(zlib.compress(content, 9), filter=Name.FlateDecode, type_check=False)


def swapped(stream: Object, old: bytes, new: bytes) -> None:
    """Other bytes in a stream, once."""
    content = stream.read_bytes()
    assert old in content, old
    rewrite(stream, content.replace(old, new, 1))


def letters(file: Pdf, index: int, font: str) -> dict[str, bytes]:
    """The code of each letter that a font of a page has."""
    table = file.pages[index].Resources.Font[font].ToUnicode.read_bytes()
    found = re.findall(rb"<([0-9a-f]{4})> <([0-9a-f]+)>", table)
    return {bytes.fromhex(value.decode()).decode("utf-16-be"): code for code, value in found}


def updated(pdf: bytes, change: Callable[[t.Any], None]) -> bytes:
    """A change that is appended, with all that stood there before still in the file."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415 - few mutants need it

    writer: t.Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def note(file: Pdf, kind: str, **entries: t.Any) -> Object:  # noqa: ANN401 - entries of a PDF dictionary
    """An annotation."""
    made: dict[str, t.Any] = {
        "/Type": Name.Annot,
        "/Subtype": Name(f"/{kind}"),
        "/F": 4,
        "/Rect": Array([60, 60, 200, 90]),
    }
    return file.make_indirect(Dictionary(made | {f"/{key}": value for key, value in entries.items()}))


def regular(fonts: Object) -> Object:
    """The upright Latin and Cyrillic face of text size."""
    return next(font for font in fonts.values() if str(font.BaseFont).endswith("+Liberation-Serif"))


def document(on: Tamper) -> Object:
    """The element that all others stand in."""
    top = on.file.Root.StructTreeRoot.K
    return top[0] if isinstance(top, Array) else top
