"""Every sentence of the code against the catalogues: said by a template, and translated into every language."""

import ast
import gettext
import io
import re
import runpy
import typing as t
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from typeset import errors
from typeset.cli.speech import CATALOGUES, LANGUAGES

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "typeset"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "messages.py"))
TRANSLATED = LANGUAGES[1:]
MESSAGES = {"phrase", "counted", "joined", "lines", "either", "both", "each", "looked_up"}
"""What makes a message, or looks one up."""
FIRST_TWO = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
SPOKEN: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    **dict.fromkeys(FIRST_TWO, ((0, 1), ("message", "hint"))),
    "Finding": ((), ("message", "words")),
    "AuditFinding": ((), ("message",)),
    "Check": ((), ("title", "skipped", "inapplicable")),
    "check": ((1,), ()),
    "Failure": ((), ("message", "hint")),
    "Objection": ((1, 2, 3), ("message", "expected", "hint")),
    "Complaint": ((3, 4, 5), ("message", "expected", "hint")),
    "Fault": ((3, 4), ()),
    "Broken": ((0,), ("measured",)),
    "Remark": ((0,), ("message",)),
    "remark": ((0,), ("message",)),
    "at": ((1,), ()),
    "repeated": ((2,), ()),
    "_count": ((1,), ()),
    "_same_keys": ((3,), ()),
    "compare": ((2,), ()),
    "entries": ((2,), ()),
    "refused": ((2,), ()),
    "Phase": ((0,), ()),
    "say": ((1,), ()),
    "table": ((0,), ()),
    "echo": ((0,), ()),
    "prompt": ((0,), ()),
    "fail": ((0,), ()),
    "BadParameter": ((0,), ()),
    "UsageError": ((0,), ()),
}
"""Where words for a reader stand: which arguments, by place and by name, of which call."""


NAMED = {"message", "hint", "expected", "said", "fault", "trouble", "reason"}
"""Variables that hold words for a reader."""
SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,}")
STATES = {"not applicable", "not checked", "file missing", "file altered"}
"""Values that JSON knows; where they are shown, a table has their words."""


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def plain(node: ast.expr) -> Iterator[ast.expr]:
    """What in an expression is English that no catalogue knows."""
    within: list[ast.expr] = []
    match node:
        case ast.Constant(value=str(words)) if re.search(r"[A-Za-z]{2}", words):
            yield node
        case ast.Call() if called(node) == "join":
            yield node
        case ast.JoinedStr(values=within) | ast.BoolOp(values=within) | ast.Tuple(elts=within) | ast.List(elts=within):
            pass
        case ast.IfExp():
            within = [node.body, node.orelse]
        case ast.BinOp():
            within = [node.left, node.right]
    for part in within:
        yield from plain(part)


def offenders(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Return | ast.Yield | ast.Assign) and node.value is not None:
            named = not isinstance(node, ast.Assign) or any(getattr(one, "id", "") in NAMED for one in node.targets)
            found = [part for part in plain(node.value) if isinstance(part, ast.Constant)] if named else []
            yield from (
                f"{path.name}:{part.lineno}"
                for part in found
                if SENTENCE.search(str(part.value)) and part.value not in STATES
            )
        if isinstance(node, ast.Call) and called(node) in SPOKEN:
            places, names = SPOKEN[called(node)]
            spoken = [node.args[place] for place in places if place < len(node.args)]
            spoken += [keyword.value for keyword in node.keywords if keyword.arg in names]
            yield from (f"{path.name}:{part.lineno}" for argument in spoken for part in plain(argument))


def identified(catalogue: Catalog) -> dict[object, t.Any]:
    return {(entry.id if isinstance(entry.id, str) else tuple(entry.id)): entry for entry in catalogue if entry.id}


def written(words: t.Any) -> set[str]:  # noqa: ANN401 - babel keeps one or several
    return set(re.findall(r"\{\w+(?:!r)?\}|%\(\w+\)s", words if isinstance(words, str) else " ".join(words)))


def test_no_sentence_is_said_without_a_template() -> None:
    # What a machine prints about itself is data: digests, paths, shell scripts.
    found = [one for path in sorted(SOURCE.rglob("*.py")) if path.name != "speech.py" for one in offenders(path)]
    assert found == []


def test_the_search_for_offenders_finds_them(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text(
        'raise SourceError("no good", hint)\nFinding(message=f"page {page}")\nsay(context, phrase("fine"))\n'
        'Objection(path, one if it else "other")\ncheck("name", "a title", found)\nraise CopyError("\\n".join(these))\n'
        'hint = "write it"\nreturn "is no number"\n'
    )
    assert sorted(offenders(tmp_path / "bad.py")) == [f"bad.py:{line}" for line in (1, 2, 4, 5, 6, 7, 8)]


def test_every_template_has_the_fields_that_are_filled() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and called(node) in {"phrase", "counted"} and path.name != "messages.py":
                wide = called(node) == "counted"
                templates = node.args[: 2 if wide else 1]
                assert all(isinstance(one, ast.Constant) for one in templates), f"{path}:{node.lineno}"
                given = {keyword.arg for keyword in node.keywords} | ({"count"} if wide else set())
                for one in templates:
                    assert isinstance(one, ast.Constant)
                    needed = set(re.findall(r"\{(\w+)\}", str(one.value)))
                    unused = given - needed - ({"count"} if wide else set())
                    assert (needed <= given and not unused) or None in given, f"{path}:{node.lineno}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_every_sentence_and_no_other(language: str) -> None:
    assert set(identified(SCRIPT["read"](language))) == set(identified(SCRIPT["template"]()))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_entry_is_translated_with_the_same_fields(language: str) -> None:
    catalogue = SCRIPT["read"](language)
    for known, entry in identified(catalogue).items():
        forms = [entry.string] if isinstance(entry.string, str) else list(entry.string)
        assert not entry.fuzzy, known
        assert len(forms) == (1 if isinstance(known, str) else catalogue.num_plurals), known
        assert all(forms), known
        for form in forms:
            if [place for place, _ in entry.locations] == ["click"]:
                assert written(form) <= written(known), known
            else:
                assert written(form) == written(known), known


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_installed_is_what_was_written(language: str) -> None:
    kept = (CATALOGUES / language / "LC_MESSAGES" / "typeset.mo").read_bytes()
    installed = gettext.GNUTranslations(io.BytesIO(kept))
    compiled = gettext.GNUTranslations(io.BytesIO(SCRIPT["compiled"](language)))
    assert vars(installed)["_catalog"] == vars(compiled)["_catalog"], "run `make messages`"


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_words_of_a_language_are_in_its_letters(language: str) -> None:
    letters = {"ru": r"[а-яё]", "zh": r"[\u4e00-\u9fff]"}[language]
    for known, entry in identified(SCRIPT["read"](language)).items():
        for form in [entry.string] if isinstance(entry.string, str) else entry.string:
            foreign = re.sub(r"\{\w+(?:!r)?\}|%\(\w+\)s|`[^`]*`|^pip install.*", "", form)
            assert re.search(letters, form, re.IGNORECASE) or not re.search(r"[a-z]{2}", foreign), known
