"""Command lines, run by a warm process, into what they did and said: under strace, with faults in their calls."""

import json
import os
import re
import shutil
import subprocess
import sys
import typing as t
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = (
    "write", "pwrite64", "writev", "pwritev", "fsync", "fdatasync", "ftruncate", "fallocate", "fchmod", "chmod",
    "mkdir", "mkdirat", "link", "linkat", "rename", "renameat", "renameat2", "unlink", "unlinkat", "symlink",
)  # fmt: skip
"""What changes a file system. Opening does too, where it makes a file, and is looked at by its flags."""
OPENING = "openat"
FAULTS = {"killed": "signal=KILL", "full": "error=ENOSPC", "broken": "error=EIO"}


class Call(t.NamedTuple):
    """The N-th call of its name, and what it was made on."""

    name: str
    number: int
    place: str


@dataclass
class Ended:
    """What came of a command line."""

    code: int
    stdout: str
    stderr: str
    calls: list[Call] = field(default_factory=list)


class Warm:
    """The warm process."""

    def __init__(self) -> None:
        path = os.pathsep.join((str(ROOT), str(ROOT / "src")))
        self._strace = _strace()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("warm.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": path, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def run(self, folder: Path, *words: str, inject: str | None = None, look: bool = False) -> Ended:
        """Run a command line in a folder.

        Args:
            folder: where.
            words: what.
            inject: the fault, and into which call.
            look: whether to list the calls that write.
        """
        beside = folder.parent / f"{folder.name}.said"
        beside.mkdir(exist_ok=True)
        names = {name: str(beside / name) for name in ("stdout", "stderr")}
        child = self._ask({"folder": str(folder), "words": words, **names})["pid"]
        listed = beside / "calls"
        tracer = self._attached(child, listed, inject) if inject or look else None
        code = self._ask_line("\n")["code"]
        if tracer is not None:
            tracer.communicate(timeout=60)
        said = {name: Path(place).read_text(encoding="utf-8") for name, place in names.items()}
        return Ended(code, **said, calls=calls_in(listed.read_text(errors="replace")) if look else [])

    def close(self) -> None:
        """End it."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.wait()

    def _attached(self, child: int, listed: Path, inject: str | None) -> "subprocess.Popen[str]":
        # Without `-f`: the counters of strace are those of one process, and this one does all the writing.
        looked_at = ["-e", f"trace={','.join((*CALLS, OPENING))}"]
        faulty = ["-e", f"inject={inject}"] if inject else []
        command = [self._strace, "-y", "-o", str(listed), *looked_at, *faulty, "-p", str(child)]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        assert "attached" in said, said
        return tracer

    def _ask(self, question: dict[str, t.Any]) -> dict[str, int]:
        return self._ask_line(json.dumps(question) + "\n")

    def _ask_line(self, line: str) -> dict[str, int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))


def cold(folder: Path, *words: str, inject: str) -> Ended:
    """Run a command line from its very beginning, with a fault in each of its processes."""
    looked_at = f"trace={inject.partition(':')[0]}"
    tracer = [_strace(), "-f", "-qq", "-o", os.devnull, "-e", looked_at, "-e", f"inject={inject}"]
    done = subprocess.run(
        [*tracer, sys.executable, "-m", "typeset", *words], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    # strace ends as what it has run does, by the very same signal.
    return Ended(done.returncode, done.stdout, done.stderr)


def calls_in(listed: str) -> list[Call]:
    """The calls of a listing that change the file system, each with its number among those of its name."""
    found, counts = [], dict.fromkeys((*CALLS, OPENING), 0)
    for line in listed.splitlines():
        match = re.match(r"(\w+)\((.*)", line)
        if match is None or match[1] not in counts:
            continue
        name, rest = match[1], match[2]
        counts[name] += 1
        if name == OPENING and ("O_CREAT" not in rest or "/dev/" in rest):
            continue
        found.append(Call(name, counts[name], _place(rest)))
    return found


def _place(rest: str) -> str:
    """What a call was made on: names of temporary files are other ones each time."""
    names = re.findall(r"<([^>]*)>|\"([^\"]*)\"", rest)
    place = next((one or other for one, other in names if (one or other).startswith(("/", "copies"))), "")
    return re.sub(r"\.typeset-\w+\.part", ".typeset-….part", Path(place).name)


def _strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("`strace` is not installed: faults at system calls are not tried")
    return found
