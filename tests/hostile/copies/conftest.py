"""The bench, once a session."""

from collections.abc import Callable

import pytest
from tests.hostile.copies.base import Bench, bench

from typeset.pipeline import Source
from typeset.resources import Resources


@pytest.fixture(scope="session")
def made(source: Callable[[str], Source], resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return bench(source("small"), source("small-articles"), resources, tmp_path_factory.mktemp("keys"))
