"""The table of defences is true: every line stands where it says, every promise is made, every test exists.

That the tests fail without their defences is tried by `make defences`, which takes some minutes.
"""

import ast
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.defences import run
from tests.defences.defence import ROOT, Defence
from tests.defences.table import DEFENCES

PROMISES = " ".join((ROOT / "docs" / "security.md").read_text(encoding="utf-8").split())


def test_there_are_enough() -> None:
    assert len(DEFENCES) >= 60
    assert len({one.name for one in DEFENCES}) == len(DEFENCES)


@pytest.mark.parametrize("one", DEFENCES, ids=lambda one: one.name.replace(" ", "-"))
def test_a_defence_is_where_the_table_says(one: Defence) -> None:
    assert one.says in PROMISES, f"{one.name}: `docs/security.md` does not say: {one.says}"
    for path, content in one.broken(ROOT).items():
        assert content != path.read_text(encoding="utf-8"), f"{one.name}: nothing is broken"
        ast.parse(content)
    for node in one.tests:
        file, _, name = node.partition("::")
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        tests = {part.name for part in tree.body if isinstance(part, ast.FunctionDef)}
        assert name.partition("[")[0] in tests, f"{one.name}: there is no test {node}"


# The runner itself: a small tree, with a defence that a test notices, and one that none does.

GUARDED = "def guarded(number: int) -> bool:\n    return number < 3\n\n\ndef loose() -> int:\n    return 1\n"
TESTS = """import thing

def test_guarded():
    assert not thing.guarded(5)

def test_nothing():
    assert thing.loose() < 3
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "thing.py").write_text(GUARDED)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_thing.py").write_text(TESTS)
    return tmp_path


def defence(old: str, new: str, *tests: str) -> Defence:
    nodes = tuple(f"tests/test_thing.py::{one}" for one in tests)
    return Defence("", old, "src/thing.py", old, new, nodes)


def tried(tree: Path, *defences: Defence) -> Sequence[str]:
    return [fault for _, fault in run.faults(defences, tree)]


def test_a_defence_whose_test_fails_without_it_holds(tree: Path) -> None:
    assert tried(tree, defence("number < 3", "number < 30", "test_guarded")) == [""]
    assert (tree / "src" / "thing.py").read_text() == GUARDED


def test_a_defence_that_nobody_misses_is_named(tree: Path) -> None:
    first, second = tried(
        tree,
        defence("number < 3", "number < 30", "test_guarded", "test_nothing"),
        defence("return 1", "return 2", "test_nothing"),
    )
    assert "nobody notices that it is gone: tests/test_thing.py::test_nothing" in first
    assert "nobody notices that it is gone: tests/test_thing.py::test_nothing" in second


def test_a_line_that_has_moved_is_named(tree: Path) -> None:
    (fault,) = tried(tree, defence("number > 3", "number < 30", "test_guarded"))
    assert "number > 3: its line stands 0 times in `src/thing.py`" in fault


def test_what_cannot_be_run_is_no_failure(tree: Path) -> None:
    (fault,) = tried(tree, defence("number < 3", "number <", "test_guarded"))
    assert "its tests cannot be run without it" in fault


def test_tests_that_fail_anyway_prove_nothing(tree: Path) -> None:
    (tree / "tests" / "test_thing.py").write_text("def test_guarded():\n    assert False\n")
    (fault,) = tried(tree, defence("number < 3", "number < 30", "test_guarded"))
    assert "the tests do not pass where nothing is broken" in fault
