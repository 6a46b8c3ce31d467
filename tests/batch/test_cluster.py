"""A real scheduler of Dask and two real workers on loopback: the same bytes, whoever dies on the way."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.batch.hooks import kills_a_colleague, kills_the_scheduler, on_another_machine, troubled
from tests.batch.running import Run, digests, head, scan

from typeset.batch import Cluster
from typeset.batch.tasks import BY_VALUE, OriginalTask, World
from typeset.batch.work import work
from typeset.errors import MissingDependency, ResourceError
from typeset.resources import Resources, bundled
from typeset.source import collect

ROOT = Path(__file__).parents[2]
PATIENCE = 60
ONE_RETRY = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}


def started(log: Path, *words: str) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    with log.open("wb") as file:
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "distributed.cli." + words[0], *words[1:]],
            stdout=file, stderr=file, env={**os.environ, "PYTHONPATH": path, **ONE_RETRY}, cwd=log.parent,
            start_new_session=True,
        )  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Machines:
    """A scheduler and its workers, all real processes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"tcp://127.0.0.1:{self.port}"
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int) -> None:
        """Start them, and wait until they know each other."""
        scheduler = started(
            self.folder / "scheduler.log", "dask_scheduler", "--host", "127.0.0.1", "--port", str(self.port),
            "--no-dashboard",
        )  # fmt: skip
        self.running.append(scheduler)
        (self.folder / "pid").write_text(str(scheduler.pid), encoding="ascii")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            time.sleep(0.2)
        self.running += [
            started(self.folder / f"worker-{one}.log", "dask_worker", self.url, "--nthreads", "1", "--no-dashboard",
                    "--host", "127.0.0.1", "--local-directory", str(self.folder / f"w{one}"))
            for one in range(workers)
        ]  # fmt: skip
        wait_for_workers(self.url, workers)

    def end(self) -> None:
        """End whatever is left of them."""
        for process in self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.running.clear()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    machines = Machines(tmp_path_factory.mktemp("dask"))
    try:
        machines.start(2)
        yield machines.url
    finally:
        machines.end()


@pytest.fixture
def own_machines(tmp_path: Path) -> Iterator[Machines]:
    """Machines that a test may break."""
    (tmp_path / "dask").mkdir()
    machines = Machines(tmp_path / "dask")
    try:
        yield machines
    finally:
        machines.end()


def wait_for_workers(url: str, count: int) -> None:
    from distributed import Client  # noqa: PLC0415 - slow, and needed here alone

    with Client(url, set_as_default=False, timeout=PATIENCE) as client:  # type: ignore[no-untyped-call] # half typed
        client.wait_for_workers(count, timeout=PATIENCE)


