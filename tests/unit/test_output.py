"""A file is there whole, or not at all, and what was there before is never lost."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from typeset.errors import OutputError
from typeset.output import write

AS_ROOT = os.geteuid() == 0
STOPPED_BEFORE_THE_END = """
import os, signal, sys
from pathlib import Path
from typeset import output

def stop(descriptor):
    print("in the middle", flush=True)
    signal.pause()

os.fsync = stop
output.write(Path(sys.argv[1]), b"new" * 1000, overwrite=True)
"""


def test_a_new_file(tmp_path: Path) -> None:
    write(tmp_path / "a.pdf", b"content")
    assert _contents(tmp_path) == {"a.pdf": b"content"}
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == 0o644


def test_an_existing_file_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    with pytest.raises(OutputError, match="exists and is not overwritten") as raised:
        write(tmp_path / "a.pdf", b"new")
    assert "--force" in raised.value.hint
    assert _contents(tmp_path) == {"a.pdf": b"old"}


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda _descriptor: (tmp_path / "a.pdf").write_bytes(b"theirs"))
    with pytest.raises(OutputError, match="exists and is not overwritten"):
        write(tmp_path / "a.pdf", b"ours")
    assert _contents(tmp_path) == {"a.pdf": b"theirs"}


def test_an_existing_file_is_overwritten_on_demand_by_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        write(path, b"new", overwrite=True)
        assert reader.read() == b"old"  # who has the old file open keeps reading the old file
    assert _contents(tmp_path) == {"a.pdf": b"new"}


def test_a_link_is_refused(tmp_path: Path) -> None:
    for name in ("there", "nowhere"):
        (tmp_path / name).symlink_to(tmp_path / f"{name}.pdf")
    (tmp_path / "there.pdf").write_bytes(b"old")
    for name in ("there", "nowhere"):
        with pytest.raises(OutputError, match="exists and is not overwritten"):
            write(tmp_path / name, b"new")
    assert (tmp_path / "there.pdf").read_bytes() == b"old"
    assert not (tmp_path / "nowhere.pdf").exists()


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target.pdf").write_bytes(b"old")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "target.pdf")
    write(tmp_path / "link.pdf", b"new", overwrite=True)
    assert not (tmp_path / "link.pdf").is_symlink()
    assert _contents(tmp_path) == {"link.pdf": b"new", "target.pdf": b"old"}


def test_missing_folders_are_made(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "c.pdf", b"content")
    assert _contents(tmp_path / "a" / "b") == {"c.pdf": b"content"}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(OutputError, match="exists"):
        write(tmp_path / "a.pdf", b"content")
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / "a.pdf", b"content", overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OutputError, match=r"`.*c\.pdf` cannot be written"):
        write(tmp_path / "file" / "c.pdf", b"content")
    assert _contents(tmp_path) == {"file": b"old"}


def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write(tmp_path / ("a" * 300), b"content")
    assert _contents(tmp_path) == {}


def test_a_long_name_that_the_system_takes(tmp_path: Path) -> None:
    name = "й" * 125 + ".pdf"  # 254 bytes of the 255 that file systems take
    write(tmp_path / name, b"content")
    assert _contents(tmp_path) == {name: b"content"}


def test_a_folder_that_forbids_it() -> None:
    # Root writes everywhere, and nobody else comes into pytest's folders: so somebody else, in a folder of the system.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o555)
        if AS_ROOT:
            os.seteuid(65534)
        try:
            with pytest.raises(OutputError, match="permission denied"):
                write(folder / "a.pdf", b"content")
        finally:
            if AS_ROOT:
                os.seteuid(0)
            folder.chmod(0o755)
        assert _contents(folder) == {}


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if not AS_ROOT or mount is None or unmount is None:
        pytest.skip("only root can mount a small file system")
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False, capture_output=True)
    if made.returncode:
        pytest.skip(f"no small file system can be mounted here: {made.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run([unmount, folder], check=True)


def test_a_full_disk_leaves_the_old_file_and_nothing_else(full_disk: Path) -> None:
    (full_disk / "a.pdf").write_bytes(b"old")
    with pytest.raises(OutputError, match="no space left"):
        write(full_disk / "a.pdf", b"x" * 200_000, overwrite=True)
    with pytest.raises(OutputError, match="no space left"):
        write(full_disk / "b.pdf", b"x" * 200_000)
    assert _contents(full_disk) == {"a.pdf": b"old"}


def test_a_fault_in_the_middle_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    (tmp_path / "a.pdf").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="input/output error"):
        write(tmp_path / "a.pdf", b"new", overwrite=True)
    assert _contents(tmp_path) == {"a.pdf": b"old"}


def test_an_interruption_in_the_middle_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.pdf").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.pdf", b"new", overwrite=True)
    assert _contents(tmp_path) == {"a.pdf": b"old"}


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_old: Path, _new: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write(tmp_path / "a.pdf", b"content")
    assert _contents(tmp_path) == {"a.pdf": b"content"}


def test_a_killed_process_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")
    with subprocess.Popen(
        [sys.executable, "-c", STOPPED_BEFORE_THE_END, path],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == b"in the middle\n"
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"
    assert all(other.name.endswith(".part") for other in tmp_path.iterdir() if other != path)


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
