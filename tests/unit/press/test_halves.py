"""Pages that two processes press: the same bytes as those of one, and one where two cannot."""

import itertools
import os
import signal
import typing as t
from collections.abc import Callable

import pytest
from weasyprint.pdf.stream import Stream

from typeset import beside
from typeset.beside import Beside, Talk
from typeset.compose import compose
from typeset.errors import PressError
from typeset.model.composition import Composition, Section
from typeset.pipeline import Source
from typeset.press import carried, guarded, halves, margins
from typeset.press.carried import UncarriedError
from typeset.press.halves import Halves, Laid, Tickets, worthwhile
from typeset.press.layout import Layout
from typeset.resources import Resources

Composed = Callable[[str], Composition]
DOCUMENTS = [
    ("sco-2018", {"": "treaty"}, ("ru", "zh")),
    ("sco-2018", {"ru": "gost-r-7.0.97", "zh": "gbt-9704"}, ("ru", "zh")),
    ("sco-2018", {"": "treaty"}, ("ru",)),
    ("sco-2018", {"": "gbt-9704"}, ("zh",)),
    ("articles", {"": "treaty"}, ("en", "ru")),
]

SECTIONS = 10
"""Of the small example."""


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets two processes work, however many threads the runner of the tests has, and however few the pages are."""
    monkeypatch.setattr(beside, "possible", lambda **_wanted: True)
    monkeypatch.setattr(halves, "WORTH", 0)


@pytest.fixture
def composed(source: Callable[[str], Source], resources: Resources) -> Callable[..., Composition]:
    """Composes an example by a profile, in some languages."""

    def made(example: str, profile: dict[str, str], languages: tuple[str, ...]) -> Composition:
        own = source(example)
        protocol = own.protocol.model_copy(update={"profile": profile})
        return compose(protocol, own.wordings, own.files, resources, languages)

    return made


@pytest.mark.parametrize(("example", "profile", "languages"), DOCUMENTS)
@pytest.mark.usefixtures("two")
def test_two_processes_press_the_same_bytes(  # noqa: PLR0913, PLR0917 - fixtures and the document
    example: str,
    profile: dict[str, str],
    languages: tuple[str, ...],
    composed: Callable[..., Composition],
    resources: Resources,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    composition = composed(example, profile, languages)
    alone = guarded(composition, resources)
    monkeypatch.setattr(halves, "lay", None)
    both = guarded(composition, resources, processes=2)
    assert both.pdf == alone.pdf
    assert both.adjustments == alone.adjustments
    assert list(both.adjustments) == list(alone.adjustments)


@pytest.mark.parametrize("taken", [0, 1, 4, 5, 9])
@pytest.mark.usefixtures("two")
def test_wherever_they_meet_the_bytes_are_the_same(
    taken: int,
    composition: Composed,
    pressed: Callable[[str], bytes],
    resources: Resources,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The fork takes so many sections, and the parent what is left; the first is always its own."""
    here = os.getpid()
    left = {"here": SECTIONS - 1 - taken, "there": taken}

    def drawn(_tickets: Tickets) -> bool:
        side = "here" if os.getpid() == here else "there"
        left[side] -= 1
        return left[side] >= 0

    assert len(composition("small").sections) == SECTIONS
    alone = pressed("small")
    monkeypatch.setattr(Tickets, "drawn", drawn)
    monkeypatch.setattr(halves, "lay", None)
    assert guarded(composition("small"), resources, processes=2).pdf == alone


def test_every_section_is_taken_once() -> None:
    with Tickets(5) as tickets:
        with Beside(lambda parent: parent.tell(_all(tickets))) as fork:
            own = _all(tickets)
            assert own + fork.hear() == 5
        assert not tickets.drawn()


def _all(tickets: Tickets) -> int:
    return len(list(itertools.takewhile(bool, iter(tickets.drawn, None))))


# Where two cannot, one does.

