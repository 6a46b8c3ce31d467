"""A process that loads the engine while a source is read, and presses what is composed of it."""

import contextlib
import typing as t
from collections.abc import Iterator
from contextlib import contextmanager

from typeset import beside
from typeset.errors import TypesetError
from typeset.resources import Resources

if t.TYPE_CHECKING:
    from typeset.model.composition import Composition
    from typeset.press import Pressed


class Engine:
    """The engine, in a fork; where that is lost, it presses nothing, and whoever asked does it alone."""

    def __init__(self, fork: beside.Beside) -> None:
        self._fork = fork

    def begin(self, composition: "Composition") -> None:
        """Hand over what is to be pressed; other work may be done meanwhile."""
        self._fork.tell(composition)

    def pressed(self) -> "Pressed | None":
        """Wait for what was begun.

        Raises:
            TypesetError: as `press.guarded`.
        """
        found = self._fork.hear()
        if isinstance(found, TypesetError):
            raise found
        return t.cast("Pressed | None", found)


@contextmanager
def engine(resources: Resources, processes: int) -> Iterator[Engine | None]:
    """Begin to load the engine; there is none where a second process is of no use.

    Args:
        resources: templates and fonts; where templates are a house's, they are pressed under limits, and not here.
        processes: how many may work at what is pressed.
    """
    fork = None
    if processes > 1 and not resources.further and beside.possible():
        # Where the system has no process to spare, there is none.
        with contextlib.suppress(OSError):
            fork = beside.Beside(_serve, resources, processes)
    if fork is None:
        yield None
        return
    with fork:
        yield Engine(fork)


def _serve(parent: beside.Talk, resources: Resources, processes: int) -> None:
    from typeset.press import guarded, load  # noqa: PLC0415 - the parent, which forks, has not loaded it

    load(resources)
    composition = parent.hear()
    if composition is None:
        return
    try:
        parent.tell(guarded(composition, resources, processes))
    except TypesetError as error:
        parent.tell(error)
