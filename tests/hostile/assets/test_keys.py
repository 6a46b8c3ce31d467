"""Keys and passphrases: in no output, no file, no process list, whether the passphrase is right or wrong."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from tests.conftest import GOLDEN

from typeset.cli.batching import again
from typeset.cli.passphrase import PASSPHRASE, passphrase

COMMAND = Path(sys.executable).parent / "typeset"
RIGHT, WRONG = "right-horse-battery", "wrong-horse-battery"
COPY = ("copy", "o.pdf", "--for", "AA", "--officer", "Head", "--date", "2026-05-25", "--seal", "key.p12")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An original, a key, and files with the right and the wrong passphrase."""
    folder = tmp_path_factory.mktemp("office") / "desk"
    shutil.copytree(GOLDEN / "small", folder / "source")
    for name, words in (("right", RIGHT), ("wrong", WRONG)):
        (folder / name).write_text(f"{words}\n", encoding="utf-8")
    watched(folder, "original", "source", "-o", "o.pdf")
    watched(folder, "seal", "new", "key.p12", "--name", "Trial", "--passphrase-file", "right")
    return folder


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(office, tmp_path / "desk"))


def watched(folder: Path, *arguments: object, **further: str) -> tuple[int, str, bytes]:
    """Run a command; gives its code, all that it says, and what the process list shows of it and its children."""
    words = [str(COMMAND), *map(str, arguments)]
    env = {**os.environ, "LC_ALL": "C.UTF-8", **further}
    seen: set[bytes] = set()
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(words, cwd=folder, stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=env)
        while process.poll() is None:
            for number in (process.pid, *children(process.pid)):
                for name in ("cmdline", "environ"):
                    with contextlib.suppress(OSError):
                        seen.add(Path(f"/proc/{number}/{name}").read_bytes())
        said.seek(0)
        told = said.read().decode()
    (folder / "said").unlink()
    return process.returncode, told, b"\n".join(seen)


def children(number: int) -> list[int]:
    """The processes that a process has started, and those that these have."""
    found: list[int] = []
    # Any of them may have ended since.
    with contextlib.suppress(OSError):
        for path in Path(f"/proc/{number}/task").glob("*/children"):
            found += map(int, path.read_text(encoding="ascii").split())
    return found + [one for child in found for one in children(child)]


def secrets_of(folder: Path) -> list[bytes]:
    """The passphrases, and the private figure of the key in several spellings."""
    key = pkcs12.load_key_and_certificates((folder / "key.p12").read_bytes(), RIGHT.encode())[0]
    assert key is not None
    figure = key.private_numbers().private_value  # type: ignore[union-attr] # a trial key is of P-256
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return [
        RIGHT.encode(),
        WRONG.encode(),
        figure.to_bytes(32, "big"),
        f"{figure:x}".encode(),
        str(figure).encode(),
        plain,
    ]


def leaks(folder: Path, before: set[Path], told: str, shown: bytes) -> list[str]:
    """Where a secret has come to."""
    places = {str(path): path.read_bytes() for path in set(folder.rglob("*")) - before if path.is_file()}
    places |= {"said": told.encode(), "process list": shown}
    return [place for place, content in places.items() for secret in secrets_of(folder) if secret in content]


@pytest.mark.skipif(sys.platform != "linux", reason="the process list is read in /proc")
@pytest.mark.parametrize("flags", [(), ("-v",)])
@pytest.mark.parametrize(("file", "code"), [("wrong", 8), ("right", 0), ("key.p12", 8), ("source/ru.yaml", 8)])
def test_a_passphrase_goes_nowhere(file: str, code: int, flags: tuple[str, ...], desk: Path) -> None:
    before = set(desk.rglob("*"))
    ended, told, shown = watched(desk, *flags, *COPY, "--passphrase-file", file)
    assert ended == code, told
    assert "Traceback" not in told
    assert b"--passphrase-file" in shown  # the list was read in time
    assert leaks(desk, before, told, shown) == []
    if code:
        assert "does not open" in told
        assert not (desk / "copies").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the process list is read in /proc")
def test_reports_journals_and_registers_of_a_sealed_batch_hold_no_secret(desk: Path) -> None:
    asked = "source: source, copies: all, seal: true, certification: {officer: {office: Head}}"
    manifest = f"batch: 1\ninstruments:\n  - {{{asked}}}\n"
    (desk / "manifest.yaml").write_text(manifest, encoding="utf-8")
    before = set(desk.rglob("*"))
    reports = [word for kind in ("json", "xml", "csv") for word in ("--report", f"report.{kind}")]
    seal = ("--seal", "key.p12", "--passphrase-file", "right")
    words = ("batch", "manifest.yaml", "-o", "out", "-j", 1, *seal, *reports)
    ended, told, shown = watched(desk, *words)
    assert ended == 0, told
    assert len(list((desk / "out" / "copies").glob("*.pdf"))) == 2
    assert leaks(desk, before, told, shown) == []
    (desk / "out" / "copies").rename(desk / "gone")
    ended, told, shown = watched(desk, *words)
    assert ended == 1
    assert leaks(desk, before, told, shown) == []


def test_the_watch_sees_what_is_shown(desk: Path) -> None:
    _, told, shown = watched(desk, "copy", RIGHT, TYPESET_PASSPHRASE=WRONG)
    assert RIGHT in told
    assert {RIGHT.encode(), f"{PASSPHRASE}={WRONG}".encode()} <= set(shown.replace(b"\n", b"\0").split(b"\0"))
    assert leaks(desk, set(), told, shown) != []


def test_what_is_started_later_does_not_inherit_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE, RIGHT)
    assert passphrase(None) == RIGHT.encode()
    echoed = subprocess.run([sys.executable, "-c", "import os; print(os.environ)"], capture_output=True, check=True)
    assert RIGHT.encode() not in echoed.stdout


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("postgresql://clerk:a-word@host/register", "postgresql://clerk:***@host/register"),
        ("--register=postgresql://clerk:a:b@host:5432/r", "--register=postgresql://clerk:***@host:5432/r"),
        ("--tsa=https://u:p%40@tsa.example", "--tsa=https://u:***@tsa.example"),
        ("postgresql://clerk@host/register", "postgresql://clerk@host/register"),
        ("tcp://host:8786", "tcp://host:8786"),
    ],
)
def test_the_command_that_repeats_shows_no_password(word: str, shown: str) -> None:
    assert again(["batch", "m.yaml", word], "x").replace("'", "") == f"typeset batch m.yaml {shown} --only x"
