"""What happens in a process of its own happens to nobody else."""

import os
import signal
import sys
import time
from collections.abc import Callable

import pytest

from typeset.confined import Limits, confined
from typeset.errors import SourceError, VerificationError

FEW = Limits(2, 256 * 2**20)


def test_a_result_comes_back() -> None:
    assert confined(FEW, "a.pdf", divmod, 7, 2) == (3, 1)


def refusing() -> None:
    raise SourceError("no source", "write one", "a.yaml:1:1")


def test_an_error_comes_back_with_its_place_and_hint() -> None:
    with pytest.raises(SourceError, match="no source") as raised:
        confined(FEW, "a.pdf", refusing)
    assert (raised.value.hint, raised.value.where) == ("write one", "a.yaml:1:1")


def at_fault() -> None:
    raise LookupError("nowhere")


def test_a_fault_comes_back_with_its_traceback() -> None:
    with pytest.raises(RuntimeError, match=r"in at_fault\n(.*\n)*LookupError: nowhere"):
        confined(FEW, "a.pdf", at_fault)


def busy() -> None:
    while True:
        pass


def greedy() -> None:
    _ = bytearray(2**30)


def quietly_greedy() -> str:
    # As a reader that takes any trouble for a fault of the file.
    try:
        greedy()
    except MemoryError:
        return "refused"
    return "done"


def dying() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("function", [busy, greedy, dying])
def test_what_exceeds_its_limits_or_dies_is_one_error(function: Callable[[], None]) -> None:
    with pytest.raises(VerificationError, match="could not be read within 2 seconds and 256 MB") as raised:
        confined(FEW, "a.pdf", function)
    assert raised.value.where == "a.pdf"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not limit memory")
def test_memory_is_refused_to_the_call_itself() -> None:
    assert confined(FEW, "a.pdf", quietly_greedy) == "refused"


def test_what_sleeps_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.confined._BUSY", 1)
    with pytest.raises(VerificationError, match="could not be read within 1 seconds"):
        confined(Limits(1, FEW.memory), "a.pdf", time.sleep, 600)


def test_nothing_of_the_call_is_written_to_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    confined(FEW, "a.pdf", os.write, 2, b"panicked")
    assert capfd.readouterr().err == ""


def test_larger_files_may_cost_more() -> None:
    assert Limits.of_file(1) == Limits(10, 512 * 2**20)
    assert Limits.of_file(100 * 2**20).seconds > 1_000


def test_another_program_has_room_of_its_own() -> None:
    assert Limits(10, 100).with_room(300, 1000) == Limits(310, 1100)
