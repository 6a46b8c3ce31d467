"""The wheel, in an environment that holds nothing else: it carries templates and fonts, and presses an original."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def call(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_templates_and_fonts(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "fonts"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"typeset/{path.relative_to(ROOT).as_posix()}" in names
    assert {f"typeset/locale/{language}/LC_MESSAGES/typeset.mo" for language in ("ru", "zh")} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "examples/")) for name in names)


def test_the_wheel_presses_an_original_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    pip = (home / "bin" / "python", "-m", "pip", "install", "--quiet")
    call(*pip, "--no-deps", "--require-hashes", "-r", ROOT / "requirements" / "runtime.txt", cwd=tmp_path)
    call(*pip, "--no-deps", wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    typeset = home / "bin" / "typeset"
    call(typeset, "new", "protocol", cwd=elsewhere)
    call(typeset, "original", "protocol", "-o", "here.pdf", cwd=elsewhere)
    assert "19 of 19" in call(typeset, "verify", "here.pdf", cwd=elsewhere).stdout
    assert "доказано: " in call(typeset, "--ui-language", "ru", "verify", "here.pdf", cwd=elsewhere).stdout
