"""This machine and checkout into what stands beside every figure: processor, load, versions, commit, sizes."""

import datetime as dt
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import typing as t
import zipfile
from pathlib import Path

from sampling import Sample, command

from peers import Peer

HOME = Path(__file__).parents[1]
_OWN = ("weasyprint", "pikepdf", "pypdf", "page-validation")
_HELPS = 9


def machine() -> dict[str, t.Any]:
    """What was measured on."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    model = next(models, platform.machine())
    return {
        "processor": model, "cores": os.cpu_count(), "system": platform.platform(), "python": platform.python_version(),
    }  # fmt: skip


def circumstances() -> dict[str, t.Any]:
    """What holds for one run: the load is the mean number of processes that wanted to run, over the last minute."""
    changed = _git("status", "--porcelain", "--", "src", "templates", "fonts")
    return {
        "commit": _git("rev-parse", "HEAD"),
        "changed": bool(changed),
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="minutes"),
        "load": round(os.getloadavg()[0], 2),
    }


def versions(peers: dict[str, Peer]) -> dict[str, str]:
    """Of what we are made of, and of the peers that are here."""
    found = {name: importlib.metadata.version(name) for name in _OWN}
    return found | {name: peer.version() or "" for name, peer in peers.items()}


def sizes() -> dict[str, int]:
    """Bytes of the wheel, of the package when installed, and of all that is installed with it."""
    with tempfile.TemporaryDirectory() as folder:
        build = [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "-q",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            folder,
            str(HOME),
        ]
        command(build)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as content:
            unpacked = sum(one.file_size for one in content.infolist())
        return {"wheel": wheel.stat().st_size, "package": unpacked, "with what it needs": unpacked + _needed()}


def helped() -> list[Sample]:
    """`typeset --help`, cold, some times."""
    program = str(Path(sys.executable).with_name("typeset"))
    return [command([program, "--help"]) for _ in range(_HELPS)]


def quickest(samples: list[Sample]) -> dict[str, float]:
    """Median and least of seconds: the least is what no load has slowed."""
    seconds = [one.seconds for one in samples]
    return {"median": statistics.median(seconds), "least": min(seconds)}


def _needed() -> int:
    """Bytes of the packages in `requirements/runtime.txt`, as they are installed here."""
    lines = (HOME / "requirements" / "runtime.txt").read_text(encoding="utf-8").splitlines()
    total = 0
    for name in (line.partition("==")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))):
        try:
            files = importlib.metadata.files(name) or ()
        except importlib.metadata.PackageNotFoundError:
            continue  # of another system or version of Python
        places = (Path(str(file.locate())) for file in files)
        total += sum(place.stat().st_size for place in places if place.is_file())
    return total


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=HOME, capture_output=True, text=True, check=False).stdout.strip()