FAULTS: dict[str, tuple[object, str, Callable[..., t.Any]]] = {
    "the fork is killed": (halves, "painted", lambda *_: os.kill(os.getpid(), signal.SIGKILL)),
    "the fork stumbles before it announces its pages": (halves, "_number", lambda *_: 1 / 0),
    "the fork ends without a word": (Halves, "_last", lambda *_: None),
    "its pages hold what cannot travel": (halves, "laid", lambda *_: (_ for _ in ()).throw(UncarriedError)),
    "its margins are of other sizes": (margins, "renumbered", lambda *_: False),
    "no face can be lent": (carried, "_asked", lambda _face: "<p style=\"font: 12px 'Liberation Serif'\">x</p>"),
    "no process can be had": (Halves, "begun", lambda *_: (_ for _ in ()).throw(BlockingIOError(11, "no more"))),
    "no pipe can be had": (Tickets, "__init__", lambda *_: (_ for _ in ()).throw(OSError(24, "too many files"))),
    "the parent cannot speak": (Talk, "tell", lambda talk, _value: talk.connection.close()),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("two")
def test_one_process_presses_where_two_cannot(
    fault: str,
    composition: Composed,
    pressed: Callable[[str], bytes],
    resources: Resources,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, name, broken = FAULTS[fault]
    alone: list[Layout] = []
    real = halves.lay

    def lay(layout: Layout) -> Laid:
        alone.append(layout)
        return real(layout)

    monkeypatch.setattr(halves, "lay", lay)
    monkeypatch.setattr(owner, name, broken)
    assert guarded(composition("small"), resources, processes=2).pdf == pressed("small")
    assert alone


@pytest.mark.parametrize(
    ("body", "style", "error"),
    [
        ("<p>\U00020bb7</p>", "", "no bundled face has `\U00020bb7`"),
        ("<p id='a'>x</p><p id='a'>y</p>", "", "Anchor defined twice"),
        ("<a href='#nowhere'>x</a>", "", "nowhere"),
        ("<p class='wrong'>x</p>", ".wrong { colour: red }", "colour"),
        ("<img alt='x' src='nowhere.png'>", "", "`nowhere.png` stands in no template"),
    ],
)
@pytest.mark.usefixtures("two")
def test_what_is_wrong_with_the_last_pages_is_said_as_by_one(
    body: str, style: str, error: str, composition: Composed, resources: Resources
) -> None:
    composed = composition("small")
    last = composed.sections[-1]
    html = last.html.replace("</body>", f"{body}</body>")
    spoilt = Section(html=html, stylesheets=(*last.stylesheets, style), name=last.name)
    wrong = composed.model_copy(update={"sections": (*composed.sections[:-1], spoilt)})
    said = []
    for processes in (1, 2):
        with pytest.raises(PressError, match=error) as raised:
            guarded(wrong, resources, processes=processes)
        said.append(str(raised.value))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    "more",
    [
        "<p><a href='#ru'>back to the first text</a></p>",
        "<p><a href='https://example.org/'>outside</a></p>",
        "<p style='color: #300; opacity: 1'>colour</p>",
        "<p style='background: linear-gradient(red, blue)'>a pattern</p>",
        "<p style='opacity: .5'>a group</p>",
        "<form><input name='x' title='x'></form>",
    ],
)
@pytest.mark.usefixtures("two")
def test_links_and_colours_travel_and_what_cannot_is_painted_here(
    more: str, composition: Composed, resources: Resources
) -> None:
    composed = composition("small")
    last = composed.sections[-1]
    longer = last.model_copy(update={"html": last.html.replace("</body>", f"{more}</body>")})
    composed = composed.model_copy(update={"sections": (*composed.sections[:-1], longer)})
    assert guarded(composed, resources, processes=2).pdf == guarded(composed, resources).pdf


@pytest.mark.usefixtures("two")
def test_a_page_that_is_bound_on_the_other_side_is_laid_out_where_its_number_is_known(
    composition: Composed, resources: Resources
) -> None:
    mirrored = "@page :left { margin-left: 15mm; margin-right: 30mm }"
    composed = composition("small")
    composed = composed.model_copy(update={"stylesheets": (*composed.stylesheets, mirrored)})
    assert guarded(composed, resources, processes=2).pdf == guarded(composed, resources).pdf


def test_few_pages_pictures_and_drafts_are_not_worth_a_second_process(composition: Composed) -> None:
    long = composition("sco-2018")
    assert worthwhile(long)
    assert not worthwhile(composition("small"))
    assert not worthwhile(long.model_copy(update={"draft": True}))
    assert not worthwhile(long.model_copy(update={"sections": long.sections[:1]}))
    assert not worthwhile(long.model_copy(update={"sections": long.sections * 1000}))


def test_what_a_stream_of_the_engine_is_made_of() -> None:
    """The private names of `press/carried.py`; see tests/unit/press/test_engine.py."""
    stream = Stream({}, (0, 0, 1, 1), {"ExtGState": {}}, {}, {}, {}, "srgb", compress=True)
    assert {"_fonts", "_resources", "_tags", "stream", "compress", "extra"} <= set(vars(stream))
