"""A PostgreSQL server of its own, and what is entered into its registers."""

import datetime as dt
import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from typeset.model.certification import Officer
from typeset.model.register import CopyTerms, RegisteredOriginal, RegisteredParty

_SOURCES = Path(__file__).parents[2] / "src"
_WORKER = Path(__file__).with_name("worker.py")
_SERVER_USER = "postgres"
_START_SECONDS = 60


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


def _without_server(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"no PostgreSQL, and CI must have one: {reason}")
    pytest.skip(f"no PostgreSQL: {reason} (Debian: apt-get install postgresql)")


def _programs() -> Path | None:
    """Where Debian keeps the server's programs, the newest version first; else where the path leads."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server on loopback, without a database; it ends with the tests."""
    programs = _programs()
    if programs is None:
        _without_server("`initdb` is not found")
    # The server refuses to run as root.
    user = _SERVER_USER if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="typeset-postgres-"))
    password = secrets.token_hex(16)
    (folder / "password").write_text(password)
    if user is not None:
        try:
            shutil.chown(folder, user)
            shutil.chown(folder / "password", user)
        except LookupError:
            _without_server(f"there is no account `{user}`")
    port = _free_port()
    data = folder / "data"
    options = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", "--username=clerk", "--encoding=UTF8"]
    command = [f"{programs}/initdb", f"--pgdata={data}", "--locale=C.UTF-8", "--no-sync", *options]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder)
    where = f"clerk:{password}@127.0.0.1:{port}"
    listen = ["-h", "127.0.0.1", "-p", str(port), "-k", str(folder)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen([f"{programs}/postgres", "-D", data, *listen], stderr=log, user=user, cwd=folder)
    try:
        _await(f"postgresql://{where}/postgres", process, folder / "log")
        yield where
    finally:
        process.send_signal(2)  # a fast shutdown
        process.wait(_START_SECONDS)
        shutil.rmtree(folder)


def _await(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(_START_SECONDS * 10):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")


@pytest.fixture
def postgres(server: str) -> str:
    """The address of an empty database."""
    name = f"register_{secrets.token_hex(4)}"
    with closing(psycopg.connect(f"postgresql://{server}/postgres", autocommit=True)) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+psycopg://{server}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a register that is not begun, in either kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "register.db")
    return str(request.getfixturevalue("postgres"))
