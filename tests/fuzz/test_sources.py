"""Sources and manifests that nobody would write: each is taken, or refused by one error with every complaint.

`FUZZ_COUNT` says how many of each kind; hypothesis names what fails.
"""

import csv
import io
import json
import os
import shutil
from pathlib import Path, PurePath
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import EXAMPLES, GOLDEN
from tests.fuzz import strange
from tests.fuzz.judging import Judge

from typeset import pipeline
from typeset.batch.manifest import read_manifest
from typeset.errors import ResourceError, SourceError
from typeset.model.batch import Instrument
from typeset.model.source import SourceFiles
from typeset.resources import Resources
from typeset.source import collect
from typeset.source.reading import read

COUNT = int(os.environ.get("FUZZ_COUNT", "40"))
# To shrink what dice have thrown would take minutes, and make nothing plainer.
FUZZING = settings(
    max_examples=COUNT,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=(Phase.explicit, Phase.generate),
)
SEEDS = {
    folder.name: collect(folder)
    for folder in (GOLDEN / "small", GOLDEN / "small-articles", EXAMPLES / "articles" / "agreement.yaml")
}
DICE = st.randoms(use_true_random=False)
MANIFEST = """batch: 1
defaults: {copies: all}
instruments:
  - source: sources/0001
    languages: [ru]
    addressees: [National Archives]
    copies: {KZ: 2}
  - original: signed/0002.pdf
    seal: true
    name: "{identifier}-{id}"
  - original: scans/0003.pdf
    id: third
    protocol: sources/0003
    signed_by: [RU, CN]
    certification: {officer: {office: Head of Section, name: A. B.}, date: 2026-05-20, conformed: yes}
"""
COLUMNS = (
    "source",
    "original",
    "protocol",
    "id",
    "copies",
    "seal",
    "name",
    "languages",
    "officer",
    "date",
    "conformed",
    "x",
)
CELLS = ("", "a", "a/b.pdf", "KZ:2;RU", "KZ:x", ";;:", "all", "yes", "2026-05-20", "{id}", "{", "ru;zh", "1" * 5_000)


@pytest.fixture(scope="module")
def judge(resources: Resources) -> Judge:
    return Judge(resources)


@FUZZING
@given(name=st.sampled_from(sorted(SEEDS)), dice=DICE)
def test_a_source_with_other_lines_is_taken_or_refused(judge: Judge, name: str, dice: Random) -> None:
    files = SEEDS[name]
    spoilt = dice.choice(sorted(files.contents))
    content = strange.text(files.contents[spoilt].decode(), dice).encode("utf-8", "surrogatepass")
    judge.of(files.model_copy(update={"contents": files.contents | {spoilt: content}}))


@FUZZING
@given(name=st.sampled_from(sorted(SEEDS)), dice=DICE)
def test_a_source_with_other_values_is_taken_or_refused(judge: Judge, name: str, dice: Random) -> None:
    files = SEEDS[name]
    spoilt = dice.choice(sorted(files.contents))
    value = strange.data(read(spoilt, files.contents[spoilt]).value, dice)
    content = json.dumps(value, ensure_ascii=dice.random() < 0.5, indent=dice.choice((None, 1))).encode()
    judge.of(files.model_copy(update={"contents": files.contents | {spoilt: content}}))


@FUZZING
@given(content=st.binary() | st.text().map(str.encode) | st.text("[]{}:,-?!&*'\"|>%@#\n a1").map(str.encode))
def test_a_source_of_any_bytes_is_taken_or_refused(judge: Judge, content: bytes) -> None:
    for name in ("p.yaml", "p.json"):
        assert judge.of(SourceFiles(root=name, contents={name: content})) == "refused"


@FUZZING
@given(name=st.sampled_from(sorted(SEEDS)), dice=DICE)
def test_a_folder_of_files_is_taken_or_refused(
    resources: Resources, tmp_path_factory: pytest.TempPathFactory, name: str, dice: Random
) -> None:
    """On the disk, where names of files may be anything, too."""
    folder = tmp_path_factory.mktemp("source")
    files = SEEDS[name]
    for file, content in files.contents.items():
        (folder / file).write_bytes(content)
    root = folder / files.root
    value = read(files.root, files.contents[files.root]).value
    assert isinstance(value, dict)
    said = dice.choice(strange.WORDS)
    value |= {"texts": {"ru": said, "zh": "."}} if dice.randrange(2) else {"look": {"emblem": {"file": said}}}
    root.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises((SourceError, ResourceError)) as refusal:
        pipeline.check_characters(pipeline.read(root, resources), resources)
    assert refusal.value.hint
    shutil.rmtree(folder)


@FUZZING
@given(dice=DICE)
def test_a_manifest_with_other_lines_or_values_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, dice: Random
) -> None:
    value = read("m.yaml", MANIFEST.encode()).value
    content = strange.text(MANIFEST, dice) if dice.randrange(2) else json.dumps(strange.data(value, dice))
    manifest(
        tmp_path_factory, f"m{dice.choice(('.yaml', '.json', '.csv', ''))}", content.encode("utf-8", "surrogatepass")
    )


@FUZZING
@given(dice=DICE, noise=st.binary(max_size=9))
def test_a_table_of_any_cells_is_taken_or_refused(
    tmp_path_factory: pytest.TempPathFactory, dice: Random, noise: bytes
) -> None:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(head := [dice.choice(COLUMNS) for _ in range(dice.randint(0, 6))])
    for _ in range(dice.randint(0, 4)):
        writer.writerow(dice.choice((*CELLS, *strange.WORDS)) for _ in range(len(head) + dice.choice((0, 0, 0, 1, -1))))
    content = table.getvalue().encode("utf-8", "surrogatepass")
    at = dice.randint(0, len(content))
    manifest(tmp_path_factory, "m.csv", content[:at] + (noise if dice.randrange(3) == 0 else b"") + content[at:])


def manifest(tmp_path_factory: pytest.TempPathFactory, name: str, content: bytes) -> None:
    """Read a manifest on the disk."""
    manifest_of(tmp_path_factory.getbasetemp() / name, content)


def manifest_of(path: Path, content: bytes) -> None:
    """Read a manifest; what it names is named in one way, by one name each."""
    path.write_bytes(content)
    made, refusal = _read(path)
    if refusal is not None:
        assert refusal.message
        assert refusal.hint
    names = [one.id for one in made]
    assert len(set(names)) == len(names)
    assert all(names)
    assert all(PurePath(one.path).parts for one in made)


def _read(path: Path) -> tuple[tuple[Instrument, ...], SourceError | None]:
    try:
        return read_manifest(path), None
    except SourceError as error:
        return (), error
