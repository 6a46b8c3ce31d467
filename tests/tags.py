"""A PDF's structure tree into lines of text, by another library than the one that wrote it."""

import io
import itertools
import re
import typing as t
from collections.abc import Iterator

import pypdf
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, PdfObject, StreamObject, TextStringObject

Texts = dict[tuple[int, int | None], str]


class Tags:
    """A pressed file's tags: one line an element, its words by page and with ⏎ between two marks, and the artifacts."""

    def __init__(self, pdf: bytes) -> None:
        reader = pypdf.PdfReader(io.BytesIO(pdf))
        self._pages = {_number(page): index for index, page in enumerate(reader.pages)}
        self._texts: Texts = {}
        for index, page in enumerate(reader.pages):
            self._texts |= _words(reader, index, page)
        root = _dictionary(_dictionary(reader.root_object)["/StructTreeRoot"])
        self.lines = list(self._below(root, 0, None))

    @property
    def artifacts(self) -> dict[int, str]:
        """The words that are no text, by page, counted from 1."""
        return {page + 1: words for (page, mark), words in self._texts.items() if mark is None and words}

    def __str__(self) -> str:
        artifacts = [f"  {page} “{words}”" for page, words in self.artifacts.items()]
        return "\n".join([*self.lines, "Artifacts", *artifacts, ""])

    def outline(self, letters: int) -> str:
        """The same with no more than so many letters of the words at a place."""
        return re.sub(f"^( *\\d+ “.{{{letters}}}).+”$", r"\1…”", str(self), flags=re.MULTILINE)

    def count(self, role: str) -> int:
        """How many elements have this role."""
        return sum(line.split()[0] == role for line in self.lines)

    def _below(self, element: DictionaryObject, depth: int, page: int | None) -> Iterator[str]:
        content = element["/K"].get_object()
        kids = list(content) if isinstance(content, ArrayObject) else [content]
        page = self._pages[element.raw_get("/Pg").idnum] if "/Pg" in element else page
        for is_text, group in itertools.groupby(kids, lambda kid: self._mark(kid, page)[1] is not None):
            if is_text:
                yield from self._written([self._mark(kid, page) for kid in group], "  " * depth)
                continue
            for kid in group:
                yield from self._element(_dictionary(kid), depth, page)

    def _written(self, marks: list[tuple[int | None, int | None]], indent: str) -> Iterator[str]:
        for page, own in itertools.groupby(marks, lambda mark: mark[0]):
            words = "⏎".join(self._texts[t.cast("int", page), mark] for _page, mark in own)
            yield f"{indent}{t.cast('int', page) + 1} “{words}”"

    def _mark(self, kid: PdfObject | None, page: int | None) -> tuple[int | None, int | None]:
        """The page and number of a kid that is marked content; no number where it is an element or object."""
        kid = kid.get_object() if kid is not None else None
        if isinstance(kid, int):
            return page, kid
        if isinstance(kid, DictionaryObject) and kid.get("/Type") == "/MCR":
            return self._pages[kid.raw_get("/Pg").idnum], t.cast("int", kid["/MCID"])
        return page, None

    def _element(self, kid: DictionaryObject, depth: int, page: int | None) -> Iterator[str]:
        indent = "  " * depth
        if kid.get("/Type") == "/OBJR":
            annotation = _dictionary(kid["/Obj"])
            yield f"{indent}{annotation['/Subtype']} {annotation.get('/T', '')}".rstrip()
            return
        shown = {"lang": kid.get("/Lang"), "id": kid.get("/ID"), "alt": kid.get("/Alt")}
        attributes = "".join(f" {name}={value}" for name, value in shown.items() if value)
        scope = _dictionary(kid["/A"]).get("/Scope", "") if "/A" in kid else ""
        yield f"{indent}{str(kid['/S'])[1:]}{attributes}{scope and f' scope={scope[1:]}'}"
        yield from self._below(kid, depth + 1, page)


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = value.get_object() if value is not None else None
    assert isinstance(found, DictionaryObject)
    return found


def _number(page: pypdf.PageObject) -> int:
    assert page.indirect_reference is not None
    return page.indirect_reference.idnum


def _words(reader: pypdf.PdfReader, index: int, page: pypdf.PageObject) -> Texts:
    """The words of a page by mark; none for what is an artifact."""
    fonts = _dictionary(_dictionary(page["/Resources"])["/Font"])
    letters = {name: _letters(_dictionary(font)) for name, font in fonts.items()}
    found: Texts = {}
    open_marks: list[int | None] = []
    font: dict[bytes, str] = {}
    for operands, operator in ContentStream(page["/Contents"], reader).operations:
        if operator == b"BDC":
            open_marks.append(operands[1].get("/MCID"))
            found.setdefault((index, open_marks[-1]), "")
        elif operator == b"BMC":
            open_marks.append(None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            font = letters[operands[0]]
        elif operator == b"TJ":
            codes = b"".join(_codes(part) for part in operands[0] if isinstance(part, bytes | str))
            words = "".join(font[codes[at : at + 2]] for at in range(0, len(codes), 2))
            key = index, open_marks[-1]  # fails where words stand outside all marks
            found[key] = found.get(key, "") + words
    assert not open_marks
    return found


def _codes(part: bytes | str) -> bytes:
    return part.original_bytes if isinstance(part, TextStringObject) else bytes(t.cast("bytes", part))


def _letters(font: DictionaryObject) -> dict[bytes, str]:
    stream = font["/ToUnicode"].get_object()
    assert isinstance(stream, StreamObject)
    pairs = re.findall(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\s", stream.get_data())
    return {bytes.fromhex(code.decode()): bytes.fromhex(sign.decode()).decode("utf-16-be") for code, sign in pairs}
