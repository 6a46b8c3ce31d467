"""Tables of words: found, missing, faulty."""

from pathlib import Path

import pytest

from typeset.errors import ResourceError
from typeset.resources import bundled
from typeset.source import wordings


def test_every_bundled_table_is_faultless() -> None:
    tags = [path.stem for path in (bundled().templates[-1] / "languages").glob("*.yaml")]
    assert {tag: table.language for tag, table in wordings(tags, bundled()).items()} == {tag: tag for tag in tags}


@pytest.mark.parametrize(("tag", "table"), [("zh-CN", "zh"), ("ru-Cyrl-RU", "ru")])
def test_a_narrower_tag_falls_back_to_the_wider_table(tag: str, table: str) -> None:
    assert wordings((tag,), bundled())[tag].language == table


def test_a_missing_table_is_named_with_where_to_put_it() -> None:
    with pytest.raises(ResourceError, match="no table of words for the language `kk`") as error:
        wordings(("kk",), bundled())
    assert "`languages/kk.yaml`" in error.value.hint
    assert "--templates" in error.value.hint


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("language: en", "language: fr", "languages/en.yaml:2:11: the table says that it is for `fr`; expected `en`"),
        ("bullet:", "bulet:", "unknown key `bulet`"),
        ('page: "{page}"', 'page: "{number}"', "`{number}` is no field here; known are page"),
        ("letters: abc", "letters: [abc", "not valid YAML"),
    ],
)
def test_a_faulty_table_is_refused_with_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "languages").mkdir()
    table = bundled().template("languages/en.yaml").decode()
    (tmp_path / "languages" / "en.yaml").write_text(table.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError) as error:
        wordings(("en",), bundled(tmp_path))
    assert said in error.value.message
    assert error.value.hint == "correct `languages/en.yaml`"
