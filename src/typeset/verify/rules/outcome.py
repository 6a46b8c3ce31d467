"""What a rule found on the pages, before it is written out with its clause."""

import typing as t
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from typeset.verify.limits import MILLIMETRE
from typeset.verify.rules.layout import Layout, Row


@dataclass(frozen=True)
class Broken:
    """One place that breaks a rule."""

    measured: str
    """What was measured there."""
    page: int | None = None
    words: str = ""


Measure = Callable[[t.Any, Layout], Iterator[Broken]]
"""From a rule of one kind and a text to the places that break it.

Raises NothingToMeasureError where the text has nothing that the rule speaks of.
"""


def at(row: Row, measured: str) -> Broken:
    """A place that a line marks."""
    return Broken(measured, row.page, row.text)


def mm(points: float) -> float:
    """Points as millimetres."""
    return points / MILLIMETRE


def figure(value: float) -> str:
    """A figure as it is written in a finding: no more digits than were measured."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
