"""The JSON Schema against sources good and bad."""

import json
import typing as t
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from typeset.source import json_schema
from typeset.source.reading import read
from typeset.source.schema import Part

EXAMPLES = Path(__file__).parents[3] / "examples"
HOSTILE = Path(__file__).parents[2] / "hostile" / "sources"
PARTS: tuple[Part, ...] = ("protocol", "text")


def faults(part: Part, content: bytes) -> list[str]:
    found = Draft202012Validator(json_schema(part)).iter_errors(t.cast("t.Any", read("a.yaml", content).value))
    return [error.message for error in found]


@pytest.mark.parametrize("part", PARTS)
def test_it_is_a_schema_of_2020_12_and_plain_json(part: Part) -> None:
    schema = json_schema(part)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/*.yaml")), ids=lambda path: path.stem)
def test_it_accepts_the_examples(path: Path) -> None:
    content = path.read_bytes()
    assert faults("protocol" if b"\ntypeset:" in content else "text", content) == []


def test_it_accepts_the_faultless_source_with_every_short_form() -> None:
    assert faults("protocol", (HOSTILE / "faultless.yaml").read_bytes()) == []


@pytest.mark.parametrize(
    "name",
    [
        *("number-for-text", "unknown-key", "missing-key", "text-for-list", "text-for-number", "zero-meeting-number"),
        *("unknown-form", "unknown-version", "empty-list", "block-of-unknown-kind", "block-of-two-kinds"),
        *("annex-of-two-kinds", "delegation-without-party", "party-key-with-blank", "language-not-a-tag"),
    ],
)
def test_it_refuses_what_an_editor_can_see(name: str) -> None:
    assert faults("protocol", (HOSTILE / f"{name}.yaml").read_bytes())


@pytest.mark.parametrize("part", PARTS)
def test_every_key_is_described(part: Part) -> None:
    assert all(field["description"] for field in _fields(json_schema(part)))


def _fields(schema: object) -> Iterator[dict[str, str]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield from schema["properties"].values()
        for inner in schema.values():
            yield from _fields(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _fields(inner)
