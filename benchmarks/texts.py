"""The example, and generated instruments, into sources that no run has set before.

A warm peer remembers what it has set: every round gets words of its own, or it would be memory that is measured.
"""

import json
import shutil
import typing as t
from pathlib import Path

from ruamel.yaml import YAML
from sample import instrument

EXAMPLE = Path(__file__).parents[1] / "examples" / "sco-2018"
_VARIED = ("preamble", "items", "annexes")
_NO_PROSE = frozenset({"id", "party", "name", "columns"})
_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
_SEED = 1
_ITEMS = 200
"""The validator follows 256 references one after the other, and bookmarks of items are such a chain."""
_ROWS = 800
"""A table of more than 1,024 rows the validator does not read: what is longer is several."""
_LANGUAGES = {
    "en": ("Participants", ("No.", "Party", "Participant"), "as listed in {annex participants}"),
    "ru": ("Участники", ("№", "Сторона", "Участник"), "согласно {annex:dative participants}"),
}
_PEOPLE = {"en": "adviser of the delegation of the Party", "ru": "советник делегации Стороны"}


def variation(folder: Path, number: int) -> Path:
    """The example with a figure at the end of every paragraph and every participant."""
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLE / "protocol.yaml", folder)
    for name in ("ru", "zh"):
        yaml = YAML()
        content = yaml.load(EXAMPLE / f"{name}.yaml")
        for key in _VARIED:
            # Han figures go where Han characters go: a line is broken between any two of them.
            figure = str(number).translate(_HAN) if name == "zh" else f" ({number})"
            content[key] = _varied(content[key], figure)
        yaml.dump(content, folder / f"{name}.yaml")
    return folder


def of_pages(folder: Path, pages: int) -> Path:
    """A generated instrument of about so many pages; where items are too many, several are made one."""
    content = instrument(pages, _SEED, pages)
    for text in t.cast("dict[str, dict[str, t.Any]]", content["texts"]).values():
        items = text["items"]
        joined = range(0, len(items), -(-len(items) // _ITEMS))
        step = joined.step
        bodies = ([words for one in items[at : at + step] for words in one["body"]] for at in joined)
        text["items"] = [{"id": f"item-{number}", "body": body} for number, body in enumerate(bodies)]
    return _written(folder, content)


def of_participants(folder: Path, count: int) -> Path:
    """A generated instrument of a few pages with `count` participants in an annex of tables."""
    content = instrument(count, _SEED, 3)
    content["annexes"] = [{"id": "participants", "number": 1}]
    texts = t.cast("dict[str, dict[str, t.Any]]", content["texts"])
    for language, (title, columns, mention) in _LANGUAGES.items():
        rows = [[str(n), "AB"[n % 2] * 2, f"{_PEOPLE[language]} {n}"] for n in range(1, count + 1)]
        text = texts[language]
        text["cited_as"] = text["title"]
        text["preamble"] = [f"{text['preamble'][0][:-1]} {mention}."]
        parts = (rows[at : at + _ROWS] for at in range(0, count, _ROWS))
        tables = [{"table": {"columns": list(columns), "rows": part}} for part in parts]
        text["annexes"] = {"participants": {"title": title, "body": tables}}
    return _written(folder, content)


def _written(folder: Path, content: dict[str, object]) -> Path:
    folder.mkdir(parents=True)
    (folder / "protocol.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def _varied(value: t.Any, figure: str) -> t.Any:  # noqa: ANN401 - YAML holds anything
    if isinstance(value, str):
        return value + figure
    if isinstance(value, list):
        return [_varied(one, figure) for one in value]
    if isinstance(value, dict):
        return {key: one if key in _NO_PROSE else _varied(one, figure) for key, one in value.items()}
    return value
