"""Large files by the shelf, sealed copies by the client: what does not go the usual way."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from tests.batch.running import Run, digests

from typeset.batch import Batch, Serial, Setting, read_manifest
from typeset.certify.sealing import Seal, from_file
from typeset.certify.trialkey import trial_key
from typeset.model.batch import Making, Result
from typeset.register import Register
from typeset.resources import Resources


def test_large_files_go_by_the_shelf(
    sources: Path, serial: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typeset.batch.work.BY_VALUE", 1000)
    out = tmp_path / "out"
    results = run(sources / "0001", out)
    assert [one.failure for one in results if one.failure] == []
    assert digests(out).items() <= digests(serial).items()
    assert list((out / ".shelf").iterdir()) == []


def test_copies_are_sealed_by_the_client(sources: Path, tmp_path: Path, resources: Resources) -> None:
    locked, _ = trial_key("Tester", b"secret", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), 3650)
    (tmp_path / "key.p12").write_bytes(locked)
    out = tmp_path / "out"
    setting = Setting(
        sources / "0001", out, str(out / "register.db"), resources, dt.date(2026, 5, 20),
        seal=Seal(from_file(tmp_path / "key.p12", b"secret")),
    )  # fmt: skip
    making = Making.model_validate({"copies": "all", "seal": True})

    def go(setting: Setting) -> list[Result]:
        instruments = read_manifest(sources / "0001", making)
        return [one for one in Batch(instruments, setting).run(Serial()) if isinstance(one, Result)]

    results = go(setting)
    assert [one.failure for one in results if one.failure] == []
    assert len(results) == 3
    assert b"/ByteRange" in (out / "copies" / "SAMPLE-1-1-copy-1-AA.pdf").read_bytes()
    made = digests(out)
    assert {one.state for one in go(dataclasses.replace(setting, seal=None))} == {"unchanged"}
    # Killed between the file and the journal: the sealed file is proven, and taken as it stands.
    journal = out / "journal.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(line for line in lines if '"event":"copy"' not in line), encoding="utf-8")
    assert {one.state for one in go(setting)} == {"unchanged"}
    assert digests(out) == made
    with Register.open(out / "register.db") as book:
        assert book.audit(out / "copies").sound
        assert all(copy.sealed for copy in book.copies())
