"""From files to a protocol, or to every complaint at once."""

import json
import typing as t
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.errors import ResourceError, SourceError
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.source import check, load

Data = dict[str, t.Any]
Make = Callable[..., SourceFiles]


def _spoil_everything(facts: Data, en: Data, ru: Data) -> None:
    facts["original_copies"] = "two"
    en["titel"] = "PROTOCOL"
    ru["closing"] = 5


def test_a_source_becomes_a_protocol_with_its_texts_in_order(make: Make, tables: dict[str, Wording]) -> None:
    protocol = load(make(lambda facts, _en, _ru: facts.update(languages=["ru", "en"])), tables)
    assert list(protocol.texts) == ["ru", "en"]
    assert protocol.texts["en"].names.parties["NO"].name == "Norland"
    assert [signatory.id for signatory in protocol.signatories] == ["AA", "NO"]


def test_faults_of_several_files_are_told_at_once_in_the_order_of_the_files(
    make: Make, tables: dict[str, Wording]
) -> None:
    with pytest.raises(SourceError) as refusal:
        load(make(_spoil_everything), tables)
    lines = refusal.value.message.splitlines()
    assert lines[0] == "3 complaints about `protocol.json`"
    assert [line.split(":")[0] for line in lines[1:]] == ["protocol.json", "en.json", "ru.json"]
    assert "unknown key `titel`" in lines[2]
    assert lines[2].endswith("write `title`")
    assert refusal.value.where == "protocol.json"


def test_what_is_valid_is_checked_though_another_part_is_not(make: Make, tables: dict[str, Wording]) -> None:
    def change(facts: Data, en: Data, ru: Data) -> None:
        facts["parties"] += ["BB"]
        en["title"] = None
        ru["preamble"] = ["No annex is mentioned."]

    found = [complaint.message for complaint in check(make(change), tables)]
    assert found == [
        "nobody signs for party `BB`",
        "`title` has no value",
        "party `BB` has no words here",
        "annex `agenda` is nowhere mentioned in this text",
    ]


def test_texts_are_collated_though_the_facts_are_faulty(make: Make, tables: dict[str, Wording]) -> None:
    def change(facts: Data, _en: Data, ru: Data) -> None:
        facts["signed"] = "yesterday"
        ru["items"][0]["body"].append("One more.")

    found = [complaint.message for complaint in check(make(change), tables)]
    assert found == ["`signed` is `yesterday`: not a date such as `2018-05-22`", "3 blocks here, but 2 in `en`"]


def test_one_complaint_is_one_complaint(make: Make, tables: dict[str, Wording]) -> None:
    with pytest.raises(SourceError, match=r": 1 complaint about `protocol\.json`\n"):
        load(make(lambda facts, _en, _ru: facts.update(form="chapters")), tables)


def test_a_text_may_stand_in_the_root(make: Make, tables: dict[str, Wording]) -> None:
    files = make(lambda facts, en, _ru: facts["texts"].update(en=en | {"title": 7}))
    (complaint,) = check(files, tables)
    assert (complaint.file, complaint.message) == ("protocol.json", "`title` is the number `7`")
    line = files.contents["protocol.json"].decode().splitlines()[complaint.line - 1]
    assert line[complaint.column - 1 :].startswith("7")


def test_a_missing_root_and_a_missing_text_are_complaints(make: Make, tables: dict[str, Wording]) -> None:
    nothing = SourceFiles(root="protocol.yaml", contents={}, folder="a/b")
    assert [str(one) for one in check(nothing, tables)] == ["a/b/protocol.yaml:1:1: there is no file `protocol.yaml`"]
    files = make()
    files = files.model_copy(update={"contents": {k: v for k, v in files.contents.items() if k != "ru.json"}})
    assert [one.message for one in check(files, tables)] == ["there is no file `ru.json`"]


def test_tables_come_from_a_function_or_a_mapping(make: Make, tables: dict[str, Wording]) -> None:
    assert load(make(), tables.__getitem__) == load(make(), tables)
    with pytest.raises(ResourceError, match="no language table for `en`"):
        load(make(), {})


def test_a_misspelt_language_is_a_complaint_before_it_is_a_missing_table(
    make: Make, tables: dict[str, Wording]
) -> None:
    files = make(lambda facts, _en, _ru: facts.update(languages=["en", "uk"]))
    found = [complaint.message for complaint in check(files, {"en": tables["en"]})]
    assert found == ["language `uk` has no text", "text `ru` is not among `languages`"]


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
KNOWN = st.sampled_from(
    ["typeset", "languages", "texts", "parties", "signatories", "meeting", "annexes", "items", "body", "names", "text"]
)
LIKELY = st.dictionaries(KNOWN, PLAIN | st.dictionaries(KNOWN, PLAIN, max_size=4), max_size=6)


@given(PLAIN | LIKELY)
def test_whatever_the_data_only_a_source_error_is_raised(tables: dict[str, Wording], data: object) -> None:
    files = SourceFiles(root="protocol.json", contents={"protocol.json": json.dumps(data).encode()})
    with pytest.raises(SourceError):
        load(files, tables)


@given(st.text(), PLAIN, st.sampled_from(["items", "names", "preamble", "annexes", "signatories", "title"]))
def test_whatever_stands_in_a_text_only_a_source_error_is_raised(
    tables: dict[str, Wording], key: str, data: object, part: str
) -> None:
    text = {"language": "en", part: data, key: data}
    facts = {"typeset": 1, "identifier": "T", "languages": ["en"], "signed": "2024-03-12", "parties": ["AA"]}
    contents = {"p.json": json.dumps({**facts, "signatories": ["AA"], "texts": {"en": text}}).encode()}
    with pytest.raises(SourceError):
        load(SourceFiles(root="p.json", contents=contents), tables)


@given(st.binary())
def test_whatever_the_bytes_only_a_source_error_is_raised(tables: dict[str, Wording], content: bytes) -> None:
    with pytest.raises(SourceError):
        load(SourceFiles(root="p.yaml", contents={"p.yaml": content}), tables)
