"""Where a source differs from the typography of its languages, and what is mended without asking."""

import io
import json
import typing as t
from collections.abc import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString, SingleQuotedScalarString

from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import bundled
from typeset.source import load, wordings
from typeset.source.reading import read
from typeset.source.typography import Departure, differences, mended, survey
from typeset.source.typography.spans import scalars

Tables = Mapping[str, Wording]


def one(text: str, language: str = "ru", style: str = "") -> SourceFiles:
    """A source of one text in one file, as much of it as the survey looks at."""
    return SourceFiles(
        root="a.yaml",
        contents={"a.yaml": f"texts:\n  {language}:\n    closing: {style}{text}\n".encode()},
    )


def advised(files: SourceFiles, tables: Tables) -> list[Departure]:
    return [found for found in survey(files, tables) if found.advice]


def spoken(files: SourceFiles) -> object:
    value: t.Any = read("a.yaml", files.contents["a.yaml"]).value
    return next(iter(value["texts"].values()))["closing"]


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("ru", 'политика "двойных стандартов" сторон', "политика «двойных стандартов» сторон"),
        ("ru", '("а") и "б".', "(«а») и «б»."),
        ("ru", 'слово «а "б" в» и "г «д» е"', "слово «а „б“ в» и «г „д“ е»".replace("„д“", "«д»")),
        ("ru", 'слово ""а" б"', "слово «„а“ б»"),
        ("ru", "слово - слово -- слово", "слово — слово — слово"),
        ("ru", "21-22 мая, 2019-2021 годы", "21–22 мая, 2019–2021 годы"),
        ("ru", "и так далее...", "и так далее…"),
        ("ru", "письмо N 5, No 6, N7 и No.8", "письмо № 5, № 6, № 7 и № 8"),
        ("ru", "два  слова , три ; ( четыре )", "два слова, три; (четыре)"),
        ("ru", "слово  - слово", "слово — слово"),
        ("ru", "д'Артаньян", "д’Артаньян"),
        ("en", 'the "Parties" and the Party\'s', "the “Parties” and the Party’s"),
        ("en", 'he "said "no" twice"', "he “said ‘no’ twice”"),
        ("en", "the Parties' own - that is", "the Parties’ own – that is"),
        ("en", "days 3-5 May", "days 3–5 May"),
        ("zh", "会议,各方:同意(草案)。", "会议，各方：同意（草案）。"),
        ("zh", "会议({annex agenda}), 各方.", "会议（{annex agenda}），各方。"),
        ("zh", '各方"双重标准"政策', "各方“双重标准”政策"),
        ("zh", "会议...各方…好", "会议……各方……好"),
        ("zh", "会议 - 各方", "会议——各方"),
    ],
)
def test_what_is_certain_is_mended(tables: Tables, language: str, text: str, right: str) -> None:
    files, count = mended(one(text, language, ">-\n      "), tables)
    assert spoken(files) == right
    assert count
    assert advised(files, tables) == []


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        ("ru", 'слово "а', ["quotes"]),
        ("ru", 'доска 5" на 3"', ["quotes", "quotes"]),
        ("ru", "слово “а” и ‘б’", ["quotes", "quotes"]),
        ("ru", "от 10 - 12 мая", ["dash"]),
        ("ru", "в 5-7 случаях", ["range"]),
        ("en", "he said 'no' twice", ["quotes", "quotes"]),
        ("en", "the «Parties»", ["quotes", "quotes"]),
        ("zh", "各方(SCO)同意", ["full-width", "full-width"]),
        ("zh", "SCO - RATS", ["dash"]),
    ],
)
def test_what_only_the_author_can_tell_is_listed_and_left(
    tables: Tables, language: str, text: str, kinds: list[str]
) -> None:
    files = one(text, language, ">-\n      ")
    assert [found.kind for found in advised(files, tables)] == kinds
    assert mended(files, tables) == (files, 0)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "«а „б“ в» — слово… № 5, 21–22 мая (2018-05-22), ISO 32000-1, А/71-2, SHA-256, т. е. 1,5–2"),
        ("ru", "как указано в {annex:prepositional agenda, list}: { не ссылка"),
        ("ru", "научно-практическая, .5, Party"),
        ("en", "“The ‘Parties’ say – that’s all … 3–5 May” (see 1.2.3, e.g. 8601-1)"),
        ("zh", "“各方”（附件1）：会议——好……，SCO, RATS (Tashkent), 1.5，2018年"),
    ],
)
def test_what_is_right_is_not_listed(tables: Tables, language: str, text: str) -> None:
    assert advised(one(json.dumps(text, ensure_ascii=False), language), tables) == []


