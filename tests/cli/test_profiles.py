"""Rules of paper as a user meets them: measured on demand, refused before anything is written, and a house's own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "typeset"
ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "golden" / "small"


def call(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    words = [str(COMMAND), *map(str, arguments)]
    env = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=env)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an original, and the templates of a house whose text is larger than its pages are."""
    folder = tmp_path_factory.mktemp("desk")
    assert call(folder, "original", SMALL, "-o", "original.pdf").returncode == 0
    (folder / "house" / "profiles").mkdir(parents=True)
    rules = (ROOT / "templates" / "profiles" / "treaty.yaml").read_text(encoding="utf-8")
    strict = rules.replace("name: treaty", "name: ours").replace("at_least_pt: 14\n    at_most_pt: 14", SIZE)
    style = (ROOT / "templates" / "profiles" / "treaty.css").read_bytes()
    (folder / "house" / "profiles" / "ours.yaml").write_text(strict, encoding="utf-8")
    (folder / "house" / "profiles" / "ours.css").write_bytes(style)
    return folder


SIZE = "at_least_pt: 15\n    at_most_pt: 15"


def test_a_named_profile_measures_the_texts_that_it_is_meant_for(desk: Path) -> None:
    done = call(desk, "verify", "original.pdf", "--profile", "gost-r-7.0.97", "--json")
    assert done.returncode == 0, done.stdout
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert "`gost-r-7.0.97`" in checks["rules/ru"]["title"]
    assert "`treaty`" in checks["rules/zh"]["title"]
    assert {rule["result"] for rule in checks["rules/ru"]["rules"]} == {"passed", "not applicable"}


def test_a_house_measures_by_rules_of_its_own(desk: Path) -> None:
    done = call(desk, "verify", "original.pdf", "--profile", "ours", "--templates", "house")
    assert done.returncode == 1
    assert "treaty practice: text of 15 pt; a line is 14 pt large" in done.stdout
    assert "NOT PROVEN" in done.stdout


def test_an_original_that_breaks_its_profile_is_not_written(desk: Path) -> None:
    protocol = (SMALL / "protocol.yaml").read_text(encoding="utf-8")
    (desk / "source").mkdir()
    (desk / "source" / "protocol.yaml").write_text(protocol + "profile: ours\n", encoding="utf-8")
    for name in ("ru.yaml", "zh.yaml"):
        (desk / "source" / name).write_bytes((SMALL / name).read_bytes())
    done = call(desk, "original", "source", "-o", "ours.pdf", "--templates", "house")
    assert done.returncode == 5, done.stderr
    assert "rules/ru: page 1: treaty practice: text of 15 pt; a line is 14 pt large" in done.stderr
    assert not (desk / "ours.pdf").exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [("ours", "there is no profile `ours`"), ("../treaty", "there is no profile `../treaty`")],
)
def test_a_profile_that_is_not_there_is_named(desk: Path, name: str, said: str) -> None:
    done = call(desk, "verify", "original.pdf", "--profile", name)
    assert done.returncode == 4
    assert said in done.stderr
