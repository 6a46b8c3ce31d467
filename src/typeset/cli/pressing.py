"""A source into its original, by two processes where the machine has two processors."""

import functools
import typing as t
from pathlib import Path

from typeset import ahead
from typeset.cli.options import PROCESSES
from typeset.resources import Resources

if t.TYPE_CHECKING:
    from typeset.pipeline import Original


def press(source: Path, world: Resources, *, languages: tuple[str, ...], validator: str, draft: bool) -> "Original":
    """Read a source, press it and prove it; see `pipeline.original`.

    Raises:
        TypesetError: as reading and pressing do.
    """
    # The engine takes as long to load as all else does: it begins before anything else is loaded.
    with ahead.engine(world, PROCESSES) as engine:
        from typeset import pipeline
        from typeset.pipeline import house

        call = functools.partial(house.original, languages=languages, validator=validator, draft=draft)
        return call(pipeline.read(source, world), world, processes=PROCESSES, engine=engine)
