"""Sources by the dozen, and runs of them."""

import datetime as dt
import importlib.util
import shutil
import sys
from pathlib import Path

import pytest
from tests.batch.running import Run, scan

from typeset.batch import Batch, Serial, Setting, read_manifest
from typeset.batch.pool import Executor
from typeset.model.batch import Making, Result
from typeset.resources import Resources

ROOT = Path(__file__).parents[2]
# Worker processes import what they do by its name, `tests.batch.hooks`.
sys.path.append(str(ROOT))
TODAY = dt.date(2026, 5, 20)


def sample(folder: Path, count: int, most: int = 4) -> None:
    """Sources of few pages from the generator of the benchmarks."""
    spec = importlib.util.spec_from_file_location("sample", ROOT / "benchmarks" / "sample.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.generate(folder, count, most=most)


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    sample(folder, 4, most=3)
    return folder


@pytest.fixture(scope="session")
def run(resources: Resources) -> Run:
    """Runs a folder or manifest into an output folder with a register in it; gives the results."""

    def go(
        manifest: Path, out: Path, executor: Executor | None = None, *, copies: object = "all", **said: object
    ) -> list[Result]:
        world, register = said.pop("resources", resources), said.pop("register", out / "register.db")
        assert isinstance(world, Resources)
        base = manifest if manifest.is_dir() else manifest.parent
        setting = Setting(base, out, str(register), world, TODAY, **said)  # type: ignore[arg-type] # said by name
        instruments = read_manifest(manifest, Making.model_validate({"copies": copies}))
        events = Batch(instruments, setting).run(executor or Serial())
        return [event for event in events if isinstance(event, Result)]

    return go


@pytest.fixture(scope="session")
def serial(sources: Path, tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    """What one process makes of the sources, undisturbed."""
    out = tmp_path_factory.mktemp("serial") / "out"
    results = run(sources, out)
    assert [one.failure for one in results if one.failure] == []
    return out


@pytest.fixture
def mixed(sources: Path, serial: Path, tmp_path: Path) -> Path:
    """A folder with a source, an original that was pressed elsewhere, and a scan beside its source."""
    folder = tmp_path / "mixed"
    shutil.copytree(sources / "0001", folder / "0001")
    shutil.copy(serial / "originals" / "SAMPLE-1-2.pdf", folder / "pressed.pdf")
    shutil.copytree(sources / "0003", folder / "0003")
    (folder / "0003" / "signed.pdf").write_bytes(scan(3))
    return folder
