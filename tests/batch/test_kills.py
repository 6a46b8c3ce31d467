"""Killed at random moments and resumed: the files and the register of an undisturbed run, nothing made twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.batch.conftest import sample
from tests.batch.running import Run, digests, head, scan

from typeset.batch import Pool

KILLS = int(os.environ.get("TYPESET_KILLS", "3"))
LONGEST = 90
AT_THE_START = 0.25
"""The share of kills that do not wait for anything to be made."""


def command(sources: Path, out: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "typeset", "--quiet", "batch", str(sources), "-o", str(out), "--copies", "all",
        "--jobs", "2", "--register", str(out / "register.db"), "--date", "2026-05-20", "--resume", *more,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sources enough for every kill, and a scan beside every fifth."""
    folder = tmp_path_factory.mktemp("desk")
    sample(folder, max(5, KILLS * 3 // 2), most=3)
    for home in sorted(folder.iterdir())[::5]:
        (home / "signed.pdf").write_bytes(scan(int(home.name)))
    return folder


def test_killed_and_resumed(desk: Path, run: Run, tmp_path: Path) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    assert [one.failure for one in run(desk, whole, Pool(2)) if one.failure] == []
    dice = random.Random(KILLS)  # noqa: S311 - to be the same every time
    killed = 0
    for _ in range(KILLS):
        running = subprocess.Popen(command(desk, out), stdout=subprocess.DEVNULL, start_new_session=True)
        if dice.random() < AT_THE_START:
            time.sleep(dice.uniform(0, 2))
        else:
            # Somewhere after the next thing that was made; else a run would only ever start.
            wait_for_more(out, running)
            time.sleep(dice.uniform(0, 0.7))
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
            killed += 1
        running.wait()
    finished = subprocess.run(command(desk, out, "--json"), capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert killed
    assert digests(out) == digests(whole)
    assert head(out) == head(whole)
    assert len(json.loads(finished.stdout)["results"]) == 3 * len(list(desk.iterdir()))
    lines = [json.loads(line) for line in (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    made = Counter(line["file"] for line in lines if line["event"] in {"original", "copy"} and not line.get("given"))
    assert set(made.values()) == {1}
    assert set(made) == set(digests(out))
    assert not list((out / "copies").glob(".typeset-*.pdf"))


def wait_for_more(out: Path, running: "subprocess.Popen[bytes]") -> None:
    """Until the journal has grown by something that was made."""
    journal = out / "journal.jsonl"
    size = journal.stat().st_size if journal.exists() else 0
    until = time.monotonic() + LONGEST
    while running.poll() is None and time.monotonic() < until:
        if journal.exists() and journal.stat().st_size > size + 400:
            return
        time.sleep(0.02)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks for processes in /proc")
def test_a_killed_run_leaves_no_workers(sources: Path, tmp_path: Path) -> None:
    running = subprocess.Popen(
        command(sources, tmp_path / "out"), stdout=subprocess.DEVNULL, start_new_session=True
    )  # fmt: skip
    until = time.monotonic() + LONGEST
    children: list[str] = []
    while len(children) < 2 and time.monotonic() < until:
        listed = Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text(encoding="ascii").split()
        children = [one for one in listed if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]
        time.sleep(0.05)
    time.sleep(1)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    until = time.monotonic() + 20
    while any(alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.1)
    assert not any(alive(child) for child in children)


def alive(process: str) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
