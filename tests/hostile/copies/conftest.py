"""The bench, once a session."""

from collections.abc import Callable
from random import Random

import pytest
from tests.hostile.copies.base import Bench, bench
from tests.hostile.copies.tools import tampered

from typeset.pipeline import Source
from typeset.resources import Resources


@pytest.fixture(scope="session")
def made(source: Callable[[str], Source], resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    made = bench(source("small"), source("small-articles"), resources, tmp_path_factory.mktemp("keys"))
    # What was learnt of sound copies must hide nothing: all that is tampered with is held against an original that has.
    anew, _ = tampered(made, lambda _: None, Random())  # noqa: S311 - dice, not keys
    assert all(made.prove(pdf, conformance=True).proven for pdf in (made.copy, anew))
    return made
