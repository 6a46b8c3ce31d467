"""Places that cannot be written to: a full disk, a folder that forbids it, a file for a folder, a link for a file.

The full disk is a small file system in a mount namespace of the command's own; what is forbidden is met by a process
that has given up the rights of root, to whom nothing is forbidden. Nothing half is left, the message says what to do,
and the same command heals once there is room.
"""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import GOLDEN
from tests.hostile.copies.test_scans import scan

ROOT = Path(__file__).parents[2]
Done = subprocess.CompletedProcess[str]
COPY = (
    "copy", "scan.pdf", "--for", "AA", "--protocol", "source", "--language", "ru", "--officer", "Секретарь",
    "--place", "Пекин", "--kept-in", "Секретариате", "--date", "2024-06-04",
)  # fmt: skip
BATCH = ("batch", "in", "-j", "1", "--date", "2024-06-04")
# What is written, by which command, into the folder `there`.
WRITTEN: dict[str, tuple[str, ...]] = {
    "original": ("original", "source", "-o", "there/original.pdf"),
    "copy": (*COPY, "-o", "there"),
    "register": ("register", "add-original", "scan.pdf", "--protocol", "source", "--register", "there/register.db"),
    "entry": (*COPY, "-o", "copies", "--register", "there/register.db"),
    "export": ("register", "export", "-o", "there/export.csv"),
    "batch": (*BATCH, "-o", "there/out", "--register", "batch.db"),
    "journal": (*BATCH, "-o", "there/out", "--register", "batch.db"),
    "report": (*BATCH, "-o", "out", "--register", "batch.db", "--report", "there/report.json"),
    "extract": ("extract", "pressed.pdf", "-o", "there/extracted"),
    "new": ("new", "there/new"),
}
NOTHING = {"original", "copy", "register", "export", "report", "extract", "new"}
"""What is written whole or not at all: of it there is nothing, then."""


def typeset(folder: Path, *words: str, before: tuple[str, ...] = ()) -> Done:
    """Run a command line, maybe in a world that `before` makes."""
    command = [*before, sys.executable, "-m", "typeset", *words]
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=300, env=environment
    )


@pytest.fixture(scope="module")
def desk() -> Iterator[Path]:
    """A folder with everything to be copied, into which an account without rights can look."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(GOLDEN / "small", folder / "source")
        shutil.copytree(GOLDEN / "small", folder / "in" / "0001")
        (folder / "scan.pdf").write_bytes(scan())
        assert typeset(folder, "original", "source", "-o", "pressed.pdf").returncode == 0
        assert typeset(folder, "register", "add-original", "scan.pdf", "--protocol", "source").returncode == 0
        yield folder


@pytest.fixture
def office(desk: Path) -> Iterator[Path]:
    """A copy of it, for one command to go wrong in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "office"
        shutil.copytree(desk, folder)
        (folder / "there").mkdir()
        yield folder


def prepared(office: Path, what: str) -> None:
    if what == "entry":
        shutil.copy(office / "register.db", office / "there")


