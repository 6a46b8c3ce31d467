"""`typeset check --typography`: what differs from the convention, and new sources without it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parents[2]
COMMAND = Path(sys.executable).parent / "typeset"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `typeset` in an empty folder."""

    def call(*arguments: object, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        words = [str(COMMAND), *map(str, arguments)]
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, env=env)

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example of several files, as it was published: with hyphens in its ranges of days."""
    return Path(shutil.copytree(ROOT / "examples" / "sco-2018", tmp_path / "sco"))


@pytest.fixture
def single(tmp_path: Path) -> Path:
    """The example in one file, with marks of a typewriter in it."""
    path = tmp_path / "agreement.yaml"
    words = (ROOT / "examples" / "articles" / "agreement.yaml").read_text(encoding="utf-8")
    words = words.replace("This Protocol shall enter", 'This "Protocol" -  the first - shall enter').replace("№", "No ")
    path.write_text(words, encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".yaml"}


def test_what_differs_is_listed_with_its_place_and_found_wanting(run: Run, folder: Path) -> None:
    done = run("check", "sco", "--typography")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "sco/ru.yaml:37:7: hyphen between figures `-`; expected `–`; `--fix` writes it"
    assert len(lines) == 7
    assert done.stderr.startswith("error: 7 places differ from the typography of the language\nhint: `--fix`")
    assert sorted(path.name for path in folder.parent.iterdir()) == ["sco"]


def test_what_the_press_sees_to_is_listed_on_request_and_is_no_fault(run: Run, folder: Path) -> None:
    text = (folder / "ru.yaml").read_text(encoding="utf-8")
    (folder / "ru.yaml").write_text(
        text.replace("21-22", "21–22").replace("-2021", "–2021").replace("3-4", "3–4").replace("9-10", "9–10"),
        encoding="utf-8",
    )
    done = run("check", folder, "--typography")
    assert (done.returncode, done.stdout) == (0, "")
    done = run("check", folder, "--typography", "--all")
    assert done.returncode == 0
    assert "ru.yaml:37:10: space where no line is broken" in done.stdout
    assert len(done.stdout.splitlines()) > 100


def test_a_new_source_is_written_beside_the_old_one_and_is_as_the_convention_asks(run: Run, folder: Path) -> None:
    before = files(folder)
    done = run("check", "sco", "--typography", "--fix")
    assert done.returncode == 0, done.stderr
    assert "--- ru.yaml\n+++ ru.yaml\n" in done.stdout
    assert "\n+    21–22 мая 2018 года" in done.stdout
    assert "wrote sco.typography/protocol.yaml; 7 places changed in the authentic text in `ru`" in done.stderr
    assert "agreed anew" in done.stderr
    assert files(folder) == before
    after = files(folder.with_name("sco.typography"))
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] != before[name]] == ["ru.yaml"]
    assert after["ru.yaml"].decode().replace("–", "-") == before["ru.yaml"].decode().replace("–", "-")
    assert run("check", "sco.typography", "--typography").returncode == 0


def test_a_source_in_one_file_gets_one_beside_it(run: Run, single: Path) -> None:
    done = run("check", single, "--typography", "--fix")
    assert done.returncode == 0, done.stderr
    new = single.with_name("agreement.typography.yaml")
    assert "This “Protocol” – the first – shall enter" in new.read_text(encoding="utf-8")
    done = run("check", new, "--typography")
    assert done.returncode == 0
    assert "2 authentic texts (en, ru)" in done.stderr


@pytest.mark.parametrize("output", ["new.yaml", "new/source.yaml", "folder"])
def test_the_new_source_goes_where_one_says(run: Run, single: Path, output: str) -> None:
    assert run("check", single, "--typography", "--fix", "-o", output).returncode == 0
    root = single.parent / output
    assert (root if root.suffix else root / "agreement.yaml").is_file()


def test_nothing_is_overwritten_unless_asked(run: Run, folder: Path) -> None:
    taken = folder.parent / "new" / "zh.yaml"
    taken.parent.mkdir()
    taken.write_text("mine\n")
    done = run("check", folder, "--typography", "--fix", "-o", "new")
    assert done.returncode == 7
    assert "--force" in done.stderr
    assert [path.name for path in taken.parent.iterdir()] == ["zh.yaml"]
    assert taken.read_text() == "mine\n"
    assert run("check", folder, "--typography", "--fix", "-o", "new", "--force").returncode == 0
    assert taken.read_bytes() == (folder / "zh.yaml").read_bytes()


def test_what_only_the_author_can_tell_is_left_and_listed(run: Run, single: Path) -> None:
    text = single.read_text(encoding="utf-8")
    single.write_text(text.replace("“This copy", '"This copy'), encoding="utf-8")
    done = run("check", single, "--typography", "--fix")
    assert done.returncode == 1
    expected = 'straight quotation mark `"`; expected `“` or `”`; look at it, and decide'
    assert done.stdout.splitlines()[-1] == f"{single.with_name('agreement.typography.yaml')}:127:17: {expected}"
    assert "1 place differs" in done.stderr


def test_where_nothing_is_certain_nothing_is_written(run: Run, folder: Path) -> None:
    run("check", folder, "--typography", "--fix", "-o", "once")
    done = run("check", "once", "--typography", "--fix", "-o", "twice")
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing is written" in done.stderr
    assert not (folder.parent / "twice").exists()


def test_json_has_every_place_and_what_was_done(run: Run, folder: Path) -> None:
    done = run("check", "sco", "--typography", "--json")
    assert done.returncode == 1
    first = json.loads(done.stdout)["departures"][0]
    assert first == {
        "file": "sco/ru.yaml",
        "line": 37,
        "column": 7,
        "language": "ru",
        "kind": "range",
        "found": "-",
        "message": "hyphen between figures `-`",
        "expected": "`–`",
        "instead": "–",
        "press": False,
    }
    done = run("check", "sco", "--typography", "--fix", "--json")
    made = json.loads(done.stdout)
    assert (done.returncode, made["changed"], made["departures"]) == (0, 7, [])
    assert made["written"] == [f"sco.typography/{name}" for name in ("protocol.yaml", "ru.yaml", "zh.yaml")]
    assert made["differences"].startswith("--- ru.yaml")
    assert folder.exists()


@pytest.mark.parametrize(
    "options",
    [
        ["--fix"],
        ["--all"],
        ["--typography", "-o", "new"],
        ["--typography", "--force"],
        ["--typography", "--fix", "--no"],
    ],
)
def test_options_that_go_with_nothing_are_wrong_usage(run: Run, folder: Path, options: list[str]) -> None:
    done = run("check", folder, *options)
    assert done.returncode == 2
    assert sorted(path.name for path in folder.parent.iterdir()) == ["sco"]


def test_a_faulty_source_is_told_its_faults_first(run: Run, folder: Path) -> None:
    text = (folder / "ru.yaml").read_text(encoding="utf-8")
    (folder / "ru.yaml").write_text(text.replace("subtitle:", "subtitel:"), encoding="utf-8")
    done = run("check", folder, "--typography", "--fix")
    assert done.returncode == 3
    assert "subtitel" in done.stderr
    assert done.stdout == ""
