"""`original --draft`, and what becomes of a draft at every command that makes or registers copies."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests import looks

COMMAND = Path(sys.executable).parent / "typeset"
Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Runs a command in a folder with a headed source and its draft."""
    folder = tmp_path_factory.mktemp("drafts")
    looks.headed(folder / "protocol")
    manifest = "batch: 1\ninstruments:\n  - original: protocol-draft.pdf\n"
    (folder / "manifest.yaml").write_text(manifest, encoding="utf-8")

    def run(*arguments: object) -> "subprocess.CompletedProcess[str]":
        env = {**os.environ, "LC_ALL": "C.UTF-8"}
        words = [str(COMMAND), *map(str, arguments)]
        return subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, env=env)

    done = run("original", "protocol", "--draft")
    assert done.returncode == 0, done.stderr
    assert "protocol-draft.pdf: 12 pages, a DRAFT, proven to say what its source says" in done.stderr
    return run


def test_the_verdict_on_a_draft_says_what_it_is(call: Call) -> None:
    done = call("verify", "protocol-draft.pdf")
    assert done.returncode == 0, done.stdout
    assert "✓ draft" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("a DRAFT, no original, proven to say what its source says: ")
    report = json.loads(call("verify", "protocol-draft.pdf", "--json").stdout)
    assert (report["draft"], report["proven"]) == (True, True)


def test_a_draft_gives_its_source_back(call: Call) -> None:
    done = call("extract", "protocol-draft.pdf", "-o", "sources")
    assert "sources/emblem.svg" in done.stdout.splitlines()
    assert call("check", "sources").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("copy", "protocol-draft.pdf", "--all", "--date", "2026-05-25"),
        ("register", "add-original", "protocol-draft.pdf", "--protocol", "protocol"),
    ],
)
def test_no_copy_is_made_of_a_draft(call: Call, arguments: tuple[str, ...]) -> None:
    done = call(*arguments)
    assert done.returncode == 6
    assert "this is a draft, and a draft is never certified" in done.stderr


def test_a_batch_refuses_a_draft_in_place_of_an_original(call: Call) -> None:
    done = call("batch", "manifest.yaml", "-o", "out")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "a draft is never certified" in done.stdout + done.stderr
