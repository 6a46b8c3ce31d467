"""Every command as a user types it: output, messages and exit codes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

Run = Callable[..., subprocess.CompletedProcess[str]]

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "sco-2018"
COMMAND = Path(sys.executable).parent / "typeset"
CHECKS = 19


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `typeset` in an empty folder."""
    folder = tmp_path_factory.mktemp("cli")

    def call(*arguments: object, cwd: Path = folder, **environment: str) -> subprocess.CompletedProcess[str]:
        words = [str(COMMAND), *map(str, arguments)]
        env = {**os.environ, "LC_ALL": "C.UTF-8", **environment}
        return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, env=env)

    return call


@pytest.fixture(scope="module")
def starter(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "protocol"
    assert run("new", folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def pressed(run: Run, starter: Path) -> Path:
    target = starter.parent / "original.pdf"
    done = run("original", starter, "-o", target)
    assert done.returncode == 0, done.stderr
    return target


def test_new_writes_a_protocol_without_complaints(run: Run, starter: Path) -> None:
    done = run("check", starter)
    assert done.returncode == 0, done.stderr
    assert "no complaints" in done.stderr
    assert done.stdout == ""


def test_new_does_not_overwrite(run: Run, starter: Path) -> None:
    before = (starter / "en.yaml").read_bytes()
    (starter / "en.yaml").write_bytes(before + b"# mine\n")
    done = run("new", starter)
    assert done.returncode == 7
    assert "--force" in done.stderr
    assert (starter / "en.yaml").read_bytes().endswith(b"# mine\n")
    (starter / "en.yaml").write_bytes(before)


def test_check_as_json(run: Run, starter: Path) -> None:
    done = run("check", starter, "--json")
    assert json.loads(done.stdout)["valid"] is True


def test_check_lists_all_complaints_with_their_places(run: Run, starter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(starter, folder)
    text = (folder / "en.yaml").read_text()
    text = text.replace("{annex agenda, participants}", "{annex agenda, minutes}").replace("subtitle:", "subtitel:")
    (folder / "en.yaml").write_text(text)
    done = run("check", folder)
    assert done.returncode == 3
    assert "subtitel" in done.stderr
    assert "subtitle" in done.stderr
    assert "en.yaml:4:" in done.stderr
    assert "Traceback" not in done.stderr


def test_original_writes_a_proven_file(run: Run, pressed: Path) -> None:
    done = run("verify", pressed, "--json")
    assert done.returncode == 0
    report = json.loads(done.stdout)
    assert report["proven"] is True
    assert len(report["checks"]) == CHECKS
    assert {check["result"] for check in report["checks"]} == {"passed"}


def test_verify_against_the_source(run: Run, starter: Path, pressed: Path) -> None:
    assert run("verify", pressed, "--against", starter).returncode == 0


def test_verify_against_another_source_names_the_difference(
    run: Run, starter: Path, pressed: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    shutil.copytree(starter, folder)
    text = (folder / "en.yaml").read_text()
    (folder / "en.yaml").write_text(text.replace("once a year", "twice a year"))
    done = run("verify", pressed, "--against", folder)
    assert done.returncode == 1
    assert "NOT PROVEN" in done.stdout
    assert "twice" in done.stdout
    assert "page 1" in done.stdout


def test_original_does_not_overwrite(run: Run, starter: Path, pressed: Path) -> None:
    before = pressed.read_bytes()
    done = run("original", starter, "-o", pressed)
    assert done.returncode == 7
    assert pressed.read_bytes() == before
    assert run("original", starter, "-o", pressed, "--force").returncode == 0
    assert pressed.read_bytes() == before


def test_original_of_one_language(run: Run, starter: Path, tmp_path: Path) -> None:
    target = tmp_path / "ru.pdf"
    assert run("original", starter, "--language", "ru", "-o", target).returncode == 0
    assert run("verify", target).returncode == 1
    done = run("verify", target, "--language", "ru", "--against", starter)
    assert done.returncode == 0, done.stdout
    assert run("original", starter, "--language", "fr", "-o", tmp_path / "fr.pdf").returncode == 3
    assert not (tmp_path / "fr.pdf").exists()


def test_extract_gives_the_source_back(run: Run, starter: Path, pressed: Path, tmp_path: Path) -> None:
    folder = tmp_path / "source"
    done = run("extract", pressed, "-o", folder)
    assert done.returncode == 0
    for name in ("protocol.yaml", "en.yaml", "ru.yaml"):
        assert (folder / name).read_bytes() == (starter / name).read_bytes()
    assert run("extract", pressed, "-o", folder).returncode == 7


def test_schema_accepts_what_we_ship(run: Run) -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    yaml = YAML(typ="safe")
    data = yaml.load(EXAMPLE / "protocol.yaml")
    jsonschema.validate(json.loads(json.dumps(data, default=str)), schema)
    text = json.loads(run("schema", "--part", "text").stdout)
    jsonschema.validate(json.loads(json.dumps(yaml.load(EXAMPLE / "zh.yaml"), default=str)), text)


def test_a_template_folder_that_is_not_there(run: Run, starter: Path, tmp_path: Path) -> None:
    done = run("original", starter, "--templates", tmp_path / "none", "-o", tmp_path / "x.pdf")
    assert done.returncode == 4


def test_a_faulty_template_is_named(run: Run, starter: Path, tmp_path: Path) -> None:
    (tmp_path / "signatures.html").write_text("{% for %}")
    done = run("original", starter, "--templates", tmp_path, "-o", tmp_path / "x.pdf")
    assert done.returncode == 4
    assert "signatures.html:1" in done.stderr


def test_a_template_that_loses_words_is_not_pressed(run: Run, starter: Path, tmp_path: Path) -> None:
    (tmp_path / "signatures.html").write_text("")
    done = run("original", starter, "--templates", tmp_path, "-o", tmp_path / "x.pdf")
    assert done.returncode == 5
    assert "signature" in done.stderr
    assert not (tmp_path / "x.pdf").exists()


def test_a_character_that_no_face_has(run: Run, starter: Path, tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    shutil.copytree(starter, folder)
    text = (folder / "en.yaml").read_text()
    (folder / "en.yaml").write_text(text.replace("Keeper of", "Keeper 𒀀 of"))
    done = run("original", folder, "-o", tmp_path / "x.pdf")
    assert done.returncode == 4
    assert "U+12000" in done.stderr
    assert "en.yaml:" in done.stderr


def test_a_file_that_is_no_pdf(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.pdf").write_bytes(b"not a PDF at all")
    done = run("verify", tmp_path / "x.pdf")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["nonsense"], ["original"], ["original", "--frob"], ["verify", "none.pdf"]])
def test_wrong_usage(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_a_source_that_is_not_there(run: Run, tmp_path: Path) -> None:
    done = run("check", tmp_path / "none.yaml")
    assert done.returncode == 3
    assert "none.yaml" in done.stderr


def test_quiet_says_nothing_but_results(run: Run, starter: Path, tmp_path: Path) -> None:
    done = run("--quiet", "original", starter, "-o", tmp_path / "q.pdf")
    assert done.stderr == ""
    assert done.stdout.endswith("q.pdf\n")


def test_help_teaches_without_loading_the_engine(run: Run) -> None:
    done = run("--help")
    assert done.returncode == 0
    assert "typeset new" in done.stdout
    code = """import sys
sys.argv = ["typeset", "--help"]
try:
    from typeset.cli.main import main
    main()
except SystemExit:
    heavy = ("weasyprint", "pydantic", "ruamel.yaml", "jinja2", "pypdf", "rich")
    print([name for name in heavy if name in sys.modules])
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.splitlines()[-1] == "[]"


def test_an_original_loads_only_what_it_needs(starter: Path, tmp_path: Path) -> None:
    code = """import sys
from typeset.cli.main import main
try:
    main()
except SystemExit:
    spare = ("rich", "sqlalchemy", "pikepdf", "pyhanko", "segno", "distributed", "lxml", "pypdfium2")
    print([name for name in spare if name in sys.modules])
"""
    arguments = ["--quiet", "original", starter, "-o", tmp_path / "lean.pdf"]
    command = [sys.executable, "-c", code, *map(str, arguments)]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True)
    assert loaded.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_TYPESET_COMPLETE" in done.stdout


def test_colours_only_on_a_terminal(run: Run, pressed: Path) -> None:
    assert "\x1b[" not in run("verify", pressed).stdout
