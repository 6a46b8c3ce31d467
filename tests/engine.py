"""The engine without what typeset puts in place of its functions."""

import contextlib
from collections.abc import Iterator

from typeset.press import swift


@contextlib.contextmanager
def engine_alone() -> Iterator[None]:
    """Let the engine use its own functions for a while, whoever presses."""
    install = swift.install
    swift.install = lambda: None
    swift.uninstall()
    try:
        yield
    finally:
        swift.install = install
        swift.install()
