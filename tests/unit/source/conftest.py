"""Small sources made in memory."""

import copy
import json
import typing as t
from collections.abc import Callable

import pytest

from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import bundled
from typeset.source import wordings

Data = dict[str, t.Any]
Make = Callable[..., SourceFiles]

TEXT: Data = {
    "language": "en",
    "title": "PROTOCOL",
    "cited_as": "the Protocol",
    "names": {"place": "Harbour", "depositary": "the Secretariat", "parties": {"AA": "Aland", "NO": "Norland"}},
    "preamble": ["The agenda is attached ({annex agenda})."],
    "items": [{"id": "first", "body": ["The Parties agree.", {"subitems": [{"id": "a", "text": "on this"}]}]}],
    "closing": "Done at Harbour.",
    "deposit": "The Secretariat keeps the original.",
    "signatories": {"AA": {"office": "Minister"}, "NO": {"office": "Minister"}},
    "annexes": {"agenda": {"title": "Agenda", "points": ["Opening"]}},
}
FACTS: Data = {
    "typeset": 1,
    "identifier": "TEST-1",
    "languages": ["en", "ru"],
    "signed": "2024-03-12",
    "parties": ["AA", "NO"],
    "signatories": ["AA", "NO"],
    "annexes": [{"id": "agenda", "number": 1}],
    "texts": {"en": "en.json", "ru": "ru.json"},
}


@pytest.fixture(scope="session")
def tables() -> dict[str, Wording]:
    """The tables of the languages that tests write in."""
    return wordings(("en", "ru", "zh"), bundled())


@pytest.fixture
def make() -> Make:
    """Make the files of a source; `change` may spoil the facts and the texts first."""

    def made(change: Callable[[Data, Data, Data], object] = lambda _facts, _en, _ru: None) -> SourceFiles:
        facts, en, ru = copy.deepcopy(FACTS), copy.deepcopy(TEXT), copy.deepcopy(TEXT) | {"language": "ru"}
        change(facts, en, ru)
        parts = {"protocol.json": facts, "en.json": en, "ru.json": ru}
        contents = {name: json.dumps(part, ensure_ascii=False, indent="\t").encode() for name, part in parts.items()}
        return SourceFiles(root="protocol.json", contents=contents)

    return made
