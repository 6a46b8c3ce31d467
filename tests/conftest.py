"""What every test may ask for: the bundled resources, small sources, and golden files."""

import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import settings

from typeset.pipeline import Source, read
from typeset.resources import Resources, bundled

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
EXAMPLES = TESTS.parent / "examples"

# Machines of CI are slow and noisy; a test that takes long is not a test that fails.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    # What is expected stands there in English.
    for name in ("LANGUAGE", "LC_MESSAGES", "LANG", "TYPESET_UI_LANGUAGE"):
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C.UTF-8"
    # WeasyPrint 70 leaves its colour profile open until the garbage collector comes by.
    config.addinivalue_line("filterwarnings", "ignore:unclosed file .*sRGB2014.icc:ResourceWarning")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - pytest gives hooks their arguments by name
    call: pytest.CallInfo[None],  # noqa: ARG001 - likewise
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let nothing be skipped where everything must be checked."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with a golden file, by its name, or rewrites the file."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing; run `pytest --update-golden` and read what it wrote"
        assert text == path.read_text(encoding="utf-8"), "if this is meant, run `pytest --update-golden`"

    return compare


@pytest.fixture(scope="session")
def resources() -> Resources:
    return bundled()


@pytest.fixture(scope="session")
def source(resources: Resources) -> Callable[[str], Source]:
    """Reads a source by its name: a folder of `golden/` or `examples/`; each once a session."""
    known: dict[str, Source] = {}

    def of(name: str) -> Source:
        if name not in known:
            folder = GOLDEN / name if (GOLDEN / name / "protocol.yaml").exists() else EXAMPLES / name
            known[name] = read(folder, resources)
        return known[name]

    return of
