"""Originals that are there already, pressed or scanned: only copies are made, and what is wrong is named."""

import datetime as dt
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.batch.hooks import removes_it_late, removes_the_original
from tests.batch.running import Run, digests, head, scan

from typeset.batch import Batch, Pool, Serial, Setting, read_manifest
from typeset.batch.tasks import Function
from typeset.errors import OutputError, SourceError
from typeset.model.batch import Failure, Making, Result
from typeset.pipeline.copies import Wish, add_scan, issue
from typeset.register import Register
from typeset.resources import Resources

TODAY = dt.date(2026, 5, 20)
COPIES = 2


def failures(results: list[Result]) -> dict[str, Failure]:
    return {one.id: one.failure for one in results if one.failure}


def manifest(folder: Path, *instruments: Mapping[str, object]) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps({"batch": 1, "defaults": {"copies": "all"}, "instruments": instruments}))
    return path


def entries(out: Path) -> dict[str, str]:
    with Register.open(out / "register.db") as book:
        return {one.identifier: one.kind for one in book.originals()}


def test_a_folder_of_sources_and_pdfs(mixed: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    results = run(mixed, out, Pool(2))
    assert failures(results) == {}
    originals = {(one.id, one.state, one.file) for one in results if one.document == "original"}
    assert originals == {
        ("0001", "made", "originals/SAMPLE-1-1.pdf"),
        ("0003-signed", "found", "0003/signed.pdf"),
        ("pressed", "found", "pressed.pdf"),
    }
    assert sum(one.state == "made" for one in results) == 1 + 3 * COPIES
    assert entries(out) == {"SAMPLE-1-1": "pressed", "SAMPLE-1-2": "pressed", "SAMPLE-1-3": "scanned"}
    assert [path.name for path in (out / "originals").iterdir()] == ["SAMPLE-1-1.pdf"]
    with Register.open(out / "register.db") as book:
        assert book.audit(out / "copies").sound
        assert book.original("SAMPLE-1-3").signed_by == ("AA", "BB")
    made, end = digests(out), head(out)
    assert {one.state for one in run(mixed, out)} == {"unchanged"}
    assert (digests(out), head(out)) == (made, end)


def test_copies_are_those_of_the_command_for_one(mixed: Path, run: Run, tmp_path: Path, resources: Resources) -> None:
    run(mixed, tmp_path / "out")
    scanned, register, folder = mixed / "0003" / "signed.pdf", str(tmp_path / "single.db"), tmp_path / "single"
    wish = Wish(date=TODAY, everybody=True)
    add_scan(scanned, mixed / "0003", register, resources, (), None, TODAY)
    for original, protocol in ((mixed / "pressed.pdf", None), (scanned, mixed / "0003")):
        list(issue(original, wish, register, folder, resources, protocol=protocol))
    single = {path.name: path.read_bytes() for path in folder.iterdir()}
    batch = {path.name: path.read_bytes() for path in (tmp_path / "out" / "copies").iterdir()}
    assert len(single) == 2 * COPIES
    assert single.items() <= batch.items()


def test_every_fault_is_named_and_the_rest_goes_on(
    mixed: Path, serial: Path, sources: Path, run: Run, tmp_path: Path
) -> None:
    pressed = (mixed / "pressed.pdf").read_bytes()
    (mixed / "damaged.pdf").write_bytes(pressed[: len(pressed) // 2])
    (mixed / "altered.pdf").write_bytes(pressed.replace(b"SAMPLE-1-2", b"SAMPLE-1-9", 1))
    shutil.copy(serial / "copies" / "SAMPLE-1-4-copy-1-AA.pdf", mixed / "copy.pdf")
    (mixed / "stranger.pdf").write_bytes(scan(1))
    (mixed / "stale.pdf").write_bytes((serial / "originals" / "SAMPLE-1-4.pdf").read_bytes())
    source = (sources / "0004" / "protocol.json").read_text(encoding="utf-8")
    (mixed / "stale.json").write_text(source.replace("Town", "City"), encoding="utf-8")
    results = run(mixed, tmp_path / "out", Pool(2))
    found = failures(results)
    assert {name: failure.kind for name, failure in found.items()} == dict.fromkeys(
        ("altered", "copy", "damaged", "stale", "stranger"), "CopyError"
    )
    assert "this is no proven original" in found["damaged"].message
    assert "this is no proven original" in found["altered"].message
    assert "this is a certified copy" in found["copy"].message
    assert "carries no source" in found["stranger"].message
    assert "another source than the one beside it" in found["stale"].message
    assert all(failure.where == str(mixed / f"{name}.pdf") for name, failure in found.items())
    assert sum(one.state == "made" for one in results) == 1 + 3 * COPIES


def test_a_file_that_is_not_the_registered_one(mixed: Path, run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(mixed, out)
    before = digests(out)
    (mixed / "0003" / "signed.pdf").write_bytes(scan(4))
    results = run(mixed, out)
    assert list(failures(results)) == ["0003-signed"]
    assert "`SAMPLE-1-3` has another original" in failures(results)["0003-signed"].message
    assert digests(out) == before
    # It stays so: a batch puts no file of others in the place of an original.
    assert list(failures(run(mixed, out))) == ["0003-signed"]
    (mixed / "0003" / "signed.pdf").write_bytes(scan(3))
    assert failures(run(mixed, out)) == {}
    assert digests(out) == before


def test_a_scan_never_takes_the_place_of_what_a_batch_has_pressed(
    sources: Path, serial: Path, run: Run, tmp_path: Path
) -> None:
    out, folder = Path(shutil.copytree(serial, tmp_path / "out")), Path(shutil.copytree(sources, tmp_path / "in"))
    (folder / "0001.pdf").write_bytes(scan(1))
    path = manifest(folder, {"original": "0001.pdf", "protocol": "0001", "id": "0001"})
    assert "has another original" in failures(run(path, out))["0001"].message
    (folder / "0001.pdf").unlink()
    assert {one.state for one in run(folder, out)} == {"made", "unchanged"}


def test_a_registered_scan_needs_no_protocol(mixed: Path, run: Run, tmp_path: Path, resources: Resources) -> None:
    out = tmp_path / "out"
    scanned = mixed / "0003" / "signed.pdf"
    add_scan(scanned, mixed / "0003", str(out / "register.db"), resources, ("AA",), None, TODAY)
    said = {"certification": {"officer": {"office": "Head"}, "place": "Town", "language": "en"}}
    path = manifest(mixed, {"original": "0003/signed.pdf", **said})
    assert failures(run(path, out)) == {}
    assert len(digests(out)) == COPIES
    path = manifest(mixed, {"original": "0003/signed.pdf", "protocol": "0003", "signed_by": ["BB"]})
    assert "is registered as signed by AA" in failures(run(path, out))["0003-signed"].message


def test_somebody_else_cannot_have_signed(mixed: Path, run: Run, tmp_path: Path) -> None:
    path = manifest(mixed, {"original": "0003/signed.pdf", "protocol": "0003", "signed_by": ["CC"]})
    assert failures(run(path, tmp_path / "out"))["0003-signed"].message == "`CC` is no signatory"


def test_the_plan_says_that_only_copies_are_made(mixed: Path, run: Run, tmp_path: Path, resources: Resources) -> None:
    out = tmp_path / "out"

    def plan() -> dict[str, tuple[str, str]]:
        setting = Setting(mixed, out, str(out / "register.db"), resources, TODAY)
        instruments = read_manifest(mixed, Making.model_validate({"copies": "all"}))
        return {one.id: (one.original, one.copies) for one in Batch(instruments, setting).plan()}

    wanted = dict.fromkeys(("0003-signed", "pressed"), ("copies only", "one for every party"))
    assert plan() == {"0001": ("make", "one for every party"), **wanted}
    assert not out.exists()
    run(mixed, out)
    assert set(plan().values()) == {("unchanged", "unchanged")}


def test_broken_off_and_resumed(mixed: Path, run: Run, tmp_path: Path) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    run(mixed, whole)
    shutil.copytree(whole, out)
    journal = out / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(lines[:2]) + lines[2][:40], encoding="utf-8")
    with pytest.raises(OutputError, match="broken off"):
        run(mixed, out)
    results = run(mixed, out, resume=True)
    assert failures(results) == {}
    assert (digests(out), head(out)) == (digests(whole), head(whole))


def test_the_same_order_twice_is_refused(mixed: Path, run: Run, tmp_path: Path) -> None:
    path = manifest(mixed, *({"original": "pressed.pdf", "id": name} for name in ("one", "two")))
    results = run(path, tmp_path / "out")
    assert "the same copies of this original are asked for by `one`" in failures(results)["two"].message
    assert len(digests(tmp_path / "out")) == COPIES
    path = manifest(mixed, *({"original": "pressed.pdf", "id": name, "addressees": [name]} for name in ("one", "two")))
    assert failures(run(path, tmp_path / "more")) == {}
    assert len(digests(tmp_path / "more")) == 2 * (COPIES + 1)


def test_what_batches_have_made_is_no_instrument(sources: Path, run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sources / "0001", tmp_path / "in" / "0001")).parent
    run(folder, folder)
    assert [one.called for one in read_manifest(folder)] == ["0001"]
    assert [one.called for one in read_manifest(folder / "originals")] == ["SAMPLE-1-1"]
    assert {one.state for one in run(folder, folder)} == {"unchanged"}


def test_which_pdf_belongs_to_which_source(sources: Path, tmp_path: Path) -> None:
    for name in ("a/protocol.json", "b/protocol.json", "c.json", "e/protocol.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(sources / "0001" / "protocol.json", tmp_path / name)
    for name in ("a/signed.pdf", "a/annexes/chart.pdf", "b.pdf", "c.pdf", "d/x.pdf", ".hidden/x.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = {(one.source, one.original, one.protocol) for one in read_manifest(tmp_path)}
    assert found == {
        (None, "a/signed.pdf", "a/protocol.json"),
        (None, "b.pdf", "b/protocol.json"),
        (None, "c.pdf", "c.json"),
        (None, "d/x.pdf", None),
        ("e/protocol.json", None, None),
    }
    (tmp_path / "a" / "second.pdf").touch()
    with pytest.raises(SourceError, match=r"which of `second\.pdf`, `signed\.pdf` is the original"):
        read_manifest(tmp_path)


def test_what_was_given_is_not_superseded_by_what_is_pressed(
    mixed: Path, sources: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run(manifest(mixed, {"original": "pressed.pdf", "id": "one"}), out)
    source = (sources / "0002" / "protocol.json").read_text(encoding="utf-8")
    (mixed / "changed.json").write_text(source.replace("Town", "City"), encoding="utf-8")
    results = run(manifest(mixed, {"source": "changed.json", "id": "one"}), out)
    assert "`SAMPLE-1-2` has another original" in failures(results)["one"].message


def test_one_scan_under_two_protocols(mixed: Path, sources: Path, run: Run, tmp_path: Path) -> None:
    """In two registers, by one and the same worker: nothing of the first is left when the second comes."""
    shutil.copytree(sources / "0004", mixed / "0004")
    for name in ("0003", "0004"):
        path = manifest(mixed, {"original": "0003/signed.pdf", "protocol": name, "id": "scan"})
        assert failures(run(path, tmp_path / name)) == {}
        assert f"copies/SAMPLE-1-{name[-1]}-copy-1-AA.pdf" in digests(tmp_path / name)


@pytest.mark.parametrize(
    ("hook", "refused"), [(removes_the_original, ["register"]), (removes_it_late, ["copy 1", "copy 2"])]
)
def test_an_original_that_is_gone_costs_its_own_copies(
    mixed: Path, run: Run, tmp_path: Path, hook: Function, refused: list[str]
) -> None:
    results = run(mixed, tmp_path / "out", Serial(hook, remote=True))
    failed = [(one.id, one.document, one.failure.kind) for one in results if one.failure]
    assert failed == [("pressed", document, "OutputError") for document in refused]
    assert sum(one.state == "made" for one in results) == 1 + 2 * COPIES