@pytest.mark.parametrize(
    ("written", "right", "line", "column"),
    [
        ("слово - слово", "слово — слово", 3, 20),
        ("слово слово\n      и - слово", "слово слово\n      и — слово", 4, 9),
        ("слово\n      - слово", "слово\n      — слово", 4, 7),
        ("'слово - ''слово'''", "'слово — ''слово'''", 3, 21),
        ('"слово \\u002d слово\\n"', '"слово — слово\\n"', 3, 21),
        ('"сло\\\n        во - слово"', '"сло\\\n        во — слово"', 4, 12),
        ("|\n      слово - слово\n\n      слово", "|\n      слово — слово\n\n      слово", 4, 13),
        (">2-\n      слово - слово # слово", ">2-\n      слово — слово # слово", 4, 13),
        ("слово - слово # слово - слово", "слово — слово # слово - слово", 3, 20),
    ],
)
def test_every_way_to_write_a_text_keeps_its_layout(
    tables: Tables, written: str, right: str, line: int, column: int
) -> None:
    for ends in ("\n", "\r\n"):
        files = one(written)
        content = files.contents["a.yaml"].decode().replace("\n", ends)
        files = files.model_copy(update={"contents": {"a.yaml": f"\ufeff{content}".encode()}})
        found = next(found for found in survey(files, tables) if found.kind == "dash")
        assert (found.complaint.line, found.complaint.column) == (line, column)
        made, _ = mended(files, tables)
        quotes = [found.found for found in survey(made, tables) if found.kind != "quotes" and found.advice]
        assert quotes == []
        wanted = one(right).contents["a.yaml"].decode().replace("\n", ends)
        assert made.contents["a.yaml"].decode() == f"\ufeff{wanted}"


def test_a_space_at_the_end_of_a_line_of_the_file_is_left_to_the_author(tables: Tables) -> None:
    files = one("слово\n      , слово")
    assert [(found.kind, found.instead) for found in advised(files, tables)] == [("punctuation", None)]


def test_keys_ids_comments_and_facts_are_no_prose(tables: Tables) -> None:
    content = """\
identifier: a - b # "c"
texts:
  ru:
    language: "a - b"
    items: [{id: a - b, body: [слово]}]
    annexes: {a: {delegations: [{party: a - b, members: [слово]}]}}
    names: {parties: {id: слово - слово}}
  uz: {closing: слово - слово}
"""
    found = advised(SourceFiles(root="a.yaml", contents={"a.yaml": content.encode()}), tables)
    assert [(one.complaint.line, one.language) for one in found] == [(7, "ru")]


def test_a_departure_reads_like_a_complaint(tables: Tables) -> None:
    found, binding = survey(one('"слово" в г'.replace("г", "нём"), style=">-\n      "), tables)[1:]
    assert str(found) == 'a.yaml:4:13: straight quotation mark `"`; expected `»`; `--fix` writes it'
    assert (
        str(binding)
        == "a.yaml:4:16: space where no line is broken ` `; expected a no-break space; the press sets it itself"
    )


def test_the_differences_show_the_lines_that_changed_and_no_others(tables: Tables) -> None:
    files = one("слово - слово")
    made, _ = mended(files, tables)
    assert differences(files, made) == (
        "--- a.yaml\n+++ a.yaml\n@@ -2,2 +2,2 @@\n   ru:\n-    closing: слово - слово\n+    closing: слово — слово\n"
    )
    assert differences(files, files) == ""


