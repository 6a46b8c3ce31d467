"""Batches with a register in a real server, and two runs at once on one register."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.batch.running import Run, digests, head
from tests.register.conftest import postgres, server, where  # noqa: F401 - fixtures, of the register's own tests

from typeset.batch import Pool
from typeset.model.batch import Result
from typeset.model.register import Allotment, CopyTerms
from typeset.register import Register


def at_once(*runs: "tuple[Run, Path, Path, str]") -> list[list[Result]]:
    """Runs side by side, each with a worker of its own; what came of each."""
    results: list[list[Result]] = [[] for _ in runs]

    def go(place: int, run: Run, manifest: Path, out: Path, register: str) -> None:
        results[place] = run(manifest, out, Pool(1), register=register)

    threads = [threading.Thread(target=go, args=(place, *one)) for place, one in enumerate(runs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_server_holds_what_a_file_holds(
    sources: Path,
    serial: Path,
    run: Run,
    tmp_path: Path,
    postgres: str,  # noqa: F811 - the fixture
) -> None:
    out = tmp_path / "out"
    results = run(sources, out, Pool(2), register=postgres)
    assert {one.state for one in results} == {"made"}
    assert digests(out) == digests(serial)
    with Register.open(postgres) as book:
        assert str(book.head()) == head(serial)
        assert book.audit(out / "copies").sound
    assert {one.state for one in run(sources, out, register=postgres)} == {"unchanged"}


def test_two_runs_at_once_for_different_originals(
    sources: Path,
    serial: Path,
    run: Run,
    tmp_path: Path,
    where: str,  # noqa: F811 - the fixture
) -> None:
    names = ("0001", "0002")
    at_once(*((run, sources / name, tmp_path / name, where) for name in names))
    made = [digests(tmp_path / name) for name in names]
    assert [len(one) for one in made] == [3, 3]
    assert (made[0] | made[1]).items() <= digests(serial).items()
    with Register.open(where) as book:
        assert [(one.state, one.number) for one in book.copies()] == [("issued", 1), ("issued", 2)] * 2
        assert book.audit().sound


def test_two_runs_at_once_for_the_very_same_copies(
    sources: Path,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,  # noqa: F811 - the fixture
) -> None:
    allot, both = Register.allot, threading.Barrier(2, timeout=60)

    def late(book: Register, original: str, terms: Sequence[CopyTerms]) -> tuple[Allotment, ...]:
        """Take numbers when the other run, too, has found that there are none."""
        both.wait()
        return allot(book, original, terms)

    monkeypatch.setattr(Register, "allot", late)
    results = at_once(*((run, sources / "0001", tmp_path / name, where) for name in ("a", "b")))
    assert [[one.failure for one in some if one.failure] for some in results] == [[], []]
    assert [[one.document for one in some] for some in results] == [["original", "copy 1", "copy 2"]] * 2
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert len(digests(tmp_path / "a")) == 3
    with Register.open(where) as book:
        assert [one.state for one in book.copies()] == ["issued", "issued", "faulty", "faulty"]
        assert book.audit().sound
