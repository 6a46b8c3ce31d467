"""A passphrase is known to whoever asked for it, and to nobody else."""

import os
import stat
import subprocess
import sys
import typing as t
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from typeset.cli import passphrase as room
from typeset.cli.main import typeset
from typeset.errors import MissingDependency

SECRET = "correct horse"  # noqa: S105 - it opens nothing


def test_a_key_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = CliRunner(env={room.PASSPHRASE: SECRET}).invoke(
        typeset, ["seal", "new", str(tmp_path / "a.p12"), "--name", "x"]
    )
    assert made.exit_code == 0
    assert stat.S_IMODE((tmp_path / "a.p12").stat().st_mode) == 0o600


def test_what_is_started_later_does_not_know_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(room.PASSPHRASE, SECRET)
    assert room.passphrase(None) == SECRET.encode()
    told = "import os; print(os.environ.get('TYPESET_PASSPHRASE'))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "None"


def test_it_is_not_shown_while_it_is_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, t.Any] = {}

    def prompt(words: str, **how: object) -> str:
        asked.update(how, words=words)
        return SECRET

    monkeypatch.delenv(room.PASSPHRASE, raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    assert room.passphrase(None) == SECRET.encode()
    assert asked["hide_input"]
    assert SECRET not in asked["words"]


def test_where_nobody_can_be_asked_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(room.PASSPHRASE, raising=False)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False)
    with pytest.raises(MissingDependency, match="the key's passphrase is not known"):
        room.passphrase(None)


def test_a_wrong_one_stands_in_no_message(tmp_path: Path) -> None:
    key = tmp_path / "a.p12"
    CliRunner(env={room.PASSPHRASE: "right"}).invoke(typeset, ["seal", "new", str(key), "--name", "x"])
    environment = os.environ | {room.PASSPHRASE: SECRET}
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    command = [sys.executable, "-m", "typeset", "-v", "copy", "a.pdf", "--all", "--seal", "a.p12"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 8
    assert "the key `a.p12` does not open" in done.stderr
    assert SECRET not in done.stdout + done.stderr
