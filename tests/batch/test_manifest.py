"""Manifests in three formats and as a folder, and what is wrong with them."""

from pathlib import Path

import pytest

from typeset.batch import read_manifest
from typeset.batch.deciding import filled
from typeset.errors import SourceError
from typeset.model.batch import Instrument, Making, Wanted

YAML = """\
batch: 1
defaults: {copies: all, seal: true}
instruments:
  - source: a/protocol.yaml
  - source: b.yaml
    id: second
    copies: {KZ: 2, KG: 1}
    seal: false
    languages: [ru]
    addressees: [Archive]
    certification: {officer: {office: Head}, date: 2026-05-20}
"""
CSV = """\
source,id,copies,seal,languages,addressees,officer,date
a/protocol.yaml,,all,yes,,,,
b.yaml,second,KZ:2;KG,no,ru,Archive,Head,2026-05-20
"""


def read(folder: Path, name: str, text: str) -> tuple[Instrument, ...]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_manifest(path)


def test_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    first, second = read(tmp_path, "m.yaml", YAML)
    assert (first.called, first.copies.everybody, first.seal) == ("a", True, True)
    assert second.copies == Wanted(parties=(("KZ", 2), ("KG", 1)))
    assert (second.called, second.seal, second.addressees, second.languages) == ("second", False, ("Archive",), ("ru",))
    assert second.certification.officer is not None
    assert second.certification.officer.office == "Head"
    assert [one.model_dump() for one in read(tmp_path, "m.csv", CSV)] == [first.model_dump(), second.model_dump()]


def test_a_folder_is_a_manifest(tmp_path: Path) -> None:
    for name in ("b/protocol.json", "a/protocol.yaml", "c.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("typeset: 1\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text("a: 1\n", encoding="utf-8")
    found = read_manifest(tmp_path, Making(copies=Wanted(everybody=True)))
    assert [(one.called, one.copies.everybody) for one in found] == [("a", True), ("b", True), ("c", True)]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("copies: many", "25: `copies` is `many`: write `all`, `none`, a list of parties"),
        ("copies: [K Z]", "25: `copies`: a party's key is a letter"),
        ("copies: {KZ: 0}", "25: `copies`: write"),
        ("name: ../x", "23: `name` is `../x`"),
        ("name: a/b", "23: `name` is `a/b`"),
        ("name: '{nobody}'", "23: `name` is `{nobody}`: `{nobody}` is no field"),
        ("copy_name: x", "28: `copy_name` is `x`: `{number}` is missing"),
        ("nmae: x", "17: unknown key `nmae`"),
        ("id: ../x", "21: `id` is `../x`"),
    ],
)
def test_complaints_have_their_places(tmp_path: Path, line: str, complaint: str) -> None:
    text = f"batch: 1\ninstruments:\n  - {{source: a, {line}}}\n"
    with pytest.raises(SourceError) as caught:
        read(tmp_path, "m.yaml", text)
    assert f"m.yaml:3:{complaint}" in caught.value.message


def test_two_of_one_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"m.yaml:4:13: another instrument is called `a`"):
        read(tmp_path, "m.yaml", "batch: 1\ninstruments:\n  - source: a.yaml\n  - source: a.yml\n")


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "..", "a/b", "x" * 500, "/", "\\\\host\\share", "№ 1/2"])
def test_names_from_data_lead_out_of_no_folder(tmp_path: Path, identifier: str) -> None:
    for pattern in ("{identifier}", "{identifier}-copy-{number}-{recipient}"):
        name = filled(pattern, Instrument(source="a", id="a"), identifier)
        assert (tmp_path / f"{name}.pdf").resolve().parent == tmp_path.resolve()
        assert len(name.encode()) < 200
        assert ("{number}" in name) == ("{number}" in pattern)
