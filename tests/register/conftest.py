"""A PostgreSQL server of its own, and what is entered into its registers."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.register.server import NoServerError, Server

from typeset.model.certification import Officer
from typeset.model.register import CopyTerms, RegisteredOriginal, RegisteredParty

_SOURCES = Path(__file__).parents[2] / "src"
_WORKER = Path(__file__).with_name("worker.py")


@pytest.fixture
def original() -> RegisteredOriginal:
    """An original with one party."""
    return RegisteredOriginal(
        sha256=hashlib.sha256(b"original").hexdigest(),
        identifier="SCO-2018/1",
        titles={"ru": "Протокол"},
        languages=("ru",),
        pages=16,
        sheets=8,
        parties=(RegisteredParty(key="KZ", names={"ru": "Республика Казахстан"}),),
        signed=dt.date(2018, 5, 22),
        due_days=15,
        depositary={"ru": "Секретариат"},
        conformance="PDF/A-3a, PDF/UA-1",
        kind="pressed",
        file_name="original.pdf",
    )


@pytest.fixture
def terms() -> CopyTerms:
    """The terms of one copy."""
    return CopyTerms(
        recipient="KZ",
        language="ru",
        officer=Officer(office="Начальник канцелярии", name="И. И. Иванов"),
        place="Пекин",
        issued=dt.date(2018, 5, 30),
        file_name="copy-{number}-{recipient}.pdf",
        options={"watermark": {"opacity": 0.15}},
    )


@pytest.fixture
def start(
    original: RegisteredOriginal, terms: CopyTerms, tmp_path: Path
) -> Callable[[str, int, int], "subprocess.Popen[str]"]:
    """Begin a process that issues copies: into which register, how many times, how many at once."""
    # Processes of other tests' coverage and paths have no business here, only the sources.
    environment = {**os.environ, "PYTHONPATH": str(_SOURCES)}

    def begin(where: str, rounds: int, batch: int) -> "subprocess.Popen[str]":
        command = [sys.executable, str(_WORKER), where, str(tmp_path / "copies"), str(rounds), str(batch)]
        task = [original.model_dump_json(), terms.model_dump_json()]
        return subprocess.Popen([*command, *task], env=environment, stdout=subprocess.PIPE, text=True)

    return begin


def begun(connections: int = 100) -> Server:
    """A server that answers; skips where there can be none, but not in CI."""
    try:
        server = Server(connections)
    except NoServerError as error:
        if os.environ.get("CI"):
            pytest.fail(f"no PostgreSQL, and CI must have one: {error}")
        pytest.skip(f"no PostgreSQL: {error} (Debian: apt-get install postgresql)")
    server.start()
    return server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server on loopback, without a database; it ends with the tests."""
    server = begun()
    yield server
    server.stop()


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may break."""
    server = begun()
    yield server
    server.stop()


@pytest.fixture
def postgres(server: Server) -> str:
    """The address of an empty database."""
    return server.database()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a register that is not begun, in either kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "register.db")
    return str(request.getfixturevalue("postgres"))
