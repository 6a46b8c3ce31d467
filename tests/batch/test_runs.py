"""One batch, many ways: the same files and the same register, and every fault costs one document."""

import json
import shutil
from pathlib import Path

import pytest
from tests.batch.hooks import annuls_a_number, dies_once, troubled
from tests.batch.running import Run, digests, head

from typeset.batch import Limits, Pool, Serial
from typeset.errors import OutputError
from typeset.register import Register
from typeset.resources import bundled


@pytest.fixture
def own(sources: Path, tmp_path: Path) -> Path:
    """Sources to be changed."""
    return Path(shutil.copytree(sources, tmp_path / "own"))


def test_a_pool_makes_what_one_process_makes(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    results = run(sources, tmp_path / "out", Pool(2))
    assert {one.state for one in results} == {"made"}
    assert digests(tmp_path / "out") == digests(serial)
    assert len(digests(serial)) == 4 + 8
    assert head(tmp_path / "out") == head(serial)
    assert len({one.worker for one in results}) == 2


def test_workers_that_die_and_are_replaced_all_the_time(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    results = run(sources / "0001", tmp_path / "out", Pool(1, Limits(tasks=1), dies_once))
    made = digests(tmp_path / "out")
    assert len(made) == 3
    assert made.items() <= digests(serial).items()
    assert len({one.worker for one in results}) == 3


def test_workers_that_have_grown_are_replaced(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    results = run(sources, tmp_path / "out", Pool(1, Limits(resident=1)), copies="none")
    assert digests(tmp_path / "out").items() <= digests(serial).items()
    assert len({one.worker for one in results}) == len(results) == 4


def test_what_is_made_and_unchanged_is_not_made_again(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    out = Path(shutil.copytree(serial, tmp_path / "out"))
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")}
    results = run(sources, out)
    assert {one.state for one in results} == {"unchanged"}
    assert len(results) == 12
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.pdf")} == before
    assert head(out) == head(serial)


def test_a_lost_file_is_made_again_under_its_number(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    out = Path(shutil.copytree(serial, tmp_path / "out"))
    (out / "originals" / "SAMPLE-1-1.pdf").unlink()
    (out / "copies" / "SAMPLE-1-2-copy-1-AA.pdf").unlink()
    results = run(sources, out)
    assert sorted(one.file for one in results if one.state == "made") == [
        "copies/SAMPLE-1-2-copy-1-AA.pdf",
        "originals/SAMPLE-1-1.pdf",
    ]
    assert digests(out) == digests(serial)
    assert head(out) == head(serial)


def test_an_altered_file_is_named_and_left_alone(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    out = Path(shutil.copytree(serial, tmp_path / "out"))
    for name in ("originals/SAMPLE-1-1.pdf", "copies/SAMPLE-1-2-copy-1-AA.pdf"):
        (out / name).write_bytes(b"spoilt")
    results = run(sources, out)
    failures = {(one.id, one.document): one.failure for one in results if one.failure}
    assert set(failures) == {("0001", "original"), ("0002", "copy 1")}
    assert all("altered" in failure.message for failure in failures.values())
    assert (out / "originals" / "SAMPLE-1-1.pdf").read_bytes() == b"spoilt"


def test_a_changed_source_is_made_again_under_new_numbers(own: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(own, out)
    path = own / "0002" / "protocol.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Town", "City"), encoding="utf-8")
    results = run(own, out)
    assert sorted(one.file for one in results if one.state == "made") == [
        "copies/SAMPLE-1-2-copy-3-AA.pdf",
        "copies/SAMPLE-1-2-copy-4-BB.pdf",
        "originals/SAMPLE-1-2-r2.pdf",
    ]
    with Register.open(out / "register.db") as book:
        assert book.original("SAMPLE-1-2").file_name == "SAMPLE-1-2-r2.pdf"
        assert len(book.copies("SAMPLE-1-2")) == 4
        assert book.audit(out / "copies").sound


def test_a_changed_template_or_option_makes_again(own: Path, run: Run, tmp_path: Path) -> None:
    for name in ("0002", "0003", "0004"):
        shutil.rmtree(own / name)
    out, templates = tmp_path / "out", tmp_path / "templates"
    run(own, out)
    manifest = own / "manifest.json"
    manifest.write_text(json.dumps({"batch": 1, "instruments": [{"source": "0001", "copies": {"AA": 2}}]}))
    results = run(manifest, out)
    assert [(one.document, one.state) for one in results] == [
        ("original", "unchanged"),
        ("copy 3", "made"),
        ("copy 4", "made"),
    ]
    templates.mkdir()
    style = bundled().template("protocol.css").decode().replace("12pt", "12.5pt", 1)
    (templates / "protocol.css").write_text(style + "\n/* ours */\n", encoding="utf-8")
    results = run(manifest, out, resources=bundled(templates))
    assert [one.failure for one in results if one.failure] == []
    assert [(one.document, one.state) for one in results] == [
        ("original", "made"),
        ("copy 5", "made"),
        ("copy 6", "made"),
    ]


def test_a_run_that_was_broken_off_wants_to_be_resumed(sources: Path, serial: Path, run: Run, tmp_path: Path) -> None:
    out = Path(shutil.copytree(serial, tmp_path / "out"))
    journal = out / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(lines[:-2]) + lines[-2][:40], encoding="utf-8")
    with pytest.raises(OutputError, match="broken off"):
        run(sources, out)
    results = run(sources, out, resume=True)
    assert {one.state for one in results} == {"unchanged"}
    assert head(out) == head(serial)


def test_faults_cost_one_document_each(own: Path, run: Run, tmp_path: Path) -> None:
    """One bad source in ten, one that hangs, one that kills its worker, one that eats memory."""
    for name, taken in (("hangs", "0003"), ("dies", "0004")):
        (own / taken).rename(own / name)
    bad = own / "bad" / "protocol.json"
    bad.parent.mkdir()
    bad.write_text('{"typeset": 1, "identifier": "BAD"}', encoding="utf-8")
    eats = Path(shutil.copytree(own / "dies", own / "eats")) / "protocol.json"
    eats.write_text(eats.read_text(encoding="utf-8").replace("SAMPLE-1-4", "SAMPLE-1-5"), encoding="utf-8")
    out = tmp_path / "out"
    results = run(own, out, Pool(2, Limits(seconds=6), troubled))
    failures = {one.id: one.failure for one in results if one.failure}
    assert {name: failure.kind for name, failure in failures.items()} == {
        "bad": "SourceError",
        "hangs": "PressError",
        "dies": "PressError",
        "eats": "PressError",
    }
    assert "bad/protocol.json:1:1: `texts` is missing" in failures["bad"].message
    assert "not done in 6 seconds" in failures["hangs"].message
    assert "SIGKILL" in failures["dies"].message
    assert "memory" in failures["eats"].message
    assert sum(one.state == "made" for one in results) == 2 + 4
    results = run(own, out)
    assert {one.id for one in results if one.state == "unchanged"} == {"0001", "0002"}
    assert {one.id for one in results if one.state == "made"} == {"hangs", "dies", "eats"}


def test_a_number_that_was_annulled_meanwhile_costs_no_other(sources: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    results = run(sources / "0001", out, Serial(annuls_a_number))
    failures = {one.document: one.failure for one in results if one.failure}
    assert list(failures) == ["copy 1"]
    assert "is rectified" in failures["copy 1"].message
    with Register.open(out / "register.db") as book:
        assert [one.state for one in book.copies()] == ["faulty", "issued"]


def test_two_runs_do_not_share_a_folder(sources: Path, run: Run, tmp_path: Path) -> None:
    from typeset.batch.journal import Journal  # noqa: PLC0415 - beside its only use

    with Journal(tmp_path / "out" / "journal.jsonl"), pytest.raises(OutputError, match="at work"):
        run(sources, tmp_path / "out")
