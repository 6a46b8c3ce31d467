"""The instrument and its texts: short forms, and what pydantic alone must refuse."""

import copy
import datetime as dt
import typing as t
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from typeset.model.protocol import Protocol, Signatory, signature_field
from typeset.model.text import AnnexWords, Delegation, Item, Paragraph, PartyName, Quote, Table
from typeset.pipeline import Source

Data = dict[str, t.Any]


@pytest.fixture(scope="module")
def small(source: Callable[[str], Source]) -> Protocol:
    return source("small").protocol


def test_short_forms_stand_for_long_ones(small: Protocol) -> None:
    assert [(signatory.party, signatory.id) for signatory in small.signatories] == [
        ("AA", "AA"),
        ("BB", "BB"),
        ("BB", "BB-second"),
    ]
    words = small.texts["ru"]
    assert words.names.parties["BB"] == PartyName(name="Вторая Сторона")
    assert isinstance(words.items[0].body[0], Paragraph)
    assert words.preamble[1] == Quote(quote=("«Мир & согласие».",))
    assert words.full_title == "ПРОТОКОЛ первой Встречи"
    assert small.signed == dt.date(2024, 5, 2)


def test_numbers_and_fields(small: Protocol) -> None:
    assert [small.annex_number(annex.id) for annex in small.annexes] == [1, 2, 3, 4]
    assert [small.item_number(item.id) for item in small.texts["zh"].items] == [1, 2, 3, 4]
    assert signature_field("ru", small.signatories[2]) == "signature_ru_BB-second"


def test_a_signatory_is_named_after_the_party_by_default(small: Protocol) -> None:
    signatories = [{"party": "AA"}, "BB"]
    read = Protocol.model_validate(small.model_dump() | {"signatories": signatories}).signatories
    assert read == (Signatory(party="AA", id="AA"), Signatory(party="BB", id="BB"))


def test_every_kind_of_annex_is_told(small: Protocol) -> None:
    assert [annex.kind for annex in small.texts["ru"].annexes.values()] == ["points", "delegations", "body", "table"]


def _without(key: str) -> Callable[[Data], object]:
    return lambda data: data.pop(key)


def _with(**values: object) -> Callable[[Data], object]:
    return lambda data: data.update(values)


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        *((_without(key), key) for key in ("typeset", "identifier", "languages", "signed", "parties", "texts")),
        (_with(typeset=2), "typeset"),
        *((_with(identifier=name), "identifier") for name in ("", "a\nb", "../x", " x", "x" * 101)),
        (_with(form="clauses"), "form"),
        (_with(languages=[]), "languages"),
        (_with(languages=["ru", "RU"]), "languages.1"),
        *((_with(signed=day), "signed") for day in (0, 1525132800, "2024-05-02T00:00", "2.5.2024", "2024-13-01", "")),
        (_with(signed=dt.datetime(2024, 5, 2, tzinfo=dt.UTC)), "signed"),
        *((_with(original_copies=count), "original_copies") for count in (0, -1, True, "1", 1.0)),
        (_with(parties=[]), "parties"),
        (_with(signatories=[]), "signatories"),
        (_with(signatories=[{"id": "AA"}]), "signatories.0"),
        (_with(annexes=[{"id": "a", "number": 0}]), "annexes.0.number"),
        (_with(secret=1), "secret"),
    ],
)
def test_what_is_no_protocol(small: Protocol, spoil: Callable[[Data], object], place: str) -> None:
    data = copy.deepcopy(small.model_dump())
    Protocol.model_validate(data)
    spoil(data)
    with pytest.raises(ValidationError) as refused:
        Protocol.model_validate(data)
    assert place in {".".join(map(str, error["loc"][: place.count(".") + 1])) for error in refused.value.errors()}


def test_an_annex_has_exactly_one_kind_of_content() -> None:
    with pytest.raises(ValidationError, match="exactly one of"):
        AnnexWords.model_validate({"title": "A"})
    with pytest.raises(ValidationError, match="exactly one of"):
        AnnexWords.model_validate({"title": "A", "points": ["one"], "body": ["two"]})


def test_a_delegation_has_a_party_or_a_heading() -> None:
    assert Delegation.model_validate({"party": "AA", "members": ["Minister"]}).members[0].office == "Minister"
    for more in ({}, {"party": "AA", "heading": "Secretariat"}):
        with pytest.raises(ValidationError, match="either `party` or `heading`"):
            Delegation.model_validate({"members": ["Minister"], **more})


def test_a_table_is_rectangular() -> None:
    with pytest.raises(ValidationError, match="row 2 has 1 cells, the table has 2 columns"):
        Table.model_validate({"columns": ["a", "b"], "rows": [["1", "2"], ["3"]]})


def test_a_faulty_reference_is_refused_in_running_words_only() -> None:
    with pytest.raises(ValidationError, match="is no reference"):
        Item.model_validate({"id": "a", "body": ["see {annexe b}"]})
    assert Item.model_validate({"id": "a", "heading": "a {brace}", "body": ["words"]}).heading == "a {brace}"
