"""The architecture, as tests: layers, rooms, errors, exit codes, documented commands."""

import ast
import inspect
import pickle
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from typeset import errors
from typeset.cli.exits import EXIT_CODES, exit_code
from typeset.cli.main import typeset

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "typeset"
MAKERS = ("typeset.compose", "typeset.press", "weasyprint", "pydyf", "pikepdf", "jinja2")
ONE_ROOM = {
    "click": "cli",
    "rich": "cli",
    "distributed": "batch",
    "ruamel": "source",
    "jinja2": "compose",
    "weasyprint": "press",
    "pydyf": "press",
}


def modules() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def imports(path: Path) -> set[str]:
    """The full names of all that a module imports, wherever the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def all_errors() -> list[type[errors.TypesetError]]:
    found = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.TypesetError)]
    assert len(found) > 5
    return found


def test_layers_hold() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("library", ONE_ROOM)
def test_each_engine_has_one_room(library: str) -> None:
    strangers = [
        str(path.relative_to(SOURCE))
        for path in modules()
        if room(path) != ONE_ROOM[library] and any(name.split(".")[0] == library for name in imports(path))
    ]
    assert strangers == []


def test_the_auditor_knows_no_maker() -> None:
    for path in (SOURCE / "verify").rglob("*.py"):
        known = {name for name in imports(path) if name.startswith(MAKERS)}
        assert known == set(), path


@pytest.mark.parametrize("name", ["print", "input", "exit", "breakpoint"])
def test_only_the_command_line_talks(name: str) -> None:
    for path in modules():
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        talk = [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == name]
        assert talk == [] or room(path) == "cli", f"{path}:{talk}"


@pytest.mark.parametrize("clock", ["datetime.now", "date.today", "time.time", "utcnow", "os.environ[", "getenv"])
def test_nobody_below_the_command_line_reads_clock_or_environment(clock: str) -> None:
    # press/isolation.py sets one variable, since fontconfig has no other way to be told its fonts.
    free = {SOURCE / "press" / "isolation.py"}
    readers = [path for path in modules() if clock in path.read_text() and room(path) != "cli"]
    assert set(readers) <= free


def test_every_module_says_what_it_is() -> None:
    for path in modules():
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        assert doc, path
        assert doc.splitlines()[0].endswith((".", ";", ":")), path


def test_modules_and_functions_stay_small() -> None:
    for path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                assert length <= 40, f"{path}:{node.lineno} {node.name} has {length} lines"


@pytest.mark.parametrize("kind", all_errors())
def test_errors_survive_pickling(kind: type[errors.TypesetError]) -> None:
    error = kind("a `thing` is wrong", "mend it", "file.yaml:3:4")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is kind
    assert (again.message, again.hint, again.where) == (error.message, error.hint, error.where)
    assert str(again) == "file.yaml:3:4: a `thing` is wrong\nhint: mend it"


def test_every_error_has_its_exit_code() -> None:
    assert set(EXIT_CODES) == set(all_errors()) - {errors.TypesetError}
    assert len(set(EXIT_CODES.values())) == len(EXIT_CODES)
    assert exit_code(RuntimeError()) == 70


def test_the_readme_lists_the_exit_codes() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\d+) \| (?:`(\w+)`)?", readme, re.MULTILINE))
    assert {code: name for code, name in rows.items() if name} == {str(c): k.__name__ for k, c in EXIT_CODES.items()}
    assert {"0", "2", "70", "130"} <= set(rows)


def test_every_command_is_documented() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, command in typeset.commands.items():
        assert command.help, name
        assert f"typeset {name}" in readme, name
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.help, f"{name} {parameter.name}"


def test_a_command_parses_calls_and_shows_and_is_short() -> None:
    commands = [path for path in (SOURCE / "cli").rglob("*.py") if "\n@command(" in path.read_text()]
    assert len(commands) >= len(typeset.commands) - 2  # groups stand elsewhere
    for path in commands:
        assert len(path.read_text().splitlines()) <= 70, path


def test_every_target_that_is_named_has_a_rule() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    rules = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == rules
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", text)) <= rules, page.name
