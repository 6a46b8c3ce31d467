"""A PostgreSQL server of one's own on loopback, which may be killed and started again."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

_SERVER_USER = "postgres"
_START_SECONDS = 60
_FAST, _AT_ONCE = 2, 3
"""SIGINT: break off what is going on, then end. SIGQUIT: end without a word; the next start mends what is left."""


class NoServerError(Exception):
    """There can be none here, and why."""


class Server:
    """A server without a database; begun by `start`.

    Args:
        connections: how many clients it serves at once.
    """

    def __init__(self, connections: int = 100) -> None:
        self._connections = connections
        self._programs = _programs()
        # The server refuses to run as root.
        self._user = _SERVER_USER if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="typeset-postgres-"))
        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        password = secrets.token_hex(16)
        self.where = f"clerk:{password}@127.0.0.1:{self._port}"
        (self._folder / "password").write_text(password)
        try:
            if self._user is not None:
                shutil.chown(self._folder, self._user)
                shutil.chown(self._folder / "password", self._user)
        except LookupError as error:
            raise NoServerError(f"there is no account `{self._user}`") from error
        self._initialise()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        sizes = ["-c", f"max_connections={self._connections}"]
        listen = ["-h", "127.0.0.1", "-p", str(self._port), "-k", str(self._folder)]
        command = [f"{self._programs}/postgres", "-D", str(self._folder / "data"), *listen, *sizes]
        with (self._folder / "log").open("a") as log:
            self._process = subprocess.Popen(command, stderr=log, user=self._user, cwd=self._folder)
        for _ in range(_START_SECONDS * 10):
            try:
                psycopg.connect(f"postgresql://{self.where}/postgres").close()
            except psycopg.OperationalError:
                if self._process.poll() is not None:
                    break
                time.sleep(0.1)
            else:
                return
        raise AssertionError("PostgreSQL did not start:\n" + (self._folder / "log").read_text())

    def crash(self) -> None:
        """End it as a crash would: every connection is lost, and nothing is said."""
        self._end(_AT_ONCE)

    def stop(self) -> None:
        """End it, and leave nothing behind."""
        self._end(_FAST)
        shutil.rmtree(self._folder)

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"register_{secrets.token_hex(4)}"
        with contextlib.closing(psycopg.connect(f"postgresql://{self.where}/postgres", autocommit=True)) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return f"postgresql+psycopg://{self.where}/{name}"

    def _initialise(self) -> None:
        options = ["--auth=scram-sha-256", f"--pwfile={self._folder / 'password'}", "--username=clerk"]
        words = ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        command = [f"{self._programs}/initdb", f"--pgdata={self._folder / 'data'}", *options, *words]
        subprocess.run(command, check=True, capture_output=True, user=self._user, cwd=self._folder)

    def _end(self, signal: int) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal)
            self._process.wait(_START_SECONDS)


def _programs() -> Path:
    """Where Debian keeps the server's programs, the newest version first; else where the path leads."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    found = installed[-1] if installed else shutil.which("initdb")
    if found is None:
        raise NoServerError("`initdb` is not found")
    return Path(found).resolve().parent
