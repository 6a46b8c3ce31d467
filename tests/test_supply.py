"""What is installed is locked by hash, what determines the pages is pinned, and no audit is green that never asked."""

import importlib.util
import re
import stat
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from typeset.batch.fingerprint import _LIBRARIES

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
ENTRY = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[^\s;\\]+)(?P<rest>.*(?:\n    .*)*)", re.MULTILINE)
# Locked, but not pinned by name: what they are used for does not reach the pages of an original.
UNPINNED = {"jinja2", "segno"}


def entries(lock: Path) -> dict[str, tuple[str, str]]:
    """Version and the rest of each entry, by name; nothing else may stand in a lock."""
    text = lock.read_text(encoding="utf-8")
    left = [line for line in ENTRY.sub("", text).splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert left == [], f"{lock.name}: {left[:3]}"
    return {one["name"]: (one["version"], one["rest"]) for one in ENTRY.finditer(text)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_locked_by_version_and_hash(lock: Path) -> None:
    found = entries(lock)
    assert len(found) > 20
    for name, (version, rest) in found.items():
        assert re.fullmatch(r"[\w.+!]+", version), name
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", rest), name
        assert not re.search(r"--hash=(?!sha256:)|://| @ ", rest), name


def test_there_is_a_lock_for_each_environment() -> None:
    assert [lock.stem for lock in LOCKS] == ["audit", "dev", "runtime"]
    runtime, dev = (entries(ROOT / "requirements" / f"{name}.txt") for name in ("runtime", "dev"))
    assert {name: version for name, (version, _) in runtime.items()}.items() <= {
        name: version for name, (version, _) in dev.items()
    }.items()


def test_what_determines_the_pages_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = dict(one.split("==") for one in project["dependencies"] if "==" in one and not one.endswith("*"))
    assert set(_LIBRARIES) - UNPINNED <= set(pins)
    locked = entries(ROOT / "requirements" / "runtime.txt")
    assert {name: locked[name][0] for name in pins} == pins


@pytest.mark.parametrize("script", ["bootstrap.sh", "audit.py"])
def test_packages_are_installed_by_hash(script: str) -> None:
    text = (ROOT / "scripts" / script).read_text(encoding="utf-8")
    installs = [line for line in text.splitlines() if re.search(r"-r\W.*requirements", line)]
    assert installs
    for line in installs:
        assert "--require-hashes" in line or "*install" in line, line
    assert '"--require-hashes"]' in text or "--no-deps --require-hashes -r" in text
    assert "--no-deps" in text


# The audit.


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", ROOT / "scripts" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SOUND = '{"dependencies": [{"name": "a", "version": "1", "vulns": []}], "fixes": []}'
WEAK = '{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}]}'
SKIPPED = '{"dependencies": [{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "unknown"}]}'


@pytest.mark.parametrize(
    ("answer", "status", "code", "said"),
    [
        (SOUND, 0, 0, "requirements/dev.txt: 1 packages, 0 known weaknesses"),
        (WEAK, 1, 1, "a 1: X-1, mended in 2"),
        (SKIPPED, 0, 75, "1 packages were left out, b among them"),
        ('{"dependencies": []}', 0, 75, "no package was looked at"),
        ("", 1, 75, "NOT AUDITED: requirements/runtime.txt: ERROR: could not connect"),
        ("", 0, 75, "NOT AUDITED"),
        ("<html>", 0, 75, "NOT AUDITED"),
    ],
)
def test_an_audit_is_green_only_where_the_database_was_asked(  # noqa: PLR0913, PLR0917 - what is answered, and what comes of it
    answer: str,
    status: int,
    code: int,
    said: str,
    audit: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "answer").write_text(answer, encoding="utf-8")
    command = tmp_path / "pip-audit"
    command.write_text(f"#!/bin/sh\ncat '{tmp_path}/answer'\necho 'ERROR: could not connect' >&2\nexit {status}\n")
    command.chmod(stat.S_IRWXU)
    monkeypatch.setattr(audit, "environment", lambda: command)
    monkeypatch.setattr(sys, "argv", ["audit.py"])
    assert audit.main() == code
    told = capsys.readouterr()
    assert said in told.out + told.err


def test_an_audit_that_cannot_be_installed_is_not_green(
    audit: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise audit.subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(audit, "environment", fail)
    monkeypatch.setattr(sys, "argv", ["audit.py"])
    assert audit.main() == 75
    assert "NOT AUDITED" in capsys.readouterr().err
