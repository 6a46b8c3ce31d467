"""How much work a press and a copy are, counted and not timed: a slower machine fails none of this, a waste does.

Counts are of one pinned engine and of bundled fonts, so they are the same everywhere. Where one is a ceiling, it lies
a tenth above what was counted, for pages that are set a little otherwise; the others hold exactly.
"""

import collections
import datetime as dt
import io
import typing as t
from collections.abc import Callable, Iterator
from pathlib import Path

import page
import pikepdf
import pytest
import weasyprint
from weasyprint.pdf.fonts import Font
from weasyprint.text.fonts import FontConfiguration

from typeset.model.composition import Composition
from typeset.pipeline import Source, registering
from typeset.pipeline.issuing import Desk, Order
from typeset.press import press
from typeset.register import Register
from typeset.resources import Resources

TOLERANCE = 1.1
FACES = 4
"""Regular and bold of both families: all that the pages of the examples use."""
PROFILES = 2

Counts = collections.Counter[str]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counts:
    """Counts what the engine and the validator are asked for; they do their work all the same."""
    counts = Counts()

    def count(owner: t.Any, name: str, what: str) -> None:  # noqa: ANN401 - classes and modules
        real = getattr(owner, name)

        def counting(*arguments: t.Any, **options: t.Any) -> t.Any:  # noqa: ANN401 - stands for any call
            counts[what] += 1
            result = real(*arguments, **options)
            if what == "layouts":
                counts["pages laid out"] += len(result.pages)
            return result

        monkeypatch.setattr(owner, name, counting)

    count(weasyprint.HTML, "render", "layouts")
    count(weasyprint.CSS, "__init__", "stylesheets")
    count(FontConfiguration, "__init__", "font configurations")
    count(Font, "subset", "subsets")
    count(page, "validate_pdf_bytes", "judgements")
    return counts


def at_most(counted: int) -> float:
    """A ceiling above what was counted when this was written."""
    return counted * TOLERANCE


@pytest.mark.parametrize(("name", "known"), [("small", (13, 15)), ("sco-2018", (27, 52))])
def test_sections_are_laid_out_again_only_where_their_titles_words_or_signatures_need_it(
    name: str,
    known: tuple[int, int],
    composition: Callable[[str], Composition],
    resources: Resources,
    counted: Counts,
) -> None:
    layouts, pages = known
    made = composition(name)
    press(made, resources)
    assert len(made.sections) <= counted["layouts"] <= at_most(layouts)
    assert counted["pages laid out"] <= at_most(pages)


@pytest.mark.parametrize("name", ["small", "sco-2018"])
def test_every_face_is_subset_once_and_fonts_are_configured_once_a_press(
    name: str, composition: Callable[[str], Composition], resources: Resources, counted: Counts
) -> None:
    press(composition(name), resources)
    assert counted["subsets"] == FACES
    assert counted["font configurations"] == 1


@pytest.mark.parametrize("name", ["small", "sco-2018"])
def test_a_stylesheet_is_parsed_once_a_press_however_many_sections_stand_under_it(
    name: str, composition: Callable[[str], Composition], resources: Resources, parsed: list[str]
) -> None:
    made = composition(name)
    press(made, resources)
    given = {style for section in made.sections for style in section.stylesheets} | set(made.stylesheets)
    assert given <= set(parsed)
    assert len(parsed) == len(set(parsed))


def test_a_further_copy_lays_out_nothing_subsets_nothing_and_asks_no_validator(
    desk: Desk, order: Order, counted: Counts
) -> None:
    first, *further = desk.issue(order), desk.issue(order), desk.issue(order)
    assert len(list(first)) == 1
    assert counted["judgements"] == PROFILES
    assert counted["layouts"] == 1
    counted.clear()
    assert [len(list(issued)) for issued in further] == [1, 1]
    assert not counted


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every stylesheet that the engine parses, by its text."""
    styles: list[str] = []
    real = weasyprint.CSS.__init__

    def noting(self: object, *arguments: t.Any, **options: t.Any) -> None:  # noqa: ANN401 - stands for any call
        if "string" in options:
            styles.append(options["string"])
        real(self, *arguments, **options)

    monkeypatch.setattr(weasyprint.CSS, "__init__", noting)
    return styles


@pytest.fixture
def order(source: Callable[[str], Source]) -> Order:
    """A copy for the first party of the example."""
    protocol = source("sco-2018").protocol
    places = {tag: text.names.place for tag, text in protocol.texts.items()}
    party = protocol.parties[:1]
    return Order(date=dt.date(2018, 6, 4), parties=party, settings=protocol.certification, places=places)


@pytest.fixture
def desk(
    source: Callable[[str], Source], pressed: Callable[[str], bytes], resources: Resources, tmp_path: Path
) -> Iterator[Desk]:
    """Where the example is copied, and no copy was made before."""
    own, pdf = source("sco-2018"), pressed("sco-2018")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = len(opened.pages)
    path = tmp_path / "original.pdf"
    entry = registering.entry_of(pdf, path, pages, own.protocol, own.files, scanned=False)
    with Register.open(tmp_path / "register.db", create=True) as book:
        yield Desk(pdf, book.add_original(entry), book, tmp_path, resources)
