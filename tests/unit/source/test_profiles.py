"""Profiles: found, missing, faulty; and named by a protocol that may not have them."""

import typing as t
from collections.abc import Callable
from pathlib import Path

import pytest

from typeset.errors import ResourceError, SourceError
from typeset.model.profile import BUNDLED, Profile
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import bundled
from typeset.source import check, known_profiles, load, profiles

Data = dict[str, t.Any]
Make = Callable[..., SourceFiles]


def rules_of(names: tuple[str, ...]) -> dict[str, Profile]:
    return known_profiles(names, bundled())


def test_every_bundled_profile_is_faultless_and_listed() -> None:
    names = {path.stem for path in (bundled().templates[-1] / "profiles").glob("*.yaml")}
    assert names == set(BUNDLED)
    assert {name: one.name for name, one in profiles(names, bundled()).items()} == {name: name for name in names}


@pytest.mark.parametrize("name", BUNDLED)
def test_no_rule_of_general_knowledge_is_presented_as_a_standard(name: str) -> None:
    for rule in profiles((name,), bundled())[name].rules:
        assert rule.certainty != "C" or not rule.clause.startswith(("GOST", "GB/T")), rule.id


def test_a_missing_profile_is_named_with_where_to_put_it() -> None:
    with pytest.raises(ResourceError, match="no profile `ours`") as error:
        profiles(("ours",), bundled())
    assert "`profiles/ours.yaml`" in error.value.hint
    assert "--templates" in error.value.hint
    assert known_profiles(("ours",), bundled()) == {}


def test_a_house_adds_a_profile_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    rules = bundled().template("profiles/treaty.yaml").decode().replace("name: treaty", "name: ours")
    (tmp_path / "profiles" / "ours.yaml").write_text(rules, encoding="utf-8")
    assert profiles(("ours",), bundled(tmp_path))["ours"].rules_for("ru")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: gbt-9704", "name: gbt", "profiles/gbt-9704.yaml:4:7: the table says that it is for `gbt`"),
        ("width_mm: 210", "width_mm: wide", "profiles/gbt-9704.yaml:11:90: `width_mm`"),
        ("width_mm: 210", "widht_mm: 210", "unknown key `widht_mm`"),
        ("kind: page-size", "kind: page-colour", "profiles/gbt-9704.yaml:11:5: entry 1 of `rules`"),
        ("at_most: 22", "at_most: 0", "`at_most` is 0; expected 1 or more"),
        ("indent_em: 2", "indent_em: 2, indent_mm: 9", "an indent has either `indent_mm` or `indent_em`"),
        ("line: 3, ", "", "`line` and `pitch_mm` go together"),
        ("id: table-head", "id: table-rows", "the rule `table-rows` stands twice"),
        ('pattern: "— {page} —"', "pattern: page", "a page number is written with `{page}`, once"),
    ],
)
def test_a_faulty_profile_is_refused_with_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "profiles").mkdir()
    rules = bundled().template("profiles/gbt-9704.yaml").decode()
    assert old in rules
    (tmp_path / "profiles" / "gbt-9704.yaml").write_text(rules.replace(old, new), encoding="utf-8")
    with pytest.raises(ResourceError) as error:
        profiles(("gbt-9704",), bundled(tmp_path))
    assert said in error.value.message
    assert error.value.hint == "correct `profiles/gbt-9704.yaml`"


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("treaty", {"en": "treaty", "ru": "treaty"}),
        ("gost-r-7.0.97", {"en": "gost-r-7.0.97", "ru": "gost-r-7.0.97"}),
        ({"ru": "gost-r-7.0.97"}, {"en": "treaty", "ru": "gost-r-7.0.97"}),
    ],
)
def test_a_protocol_names_a_profile_for_all_its_texts_or_one_a_language(
    make: Make, tables: dict[str, Wording], named: object, found: dict[str, str]
) -> None:
    protocol = load(make(lambda facts, _en, _ru: facts.update(profile=named)), tables, rules_of)
    assert {language: protocol.profile_of(language) for language in protocol.languages} == found
    assert protocol.profiles == tuple(dict.fromkeys(found.values()))


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("gost-7.0.97", "no profile `gost-7.0.97`; expected one of `treaty`, `gost-r-7.0.97`, `gbt-9704`; write"),
        ({"en": "treaty", "ru": "ours"}, "there is no profile `ours`"),
        ("gbt-9704", "profile `gbt-9704` is not meant for `en`, but for `zh`; name one a language"),
        ({"zh": "gbt-9704"}, "a profile is named for `zh`, which is not among `languages`; expected one of `en`, `ru`"),
        ("../treaty", "`profile` is `../treaty`: its form is not allowed"),
        ({"ru": 7}, "`ru` is the number `7`"),
        (["treaty"], "`profile` is a list"),
    ],
)
def test_a_profile_that_does_not_fit_is_complained_about_at_its_place(
    make: Make, tables: dict[str, Wording], named: object, said: str
) -> None:
    files = make(lambda facts, _en, _ru: facts.update(profile=named))
    lines = files.contents[files.root].decode().splitlines()
    complaints = check(files, tables, rules_of)
    assert said in str(complaints[0])
    first = next(number for number, line in enumerate(lines, 1) if '"profile"' in line)
    assert first <= complaints[0].line < first + 4
    with pytest.raises(SourceError, match="complaint"):
        load(files, tables, rules_of)


def test_without_rules_at_hand_names_are_not_judged(make: Make, tables: dict[str, Wording]) -> None:
    assert check(make(lambda facts, _en, _ru: facts.update(profile="ours")), tables) == ()
