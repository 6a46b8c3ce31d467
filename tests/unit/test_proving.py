"""Copies that a fork proves while the next is made: the same files and register, whatever becomes of the fork."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from typeset import beside, pipeline
from typeset.errors import CopyError, OutputError
from typeset.model.certification import Officer
from typeset.model.register import Allotment
from typeset.model.report import Check, Report
from typeset.pipeline import Source, registering
from typeset.pipeline.issuing import Desk, Order
from typeset.pipeline.proofs import CopyProof
from typeset.register import Register
from typeset.resources import Resources
from typeset.verify.checks import conformance

ROOT = Path(__file__).parents[2]
ADDRESSEES = ("National Library", "United Nations")


@pytest.fixture(scope="module")
def made(source: Callable[[str], Source], resources: Resources) -> pipeline.Original:
    return pipeline.original(source("small"), resources)


@pytest.fixture
def order(source: Callable[[str], Source]) -> Order:
    protocol = source("small").protocol
    places = {tag: text.names.place for tag, text in protocol.texts.items()}
    officer = Officer(office="Head of the Treaty Section")
    wished = Order(date=protocol.signed, parties=protocol.parties, addressees=ADDRESSEES)
    return replace(wished, settings=protocol.certification, places=places, officer=officer)


@pytest.fixture
def desk(made: pipeline.Original, resources: Resources, tmp_path: Path) -> Callable[[int], Desk]:
    """A desk with a register of its own, at which so many processes work."""

    def opened(processes: int) -> Desk:
        folder = tmp_path / str(processes)
        folder.mkdir()
        own, place = made.source, folder / "original.pdf"
        book = Register.open(folder / "register.db", create=True)
        entry = registering.entry_of(made.pdf, place, made.report.pages, own.protocol, own.files, scanned=False)
        return Desk(made.pdf, book.add_original(entry), book, folder, resources, processes=processes)

    return opened


@pytest.fixture(autouse=True)
def _possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks from a runner of tests, which may have the validator's threads: a fork has them not, and may not ask it."""

    def sound(_pdf: bytes, name: str) -> Check:
        return Check(name=name, title="not asked")

    monkeypatch.setattr(conformance, "_page", sound)
    monkeypatch.setattr(beside, "possible", lambda **_wanted: True)


def _state(desk: Desk) -> tuple[dict[str, str], str]:
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(desk.folder.glob("*.pdf"))}
    return files, str(desk.register.head())


@contextmanager
def _at(desk: Desk) -> Iterator[Desk]:
    with desk.register:
        yield desk


def test_files_reports_and_register_are_those_of_one_process(desk: Callable[[int], Desk], order: Order) -> None:
    found = []
    for processes in (1, 2):
        with _at(desk(processes)) as place:
            issued = list(place.issue(order))
            found.append(([one.report for one in issued], *_state(place)))
    assert found[0] == found[1]
    assert len(found[0][0]) == len(found[0][1]) == len(order.parties) + len(ADDRESSEES)


