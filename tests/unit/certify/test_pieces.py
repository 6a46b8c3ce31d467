"""Where the pressed page of margin lines is cut, and what becomes of the figures."""

import io
import re

import pikepdf
import pytest
from tests.unit.certify.conftest import TERMS, Workshop
from tests.unit.certify.looking import words

from typeset.certify.pieces import Pressed, parted
from typeset.errors import PressError
from typeset.model.certification import Terms
from typeset.press import press

IDS = [
    *("figures-regular", "figures-bold", "margin-page-1", "margin-page-2", "margin-digest", "margin-copy-1"),
    *("margin-number-2", "number-1", "qr-2", "signed-ru", "certification-1"),
]


@pytest.fixture(scope="module")
def pressed(small: bytes, workshop: Workshop) -> Pressed:
    composition = workshop.composition(workshop.subject(small), Terms(**TERMS))
    return Pressed(pikepdf.open(io.BytesIO(press(composition, workshop.resources))))


@pytest.mark.parametrize("name", [name for name in IDS if not name.startswith("certification")])
def test_every_place_of_the_template_is_found(name: str, pressed: Pressed) -> None:
    page, mark = pressed.place(name)
    assert page == (0 if not name.startswith(("number", "qr")) else int(name[-1]))
    assert mark >= 0
    assert b" Tm" in pressed.piece(name)


@pytest.mark.parametrize("name", IDS)
def test_a_template_without_an_id_is_refused_by_its_name(name: str, small: bytes, workshop: Workshop) -> None:
    with pytest.raises(PressError, match=f"`{name}`"):
        workshop.copy(small, 1, "PK" if name[-1] == "2" else "KZ", spoil=Without(name), conformed=("signature_ru_AA",))


class Without:
    """Takes an id out of the pressed HTML."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __call__(self, html: str) -> str:
        """The HTML without it."""
        assert html.count(f'id="{self.name}"') == 1
        return html.replace(f'id="{self.name}"', "")


def glyphs(piece: bytes) -> bytes:
    return b"".join(re.findall(rb"<([0-9a-f]+)>", piece))


def test_a_number_is_written_in_the_figures_of_its_place(pressed: Pressed) -> None:
    for place, figures in (("margin-number-1", "figures-regular"), ("number-1", "figures-bold")):
        piece = pressed.piece(place)
        assert glyphs(pressed.numbered(piece, 0)) == glyphs(piece)
        known = glyphs(pressed.piece(figures))
        assert glyphs(pressed.numbered(piece, 1234567890)) == known[4:] + known[:4]
        assert pressed.numbered(piece, 7).split(b"[")[0] == piece.split(b"[")[0]


def test_a_number_of_all_figures_reads_back(small: bytes, workshop: Workshop) -> None:
    text = words(workshop.copy(small, 1234567890))
    assert text.count("1234567890") == text.count("\f") + 1


def test_a_place_without_a_figure_is_refused(pressed: Pressed) -> None:
    with pytest.raises(PressError, match="no single figure"):
        pressed.numbered(b"q Q", 1)
    with pytest.raises(PressError, match="no mark 9999"):
        parted(pressed.contents[1], (9999,))


def test_another_mark_is_left_alone(pressed: Pressed) -> None:
    content = pressed.contents[1]
    page, mark = pressed.place("number-1")
    assert page == 1
    before, number, after = parted(content, (mark,))
    assert number == mark
    assert isinstance(before, bytes)
    assert isinstance(after, bytes)
    assert pressed.piece("number-1") not in before + after
    assert before + pressed.piece("number-1") + b"\n" + after == content
