"""YAML and JSON as plain data with places."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml.reader import Reader

from typeset import pipeline
from typeset.bounds import MEGABYTE, Bounds
from typeset.resources import bundled
from typeset.source.complaint import Place
from typeset.source.reading import _QuickReader, _read, read

LARGEST = Bounds().source_mb * MEGABYTE


def test_every_key_and_value_has_its_place() -> None:
    reading = read("a.yaml", "# words\na: 1\nbb:\n  - x\n  - {c: ё, d: y}\n".encode())
    assert reading.value == {"a": 1, "bb": ["x", {"c": "ё", "d": "y"}]}
    assert reading.keys[("bb", 1, "d")] == Place(5, 12)
    assert reading.values[("bb", 1, "d")] == Place(5, 15)
    assert reading.values[("bb",)] == Place(4, 3)
    assert reading.plain == {("a",): "1"}


@pytest.mark.parametrize("words", ["no", "NO", "yes", "on", "2018-05-22", "1:30", "0x", "1_000", ".", "1.2.3", "№ 5"])
def test_plain_words_stay_words(words: str) -> None:
    assert read("a.yaml", f"key: {words}".encode()).value == {"key": words}


@pytest.mark.parametrize("key", ["no", "NO", "1", "true", "null", "~"])
def test_a_key_is_always_words(key: str) -> None:
    assert read("a.yaml", f"{key}: x".encode()).value == {key: "x"}


@pytest.mark.parametrize(
    ("words", "value"),
    [
        *(("12", 12), ("-3", -3), ("0o17", 15), ("0xff", 255), ("007", 7), ("1.5", 1.5), ("1e3", 1000.0)),
        *(("true", True), ("False", False), ("null", None), ("~", None), ("", None), (".inf", float("inf"))),
        *(("9" * 5000, float("inf")), ('"12"', "12"), ("'true'", "true"), ("!!str 12", "12"), ("!!int 12", 12)),
    ],
)
def test_numbers_and_truth_values_follow_the_core_schema(words: str, value: object) -> None:
    reading = read("a.yaml", f"key: {words}\n".encode())
    assert reading.value == {"key": value}
    assert not reading.complaints


def test_two_escapes_of_json_make_one_character() -> None:
    assert read("a.json", b'{"\\ud83d\\ude00": "\\ud840\\udc00"}').value == {"\U0001f600": "\U00020000"}


def test_windows_line_ends_and_a_byte_order_mark_move_nothing() -> None:
    reading = read("a.yaml", "\ufeffa: 1\r\nb: 2\r\n".encode())
    assert reading.value == {"a": 1, "b": 2}
    assert reading.keys[("b",)] == Place(2, 1)


def test_complaints_do_not_stop_at_the_first() -> None:
    reading = read("a.yaml", b"a: &x 1\nb: *x\nb: 2\n? [c]\n: 3\nd: !foo 1\n")
    assert [complaint.line for complaint in reading.complaints] == [1, 2, 3, 4, 6]
    assert reading.spoiled == {("a",), ("b",), (), ("d",)}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("*x : 1\nb: 2\n", {"b": 2}),
        ("a: 1\na: {b: [1, 2]}\nc: 3\n", {"a": 1, "c": 3}),
        ("? {a: b}\n: {c: {d: e}}\nf: g\n", {"f": "g"}),
        ("'': 1\n", {"": 1}),
    ],
)
def test_what_was_complained_about_leaves_the_rest_in_place(source: str, value: object) -> None:
    reading = read("a.yaml", source.encode())
    assert reading.value == value
    assert len(reading.complaints) == 1


def test_what_is_not_utf_8_is_named_by_byte_line_and_column() -> None:
    (complaint,) = read("a.yaml", "a: ё\nb: \xe4".encode()[:-2] + b"\xe4").complaints
    assert (complaint.line, complaint.column) == (2, 4)
    assert complaint.message == "byte 10 (0xE4) is not UTF-8"


@pytest.mark.parametrize("character", ["\x85", "\u2028", "\u2029"])
def test_characters_that_break_lines_in_some_versions_of_yaml_are_refused(character: str) -> None:
    (complaint,) = read("a.yaml", f"a: x\nb: c{character}d\n".encode()).complaints
    assert (complaint.line, complaint.column) == (2, 5)
    assert f"U+{ord(character):04X}" in complaint.message


def test_a_file_that_is_too_large_is_not_read() -> None:
    (complaint,) = read("a.yaml", b" " * (LARGEST + 1)).complaints
    assert "larger than 2 MB" in complaint.message


def test_many_aliases_do_not_grow() -> None:
    rows = ["a0: &a0 [x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 100)]
    reading = read("a.yaml", "\n".join(rows).encode())
    assert len(reading.complaints) == 100 + 2 * 99
    assert isinstance(reading.value, dict)
    assert reading.value["a99"] == [None, None]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "{? "])
def test_deep_nesting_ends_soon(opening: str) -> None:
    begun = time.perf_counter()
    (complaint,) = read("a.yaml", (opening * 20_000).encode()).complaints
    assert complaint.message == "nested deeper than 24 levels"
    assert time.perf_counter() - begun < 5


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**16), 10**16)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 2, "\t"])
@given(data=PLAIN)
def test_json_means_the_same_here(data: object, indent: int | str | None, *, ascii_only: bool) -> None:
    if data is None:
        return
    written = json.dumps({"data": data}, indent=indent, ensure_ascii=ascii_only)
    try:
        content = written.encode()
    except UnicodeEncodeError:
        return
    reading = read("a.json", content)
    if reading.complaints:  # JSON lets characters stand that YAML and official texts do not
        assert all("U+" in one.message or "surrogate" in one.message for one in reading.complaints)
    else:
        assert reading.value == json.loads(written)


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@` \n\t?,0~\\\u2028\x85ё"))
def test_any_text_is_read_or_complained_about(text: str) -> None:
    reading = read("a.yaml", text.encode())
    assert all(one.line >= 1 and one.column >= 1 and one.message for one in reading.complaints)


@pytest.mark.parametrize("line_break", [b"\n", b"\r\n", b"\r"])
def test_the_place_of_a_stray_byte_is_counted_as_the_parser_counts_lines(line_break: bytes) -> None:
    (complaint,) = read("a.yaml", b"a: 1" + line_break + b"b: \xff").complaints
    assert (complaint.line, complaint.column) == (2, 4)


def test_printable_is_what_the_parser_takes_for_printable() -> None:
    everything = "".join(map(chr, range(0x110000)))
    assert _QuickReader.NON_PRINTABLE.findall(everything) == Reader.NON_PRINTABLE.findall(everything)


def test_each_file_of_a_source_is_parsed_once_a_run() -> None:
    _read.cache_clear()
    pipeline.read(Path(__file__).parents[3] / "examples" / "sco-2018" / "protocol.yaml", bundled())
    assert _read.cache_info().misses == 3