pytestmark = [
    # What Dask leaves open when its client is closed is not ours.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def test_a_cluster_makes_what_one_process_makes_though_a_worker_is_killed(
    address: str, sources: Path, serial: Path, run: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    results = run(sources, out, Cluster(address, function=kills_a_colleague))
    assert (out / "killed").exists()
    assert [one.failure for one in results if one.failure] == []
    assert digests(out) == digests(serial)
    assert head(out) == head(serial)
    assert len({one.worker for one in results}) >= 2


def test_a_document_that_kills_or_hangs_every_worker_is_refused(
    address: str, sources: Path, run: Run, tmp_path: Path
) -> None:
    for name, taken in (("dies", "0001"), ("hangs", "0002"), ("sound", "0003")):
        shutil.copytree(sources / taken, tmp_path / "in" / name)
    results = run(tmp_path / "in", tmp_path / "out", Cluster(address, seconds=8, function=troubled), copies="none")
    failures = {one.id: one.failure for one in results if one.failure}
    assert {name: failure.kind for name, failure in failures.items()} == {"dies": "PressError", "hangs": "PressError"}
    assert "every worker that tried it died" in failures["dies"].message
    assert [one.id for one in results if one.state == "made"] == ["sound"]


def test_workers_with_other_templates_are_refused(
    address: str, sources: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = bundled()
    shutil.copytree(home.templates[0], tmp_path / "templates")
    (tmp_path / "fonts").symlink_to(home.fonts)
    with (tmp_path / "templates" / "protocol.css").open("a", encoding="utf-8") as style:
        style.write("/* newer */")
    monkeypatch.setattr("typeset.resources._home", lambda: tmp_path)
    with pytest.raises(ResourceError, match=r"differs from this machine: template `protocol.css`\n"):
        run(sources, tmp_path / "out", Cluster(address), resources=bundled())


def test_templates_of_ones_own_travel_along(address: str, sources: Path, run: Run, tmp_path: Path) -> None:
    own = tmp_path / "templates"
    own.mkdir()
    (own / "protocol.css").write_bytes(bundled().template("protocol.css") + b"\n/* ours */\n")
    world = bundled(own)
    run(sources / "0001", tmp_path / "one", resources=world, copies="none")
    results = run(sources / "0001", tmp_path / "many", Cluster(address), resources=world, copies="none")
    assert [one.failure for one in results if one.failure] == []
    assert digests(tmp_path / "one") == digests(tmp_path / "many")


def test_no_scheduler(sources: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.batch.cluster._ANSWER", 1)
    with pytest.raises(MissingDependency, match="no Dask scheduler answers"):
        run(sources, tmp_path / "out", Cluster(f"tcp://127.0.0.1:{free_port()}"))


def test_the_scheduler_is_lost_and_the_run_resumed_with_three_workers(
    own_machines: Machines, sources: Path, serial: Path, run: Run, tmp_path: Path
) -> None:
    own_machines.start(2)
    out = tmp_path / "out"
    out.mkdir()
    shutil.copy(own_machines.folder / "pid", out / "scheduler")
    with pytest.raises(MissingDependency, match="no Dask scheduler answers"):
        run(sources, out, Cluster(own_machines.url, function=kills_the_scheduler))
    assert not (out / "scheduler").exists()
    made = {name: (out / name).stat().st_mtime_ns for name in digests(out)}
    assert made
    own_machines.end()
    own_machines.start(3)
    results = run(sources, out, Cluster(own_machines.url), resume=True)
    assert [one.failure for one in results if one.failure] == []
    assert digests(out) == digests(serial)
    assert head(out) == head(serial)
    assert {name: (out / name).stat().st_mtime_ns for name in made} == made
    assert len({one.worker for one in results if one.worker}) == 3


def test_the_client_is_killed_and_the_run_resumed(address: str, sources: Path, serial: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [
        sys.executable, "-m", "typeset", "--quiet", "batch", str(sources), "-o", str(out), "--copies", "all",
        "--cluster", address, "--register", str(out / "register.db"), "--date", "2026-05-20", "--resume",
    ]  # fmt: skip
    for event in ('"event":"original"', '"event":"copy"'):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and running.poll() is None and event not in journal(out):
            time.sleep(0.02)
        running.kill()
        running.wait()
        assert event in journal(out)
    assert subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert digests(out) == digests(serial)
    assert head(out) == head(serial)
    assert journal(out).count('"event":"copy"') == 8


def journal(out: Path) -> str:
    path = out / "journal.jsonl"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_large_files_and_originals_that_are_there_already(address: str, mixed: Path, run: Run, tmp_path: Path) -> None:
    (mixed / "0003" / "signed.pdf").write_bytes(scan(3, megabytes=9))
    run(mixed, tmp_path / "one")
    results = run(mixed, tmp_path / "many", Cluster(address))
    assert [one.failure for one in results if one.failure] == []
    assert digests(tmp_path / "many") == digests(tmp_path / "one")
    assert head(tmp_path / "many") == head(tmp_path / "one")
    large = tmp_path / "many" / "copies" / "SAMPLE-1-3-copy-1-AA.pdf"
    assert large.stat().st_size > BY_VALUE
    assert list((tmp_path / "many" / ".shelf").iterdir()) == []


def test_a_large_file_that_the_workers_cannot_see(address: str, mixed: Path, run: Run, tmp_path: Path) -> None:
    original = mixed / "0003" / "signed.pdf"
    original.write_bytes(scan(3, megabytes=9))
    results = run(mixed, tmp_path / "out", Cluster(address, function=on_another_machine))
    failures = {one.id: one.failure for one in results if one.failure}
    assert {name: failure.kind for name, failure in failures.items()} == {"0003-signed": "OutputError"}
    assert "let all machines see it at one path" in failures["0003-signed"].hint
    assert {one.id for one in results if one.state == "made"} == {"0001", "pressed"}


def test_a_worker_that_comes_later_refuses_by_itself(resources: Resources, sources: Path) -> None:
    files = collect(sources / "0001")
    world = World("0" * 64, resources)
    (piece,) = work(OriginalTask("0001", 0, world, Path(), files, Path(), "0001.pdf")).pieces
    assert piece.failure is not None
    assert piece.failure.kind == "ResourceError"
    assert "has other templates, fonts or versions than the client" in piece.failure.message
