"""The pressed page of margin lines into pieces of page content, each found by the id that its template gave it.

Nothing is set here: the press has placed every glyph. Only the number of a copy is put in, figure by figure, in
place of the one figure that stands for it.
"""

import re
from collections.abc import Iterator

import pikepdf

from typeset.errors import PressError
from typeset.messages import phrase

_CHUNK = re.compile(rb"/\w+\n<</MCID (\d+)>>\nBDC\n(.*?)EMC", re.DOTALL)
_SHOWN = re.compile(rb"BT\n(.*?Tm)\n(/\w+ [\d.]+ Tf)\n(\[.*?\]) TJ\nET", re.DOTALL)
_GLYPH = re.compile(rb"<([0-9a-f]+)>")
_PLACE = re.compile(rb"\S+ \S+ \S+ \S+ (\S+) (\S+) Tm")
_KEEP = phrase("keep the ids of the bundled `certification.html`")
_FIGURES = ("figures-regular", "figures-bold")


class Pressed:
    """The pressed pages of certification, open for taking pieces from.

    Args:
        pdf: the pressed file.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        tree = pdf.Root.StructTreeRoot.IDTree.Names
        self.elements = {str(tree[i]): tree[i + 1] for i in range(0, len(tree), 2)}
        self.contents = [page.Contents.read_bytes() for page in pdf.pages]
        self._chunks = [_chunks(content) for content in self.contents]
        self._pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        self._figures = dict(self._figures_of(name) for name in _FIGURES)

    def element(self, name: str) -> pikepdf.Object:
        """The structure element of what the template calls `name`.

        Raises:
            PressError: the template has none of this name.
        """
        if name not in self.elements:
            raise PressError(phrase("the certification template has no element `{name}`", name=name), _KEEP)
        return self.elements[name]

    def piece(self, name: str) -> bytes:
        """The operators of the marked content that the template calls `name`."""
        page, number = self.place(name)
        return self._chunks[page][number].strip()

    def place(self, name: str) -> tuple[int, int]:
        """The page, counted from 0, and the number of a mark.

        Raises:
            PressError: the template has no single mark of this name.
        """
        marks = self._marks(name)
        if len(marks) != 1:
            raise PressError(
                phrase("the certification template has no single line `{name}`", name=name),
                _KEEP,
            )
        return self._page(name), marks[0]

    def _page(self, name: str) -> int:
        return self._pages[self.elements[name].Pg.objgen] if name in self.elements else 0

    def _marks(self, name: str) -> list[int]:
        element = self.elements.get(name)
        return [] if element is None else [int(kid) for kid in element.K if isinstance(kid, int)]

    def lines(self, name: str) -> tuple[bytes, ...]:
        """The operators of each line of the words that the template calls `name`: none where it has no such words."""
        marks = self._marks(name)
        return tuple(self._chunks[self._page(name)][number].strip() for number in marks)

    def numbered(self, piece: bytes, number: int) -> bytes:
        """A piece that stands for a number, with the figures of `number`."""
        shown = _SHOWN.search(piece)
        if shown is None:
            raise PressError(
                phrase("the place of the number holds no single figure"), phrase("keep its element in the template")
            )
        figures = self._figures[shown[2].split()[0]]
        glyphs = b"".join(figures[int(figure)] for figure in str(number))
        return piece[: shown.start(3)] + b"[<" + glyphs + b">]" + piece[shown.end(3) :]

    def resources(self, pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
        """What the pieces draw with, fonts and graphics states, brought into `pdf`."""
        own = self.pdf.pages[0].Resources
        fonts = pdf.copy_foreign(self.pdf.make_indirect(own.Font))
        states = pdf.copy_foreign(self.pdf.make_indirect(own.ExtGState))
        return pikepdf.Dictionary(Font=fonts, ExtGState=states)

    def _figures_of(self, name: str) -> tuple[bytes, list[bytes]]:
        shown = _SHOWN.search(self.piece(name))
        glyphs = [] if shown is None else list(_codes(shown[3]))
        if shown is None or len(glyphs) != len("0123456789"):
            raise PressError(
                phrase("the certification template has no ten figures in `{name}`", name=name), phrase("keep that line")
            )
        return shown[2].split()[0], glyphs


def parted(content: bytes, numbers: tuple[int, ...]) -> tuple[bytes | int, ...]:
    """Page content with the number of each of these marks in the place of its operators.

    Raises:
        PressError: the content has no such mark.
    """
    parts: list[bytes | int] = []
    end = 0
    for match in _CHUNK.finditer(content):
        if int(match[1]) in numbers:
            parts += [content[end : match.start(2)], int(match[1])]
            end = match.end(2)
    if missing := set(numbers) - set(parts):
        raise PressError(
            phrase("the certification page has no mark {number}", number=min(missing)),
            phrase("report this with the template"),
        )
    return (*parts, content[end:])


def origin(piece: bytes) -> tuple[float, float]:
    """Where a piece begins: left end and baseline, in CSS pixels from the top left of the page."""
    place = _PLACE.search(piece)
    if place is None:
        raise PressError(
            phrase("a line of the certification template has no place"), phrase("report this with the template")
        )
    return float(place[1]), float(place[2])


def at_origin(piece: bytes) -> bytes:
    """A piece that begins at the origin, wherever the press had set it."""
    return _PLACE.sub(b"1 0 0 -1 0 0 Tm", piece, count=1)


def _chunks(content: bytes) -> dict[int, bytes]:
    """The operators of each mark of a page."""
    return {int(match[1]): match[2] for match in _CHUNK.finditer(content)}


def _codes(shown: bytes) -> Iterator[bytes]:
    """The two-byte glyph codes of a string that is shown, as hexadecimal figures."""
    for run in _GLYPH.findall(shown):
        yield from (run[start : start + 4] for start in range(0, len(run), 4))
