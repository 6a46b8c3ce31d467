"""What the convention does to printed lines."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from typeset.compose import compose
from typeset.model.text import Paragraph
from typeset.model.typography import NO_BREAK
from typeset.pipeline import Source, original
from typeset.press import press
from typeset.resources import Resources
from typeset.verify import read
from typeset.verify.blocks import Found, canonical, found_blocks

Sources = Callable[[str], Source]


def lines(blocks: tuple[Found, ...]) -> list[list[str]]:
    return [[canonical(line.text).strip(" ") for line in block.lines] for block in blocks]


@pytest.mark.parametrize(("name", "language"), [("sco-2018", "ru"), ("articles", "en"), ("articles", "ru")])
def test_no_line_is_broken_where_the_language_forbids_it(
    name: str, language: str, source: Sources, resources: Resources
) -> None:
    made = original(source(name), resources, languages=(language,))
    typography = source(name).wordings[language].typography
    assert typography is not None
    assert made.report.proven
    broken = 0
    for block in lines(found_blocks(read(made.pdf, "original.pdf"))):
        for upper, lower in itertools.pairwise(block):
            assert typography.bound(f"{upper} {lower}")[len(upper)] != NO_BREAK, f"{upper} | {lower}"
            assert not (upper[-1].isdecimal() and lower.startswith(("г.", "год", "day"))), f"{upper} | {lower}"
            assert not upper.endswith((" в", " и", " с", " к", " №", " г.", "(г.")), f"{upper} | {lower}"
            assert not lower.startswith(("– ", "— ")), f"{upper} | {lower}"
            broken += 1
    assert broken > 40


def test_chinese_dashes_and_ellipses_are_never_torn(source: Sources, resources: Resources) -> None:
    small = source("small")
    chinese = small.protocol.texts["zh"]
    prose = tuple(Paragraph(text=f"{'会' * count}——议{'会' * 3}……议") for count in range(22, 42))
    protocol = small.protocol.model_copy(
        update={"texts": {**small.protocol.texts, "zh": chinese.model_copy(update={"preamble": prose})}}
    )
    spoiled = replace(small, protocol=protocol)
    pdf = press(compose(spoiled.protocol, spoiled.wordings, spoiled.files, resources, ("zh",)), resources)
    torn = [line for block in lines(found_blocks(read(pdf, "zh.pdf"))) for line in block[1:]]
    assert len(torn) >= 14
    assert not [line for line in torn if line.startswith(("—议", "…议"))]
