"""Commands killed, refused or starved at every system call that writes: old state or new state; a second run heals.

strace injects the fault into the N-th call of a kind. `make faults` tries every call on the way to an original, to a
begun register, to a copy, to a rectification and to an audit; elsewhere, dice choose some of each.
"""

import hashlib
import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.conftest import GOLDEN
from tests.faults.tracing import FAULTS, Call, Ended, Warm, cold
from tests.hostile.copies.test_scans import scan

TRIES = os.environ.get("FAULTS", "2")
"""Calls that are made to fail, of each command and kind of fault; or `all`."""
ORIGINAL = ("original", "source", "-o", "original.pdf")
BEGIN = ("register", "add-original", "scan.pdf", "--protocol", "source")
COPY = (
    "copy", "scan.pdf", "--for", "AA", "--protocol", "source", "--language", "ru", "--officer", "Секретарь",
    "--place", "Пекин", "--kept-in", "Секретариате", "--date", "2024-06-04",
)  # fmt: skip
RECTIFY = ("register", "rectify", "SMALL-1", "1", "--reason", "опечатка", "--date", "2024-06-05")
AUDIT = ("register", "audit", "--copies", "copies")
RESUME = ("copy", "scan.pdf", "--resume", "--protocol", "source")
HELPERS = 14
"""No helper writes more often than that; it is always the same that is written."""
DOCUMENTED = {0, 1, 2, 3, 4, 5, 6, 7, 8}
"""Exit codes, but for that of a fault of typeset."""


@dataclass(frozen=True)
class Case:
    """A command, what must have been done before it, and what heals it."""

    command: tuple[str, ...]
    before: tuple[tuple[str, ...], ...]
    heal: tuple[tuple[str, ...], ...]
    done_before: str = ""
    """What the second run says where the first had done it all."""


CASES = {
    "original": Case(ORIGINAL, (), (ORIGINAL,), "`original.pdf` exists and is not overwritten"),
    "begin": Case(BEGIN, (), (BEGIN,)),
    "copy": Case(COPY, (BEGIN,), (RESUME, COPY)),
    "rectify": Case(RECTIFY, (BEGIN, COPY), (RECTIFY,), "is rectified already"),
    "audit": Case(AUDIT, (BEGIN, COPY), ()),
}


@dataclass
class Office:
    """A folder in which a command may be broken, and what an undisturbed run makes of it."""

    case: Case
    folder: Path
    wanted: dict[str, str] = field(default_factory=dict)
    old: dict[str, str] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    warm = Warm()
    yield warm
    warm.close()


@pytest.fixture(scope="module")
def office(warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Office]:
    known: dict[str, Office] = {}

    def of(name: str) -> Office:
        if name not in known:
            case, folder = CASES[name], tmp_path_factory.mktemp(name) / "office"
            folder.mkdir()
            shutil.copytree(GOLDEN / "small", folder / "source")
            (folder / "scan.pdf").write_bytes(scan())
            for words in case.before:
                assert warm.run(folder, *words).code == 0
            undisturbed = folder.parent / "undisturbed"
            shutil.copytree(folder, undisturbed)
            done = warm.run(undisturbed, *case.command, look=True)
            assert done.code == 0, done.stderr
            known[name] = Office(case, folder, state(warm, undisturbed), state(warm, folder), done.calls)
        return known[name]

    return of


def state(warm: Warm, folder: Path) -> dict[str, str]:
    """Digests of what was made, and the head of the register; nothing half is in it."""
    made = [folder / "original.pdf", *(folder / "copies").glob("*")]
    files = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in made if one.is_file()}
    if (folder / "register.db").exists():
        audit = warm.run(folder, "register", "audit")
        files["register.db"] = audit.stdout + audit.stderr
    return files


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", CASES)
def test_a_fault_at_any_call_that_writes_is_healed(
    name: str, fault: str, office: Callable[[str], Office], warm: Warm, tmp_path: Path
) -> None:
    desk = office(name)
    dice = random.Random(f"{name} {fault}")  # noqa: S311 - dice, not keys
    chosen = desk.calls if TRIES == "all" else dice.sample(desk.calls, min(int(TRIES), len(desk.calls)))
    troubles = []
    for call in chosen:
        folder = tmp_path / "office"
        shutil.copytree(desk.folder, folder)
        ended = warm.run(folder, *desk.case.command, inject=f"{call.name}:{FAULTS[fault]}:when={call.number}")
        found = [*said_well(ended, fault), *healed(warm, desk, folder, ended)]
        troubles += [f"{call}: {one}" for one in found]
        shutil.rmtree(folder)
    print(f"\n{name}, {fault}: {len(chosen)} of {len(desk.calls)} calls")  # noqa: T201 - the figures
    assert chosen
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_every_process_of_a_cold_start_is_healed(
    fault: str, office: Callable[[str], Office], warm: Warm, tmp_path: Path
) -> None:
    """The N-th writing of each process at once: of helpers that look for libraries, of confined readers, of ours."""
    desk, dice = office("copy"), random.Random(f"cold {fault}")  # noqa: S311 - dice, not keys
    numbers = range(1, HELPERS + 1) if TRIES == "all" else dice.sample(range(1, HELPERS + 1), 1)
    troubles = []
    for number in numbers:
        folder = tmp_path / "office"
        shutil.copytree(desk.folder, folder)
        ended = cold(folder, *COPY, inject=f"write:{FAULTS[fault]}:when={number}")
        found = [*said_well(ended, "" if ended.code != -9 else fault), *healed(warm, desk, folder, ended)]
        troubles += [f"write {number}: {one}" for one in found]
        shutil.rmtree(folder)
    print(f"\ncold start, {fault}: {len(numbers)} of {HELPERS} writings of every process")  # noqa: T201 - the figures
    assert not troubles, "\n".join(troubles)


def said_well(ended: Ended, fault: str) -> Iterator[str]:
    """What is wrong with how a command ended."""
    if fault == "killed":
        if ended.code != -9:
            yield f"was not killed: {ended}"
        return
    if ended.code not in DOCUMENTED:
        yield f"ended with {ended.code}: {ended.stderr}"
    if "Traceback" in ended.stderr or (ended.code and "hint: " not in ended.stderr):
        yield f"said badly: {ended.stderr}"


def healed(warm: Warm, desk: Office, folder: Path, ended: Ended) -> Iterator[str]:
    """What is wrong with the state after a fault, and after a second run."""
    # What a killed run was writing to has no name that anybody reads; the audit names it.
    for part in folder.rglob(".typeset-*.part*"):
        part.unlink()
    for made in [folder / "original.pdf", *(folder / "copies").glob("*")]:
        if made.is_file() and hashlib.sha256(made.read_bytes()).hexdigest() != desk.wanted.get(made.name):
            yield f"half a file: {made.name}"
    if ended.code == 0 and (found := state(warm, folder)) != desk.wanted:
        yield f"said that it was done, and left {found}"
    for words in desk.case.heal:
        if state(warm, folder) == desk.wanted and words == COPY:
            break  # resumed: another order would be another copy
        again = warm.run(folder, *words)
        done_before = bool(desk.case.done_before) and desk.case.done_before in again.stderr
        unbegun = words == RESUME and "is not the original of any entry" in again.stderr
        if again.code != 0 and not done_before and not unbegun:
            yield f"the second run ended with {again.code}: {again.stderr}"
    if (found := state(warm, folder)) != desk.wanted:
        yield f"not healed: {found}"
