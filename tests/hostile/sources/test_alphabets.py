"""Letters that look like others, and characters that look like nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import EXAMPLES, GOLDEN

from typeset.errors import ResourceError, SourceError
from typeset.model.source import SourceFiles
from typeset.pipeline import Source, check_characters, read
from typeset.resources import Resources
from typeset.source import check_alphabets
from typeset.source.alphabets import _strangers

SMALL = GOLDEN / "small"
PLAIN = "Стороны приняли {annex statement}."


def files(words: str, declared: str = "") -> SourceFiles:
    content = f"text: {words}\n{declared}".encode()
    return SourceFiles(root="protocol.yaml", contents={"protocol.yaml": content})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Договoр", "the word `Договoр` mixes alphabets: `o` U+006F (LATIN SMALL LETTER O)"),
        ("PОССИЯ", "`P` U+0050 (LATIN CAPITAL LETTER P)"),
        ("Kaзаxстан", "`K` U+004B (LATIN CAPITAL LETTER K), `a` U+0061 (LATIN SMALL LETTER A), `x` U+0078"),
        ("Secretаriat", "`а` U+0430 (CYRILLIC SMALL LETTER A)"),
        ("Αtlantic", "`Α` U+0391 (GREEK CAPITAL LETTER ALPHA)"),
        ("XIХ век", "`Х` U+0425 (CYRILLIC CAPITAL LETTER HA)"),
        ("выброс СO2", "the word `СO` mixes alphabets"),
        ("догово\u0301p", "`p` U+0070"),
        ("Стороны\u200d приняли", "U+200D (ZERO WIDTH JOINER) joins nothing here"),
        ("议\u200c定书", "U+200C (ZERO WIDTH NON-JOINER) joins nothing here"),
        (' "\u200cA"', "U+200C (ZERO WIDTH NON-JOINER) joins nothing here"),
    ],
)
def test_a_letter_of_another_alphabet_is_named_by_its_code_point(words: str, said: str) -> None:
    with pytest.raises(SourceError) as raised:
        check_alphabets(files(words))
    assert said in raised.value.message
    assert raised.value.message.splitlines()[1].startswith("protocol.yaml:1:")


@pytest.mark.parametrize(
    "words",
    [
        "СВ2, CO2, А4, 5G, COVID-19, КОВИД-19", "Wi-Fi-сеть, ИСО/IEC 27001, e-mail-адрес, IT-технологии",
        "XIX век, ХІХ стагоддзе", "議定書 Protocol ПРОТОКОЛ", "догово\u0301р", "Ω, 5 мкм, 5 µm", "O'zbekiston",
        "می\u200cخواهم", "क्\u200dष", "Қазақстан Республикасы, Тоҷикистон, Україна",
    ],
)  # fmt: skip
def test_what_is_written_in_one_alphabet_is_left_alone(words: str) -> None:
    check_alphabets(files(words))


def test_a_word_that_is_meant_so_is_declared() -> None:
    declared = "mixed_alphabets: [SМS]"
    check_alphabets(files("SМS", declared), ("SМS",))
    with pytest.raises(SourceError, match="the word `SMС`"):
        check_alphabets(files("SМS и SMС", declared), ("SМS",))


def test_of_two_alphabets_the_rarer_is_the_stranger() -> None:
    assert (_strangers("Договoр"), _strangers("Secretаriat"), _strangers("аb")) == ("o", "а", "b")


@pytest.fixture
def spoilt(tmp_path: Path) -> Callable[[str, str], Path]:
    """A good source with other words in its Russian text and its root."""

    def made(words: str, root: str = "") -> Path:
        for path in SMALL.glob("*.yaml"):
            (tmp_path / path.name).write_bytes(path.read_bytes())
        text = (tmp_path / "ru.yaml").read_text(encoding="utf-8")
        assert "Стороны приняли" in text
        (tmp_path / "ru.yaml").write_text(text.replace("Стороны приняли", words), encoding="utf-8")
        with (tmp_path / "protocol.yaml").open("a", encoding="utf-8") as file:
            file.write(root)
        return tmp_path

    return made


def test_a_source_with_such_a_word_is_refused_unless_it_is_declared(
    spoilt: Callable[[str, str], Path], resources: Resources
) -> None:
    folder = spoilt("Стoроны приняли", "")
    with pytest.raises(SourceError, match=r"ru\.yaml:\d+:\d+: the word `Стoроны` mixes alphabets: `o` U\+006F"):
        read(folder, resources)
    assert read(spoilt("Стoроны приняли", "mixed_alphabets: [Стoроны]\n"), resources).protocol.mixed_alphabets


@pytest.mark.parametrize("character", ["\u3164", "\u115f", "\u034f", "\ufe0f", "\u2800", "\u180e", "\U000e0100"])
def test_what_nobody_sees_stands_in_no_source(
    character: str, spoilt: Callable[[str, str], Path], resources: Resources
) -> None:
    with pytest.raises((SourceError, ResourceError), match=f"U\\+{ord(character):04X}"):
        check_characters(read(spoilt(f"Стороны{character} приняли", ""), resources), resources)


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u2069", "\u200e", "\u061c", "\ufeff", "\u2060", "\u00ad"])
def test_what_turns_or_hides_text_is_named(
    character: str, spoilt: Callable[[str, str], Path], resources: Resources
) -> None:
    with pytest.raises(SourceError, match=f"character U\\+{ord(character):04X} .* cannot stand in an official text"):
        read(spoilt(f"Стороны{character} приняли", ""), resources)


@pytest.mark.parametrize("folder", [*EXAMPLES.iterdir(), SMALL, GOLDEN / "small-articles"], ids=lambda one: one.name)
def test_no_good_source_is_complained_about(folder: Path, source: Callable[[str], Source]) -> None:
    one = source(folder.name)
    check_alphabets(one.files)
