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
from tests.batch.running import digests, head

KILLS = int(os.environ.get("TYPESET_KILLS", "3"))
LONGEST = 90


def command(sources: Path, out: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "typeset", "--quiet", "batch", str(sources), "-o", str(out), "--copies", "all",
        "--jobs", "2", "--register", str(out / "register.db"), "--date", "2026-05-20", "--resume", *more,
    ]  # fmt: skip


def test_killed_and_resumed(sources: Path, serial: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    dice = random.Random(KILLS)  # noqa: S311 - to be the same every time
    killed = 0
    while killed < KILLS:
        running = subprocess.Popen(command(sources, out), stdout=subprocess.DEVNULL, start_new_session=True)
        journal = out / "journal.jsonl"
        size = journal.stat().st_size if journal.exists() else 0
        until = time.monotonic() + LONGEST
        # Somewhere after the next thing that was made; else a run would only ever start.
        while running.poll() is None and time.monotonic() < until:
            if journal.exists() and journal.stat().st_size > size + 400:
                break
            time.sleep(0.02)
        time.sleep(dice.uniform(0, 0.7))
        if running.poll() is None:
            os.kill(running.pid, signal.SIGKILL)
        running.wait()
        killed += 1
    finished = subprocess.run(command(sources, out, "--json"), capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    done = json.loads(finished.stdout)["results"]
    assert digests(out) == digests(serial)
    assert head(out) == head(serial)
    assert len(done) == 12
    lines = [json.loads(line) for line in (out / "journal.jsonl").read_text(encoding="utf-8").splitlines()]
    made = Counter(line["file"] for line in lines if line["event"] in {"original", "copy"})
    assert set(made.values()) == {1}
    assert len(made) == 12
    assert not list((out / "copies").glob(".typeset-*.pdf"))


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
