"""A seed into sources of 3 to 40 pages: folders with a protocol in two languages each, the same every time.

python benchmarks/sample.py FOLDER COUNT [SEED]
"""

import json
import random
import sys
from pathlib import Path

PAGES = (3, 40)
_TITLE_PAGES = 2.6
"""Of both texts together: title, closing, signatures."""
_ITEM_PAGES = 0.42
"""Of one item in both texts."""
_WORDS = {
    "en": ("parties", "agree", "record", "meeting", "treaty", "measure", "office", "copy", "term", "annex", "letter"),
    "ru": ("стороны", "согласие", "запись", "встреча", "договор", "мера", "служба", "копия", "срок", "письмо"),
}


def sentence(dice: random.Random, language: str, length: int) -> str:
    """Some words with a capital and a full stop."""
    return " ".join(dice.choices(_WORDS[language], k=length)).capitalize() + "."


def text(language: str, number: int, seed: int, items: int) -> dict[str, object]:
    """The words of one language; both languages have the same shape."""
    dice = random.Random(f"{seed}/{number}/{language}")  # noqa: S311 - a sample, not a secret
    shape = random.Random(f"{seed}/{number}/shape")  # noqa: S311 - likewise
    names = {"en": ("Town", "the Secretariat", "Party"), "ru": ("Город", "Секретариат", "Сторона")}[language]
    return {
        "language": language,
        "title": sentence(dice, language, 3).upper().rstrip("."),
        "cited_as": sentence(dice, language, 3).rstrip("."),
        "names": {
            "place": names[0],
            "depositary": names[1],
            "parties": {key: f"{names[2]} {key}" for key in ("AA", "BB")},
        },
        "preamble": [sentence(dice, language, 30)],
        "items": [
            {
                "id": f"item-{index}",
                "body": [sentence(dice, language, 45 + shape.randrange(20)) for _ in range(1 + shape.randrange(2))],
            }
            for index in range(items)
        ],
        "closing": sentence(dice, language, 20),
        "deposit": sentence(dice, language, 15),
        "signatories": {key: {"office": sentence(dice, language, 2).rstrip(".")} for key in ("AA", "BB")},
    }


def instrument(number: int, seed: int, pages: int) -> dict[str, object]:
    """One source, whole, as JSON holds it."""
    items = max(3, round((pages - _TITLE_PAGES) / _ITEM_PAGES))
    return {
        "typeset": 1,
        "identifier": f"SAMPLE-{seed}-{number}",
        "form": "items",
        "languages": ["en", "ru"],
        "texts": {language: text(language, number, seed, items) for language in ("en", "ru")},
        "meeting": {"opened": "2026-05-18", "closed": "2026-05-19", "chair": "AA"},
        "signed": "2026-05-19",
        "depositary": {"copies_within_days": 15},
        "certification": {"language": "en", "officer": {"office": "Head of the Treaty Section"}},
        "parties": ["AA", "BB"],
        "signatories": ["AA", "BB"],
    }


def generate(folder: Path, count: int, seed: int = 1, most: int = PAGES[1]) -> None:
    """Write `count` folders with a `protocol.json` each."""
    dice = random.Random(seed)  # noqa: S311 - a sample, not a secret
    for number in range(1, count + 1):
        path = folder / f"{number:04}" / "protocol.json"
        path.parent.mkdir(parents=True)
        source = instrument(number, seed, dice.randint(PAGES[0], most))
        path.write_text(json.dumps(source, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)  # noqa: PLR2004
