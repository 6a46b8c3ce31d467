"""What mutants have in common is read once, and what is read of a mutant is read once for all who are handed it.

Whoever reads the same bytes finds the same: nothing is asked less, and all is answered sooner.
"""

import functools
import gc
import typing as t
from collections.abc import Callable
from dataclasses import replace
from time import process_time

import pytest

from typeset import verify
from typeset.errors import VerificationError
from typeset.pipeline import copies, outside
from typeset.source import reading
from typeset.verify import Facts
from typeset.verify.copies import case
from typeset.verify.copies import source as of_copy

_FILES, _SOURCES = 4, 64
Result = t.TypeVar("Result")


class Reader:
    """Reads a PDF once, however often it is asked for."""

    def __init__(self, read: Callable[[bytes], Facts]) -> None:
        self._read = read
        self._answer = functools.lru_cache(_FILES)(self._asked)

    def __call__(self, pdf: bytes, name: str = "") -> Facts:
        """As `typeset.verify.read`."""
        answer, _ = self._answer(pdf)
        if isinstance(answer, VerificationError):
            raise answer
        return replace(answer, name=name)

    def seconds(self, pdf: bytes) -> float:
        """What it took to read this file."""
        return self._answer(pdf)[1]

    def _asked(self, pdf: bytes) -> tuple[Facts | VerificationError, float]:
        begun = process_time()
        try:
            answer: Facts | VerificationError = self._read(pdf)
        except VerificationError as error:
            answer = error
        return answer, process_time() - begun


def warm() -> Reader:
    """Read everything but once in this process, which is itself the confined one, from now on."""
    patch, reader = pytest.MonkeyPatch(), Reader(verify.read)
    for module, name in ((verify, "read"), (case, "read"), (of_copy, "read"), (copies, "read_pdf")):
        patch.setattr(module, name, reader)
    patch.setattr(reading, "_read", functools.lru_cache(_SOURCES)(reading._read.__wrapped__))
    patch.setattr(outside, "confined", _called)
    gc.freeze()
    gc.disable()
    return reader


def _called(_limits: object, _name: str, function: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
    return function(*args, **kwargs)
