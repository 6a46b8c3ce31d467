"""Rest for the garbage collector while something large is made that lives to the end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no garbage be collected meanwhile: to read or press a file, the collector would take a tenth to a third."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def kept() -> None:
    """Look no more through what lives now: it stays to the end, or the end is near.

    To look through all of it once more before a process ends takes a fifteenth of a short command.
    """
    gc.freeze()