def test_the_fork_proves_all_of_them(
    desk: Callable[[int], Desk], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, real = os.getpid(), CopyProof.of

    def elsewhere(proof: CopyProof, pdf: bytes, name: str, allotment: Allotment) -> Report:
        assert os.getpid() != here
        return real(proof, pdf, name, allotment)

    monkeypatch.setattr(CopyProof, "of", elsewhere)
    with _at(desk(2)) as place:
        assert len(list(place.issue(order))) == 4


@pytest.mark.parametrize("number", [1, 2, 4])
def test_where_it_is_lost_the_rest_is_proven_here(
    number: int, desk: Callable[[int], Desk], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, real = os.getpid(), CopyProof.of
    proven: list[int] = []

    def lost(proof: CopyProof, pdf: bytes, name: str, allotment: Allotment) -> Report:
        if os.getpid() == here:
            proven.append(allotment.number)
        elif allotment.number == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(proof, pdf, name, allotment)

    monkeypatch.setattr(CopyProof, "of", lost)
    with _at(desk(2)) as place:
        assert [one.allotment.number for one in place.issue(order)] == [1, 2, 3, 4]
        assert not place.register.audit(folder=place.folder).findings
    assert proven == list(range(number, 5))


def test_a_finding_ends_the_run_and_what_was_proven_before_is_issued(
    desk: Callable[[int], Desk], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = CopyProof.of

    def wanting(proof: CopyProof, pdf: bytes, name: str, allotment: Allotment) -> Report:
        other = allotment.model_copy(update={"number": 7}) if allotment.number == 3 else allotment
        return real(proof, pdf, name, other)

    monkeypatch.setattr(CopyProof, "of", wanting)
    for processes in (1, 2):
        with _at(desk(processes)) as place:
            with pytest.raises(CopyError, match="copy 7 is not proven"):
                list(place.issue(order))
            assert [one.number for one in place.register.pending()] == [3, 4]
            assert len(list(place.folder.glob("*copy*.pdf"))) == 2


def test_what_cannot_be_made_ends_the_run_and_what_was_made_before_is_issued(
    desk: Callable[[int], Desk], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Desk.composed

    def failing(place: Desk, allotment: Allotment) -> tuple[bytes, Path]:
        if allotment.number == 3:
            raise CopyError("it cannot be made", "")
        return real(place, allotment)

    monkeypatch.setattr(Desk, "composed", failing)
    for processes in (1, 2):
        with _at(desk(processes)) as place:
            with pytest.raises(CopyError, match="it cannot be made"):
                list(place.issue(order))
            assert [one.number for one in place.register.pending()] == [3, 4]


def test_what_cannot_be_written_ends_the_run(desk: Callable[[int], Desk], order: Order) -> None:
    with _at(desk(2)) as place:
        (place.folder / place.terms_of(order)[1].file_name.format(number=2, recipient="BB")).write_bytes(b"in the way")
        with pytest.raises(OutputError):
            list(place.issue(order))
        assert [one.number for one in place.register.pending()] == [2, 3, 4]


_REALLY = """
import os, sys
from pathlib import Path
from typeset import beside, pipeline
from typeset.pipeline import copies, proofs
from typeset.resources import bundled
import datetime as dt

def main(folder):
    world, own = bundled(), os.getpid()
    os.sched_getaffinity = lambda _pid: {0, 1}
    real = proofs.CopyProof.of
    def of(*words):
        assert os.getpid() != own, "proven here"
        return real(*words)
    proofs.CopyProof.of = of
    made = pipeline.original(pipeline.read(Path("examples/articles"), world), world, processes=2)
    (folder / "original.pdf").write_bytes(made.pdf)
    threads = len(os.listdir("/proc/self/task"))
    wish = copies.Wish(date=dt.date(2026, 5, 25), everybody=True, officer="Head of Section")
    register = str(folder / "register.db")
    issued = list(copies.issue(folder / "original.pdf", wish, register, folder, world, processes=2))
    print(threads, len(issued), all(one.report.proven for one in issued))

main(Path(sys.argv[1]))
"""


def test_an_original_and_its_copies_are_judged_by_the_real_validator_in_forks(tmp_path: Path) -> None:
    """In a process of its own, in which the validator was never asked: no threads of it are left there."""
    done = subprocess.run(
        [sys.executable, "-c", _REALLY, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=120,
    )  # fmt: skip
    assert done.stdout.split() == ["1", "2", "True"], done.stderr


def test_for_a_single_copy_no_process_is_begun(
    desk: Callable[[int], Desk], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "Beside", None)
    with _at(desk(2)) as place:
        assert len(list(place.issue(replace(order, parties=order.parties[:1], addressees=())))) == 1


def test_where_no_process_can_be_had_this_one_proves(
    desk: Callable[[int], Desk], order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object) -> None:
        raise BlockingIOError(11, "no more processes")

    monkeypatch.setattr(beside, "Beside", refused)
    with _at(desk(2)) as place:
        assert len(list(place.issue(order))) == 4
