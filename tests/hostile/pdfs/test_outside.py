"""Files from outside are read in processes of their own, which end when they take too much."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Pdf
from tests.hostile import spoil as s

from typeset import verify
from typeset.confined import Limits, confined
from typeset.errors import VerificationError
from typeset.pipeline import Source, outside
from typeset.pipeline.outside import Grounds
from typeset.resources import Resources

MEMORY = 256 * 2**20


def working(seconds: float) -> str:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return "done"


def waiting(seconds: float) -> str:
    time.sleep(seconds)
    return "done"


def test_what_works_for_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    # The clock alone would end it too, much later.
    monkeypatch.setattr("typeset.confined._BUSY", 1000)
    assert confined(Limits(5, MEMORY), "a.pdf", working, 0.1) == "done"
    with pytest.raises(VerificationError, match="its time was spent"):
        confined(Limits(1, MEMORY), "a.pdf", working, 8)


def test_what_only_waits_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.confined._BUSY", 1)
    with pytest.raises(VerificationError, match="its time was spent"):
        confined(Limits(1, MEMORY), "a.pdf", waiting, 8)


class Asked(Exception):  # noqa: N818 - no error, but what the test waits for
    """Something was to be confined."""


def test_commands_read_files_in_processes_of_their_own(
    monkeypatch: pytest.MonkeyPatch, good: bytes, source: Callable[[str], Source], resources: Resources
) -> None:
    def asked(limits: Limits, *_: object) -> None:
        assert limits == Limits.of_file(len(good))
        raise Asked

    monkeypatch.setattr(outside, "confined", asked)
    path = Path("file.pdf")
    for call in (
        lambda: outside.verify_file(good, "file.pdf", resources, Grounds()),
        lambda: outside.extract(good, "file.pdf"),
        lambda: outside.pressed(good, path, resources),
        lambda: outside.scanned(good, path, source("small")),
    ):
        with pytest.raises(Asked):
            call()


def test_streams_unpack_to_no_more_than_all_may(good: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def long(file: Pdf) -> None:
        for page in file.pages:
            page.Contents = file.make_stream(b" " * 10_000 + page.Contents.read_bytes())

    made = s.spoilt(good, long)
    assert verify.read(made, "long.pdf").pages
    monkeypatch.setattr("typeset.verify.limits.MAX_DECODED", 40_000)
    with pytest.raises(VerificationError, match="unpack to more than is sensible"):
        verify.read(made, "long.pdf")
