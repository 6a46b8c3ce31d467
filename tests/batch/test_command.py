"""`typeset batch`: plan, progress, reports that others read, and what is said of failures."""

import csv
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import junitparser
import pytest

REPORTS = ("report.json", "report.xml", "report.csv")


@pytest.fixture(scope="module")
def folder(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two sound sources, one bad."""
    folder = tmp_path_factory.mktemp("command") / "in"
    for name in ("0001", "0003"):
        shutil.copytree(sources / name, folder / name)
    (folder / "bad").mkdir()
    (folder / "bad" / "protocol.json").write_text('{"typeset": 1}', encoding="utf-8")
    return folder


def typeset(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "typeset", *words],
        capture_output=True, text=True, check=False, cwd=folder.parent, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def done(folder: Path) -> "subprocess.CompletedProcess[str]":
    words = [word for name in REPORTS for word in ("--report", name)]
    return typeset(folder, "batch", "in", "-o", "out", "-j", "1", "--copies", "all", *words)


def test_a_dry_run_does_nothing(folder: Path) -> None:
    planned = typeset(folder, "batch", "in", "-o", "never", "--dry-run", "--json", "--copies", "all")
    assert planned.returncode == 0, planned.stderr
    rows = {row["id"]: (row["original"], row["copies"]) for row in json.loads(planned.stdout)}
    assert rows["0001"] == ("make", "one for every party")
    assert not (folder.parent / "never").exists()


def test_one_bad_source_ends_with_1_and_the_command_that_repeats_it(
    folder: Path, done: "subprocess.CompletedProcess[str]"
) -> None:
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 6
    assert "failed: bad, original: SourceError" in done.stderr
    table = [line.split(maxsplit=3) for line in done.stderr.splitlines()[-3:-1]]
    assert table == [
        ["failed", "document", "error", "again"],
        ["bad", "original", "SourceError", "typeset batch in -o out -j 1 --copies all --only bad"],
    ]
    assert "6 made, 0 unchanged, 1 failed" in done.stderr
    once_more = typeset(folder, "-q", "batch", "in", "-o", "out", "-j", "1", "--copies", "all", "--only", "0001")
    assert (once_more.returncode, once_more.stdout, once_more.stderr) == (0, "", "")


def test_progress_in_a_pipe_is_lines(done: "subprocess.CompletedProcess[str]") -> None:
    assert "originals: 3\n" in done.stderr
    assert "originals: 3/3, 1 failed" in done.stderr
    assert "copies: 4/4, 0 failed" in done.stderr
    assert "\x1b" not in done.stderr


def test_progress_on_a_terminal_is_a_bar(folder: Path, done: object) -> None:
    del done
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "typeset", "batch", "in", "-o", "again", "-j", "1", "--only", "0001"],
        stdout=subprocess.DEVNULL, stderr=theirs, cwd=folder.parent, env={**os.environ, "TERM": "xterm"},
    ) as running:  # fmt: skip
        os.close(theirs)
        shown = b""
        while True:
            try:
                some = os.read(ours, 4096)
            except OSError:
                break
            shown += some
        os.close(ours)
    assert running.returncode == 0, shown
    assert "━".encode() in shown
    assert b"1/1" in shown
    assert b"/s" in shown


def test_the_reports_are_read_by_others(folder: Path, done: object) -> None:
    del done
    found = junitparser.JUnitXml.fromfile(str(folder.parent / "report.xml"))
    assert (found.tests, found.failures, found.errors) == (7, 1, 0)
    cases = [case for suite in found for case in suite]
    wrong = [case for case in cases if case.result]
    assert [(case.classname, case.name, case.result[0].type) for case in wrong] == [("bad", "original", "SourceError")]
    with (folder.parent / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["document"] for row in rows} == {"original", "copy 1", "copy 2"}
    assert [row["exit_code"] for row in rows if row["id"] == "bad"] == ["3"]
    content = json.loads((folder.parent / "report.json").read_text(encoding="utf-8"))
    assert content["counts"] == {"made": 6, "found": 0, "unchanged": 0, "failed": 1}
    assert len(content["results"]) == 7


def test_a_report_of_no_format_is_refused_before_the_work(folder: Path) -> None:
    done = typeset(folder, "batch", "in", "-o", "unmade", "--report", "report.pdf")
    assert done.returncode == 2
    assert "`report.pdf` names no format of a report: write .json, .xml, .csv" in done.stderr
    assert not (folder.parent / "unmade").exists()


def test_a_bad_manifest_is_complained_about_by_its_places(folder: Path) -> None:
    path = folder.parent / "manifest.yaml"
    path.write_text("batch: 1\ninstruments:\n  - source: in/0001\n    copies: many\n    nmae: x\n", encoding="utf-8")
    done = typeset(folder, "batch", "manifest.yaml", "-o", "out")
    assert done.returncode == 3
    assert "manifest.yaml:4:13: `copies`" in done.stderr
    assert "manifest.yaml:5:5: unknown key `nmae`" in done.stderr
    path = folder.parent / "manifest.csv"
    path.write_text("source,copies,name\nin/0001,AA;BB:2,../x\n", encoding="utf-8")
    done = typeset(folder, "batch", "manifest.csv", "-o", "out")
    assert done.returncode == 3
    assert "manifest.csv:2:3: `name`" in done.stderr
