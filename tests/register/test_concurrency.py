"""Processes that issue at once never share a number, and skip none."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from typeset.register import Register

PROCESSES, ROUNDS, BATCH = 16, 5, 5


def test_16_processes_issue_25_copies_each(
    where: str, start: Callable[[str, int, int], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    processes = [start(where, ROUNDS, BATCH) for _ in range(PROCESSES)]
    said = [process.communicate(timeout=300)[0].split() for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    numbers = [int(number) for one in said for number in one[1:]]
    assert all(len(one) == 1 + ROUNDS * BATCH for one in said)
    assert sorted(numbers) == list(range(1, PROCESSES * ROUNDS * BATCH + 1))
    with Register.open(where) as register:
        register.audit(tmp_path / "copies").raise_for_findings()
        assert [copy.number for copy in register.copies()] == sorted(numbers)
        assert register.head().entries == 1 + 2 * len(numbers)
