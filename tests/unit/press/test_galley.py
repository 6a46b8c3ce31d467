"""The forecast of pages: what is told from one layout is what another layout comes to."""

from collections.abc import Callable, Iterator

import pytest

from typeset.model.composition import Adjustment, Composition
from typeset.press.fetch import Fetcher
from typeset.press.galley import Galley, Page
from typeset.press.layout import Layout, Sheets
from typeset.press.picture import pictures
from typeset.resources import Resources

EXAMPLES = ("sco-2018", "small", "small-articles")
SETTINGS = (
    *(Adjustment(degree=degree) for degree in (-3, -1, 2)),
    Adjustment(degree=3, gap=12),
)
"""Those that leave the rows of signatures as high as they are: how much lower they get is known only roughly."""

InHand = Callable[[str], Iterator[Sheets]]


@pytest.fixture
def in_hand(composition: Callable[[str], Composition], resources: Resources) -> InHand:
    """The sections of an example, each to be laid out."""

    def of(name: str) -> Iterator[Sheets]:
        made = composition(name)
        layout = Layout(Fetcher(resources, pictures(made)), made.stylesheets, made.sections)
        return (Sheets(layout, section, 1) for section in made.sections)

    return of


def told(pages: list[Page]) -> list[tuple[float, float, int]]:
    return [(round(page.lowest, 1), round(page.operative, 1), len(page.signatures)) for page in pages]


@pytest.mark.parametrize("name", EXAMPLES)
def test_pages_are_what_was_forecast(name: str, in_hand: InHand) -> None:
    for sheets in in_hand(name):
        galley = Galley.of(sheets.lay())
        assert told(galley.cut(None, {})) == told(galley.laid)
        for setting in SETTINGS:
            laid = Galley.of(sheets.lay(setting)).laid
            assert [pytest.approx(page, abs=0.3) for page in told(laid)] == told(galley.cut(setting, {}))


def test_the_forecast_knows_paragraphs_that_were_settled(in_hand: InHand) -> None:
    """Five paragraphs of the example's Russian text are set otherwise; one of them takes a line more."""
    text = next(in_hand("sco-2018"))
    rendered = text.lay()
    lengths = text.settle(rendered)
    galley = Galley.of(rendered)
    settled = Galley.of(text.lay())
    assert sum(map(len, settled.sheets)) > sum(map(len, galley.sheets))
    assert told(galley.cut(None, lengths)) == told(settled.laid) != told(galley.cut(None, {}))


def test_a_gap_tells_less_of_lower_rows(in_hand: InHand) -> None:
    """Where the rows of signatures get lower too, the forecast is right to some millimetres."""
    text = next(in_hand("sco-2018"))
    galley, setting = Galley.of(text.lay()), Adjustment(gap=5)
    (forecast,) = (page for page in galley.cut(setting, {}) if page.signatures)
    (laid,) = (page for page in Galley.of(text.lay(setting)).laid if page.signatures)
    (plain,) = (page for page in galley.laid if page.signatures)
    assert laid.lowest < plain.lowest - 20
    assert forecast.lowest == pytest.approx(laid.lowest, abs=12)
