"""The bench of the copies, and the files that whoever verifies has."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.hostile.copies.base import Bench, bench

from typeset.pipeline import Source
from typeset.resources import Resources


@pytest.fixture(scope="session")
def made(source: Callable[[str], Source], resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return bench(source("small"), source("small-articles"), resources, tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def original(made: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "original.pdf"
    path.write_bytes(made.original)
    return path
