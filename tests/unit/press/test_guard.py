"""The page of the signatures: over sixty lengths of text in each profile, and over random protocols."""

import contextlib
import typing as t
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from typeset.compose import compose
from typeset.errors import PressError
from typeset.model.protocol import Protocol, Signatory
from typeset.model.text import Item, Paragraph, SignatoryWords
from typeset.pipeline import Source
from typeset.press import Pressed, guarded
from typeset.resources import Resources
from typeset.verify import read
from typeset.verify.blocks import found_blocks

LINES = {"ru": "Строка, которая стоит на странице одна.", "zh": "本行独自成段。"}
PROFILES = (("ru", "treaty"), ("zh", "treaty"), ("ru", "gost-r-7.0.97"), ("zh", "gbt-9704"))


@dataclass(frozen=True)
class Bench:
    """The small source with other provisions."""

    source: Source
    resources: Resources
    style: str = ""

    def pressed(self, language: str, profile: str, paragraphs: t.Sequence[str]) -> Pressed:
        """Press one text without its annexes, which begin on new pages and have nothing to do with it."""
        protocol = self.with_items(language, paragraphs).model_copy(update={"profile": {"": profile}})
        made = compose(protocol, self.source.wordings, self.source.files, self.resources, (language,))
        alone = {"sections": made.sections[:1], "files": (), "stylesheets": (*made.stylesheets, self.style)}
        return guarded(made.model_copy(update=alone), self.resources)

    def with_items(self, language: str, paragraphs: t.Sequence[str]) -> Protocol:
        """The protocol with one item of these paragraphs, and no reference to an annex."""
        protocol = self.source.protocol
        body = tuple(Paragraph(text=words) for words in paragraphs)
        plain = {"preamble": (), "items": (Item(id="only", body=body),)}
        texts = {**protocol.texts, language: protocol.texts[language].model_copy(update=plain)}
        return protocol.model_copy(update={"texts": texts})


@pytest.fixture(scope="session")
def bench(source: Callable[[str], Source], resources: Resources) -> Bench:
    return Bench(source("small"), resources)


def operative(pdf: bytes, language: str) -> dict[int, int]:
    """How many lines of provisions stand on each page with a signature; read back from the file."""
    facts = read(pdf, "a guarded text")
    signed = {annotation.page: 0 for annotation in facts.annotations if annotation.name.startswith("signature_")}
    assert signed
    for block in found_blocks(facts):
        if block.anchor.startswith(f"{language}-item-"):
            for line in block.lines:
                if line.page in signed:
                    signed[line.page] += 1
    return signed


@pytest.mark.parametrize(("language", "profile"), PROFILES)
@pytest.mark.parametrize("part", range(4))
def test_signatures_stand_with_operative_text_at_every_length(
    bench: Bench, language: str, profile: str, part: int
) -> None:
    """A page holds about forty lines: sixty lengths pass a page's end at every line, whatever else stands on it."""
    for count in range(1 + part, 61, 4):
        made = bench.pressed(language, profile, [LINES[language]] * count)
        found = operative(made.pdf, language)
        assert len(found) == 1
        assert all(found.values()), f"{count} lines: no operative text beside the signatures"


FITTING = 8
"""Signatories that fit on a page with operative text in any profile."""


def crowd(bench: Bench, count: int) -> dict[str, object]:
    """A protocol's changes by which so many sign for the first party."""
    protocol = bench.source.protocol
    signatories = tuple(Signatory(party=protocol.parties[0], id=f"S{number}") for number in range(count))
    words = {
        one.id: SignatoryWords(office="Чрезвычайный и Полномочный Посол", name="И. И. Иванов") for one in signatories
    }
    texts = {language: text.model_copy(update={"signatories": words}) for language, text in protocol.texts.items()}
    return {"signatories": signatories, "texts": texts}


def crowded(bench: Bench, count: int) -> Bench:
    protocol = bench.source.protocol.model_copy(update=crowd(bench, count))
    return replace(bench, source=replace(bench.source, protocol=protocol))


def test_more_signatories_than_a_page_holds_are_refused_with_the_figures(bench: Bench) -> None:
    with pytest.raises(PressError, match="the page of the signatures would carry no operative text") as raised:
        crowded(bench, 24).pressed("ru", "treaty", [LINES["ru"]] * 50)
    assert raised.value.message.startswith("ru: ")
    assert " mm of a page of 255 mm" in raised.value.message
    assert raised.value.hint


def test_a_text_that_needs_nothing_is_left_as_it_is(bench: Bench) -> None:
    assert bench.pressed("ru", "treaty", [LINES["ru"]] * 3).adjustments == {}


def test_the_gentlest_setting_that_helps_is_taken_and_said(bench: Bench) -> None:
    """As lines are added, the signatures fit as they are, then with less and less room, then all moves on."""
    degrees = set()
    for language, lengths in (("ru", range(17, 23)), ("zh", range(12, 19))):
        lines = [[LINES[language]] * count for count in lengths]
        done = [bench.pressed(language, "treaty", texts).adjustments.get(language) for texts in lines]
        taken = [one.degree for one in done if one]
        assert done[0] is None
        assert done[-1] is None
        assert taken == sorted(taken, reverse=True)
        assert all(one.gap == 5 for one in done if one)
        degrees |= set(taken)
    assert len(degrees) > 1
    assert degrees <= {0, -1, -2, -3}


def test_the_guard_sees_signatures_without_operative_text(bench: Bench) -> None:
    """The measure itself: with the style that keeps them together taken away, lengths exist where nothing stands by."""
    loose = ".closing, .signatures { break-before: auto; break-after: auto } .closing { break-inside: auto }"
    free = replace(bench, style=loose)
    refused = 0
    for count in range(20, 44, 3):
        try:
            made = free.pressed("ru", "treaty", [LINES["ru"]] * count)
        except PressError as error:
            refused += "no operative text" in error.message
        else:
            assert all(operative(made.pdf, "ru").values())
    assert refused


paragraphs = st.lists(st.integers(1, 60).map(lambda words: "слово " * words + "конец."), min_size=1, max_size=14)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paragraphs, st.integers(1, 12), st.sampled_from(["treaty", "gost-r-7.0.97"]))
def test_random_protocols_are_guarded_or_refused(
    bench: Bench, texts: list[str], signatories: int, profile: str
) -> None:
    full = crowded(bench, signatories)
    if signatories > FITTING:
        with contextlib.suppress(PressError):
            assert all(operative(full.pressed("ru", profile, texts).pdf, "ru").values())
        return
    found = operative(full.pressed("ru", profile, texts).pdf, "ru")
    assert len(found) == 1
    assert all(found.values())
