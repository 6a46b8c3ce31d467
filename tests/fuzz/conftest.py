"""The good files that are mutated, in a folder that processes of their own can read."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import GOLDEN
from tests.fuzz.still import still
from tests.hostile.copies.base import Bench, bench
from tests.hostile.copies.test_scans import scan

from typeset.pipeline import Source
from typeset.resources import Resources


@pytest.fixture(scope="session")
def made(source: Callable[[str], Source], resources: Resources, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """An original and a copy of it, sealed and not; the same bytes in every run."""
    with still():
        made = bench(source("small"), source("small-articles"), resources, tmp_path_factory.mktemp("keys"))
        _ = made.sealed
    return made


@pytest.fixture(scope="session")
def good(made: Bench, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An original, a copy of it, a sealed copy, a scan, the source, and the certificate to trust."""
    folder = tmp_path_factory.mktemp("good")
    files = {"original": made.original, "copy": made.copy, "sealed": made.sealed, "scan": scan()}
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    (folder / "trust.pem").write_bytes(made.trusted)
    shutil.copytree(GOLDEN / "small", folder / "source")
    return folder
