"""The engine's hottest functions into quicker ones that give exactly the same.

WeasyPrint is Python, and a press spends most of its time in few of its functions. Those are replaced here, for the one
version that is pinned: `styles` (values of the cascade), `lengths` (percentages and backgrounds), `flow` (what boxes
are, and floats), `text` (Pango's objects, and lines that were broken before) and `reading` (HTML). Every replacement
does the usual case quickly, and calls the original for all else, so it holds for whatever CSS a house writes.

What is memoised hangs on the style or the font configuration that it was worked out from, and goes with it.
At run time nothing is checked but the pin: tests/unit/press/test_swift.py knows the sources that these functions were
written against, and says which is to be read again before the pin is moved.
"""

import sys
import typing as t
from collections.abc import Callable
from types import FunctionType

from typeset.press.swift import cascade, figures, flow, lengths, reading, styles, text


class Replacement(t.NamedTuple):
    """One function in place of another."""

    owner: t.Any
    """The module or class that has the original."""
    name: str
    own: Callable[..., t.Any]
    original: Callable[..., t.Any]


REPLACEMENTS = tuple(
    Replacement(owner, name, own, vars(owner)[name])
    for owner, name, own in (*styles.OWN, *cascade.OWN, *lengths.OWN, *flow.OWN, *text.OWN, *reading.OWN, *figures.OWN)
)


def install() -> None:
    """Let the engine use our functions; to do so again changes nothing."""
    if vars(REPLACEMENTS[0].owner)[REPLACEMENTS[0].name] is not REPLACEMENTS[0].own:
        _put({one.original: one.own for one in REPLACEMENTS})


def uninstall() -> None:
    """Let the engine use its own functions again: for tests and benchmarks, which compare."""
    _put({one.own: one.original for one in REPLACEMENTS})


def _put(instead: dict[Callable[..., t.Any], Callable[..., t.Any]]) -> None:
    """Put functions in place of others, wherever a module has them by name: most import from each other."""
    owners = {one.owner for one in REPLACEMENTS}
    owners.update(module for name, module in sys.modules.items() if name.split(".")[0] == "weasyprint")
    for owner in owners:
        for name, value in tuple(vars(owner).items()):
            if isinstance(value, FunctionType) and value in instead:
                setattr(owner, name, instead[value])
