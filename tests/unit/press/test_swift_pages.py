"""Whether whatever a house may write is laid out and painted by the quicker functions as by the engine's own."""

import logging
import re
import typing as t

import pytest
import weasyprint
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine import engine_alone
from tests.markup import BODY, PAGES, RULES, WORDS
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


class Seen(t.NamedTuple):
    """What is seen of pages, or of a failure."""

    boxes: list[t.Any]
    pdf: str
    said: list[str]


def _plain(value: t.Any) -> t.Any:  # noqa: ANN401 - untyped engine
    """A value without what differs between two equal ones: addresses, and the order of sets."""
    if isinstance(value, Box | AbsolutePlaceholder):
        return type(value).__name__
    if isinstance(value, Layout):
        return sorted((name, _plain(one)) for name, one in vars(value).items())
    if isinstance(value, dict):
        return sorted((repr(name), _ADDRESS.sub("", repr(one))) for name, one in value.items())
    if isinstance(value, tuple | list):
        return [type(value).__name__, *map(_plain, value)]
    if isinstance(value, set | frozenset):
        return sorted(map(repr, value))
    return _ADDRESS.sub("", repr(value))


def _box(box: t.Any) -> t.Any:  # noqa: ANN401 - untyped engine
    """All that is known of a box, values and names of its style's items too: the engine can see which are there."""
    if isinstance(box, AbsolutePlaceholder):
        return ["placeholder", _box(box._box)]
    if not isinstance(box, Box):
        return repr(type(box))
    of_itself = {name: _plain(value) for name, value in vars(box).items() if name not in {"children", "style"}}
    style = {name: _plain(value) for name, value in box.style.items()}
    return [type(box).__name__, of_itself, style, [_box(child) for child in box.all_children()]]


def _laid(html: str, style: str, fonts: FontConfiguration) -> Seen:
    said: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        sheet = weasyprint.CSS(string=style, font_config=fonts)
        document = weasyprint.HTML(string=html).render(stylesheets=[sheet], font_config=fonts)
        seen = [_box(page._page_box) for page in document.pages]
        pdf = document.write_pdf(uncompressed_pdf=True)
    except Exception as error:  # noqa: BLE001 - a failure is compared too
        seen, pdf = [f"{type(error).__name__}: {error}"], b""
    finally:
        logger.removeHandler(handler)
    return Seen(seen, re.sub(rb"/CreationDate[^\n]*", b"", pdf).hex(), said)


def _same(body: str, style: str = "") -> None:
    """Lay out with the engine's own functions and with ours, twice with the same fonts: then much is known."""
    html = f"<!DOCTYPE html><html lang=en><body>{body}"
    with engine_alone():
        fonts = FontConfiguration()
        expected = [_laid(html, style, fonts) for _ in range(2)]
    fonts = FontConfiguration()
    for round_ in expected:
        found = _laid(html, style, fonts)
        assert found.said == round_.said
        assert found.boxes == round_.boxes
        assert found.pdf == round_.pdf


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_the_same(name: str) -> None:
    _same(*PAGES[name])


def test_the_same_words_under_different_styles() -> None:
    """What is kept of a font configuration depends on every property that moves a word."""
    changes = (
        *("font-size: 17px", "font-style: italic", "font-weight: bold", "font-family: 'Noto Serif SC'"),
        *("letter-spacing: 1px", "word-spacing: 2px", "hyphens: auto", "hyphens: none", "white-space: pre-wrap"),
        *("white-space: nowrap", "word-break: break-all", "overflow-wrap: anywhere", "direction: rtl"),
        *("text-decoration: underline", "font-variant-caps: all-small-caps", "font-kerning: none"),
        *("font-feature-settings: 'liga' 0", "hyphens: auto; hyphenate-character: '~'", "text-indent: 3em"),
        *("hyphens: auto; hyphenate-limit-chars: 12 6 6", "hyphens: auto; hyphenate-limit-zone: 50%"),
        *("line-height: 3", "width: 91px", "width: 90.5px", "font-language-override: 'SRB'", "text-align: justify"),
    )
    words = f"{WORDS} su&shy;per {WORDS}\ttab"
    _same(
        "".join(f"<p class=c{index}>{words}" for index in range(len(changes))),
        "p { width: 90px }" + "".join(f".c{index} {{ {change} }}" for index, change in enumerate(changes)),
    )


@given(rules=RULES, width=st.integers(90, 500))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_any_rules_give_the_same_pages(rules: list[tuple[str, list[str]]], width: int) -> None:
    style = "".join(f"{selector} {{ {'; '.join(declarations)} }} " for selector, declarations in rules)
    _same(BODY, f"@page {{ size: {width}px 300px; margin: 10px }} p::before {{ content: '§' }} {style}")