def left(folder: Path) -> dict[str, str]:
    """Every file in a folder, by its digest."""
    return {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def refused(done: Done, what: str, *reasons: str) -> None:
    """It ended as an output that cannot be written does, and said why and what to do."""
    # One document of a batch may be refused, and the others go on.
    assert done.returncode == 7 or (what == "batch" and done.returncode == 1), done.stderr
    assert any(reason in done.stderr.lower() for reason in reasons), done.stderr
    assert "hint: " in done.stderr
    assert "Traceback" not in done.stderr


def heals(office: Path, what: str) -> None:
    """The same command is done, once there is room."""
    words = WRITTEN[what]
    done = typeset(office, *words)
    if "--resume" in done.stderr:
        done = typeset(office, *words, "--resume")
    assert done.returncode == 0, done.stderr
    if what in {"copy", "entry"}:
        resumed = typeset(office, *(one for one in words if one not in {"--for", "AA"}), "--resume")
        assert resumed.returncode == 0, resumed.stderr
    register, copies = ("there/register.db", "copies") if what == "entry" else ("register.db", "there")
    if what in {"copy", "entry"}:
        audit = typeset(office, "register", "audit", "--register", register, "--copies", copies)
        assert audit.returncode == 0, audit.stderr


@functools.cache
def namespace() -> tuple[str, ...]:
    """What runs a command where it can mount for itself; skips where that cannot be had."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("`unshare` is not installed: no small disk can be made")
    flags = ("-m",) if os.geteuid() == 0 else ("-rm",)
    tried = subprocess.run([unshare, *flags, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False, capture_output=True)
    if tried.returncode:
        pytest.skip(f"no small disk can be made here: {tried.stderr.decode().strip()}")
    return (unshare, *flags)


def full(kilobytes: int) -> tuple[str, ...]:
    """A disk of so many kB in the place of `there`, or one with no room at all; what is left at the end comes back."""
    fill = "" if kilobytes else "cat /dev/zero > there/filler 2>/dev/null;"
    script = (
        f"cp -a there ../before && mount -t tmpfs -o size={kilobytes or 64}k tmpfs there && cp -a ../before/. there/"
        f' && {{ {fill} "$@"; code=$?; rm -f there/filler; cp -a there ../after; exit $code; }}'
    )
    return (*namespace(), "sh", "-c", script, "sh")


# So large that it is begun, and so small that it cannot be ended.
ROOM = {
    "original": 16, "copy": 8, "register": 24, "entry": 72, "export": 0, "batch": 64, "journal": 0, "report": 0,
    "extract": 8, "new": 8,
}  # fmt: skip


@functools.cache
def without_rights() -> tuple[str, ...]:
    """What runs a command without the right of root to do what is forbidden; nobody else has it."""
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("`setpriv` is not installed: root cannot be forbidden anything")
    rights = "-dac_override,-dac_read_search"
    return (setpriv, "--bounding-set", rights, "--inh-caps", rights)


@pytest.mark.parametrize("what", WRITTEN)
def test_a_full_disk(what: str, office: Path) -> None:
    prepared(office, what)
    before = left(office / "there")
    done = typeset(office, *WRITTEN[what], before=full(ROOM[what]))
    after = left(office.parent / "after")
    refused(done, what, "no space left", "disk is full", "cannot be written")
    assert "make room" in done.stderr
    assert {name: after.get(name) for name in before} == before or what == "entry"
    if what in NOTHING:
        assert after == before
    assert not [name for name in after if ".part" in name]
    shutil.rmtree(office / "there")
    shutil.copytree(office.parent / "after", office / "there")
    heals(office, what)


@pytest.mark.parametrize("what", WRITTEN)
def test_a_folder_that_forbids_it(what: str, office: Path) -> None:
    prepared(office, what)
    (office / "there").chmod(0o555)
    before = left(office / "there")
    done = typeset(office, *WRITTEN[what], before=without_rights())
    refused(done, what, "permission denied", "cannot be opened", "cannot be written")
    assert left(office / "there") == before
    (office / "there").chmod(0o755)
    heals(office, what)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("register.db", COPY),
        ("scan.pdf", COPY),
        ("source/protocol.yaml", ("original", "source", "-o", "there/original.pdf")),
        ("pressed.pdf", ("verify", "pressed.pdf")),
    ],
)
def test_a_file_that_may_not_be_read(name: str, words: tuple[str, ...], office: Path) -> None:
    (office / name).chmod(0)
    done = typeset(office, *words, before=without_rights())
    assert done.returncode in {2, 3, 6, 7}, done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of typeset" not in done.stderr
    assert name.rpartition("/")[2] in done.stderr
    assert left(office / "there") == {}


@pytest.mark.parametrize("what", [what for what in WRITTEN if what != "entry"])
def test_a_file_in_the_place_of_the_folder(what: str, office: Path) -> None:
    (office / "there").rmdir()
    (office / "there").write_bytes(b"theirs")
    done = typeset(office, *WRITTEN[what])
    assert done.returncode in {2, 7}, done.stderr
    assert "Traceback" not in done.stderr
    assert "fault of typeset" not in done.stderr
    assert "there" in done.stderr
    assert (office / "there").read_bytes() == b"theirs"
    (office / "there").unlink()
    (office / "there").mkdir()
    heals(office, what)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("there/original.pdf", "original"),
        ("there/SMALL-1-copy-1-AA.pdf", "copy"),
        ("there/export.csv", "export"),
        ("there/out/originals/SMALL-1.pdf", "batch"),
        ("there/new/protocol.yaml", "new"),
    ],
)
@pytest.mark.parametrize("dangling", [False, True])
def test_a_link_in_the_place_of_a_file_is_not_followed(name: str, what: str, dangling: bool, office: Path) -> None:  # noqa: FBT001 - a case
    target = office / "target"
    if not dangling:
        target.write_bytes(b"theirs")
    (office / name).parent.mkdir(parents=True, exist_ok=True)
    (office / name).symlink_to(target)
    done = typeset(office, *WRITTEN[what])
    assert done.returncode in {1, 7}, done.stderr
    assert "exists and is not overwritten" in done.stderr
    assert target.read_bytes() == b"theirs" if not dangling else not target.exists()
    assert (office / name).is_symlink()
    (office / name).unlink()
    heals(office, what)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(
    ("words", "code"), [(("register", "list"), 0), (("register", "audit"), 0), (("--help",), 0), (("nix",), 2)]
)
def test_a_stream_onto_a_full_disk(stream: str, words: tuple[str, ...], code: int, office: Path) -> None:
    """What could not be said in full did not succeed; and no traceback tells it."""
    with Path("/dev/full").open("w") as nowhere:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: nowhere}
        done = subprocess.run(
            [sys.executable, "-m", "typeset", *words], cwd=office, text=True, check=False, **streams  # type: ignore[call-overload] # two options
        )  # fmt: skip
    said = typeset(office, *words)
    lost = said.stdout if stream == "stdout" else said.stderr
    assert done.returncode == (code or 7 if lost else code)
    kept = done.stderr if stream == "stdout" else done.stdout
    assert "Traceback" not in kept
    assert ("no space left" in kept) == bool(lost and stream == "stdout")
