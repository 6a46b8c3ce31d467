"""A register of many copies is asked by little memory: what one copy takes is forgotten when the next is read."""

import datetime as dt
import hashlib
import json
import tracemalloc
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.register.server import Server

from typeset.cli.main import typeset
from typeset.model.register import CopyTerms, RegisteredOriginal
from typeset.register import Register

FEW, MANY = 300, 1500
MOST = 1500
"""Bytes for each further copy: its name, its digest, and the keys that they are found by."""
QUESTIONS: dict[str, Callable[[Register], object]] = {
    "list": lambda register: deque(register.each_copy(), maxlen=0),
    "due": lambda register: register.due(dt.date(2018, 6, 1)),
    "audit": lambda register: register.audit(),
}


def filled(where: str, original: RegisteredOriginal, terms: CopyTerms, count: int) -> Register:
    register = Register.open(where, create=True)
    register.add_original(original)
    numbers = register.allot(original.sha256, [terms] * count)
    register.confirm_many([one.made(hashlib.sha256(one.file_name.encode()).hexdigest(), 9) for one in numbers])
    return register


def peak(register: Register, question: Callable[[Register], object]) -> int:
    question(register)  # what is made once is made before
    tracemalloc.start()
    try:
        question(register)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("question", QUESTIONS)
def test_memory_does_not_grow_with_the_copies(
    question: str, original: RegisteredOriginal, terms: CopyTerms, tmp_path: Path
) -> None:
    sizes = {}
    for count in (FEW, MANY):
        with filled(str(tmp_path / f"{count}.db"), original, terms, count) as register:
            sizes[count] = peak(register, QUESTIONS[question])
    assert (sizes[MANY] - sizes[FEW]) / (MANY - FEW) < MOST, sizes


def test_a_server_hands_the_copies_over_in_parts(
    server: Server, original: RegisteredOriginal, terms: CopyTerms
) -> None:
    """What the server's library fetches at once is not seen by tracemalloc: so the cursor is looked at."""
    with filled(server.database(), original, terms, 3) as register:
        copies = register.each_copy()
        assert next(copies).number == 1
        with register._store.engine.connect() as other:
            open_cursors = other.exec_driver_sql(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND state = 'idle in transaction' AND query LIKE 'FETCH%%'"
            ).scalar()
        assert open_cursors == 1
        assert [one.number for one in copies] == [2, 3]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_list_for_machines_is_what_json_writes(
    count: int, original: RegisteredOriginal, terms: CopyTerms, tmp_path: Path
) -> None:
    where = str(tmp_path / "register.db")
    with filled(where, original, terms, count) as register:
        expected = [copy.model_dump(mode="json") for copy in register.copies()]
    done = CliRunner().invoke(typeset, ["register", "list", "--json", "--register", where])
    assert done.stdout == json.dumps(expected, ensure_ascii=False, indent=2) + "\n"
    assert len(expected) == count
