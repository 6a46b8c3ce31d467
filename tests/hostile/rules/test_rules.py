"""Each rule of each profile by a page that breaks just it: the finding names just it, with clause and measure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.hostile import spoil as s

from typeset import verify
from typeset.model.profile import BUNDLED
from typeset.model.report import Check
from typeset.resources import Resources
from typeset.source import profiles
from typeset.verify.blocks import found_blocks

Pressed = Callable[..., bytes]
Measure = Callable[[bytes, str, str], Check]
RU = (("ru", "treaty"), ("ru", "gost-r-7.0.97"))
ZH = (("zh", "treaty"),)
GBT = (("zh", "gbt-9704"),)
BOTH = RU + ZH + GBT
REDUNDANT = {
    ("treaty", "face", "zh"),  # there is no other face that has the characters
    ("treaty", "annex-belongs", "zh"),  # Chinese annexes do not say to what they belong
    ("treaty", "hyphenation", "zh"),  # Chinese words are not broken
    ("gbt-9704", "alignment", "zh"),  # a line that ends early has too few characters as well
}
"""Rules that no page can break, or none by itself."""


@dataclass(frozen=True)
class Wrong:
    """One thing wrong: a style, or words of the HTML that are replaced."""

    rule: str
    held: tuple[tuple[str, str], ...]
    measured: str
    """Part of what the finding says was measured."""
    style: str = ""
    words: tuple[tuple[str, str], ...] = ()
    spoiler: s.Spoiler = s.untouched


NUMBER_RIGHT = "@page { @top-center { content: none } @top-right { content: counter(page); font-size: 12pt } }"
NUMBER_PLAIN = "@page :right { @bottom-right { content: counter(page) } }"
NUMBER_INSIDE = "@page :right { @bottom-right { padding-right: 5em } }"
NUMBER_SMALL = "@page :right { @bottom-right { font-size: 13.5pt } } @page :left { @bottom-left { font-size: 13.5pt } }"
NARROW = "@page { margin-right: 100mm } .annex .mark { margin-left: 45mm !important }"
BROKEN = ".hyphens p { hyphens: auto !important; hyphenate-limit-zone: 0% !important }"
LONG = (("Стороны рассмотрели", "противодействие взаимопониманию " * 5),)
UNGUARDED = ((' data-guard="signature"', ""),)
WRONG = (
    Wrong("page-size", RU + ZH, "is 211.5 × 297 mm", "@page { size: 211.5mm 297mm }"),
    Wrong("page-size", GBT, "is 210 × 298 mm", "@page { size: 210mm 298mm }"),
    Wrong("margins", RU + ZH, "the left margin of page 1 is 28.", "@page { margin-left: 28.8mm }"),
    Wrong("margins", GBT, "the left margin of page 1 is 26.", "@page { margin-left: 26.4mm; margin-right: 27.6mm }"),
    Wrong("margins", GBT, "the smallest top margin of all pages is 38.", "@page { margin-top: 36.2mm }"),
    Wrong("face", RU[:1], "Noto-Serif-SC", ".closing p { font-family: 'Noto Serif SC' !important }"),
    Wrong("text-size", RU + ZH, "a line is 11.5 pt large", ".closing p { font-size: 11.5pt !important }"),
    Wrong("text-size", GBT, "a line is 15.5 pt large", ".closing p { font-size: 15.5pt !important }"),
    Wrong("small-size", RU[:1] + ZH + GBT, "a line is 11 pt large", ".signature p { font-size: 11pt !important }"),
    Wrong("number-size", GBT, "a line is 13.5 pt large", NUMBER_SMALL),
    Wrong("line-spacing", RU + ZH, "a line follows 1.9 sizes", ".closing p { line-height: 1.9 !important }"),
    Wrong("line-pitch", GBT, "a line follows 12 mm", ".closing p { line-height: 12mm !important }"),
    Wrong("lines-per-page", GBT, "has 17", "@page { margin-bottom: 75mm }"),
    Wrong("characters-per-line", GBT, "a line has 25", ".closing p { letter-spacing: .1em !important }"),
    Wrong("indent", RU, "set in by 10 mm", ".closing p { text-indent: 10mm !important }"),
    Wrong("indent", ZH + GBT, "set in by 0 mm", ".closing p { text-indent: 0 !important }"),
    Wrong("alignment", RU, "before the edge of the text", ".closing p { text-align: left !important }"),
    Wrong("alignment", ZH, "before the edge of the text", ".closing p { margin-right: 4em !important }"),
    Wrong("page-number", RU + ZH, "beside its place", NUMBER_RIGHT),
    Wrong("page-number", GBT, "page 1 bears «1», and not «— 1 —»", NUMBER_PLAIN),
    Wrong("page-number", GBT, "beside its place", NUMBER_INSIDE),
    Wrong("title", RU + ZH + GBT, "beside the middle", ".title h1, .title p { text-align: left !important }"),
    Wrong("annex-mark", RU, "left of the middle", ".annex .mark { margin-left: 20mm !important }"),
    Wrong("annex-mark", ZH + GBT, "beside the left edge", ".annex .mark { margin-left: 20mm !important }"),
    Wrong("annex-belongs", RU, "10 mm out of line", ".annex .mark .belongs { margin-left: 10mm !important }"),
    Wrong("annex-title", RU + ZH + GBT, "beside the middle", ".annex h2 { text-align: left !important }"),
    Wrong("annex-title", GBT, "the title stands on line 4", ".annex h2 { padding-top: 10.446mm !important }"),
    Wrong("annex-opening", RU + ZH, "1 stand on page", ".annex h2 { margin-bottom: 206mm !important }"),
    Wrong("annex-opening", GBT, "1 stand on page", "#zh-annex-measures h2 { margin-bottom: 182mm !important }"),
    Wrong("signature-page", RU + ZH + GBT, "bears signatures and no", ".closing { break-before: page }", UNGUARDED),
    Wrong("signature-blocks", RU, "mm from its line", spoiler=s.moved("П. П. Петров", 0, 40)),
    Wrong("signature-blocks", ZH + GBT, "mm from its line", spoiler=s.moved("彼得罗夫", 0, -60)),
    Wrong("heading-end", RU + ZH + GBT, "ends page", "h2 { break-after: auto } .item h2 + p { break-before: page }"),
    Wrong("table-head", RU + ZH + GBT, "the table goes on without it", "thead { display: table-row-group }"),
    Wrong("no-break", RU, "a line ends between", words=(("\u00a0", " "),)),
    Wrong("hyphenation", RU, "lines in a row end in a broken word", NARROW + BROKEN, LONG),
    Wrong("hyphenation", RU, " 2 after", NARROW + ".hyphens p { hyphenate-limit-chars: 4 2 2 !important }"),
)
RAISED = (("Стороны принимают эти меры", RU), ("各方采取下列措施", ZH + GBT))
"""What stands by itself in an annex, and in which texts."""
EDGES = (("，", "", "begins with «，»"), ("", "（", "ends with «（»"), ("—", "—", "«——» is parted"))
"""What begins the second line, what ends the first, and what is found."""


def styled(profile: str) -> str:
    """The style under which pages are pressed: that of treaties keeps the rules of GOST R 7.0.97-2016 too."""
    return "gbt-9704" if profile == "gbt-9704" else "treaty"


def broken(check: Check) -> dict[str, str]:
    """The rules that are broken, with what was found."""
    return {rule.name: " | ".join(one.message for one in rule.findings) for rule in check.rules if rule.findings}


@pytest.mark.parametrize(("lang", "profile"), [*RU, *ZH, *GBT])
def test_the_good_pages_keep_every_rule(pressed: Pressed, measure: Measure, lang: str, profile: str) -> None:
    check = measure(pressed(lang, profile=styled(profile)), lang, profile)
    assert broken(check) == {}
    assert check.result == "passed"


@pytest.mark.parametrize(
    ("wrong", "lang", "profile"),
    [
        pytest.param(one, *held, id=f"{one.rule}-{'-'.join(held)}-{n}")
        for n, one in enumerate(WRONG)
        for held in one.held
    ],
)
def test_one_thing_wrong_breaks_one_rule(
    pressed: Pressed, measure: Measure, wrong: Wrong, lang: str, profile: str
) -> None:
    pdf = pressed(lang, wrong.style, wrong.words, styled(profile))
    check = measure(s.spoilt(pdf, wrong.spoiler), lang, profile)
    found = broken(check)
    assert set(found) == {wrong.rule}, found
    assert wrong.measured in found[wrong.rule], found
    (rule,) = (one for one in check.rules if one.findings)
    assert all(one.message.startswith(rule.title) for one in rule.findings)
    assert set(rule.findings) <= set(check.findings)


@pytest.mark.parametrize(("words", "lang", "profile"), [(words, *one) for words, held in RAISED for one in held])
def test_what_stands_above_an_annex_is_found(
    pressed: Pressed, measure: Measure, words: str, lang: str, profile: str
) -> None:
    pdf = pressed(lang, ".annex .mark { padding-top: 30mm !important }", profile=styled(profile))
    found = broken(measure(s.spoilt(pdf, s.moved(words, 0, -190)), lang, profile))
    assert set(found) == {"annex-page"}, found
    assert "stands something above an annex" in found["annex-page"]


@pytest.mark.parametrize(("lang", "profile"), [*RU, *ZH, *GBT])
def test_a_line_alone_on_a_page_is_found(pressed: Pressed, measure: Measure, lang: str, profile: str) -> None:
    """Lines are moved down one by one until one of them stands alone."""
    for step in range(1, 9):
        style = f"p {{ orphans: 1; widows: 1 }} .annex h2 {{ margin-bottom: {step * 7}mm !important }}"
        found = broken(measure(pressed(lang, style, profile=styled(profile)), lang, profile))
        if found:
            break
    assert set(found) == {"single-lines"}, found
    assert re.search(r"at the (top|bottom) of page \d+ stands 1", found["single-lines"])


@pytest.mark.parametrize(("lang", "profile"), [*RU, *ZH, *GBT])
def test_a_parted_row_is_found(pressed: Pressed, measure: Measure, lang: str, profile: str) -> None:
    """A table is moved down line by line until a page ends inside a row."""
    for step in range(1, 9):
        style = f"tr, td {{ break-inside: auto; orphans: 1; widows: 1 }} table {{ margin-top: {step * 3}mm }}"
        found = broken(measure(pressed(lang, style, profile=styled(profile)), lang, profile))
        if found:
            break
    assert set(found) == {"table-rows"}, found
    assert re.search(r"a row stands on pages \d+ and \d+", found["table-rows"])


@pytest.mark.parametrize("edges", EDGES)
@pytest.mark.parametrize("held", [*ZH, *GBT])
def test_a_mark_at_the_edge_of_a_line_is_found(
    pressed: Pressed, measure: Measure, held: tuple[str, str], edges: tuple[str, str, str]
) -> None:
    (lang, profile), (start, end, said) = held, edges
    pdf = pressed(lang, profile=styled(profile))
    block = next(one for one in found_blocks(verify.read(pdf)) if len(one.lines) > 2)
    first, second = block.lines[0].text, block.lines[1].text
    if end:
        pdf = s.spoilt(pdf, s.rewrite(first, first[:-1] + end))
    if start:
        pdf = s.spoilt(pdf, s.rewrite(second, start + second[1:]))
    found = broken(measure(pdf, lang, profile))
    assert set(found) == {"line-edges"}, found
    assert said in found["line-edges"]


def test_every_rule_of_every_bundled_profile_has_a_page_that_breaks_it(resources: Resources) -> None:
    shown = {(profile, one.rule, lang) for one in WRONG for lang, profile in one.held}
    shown |= {(profile, rule, lang) for rule in ("annex-page", "single-lines", "table-rows") for lang, profile in BOTH}
    shown |= {(profile, "line-edges", lang) for lang, profile in ZH + GBT}
    for name in BUNDLED:
        profile = profiles((name,), resources)[name]
        for lang in ("ru", "zh"):
            wanted = {(name, rule.id, lang) for rule in profile.rules_for(lang) if profile.meant_for(lang)}
            assert wanted - REDUNDANT <= shown, wanted - REDUNDANT - shown
