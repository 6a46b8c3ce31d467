"""The command line in English, Russian and Chinese: which language is chosen, and what is said in it."""

import gettext
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from typeset.cli.main import main, typeset
from typeset.cli.speech import LANGUAGES, language_of, speak, translated
from typeset.cli.wrapping import columns, wrapped
from typeset.messages import counted, lines, phrase

ROOT = Path(__file__).parents[2]
HOSTILE = sorted((ROOT / "tests" / "hostile" / "sources").iterdir())
WRONG = (
    ("--version",),
    ("--bogus",),
    ("nothing",),
    ("register",),
    ("check",),
    ("check", "nowhere"),
    ("check", "--templates"),
    ("original", "nowhere", "--validator", "other"),
    ("verify", "nowhere.pdf"),
    ("verify", "no.pdf"),
    ("copy", "no.pdf"),
    ("copy", "no.pdf", "--date", "tomorrow"),
    ("register", "list", "--register", "none.db"),
    ("register", "audit", "--head", "x", "--register", "none.db"),
    ("register", "rectify", "X", "one", "--reason", "r"),
    ("batch", "no.yaml", "-o", "out", "--dry-run"),
    ("batch", "no.yaml", "-o", "out", "--jobs", "0"),
    ("seal", "new", "key.p12"),
    ("extract", "no.pdf", "more.pdf", "again.pdf"),
    ("completion", "cmd"),
)
"""Commands that go wrong, each in its own way, in a folder with little in it."""


@pytest.fixture
def say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Iterator[Callable[..., str]]:
    """Call a command in this process; what it printed, and how it ended."""
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "no.pdf").write_bytes(b"no PDF")
    (tmp_path / "no.yaml").write_text("batch: 1\ninstruments: []\n")

    def call(language: str, *words: object) -> str:
        monkeypatch.setattr(sys, "argv", ["typeset", "--ui-language", language, *map(str, words)])
        with pytest.raises(SystemExit) as done:
            main()
        told = capsys.readouterr()
        return f"$ {' '.join(map(str, words))}\n{told.out}{told.err}[{done.value.code}]\n"

    yield call
    gettext.textdomain("messages")


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    monkeypatch.setenv("LANGUAGE", "en")
    yield speak
    gettext.textdomain("messages")


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ru_RU.UTF-8"}, "ru"),
        ([], {"LC_MESSAGES": "zh_CN.UTF-8", "LANG": "ru_RU.UTF-8"}, "zh"),
        ([], {"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN", "LANG": "ru_RU"}, "en"),
        ([], {"LC_ALL": "", "LANG": "ru"}, "ru"),
        ([], {"LANG": "fr_FR.UTF-8"}, "en"),
        ([], {"LANG": "POSIX", "LANGUAGE": "ru"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LANGUAGE": "fr:zh_CN:ru"}, "zh"),
        ([], {"LANG": "ru_RU.UTF-8", "LANGUAGE": "fr"}, "ru"),
        ([], {"LANG": "ru_RU.UTF-8", "TYPESET_UI_LANGUAGE": "zh"}, "zh"),
        ([], {"LANG": "ru_RU.UTF-8", "TYPESET_UI_LANGUAGE": "xx"}, "ru"),
        (["--ui-language", "en", "check"], {"TYPESET_UI_LANGUAGE": "zh"}, "en"),
        (["-q", "--ui-language=ru", "--help"], {}, "ru"),
        (["--ui-language", "xx"], {"LANG": "ru_RU"}, "ru"),
        (["--ui-language"], {"LANG": "ru_RU"}, "ru"),
        (["check", "--ui-language", "ru"], {}, "en"),
    ],
)
def test_the_language_is_that_asked_for_or_the_locale_s(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(arguments, environment) == language


def test_a_message_is_translated_with_all_that_is_in_it(speaking: Callable[[str], None]) -> None:
    inner = phrase("the text is empty")
    message = lines([phrase("the template fails: {error}", error=inner), "plain", inner])
    speaking("ru")
    assert translated(message) == "шаблон не выполняется: текст пуст\nplain\nтекст пуст"
    assert translated(inner + "") == "the text is empty"
    speaking("zh")
    assert translated(message) == "模板执行失败：文字为空\nplain\n文字为空"
    speaking("en")
    assert translated(message) == message


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 замечание"), (2, "2 замечания"), (5, "5 замечаний"), (11, "11 замечаний"), (21, "21 замечание")],
)
def test_russian_counts(speaking: Callable[[str], None], count: int, said: str) -> None:
    speaking("ru")
    message = counted("{count} complaint about `{name}`", "{count} complaints about `{name}`", count, name="x")
    assert translated(message) == f"{said} к `x`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_commands_are_told_in_every_language(
    say: Callable[..., str], golden: Callable[[str, str], None], language: str
) -> None:
    golden(f"speech/wrong-{language}.txt", "\n".join(say(language, *words) for words in WRONG))


@pytest.mark.parametrize("language", LANGUAGES)
def test_complaints_are_told_in_every_language(
    say: Callable[..., str], golden: Callable[[str, str], None], language: str
) -> None:
    told = [say(language, "check", path).replace(f"{path.parent}{os.sep}", "") for path in HOSTILE]
    golden(f"speech/complaints-{language}.txt", "\n".join(told))


def commands(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield above
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*above, name))
        else:
            yield (*above, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_is_told_in_every_language(
    say: Callable[..., str], golden: Callable[[str, str], None], language: str
) -> None:
    golden(f"speech/help-{language}.txt", "\n".join(say(language, *words, "--help") for words in commands(typeset)))


QUOTED = re.compile(r"`[^`\n]*`|'[^'\n]*'|«[^»\n]*»|“[^”\n]*”|\"[^\"\n]*\"|\$ .*|\S*[/.$=\\]\S*|--?[\w-]+|\[[^\]\n]*\]")
"""What is quoted, or a name: of a file, an option, a variable."""
FOREIGN = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b")
COMMANDS = re.compile(r"typeset(?: (?:new|check|copy|original|verify|batch|extract|register|seal|schema|completion"
                      r"|list|show|due|export|audit|rectify|add))*")  # fmt: skip
PARSER = re.compile(r"(?:ожидалось|应为) .*(?:найдено|实为) [^;]*")
"""The parser of YAML has names of its own for what it reads."""


@pytest.mark.parametrize("kind", ["wrong", "complaints", "help"])
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_english_sentence_is_left(language: str, kind: str) -> None:
    told = (ROOT / "tests" / "golden" / "speech" / f"{kind}-{language}.txt").read_text(encoding="utf-8")
    left = [
        line for line in told.splitlines() if FOREIGN.search(COMMANDS.sub("", QUOTED.sub("", PARSER.sub("", line))))
    ]
    assert left == []


def test_chinese_is_wrapped_by_columns_and_no_line_begins_with_a_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    text = "正本经证实，登记，签发副本。typeset original 写出的文件"
    rows = wrapped(text, 4).splitlines()
    assert rows[0] == "\b"
    assert all(columns(row) <= 20 for row in rows[1:])
    assert not any(row.startswith(("，", "。")) for row in rows)
    assert "".join(rows[1:]).replace(" ", "") == text.replace(" ", "")
