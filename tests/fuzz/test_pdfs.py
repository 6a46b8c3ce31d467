"""Mutants of originals, copies and scans from a seed: no traceback, no hang, no death, and nothing wrong is proven.

`make fuzz` tries FUZZ_COUNT of each kind; what it names is repeated by its seed, kind and number, and kept in
output/fuzz.
"""

import os
from pathlib import Path

import pytest
from tests.fuzz.pool import ROOT, Tally, Worker
from tests.fuzz.still import still
from tests.hostile.copies.base import Bench

COUNT = int(os.environ.get("FUZZ_COUNT", "12"))
START = int(os.environ.get("FUZZ_START", "0"))
SEED = os.environ.get("FUZZ_SEED", "typeset")
KINDS = ("original-bytes", "original-objects", "copy-bytes", "copy-objects", "scan-bytes", "scan-objects")


@pytest.mark.parametrize("kind", KINDS)
def test_no_mutant_is_wrongly_proven_or_breaks_anything(kind: str, good: Path) -> None:
    tally, worker = Tally(), Worker(good, SEED)
    try:
        for number in range(START, START + COUNT):
            if tally.add(kind, number, worker.ask(kind, number)):
                worker.keep(kind, number, ROOT / "output" / "fuzz")
    finally:
        worker.close()
    print(f"\nseed {SEED}, numbers {START} to {START + COUNT - 1}\n{tally.table()}")  # noqa: T201 - the figures
    assert not tally.faults, "\n".join(tally.faults)


def test_a_copy_is_sealed_into_the_same_bytes_every_time(made: Bench) -> None:
    """Else the mutants of a number would be others in every run."""
    with still():
        assert made.seal(made.copy, 0) == made.sealed
