"""References in prose."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from typeset.model.mention import Mention, mentions, parse


def annex(*keys: str, form: str = "nominative", capital: bool = False) -> Mention:
    return Mention(kind="annex", form=form, keys=keys, capital=capital)


@pytest.mark.parametrize(
    ("prose", "pieces"),
    [
        ("", ()),
        ("plain words", ("plain words",)),
        ("{annex agenda}", (annex("agenda"),)),
        ("{item last-one}", (Mention(kind="item", keys=("last-one",)),)),
        ("{Annex agenda}", (annex("agenda", capital=True),)),
        ("{Item:genitive a1}", (Mention(kind="item", form="genitive", keys=("a1",), capital=True),)),
        ("{annex:genitive agenda}", (annex("agenda", form="genitive"),)),
        ("{annex agenda, list}", (annex("agenda", "list"),)),
        ("{annex agenda ,list,  message}", (annex("agenda", "list", "message"),)),
        ("{ annex  agenda }", (annex("agenda"),)),
        ("see {annex a} and {item b}.", ("see ", annex("a"), " and ", Mention(kind="item", keys=("b",)), ".")),
        ("{annex a}{annex b}", (annex("a"), annex("b"))),
        ("{{", ("{",)),
        ("}}", ("}",)),
        ("a {{b}} c", ("a {b} c",)),
        ("{{annex a}}", ("{annex a}",)),
        ("{{{annex a}}}", ("{", annex("a"), "}")),
    ],
)
def test_parse(prose: str, pieces: tuple[str | Mention, ...]) -> None:
    assert parse(prose) == pieces


@pytest.mark.parametrize(
    "prose",
    [
        *("{", "}", "a { b", "a } b", "{annex a", "annex a}", "{}", "{annex}", "{annex }", "{annexe a}"),
        *("{ANNEX a}", "{annex: a}", "{annex:Genitive a}", "{annex a,}", "{annex ,a}", "{annex a b}", "{annex 1}"),
        *("{party AA}", "{annex a.b}", "{annex {a}}", "{% x %}", "{{{", "{7*7}", "{annex\u00a0}"),
    ],
)
def test_what_is_no_reference_is_refused_with_advice(prose: str) -> None:
    with pytest.raises(ValueError, match=r"is no reference; write `\{annex KEY\}`"):
        parse(prose)


def test_mentions_are_the_references_only() -> None:
    assert mentions("see {annex a} {{and}} {annex b}") == (annex("a"), annex("b"))


@given(st.text())
def test_any_text_is_parsed_or_refused(prose: str) -> None:
    _parsed_or_refused(prose)


@given(st.lists(st.sampled_from([*"{},: \n", "annex", "Item", ":genitive", "a", "é", "№"])).map("".join))
def test_anything_like_a_reference_is_parsed_or_refused(prose: str) -> None:
    _parsed_or_refused(prose)


@given(st.text())
def test_doubled_braces_are_any_text(words: str) -> None:
    escaped = words.replace("{", "{{").replace("}", "}}")
    assert parse(escaped) == ((words,) if words else ())


@given(
    st.sampled_from(["annex", "Annex", "item", "Item"]),
    st.text(string.ascii_lowercase, max_size=9),
    st.lists(st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,9}", fullmatch=True), min_size=1, max_size=4),
)
def test_a_reference_reads_back(kind: str, form: str, keys: list[str]) -> None:
    prose = f"{{{kind}{':' if form else ''}{form} {', '.join(keys)}}}"
    (mention,) = mentions(prose)
    assert mention.kind == kind.lower()
    assert mention.capital == kind[0].isupper()
    assert mention.form == (form or "nominative")
    assert mention.keys == tuple(keys)


def _parsed_or_refused(prose: str) -> None:
    try:
        pieces = parse(prose)
    except ValueError:
        return
    assert all(isinstance(piece, Mention) or piece for piece in pieces)
