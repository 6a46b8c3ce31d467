"""What the data demands, block by block."""

from collections.abc import Callable

from typeset.pipeline import Source
from typeset.verify import expected


def test_items_come_with_number_path_place_and_references(source: Callable[[str], Source]) -> None:
    small = source("small")
    blocks = expected.blocks(small.protocol, small.wordings, ("ru", "zh"))
    number, text = (
        block for block in blocks if block.where.startswith("ru: item 1 (plain), ") and "2" not in block.where
    )
    assert (number.path, number.text) == (("Part", "L", "LI", "Lbl"), "1.")
    assert text.path == ("Part", "L", "LI", "LBody", "P")
    assert text.text == "Стороны приняли приложение\u00a0№\u00a03."
    assert text.links == (("приложение\u00a0№\u00a03", "ru-annex-statement"),)
    assert {block.lang for block in blocks} == {"ru", "zh"}
    assert {block.anchor for block in blocks} >= {"ru", "zh", "ru-item-lettered.first.one", "zh-annex-dates"}


def test_every_word_of_the_source_is_expected_somewhere(source: Callable[[str], Source]) -> None:
    small = source("small-articles")
    languages = small.protocol.languages
    written = " ".join(block.text for block in expected.blocks(small.protocol, small.wordings, languages))
    for text in small.protocol.texts.values():
        for words in (
            text.title,
            text.signatories["AA"].office,
            *(item.heading for item in text.items if item.heading),
        ):
            assert words in written


def test_a_signature_field_is_expected_for_each_signatory_and_text(source: Callable[[str], Source]) -> None:
    small = source("small")
    blocks = expected.blocks(small.protocol, small.wordings, ("zh",))
    forms = [(block.anchor, block.alt) for block in blocks if block.path[-1] == "Form"]
    assert forms == [
        ("zh-signatory-AA", "签字处：甲国"),
        ("zh-signatory-BB", "签字处：乙国"),
        ("zh-signatory-BB-second", "签字处：乙国"),
    ]