PIECES = st.sampled_from(
    ['"', "'", " - ", "-", "...", " ,", "  ", "N 5", "5-7", "мая", "слово", "«", "»", "(", ")", ". ", "{{", "\\", "\n"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(prose=st.one_of(st.lists(PIECES, max_size=9).map("".join), st.text(max_size=20)), ascii_only=st.booleans())
def test_mending_is_done_at_once_changes_no_word_and_keeps_the_structure(
    tables: Tables, make: Callable[..., SourceFiles], prose: str, *, ascii_only: bool
) -> None:
    def change(_facts: dict[str, t.Any], en: dict[str, t.Any], ru: dict[str, t.Any]) -> None:
        en["closing"] = ru["closing"] = f"а {prose} б"

    files = make(change)
    if ascii_only:
        packed = json.dumps(json.loads(files.contents["ru.json"])).encode()
        files = files.model_copy(update={"contents": {**files.contents, "ru.json": packed}})
    if any(read(name, content).complaints for name, content in files.contents.items()):
        return
    made, _ = mended(files, tables)
    assert [found for found in survey(made, tables) if found.instead is not None] == []
    for name in files.contents:
        old, new = (read(name, each.contents[name]) for each in (files, made))
        assert not new.complaints
        assert list(old.values) == list(new.values)
        assert words(str(old.value)) == words(str(new.value))


@pytest.mark.parametrize("style", [str, SingleQuotedScalarString, LiteralScalarString, FoldedScalarString])
@given(prose=st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_what_a_writer_of_yaml_folds_and_quotes_is_mended_in_place(style: type[str], prose: str) -> None:
    tables = wordings(("ru",), bundled())
    writer, written = YAML(), io.StringIO()
    writer.width = 20
    writer.dump({"texts": {"ru": {"closing": style(f"слово {prose} слово"), "title": "слово"}}}, written)
    files = SourceFiles(root="a.yaml", contents={"a.yaml": written.getvalue().encode()})
    old = read("a.yaml", files.contents["a.yaml"])
    if old.complaints:
        return
    assert all(scalar.exact for scalar in scalars(old, written.getvalue()))
    made, _ = mended(files, tables)
    new = read("a.yaml", made.contents["a.yaml"])
    assert not new.complaints
    assert list(old.values.items()) == list(new.values.items())
    assert words(str(old.value)) == words(str(new.value))
    assert len(made.contents["a.yaml"].splitlines()) == len(files.contents["a.yaml"].splitlines())


def words(text: str) -> str:
    """Letters and figures, without the number sign and what stands for it."""
    return "".join(sign for sign in text if sign.isalnum() and sign not in "Noо°º")


def test_the_mended_source_is_a_protocol_still(tables: Tables, make: Callable[..., SourceFiles]) -> None:
    def change(_facts: dict[str, t.Any], en: dict[str, t.Any], ru: dict[str, t.Any]) -> None:
        en["closing"] = 'Done "at" {item first} - Harbour...'
        ru["title"] = 'ПРОТОКОЛ "N 5"'

    files = make(change)
    made, count = mended(files, tables)
    assert count == 7
    old, new = load(files, tables), load(made, tables)
    assert new.texts["en"].closing == "Done “at” {item first} – Harbour…"
    assert new.texts["ru"].title == "ПРОТОКОЛ «№ 5»"
    assert new.texts["en"].model_copy(update={"closing": old.texts["en"].closing}) == old.texts["en"]


@given(
    data=st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=30), min_size=1, max_size=4),
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
)
def test_the_place_of_every_sign_is_known(data: dict[str, str], indent: int | None, *, ascii_only: bool) -> None:
    written = json.dumps(data, ensure_ascii=ascii_only, indent=indent)
    try:
        reading = read("a.yaml", written.encode())
    except UnicodeEncodeError:
        return
    if reading.complaints:
        return
    for scalar in scalars(reading, written):
        if scalar.exact:
            assert len(scalar.spans) == len(scalar.text)
            for sign, (start, end) in zip(scalar.text, scalar.spans, strict=True):
                escaped = f'"{written[start:end]}"'
                assert sign == (json.loads(escaped) if escaped[1:-1].strip() else " ") or sign == " "
        else:
            assert "\\ud" in written
