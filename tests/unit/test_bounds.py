"""Limits are settings: made by the environment, in force everywhere, named where they are met."""

import dataclasses
import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from typeset.batch import read_manifest
from typeset.batch.tasks import OriginalTask, World
from typeset.batch.work import work
from typeset.bounds import Bounds, bounds, of_environment, raising, variable, within
from typeset.cli.main import typeset
from typeset.confined import Limits, confined
from typeset.errors import SourceError, VerificationError
from typeset.model.batch import Instrument
from typeset.model.source import SourceFiles
from typeset.pipeline.outside import content_of
from typeset.resources import Resources
from typeset.source.reading import read
from typeset.verify.objects import Objects

NAMES = [one.name for one in dataclasses.fields(Bounds)]


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_is_a_variable_and_stands_in_the_help(name: str) -> None:
    assert of_environment({variable(name): "7", "OTHER": "x"}) == Bounds(**{name: 7})
    assert f"{variable(name)}={getattr(Bounds(), name)}" in (typeset.epilog or "").split()


@pytest.mark.parametrize("words", ["", "0", "-1", "x", "1.5", "1e3", " 7", "7 ", "٧", "²", "101", "9" * 5000, "0x10"])
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="write a whole number from 1 to 100"):
        of_environment({"TYPESET_LIMIT_DEPTH": words})


def test_a_misspelt_limit_is_no_limit_and_is_refused() -> None:
    with pytest.raises(ValueError, match="`TYPESET_LIMIT_DEPHT` is no limit; write `TYPESET_LIMIT_DEPTH`"):
        of_environment({"TYPESET_LIMIT_DEPHT": "7"})


@pytest.mark.parametrize(
    ("settings", "content", "said", "name"),
    [
        ({"source_mb": 1}, b"#" * (2**20 + 1), "the file is larger than 1 MB", "source_mb"),
        ({"values": 3}, b"[1, 2, 3]", "more than 3 values", "values"),
        ({"depth": 2}, b"[[[]]]", "nested deeper than 2 levels", "depth"),
    ],
)
def test_a_source_beyond_a_limit_is_told_which(settings: dict[str, int], content: bytes, said: str, name: str) -> None:
    before = read("a.yaml", content)
    with within(**settings):
        (complaint,) = read("a.yaml", content).complaints
        assert complaint.message == said
        assert complaint.hint.endswith(raising(name))
        assert raising(name) == f"or raise `TYPESET_LIMIT_{name.upper()}`, which is {settings[name]}"
    # What was read within other limits is not remembered.
    assert read("a.yaml", content) == before
    assert said not in str(before.complaints)


def test_a_larger_limit_lets_more_pass() -> None:
    assert read("a.yaml", b"[" * 30 + b"]" * 30).complaints
    with within(depth=31):
        assert not read("a.yaml", b"[" * 30 + b"]" * 30).complaints


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_process_of_its_own_keeps_to_them(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.confined._method", lambda: method)
    with within(depth=7):
        assert confined(Limits(5, 2**30), "a.yaml", bounds) == Bounds(depth=7)


def test_the_limits_of_a_process_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("typeset.confined._BUSY", 2)
    with within(pdf_seconds=1, pdf_memory_mb=100, press_seconds=2, press_memory_mb=200):
        assert Limits.of_file(1) == Limits(1, 100 * 2**20)
        assert Limits.of_press(0) == Limits(2, 200 * 2**20)
        assert Limits.of_press(2**20).seconds > Limits.of_press(0).seconds
        with pytest.raises(VerificationError, match="within 1 seconds and 100 MB: its memory was spent") as raised:
            confined(Limits.of_file(1), "a.pdf", bytearray, 2**28)
        assert raised.value.hint.endswith("or raise `TYPESET_LIMIT_PDF_MEMORY_MB`, which is 100")
        with pytest.raises(VerificationError, match="its time was spent") as raised:
            confined(Limits.of_file(1), "a.pdf", sum, range(10**11))
        assert raised.value.hint.endswith("or raise `TYPESET_LIMIT_PDF_SECONDS`, which is 1")


def test_what_is_confined_already_stays_there() -> None:
    assert confined(Limits(5, 2**30), "a", _parents) == [True, True]


def _parents() -> list[bool]:
    """Whether a call here runs in this very process, which is one of its own."""
    here = multiprocessing.current_process()
    return [here.daemon, confined(Limits(5, 2**30), "b", multiprocessing.current_process) is here]


def test_a_worker_keeps_to_those_of_its_client(resources: Resources, tmp_path: Path) -> None:
    files = SourceFiles(root="protocol.yaml", contents={"protocol.yaml": b"typeset: 1"})
    with within(depth=2):
        world = World("x", resources)
    assert world.bounds == Bounds(depth=2)
    task = OriginalTask("a", 0, world, tmp_path, files, tmp_path, "a.pdf")
    with within():
        work(task)
        assert bounds() == Bounds(depth=2)


# Files that are too large to be looked at.


@pytest.fixture
def vast(tmp_path: Path) -> Callable[[str], Path]:
    """A file of a terabyte that takes no room."""

    def made(name: str) -> Path:
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(2**40)
        return path

    return made


def test_a_pdf_that_is_too_large_is_not_read(vast: Callable[[str], Path]) -> None:
    with within(pdf_mb=1), pytest.raises(VerificationError, match="the file is larger than 1 MB") as raised:
        content_of(vast("a.pdf"))
    assert raised.value.hint == "make it smaller, or raise `TYPESET_LIMIT_PDF_MB`, which is 1"
    with within(pdf_mb=1), pytest.raises(VerificationError, match="more than 1048576 are not read"):
        Objects(bytes(2**20 + 1))


@pytest.mark.parametrize("name", ["a.yaml", "a.json", "a.csv"])
def test_a_manifest_that_is_too_large_is_not_read(name: str, vast: Callable[[str], Path]) -> None:
    with pytest.raises(SourceError, match="the file is larger than 2 MB") as raised:
        read_manifest(vast(name))
    assert "raise `TYPESET_LIMIT_SOURCE_MB`, which is 2" in str(raised.value)


def test_a_folder_of_vast_files_is_a_manifest(vast: Callable[[str], Path]) -> None:
    with pytest.raises(SourceError, match="has no source and no PDF"):
        read_manifest(vast("a.yaml").parent)


def test_a_table_of_too_many_cells_is_refused_where_it_becomes_too_many(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("source,id\n" + "a,b\n" * 9, encoding="utf-8")
    with within(values=9), pytest.raises(SourceError, match="more than 9 values") as raised:
        read_manifest(path)
    assert raised.value.where.endswith("a.csv:5:1")
    assert raised.value.hint == "divide it into several, or raise `TYPESET_LIMIT_VALUES`, which is 9"


def test_many_instruments_are_looked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typeset.batch import manifest  # noqa: PLC0415 - the module, to count in

    path, counted = tmp_path / "a.csv", manifest.name_of
    path.write_text("source\n" + "".join(f"a{n}.yaml\n" for n in range(500)), encoding="utf-8")
    asked: list[Instrument] = []

    def name_of(one: Instrument) -> str:
        asked.append(one)
        return counted(one)

    monkeypatch.setattr(manifest, "name_of", name_of)
    assert len(read_manifest(path)) == 500
    assert len(asked) == 2 * 500
