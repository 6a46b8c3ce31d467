"""Pages that keep every rule, the same pages with one thing wrong, and which rules a file breaks."""

import typing as t
from collections.abc import Callable
from pathlib import Path

import pytest

from typeset import verify
from typeset.compose import compose
from typeset.model.composition import Composition
from typeset.model.report import Check
from typeset.pipeline import Source, read
from typeset.press import press
from typeset.resources import Resources
from typeset.source import profiles
from typeset.verify.checks.case import Case
from typeset.verify.rules import rules

PROTOCOL = Path(__file__).parent / "protocol.yaml"
Pressed = Callable[..., bytes]
Measure = Callable[[bytes, str, str], Check]


@pytest.fixture(scope="session")
def paper(resources: Resources) -> Source:
    return read(PROTOCOL, resources)


@pytest.fixture(scope="session")
def pressed(paper: Source, resources: Resources) -> Pressed:
    """Presses the text of a language under a further style, with words of its HTML replaced; each once a session."""
    known: dict[tuple[object, ...], bytes] = {}

    def made(lang: str, style: str = "", words: tuple[tuple[str, str], ...] = (), profile: str = "treaty") -> bytes:
        key = lang, style, words, profile
        if key not in known:
            protocol = paper.protocol.model_copy(update={"profile": {lang: profile}})
            composition = compose(protocol, paper.wordings, paper.files, resources, (lang,))
            known[key] = press(_altered(composition, style, words), resources)
        return known[key]

    return made


def _altered(composition: Composition, style: str, words: tuple[tuple[str, str], ...]) -> Composition:
    data = composition.model_dump()
    data["stylesheets"] = (*data["stylesheets"], style)
    # A page may be composed whole, or in sections that are laid out by themselves.
    parts: list[dict[str, t.Any]] = list(data.get("sections", [data]))
    for old, new in words:
        assert any(old in part["html"] for part in parts), old
        for part in parts:
            part["html"] = part["html"].replace(old, new)
    return Composition.model_validate(data)


@pytest.fixture(scope="session")
def measure(paper: Source, resources: Resources) -> Measure:
    """Measures the text of a language by a profile."""

    def measured(pdf: bytes, lang: str, profile: str) -> Check:
        facts = verify.read(pdf, "paper.pdf")
        case = Case(facts, paper.protocol, paper.wordings, (lang,), paper.files, resources, None)
        return rules(case, lang, profiles((profile,), resources)[profile])

    return measured
