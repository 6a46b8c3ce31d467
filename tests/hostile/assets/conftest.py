"""Pages to plant addresses in, and a folder of a house's own templates."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.unit.press.conftest import sheet

from typeset.resources import Resources, bundled

__all__ = ["sheet"]

Housed = Callable[..., Resources]


@pytest.fixture
def housed(tmp_path: Path) -> Housed:
    """Writes files into a house's folder of templates, by name; gives the resources with that folder."""

    def made(files: dict[str, str | bytes]) -> Resources:
        folder = tmp_path / "house"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return bundled(folder)

    return made
