"""A real scheduler of Dask and two real workers on loopback: the same bytes, whoever dies on the way."""

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
from tests.batch.hooks import kills_a_colleague, troubled
from tests.batch.running import Run, digests, head

from typeset.batch import Cluster
from typeset.errors import MissingDependency, ResourceError
from typeset.resources import bundled

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


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("dask")
    port = free_port()
    url = f"tcp://127.0.0.1:{port}"
    running = [
        started(
            folder / "scheduler.log", "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        )
    ]  # fmt: skip
    try:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        running += [
            started(folder / f"worker-{one}.log", "dask_worker", url, "--nthreads", "1", "--no-dashboard", "--host",
                    "127.0.0.1", "--local-directory", str(folder / f"w{one}"))
            for one in (1, 2)
        ]  # fmt: skip
        wait_for_workers(url, 2)
        yield url
    finally:
        for process in running:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


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
