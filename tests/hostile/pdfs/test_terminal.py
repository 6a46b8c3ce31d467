"""What a hostile PDF says is shown to whoever asks, and commands no terminal."""

import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from pikepdf import Pdf, String
from tests.hostile import spoil as s

from typeset.cli.main import main, typeset

# Back over what was said, and say something else; the same in one sign; turned round; a bell.
WORDS = "\x1b[2J\x1b[1;1H proven \x9b2K \u202eneverp\u202c \x07 \u2028 end"


def commanding(file: Pdf) -> None:
    file.docinfo["/Title"] = String(WORDS)
    s.widget(file, "signature_ru_BB").T = String(WORDS)


def unseen(said: str) -> set[str]:
    return {sign for sign in said if unicodedata.category(sign) in {"Cc", "Cf", "Zl"} and sign != "\n"}


def test_findings_command_no_terminal(good: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(s.spoilt(good, commanding))
    done = CliRunner().invoke(typeset, ["verify", str(path)])
    assert done.exit_code == 1
    assert "<U+001B>[2J<U+001B>[1;1H proven <U+009B>2K <U+202E>neverp<U+202C>" in done.output
    assert unseen(done.output) == set()


def test_errors_command_no_terminal(
    good: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(s.spoilt(good, commanding))
    monkeypatch.setattr("sys.argv", ["typeset", "copy", str(path), "--all", "--register", str(tmp_path / "r.db")])
    with pytest.raises(SystemExit):
        main()
    said = capsys.readouterr().err
    assert "<U+001B>[2J" in said
    assert unseen(said) == set()
