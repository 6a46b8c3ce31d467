"""Sources and manifests and dice into others: lines, words and values that nobody would write.

The dice are `random.Random` or what a tool for fuzzing gives in its place.
"""

import json
import typing as t
from random import Random

Data = t.Any
"""What JSON can say."""

WORDS = (
    "", "~", "null", "true", "yes", "0", "-0", "0x1F", "0o17", "1_000", "1e999", ".inf", ".nan", "9" * 400,
    "1" * 5_000, "2024-02-30", "0000-00-00", "2024-05-01T00:00:00Z", "12:30:45", "=", "<<", "<<: *a", "&a b", "*a",
    "!!int x", "!!python/object:os.system {}", "!x y", "!<tag:x> y", "%YAML 9.9", "---", "--- |", "...", "? a", ": b",
    "- - - -", "[", "]", "{a: [", "}", "'", '"', '"\\ud800"', '"\\x00"', '"\\u202e"', '"\\uFEFF"', "|", ">-", "|9",
    "|0", ">+2", "# x", "\t", "\u202eabc", "a\u200bb", "\u00ad", "\ufeff", "\x85", "\u2028", "\x00", "\x1b[31m",
    "\x7f", "\ufffe", "\U000f0000", "\u0430bc", "\u0301" * 50, "\U0001f1e6" * 9, "x" * 3_000, "{annex}", "{annex x}",
    "{annex:genitive agenda}", "{item plain}", "{item:x plain}", "{", "}}", "{{ 7 * 7 }}", "{% x %}", "<b>&amp;</b>",
    "<script>", "../../etc/passwd", "/etc/passwd", "C:\\x", "nul", "a/b/c", "a.svg", "protocol.yaml", "zz",
    "en-Latn-GB-x-y", "ru", "AA", "1", "first", "@", "`", "%", "a: b: c",
)  # fmt: skip
"""Words that parsers, dates, references, files or terminals could take for something else."""
_FIGURES = (0, -1, 1, 2**31, 2**63, 10**400, 1e308, -0.0, 1.5)
_KEYS = (
    "typeset", "identifier", "form", "languages", "texts", "meeting", "signed", "depositary", "parties",
    "signatories", "annexes", "items", "id", "body", "text", "subitems", "quote", "table", "rows", "head", "heading",
    "names", "title", "look", "emblem", "file", "profile", "certification", "mixed_alphabets", "preamble", "closing",
    "language", "letterhead", "number", "batch", "defaults", "instruments", "source", "original", "protocol",
    "copies", "seal", "addressees", "officer", "kept_in",
)  # fmt: skip
_DEEP = 40


def text(content: str, dice: Random) -> str:
    """One to four lines that are others, or stand elsewhere."""
    lines = content.split("\n")
    for _ in range(dice.choice((1, 1, 2, 4))):
        at, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        match dice.randrange(8):
            case 0:
                lines[at] = ""
            case 1:
                lines[at], lines[other] = lines[other], lines[at]
            case 2:
                lines.insert(at, lines[other])
            case 3:
                lines[at] = " " * dice.randint(0, 9) + lines[at].lstrip()
            case 4:
                lines = lines[: at + 1]
            case 5:
                cut = dice.randint(0, len(lines[at]))
                lines[at] = lines[at][:cut] + dice.choice(WORDS) + lines[at][cut:]
            case _:
                key, colon, _ = lines[at].partition(":")
                lines[at] = f"{key}{colon} {dice.choice(WORDS)}"
    return "\n".join(lines)


def data(value: Data, dice: Random) -> Data:
    """One to three values that are others, of another kind, or not there."""
    value = json.loads(json.dumps(value))
    for _ in range(dice.choice((1, 1, 1, 3))):
        holders = [value, *_holders(value)]
        holder = dice.choice([one for one in holders if one] or [{"": 0}])
        key = dice.choice(sorted(holder)) if isinstance(holder, dict) else dice.randrange(len(holder))
        match dice.choice((0, 1, 2, 3, 3, 4, 4, 4)):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[dice.choice((*_KEYS, *WORDS))] = holder.pop(key)
            case 1 if isinstance(holder, list):
                holder.append(holder[key])
            case 2:
                holder[key] = json.loads(json.dumps(dice.choice(holders)))
            case 3 if isinstance(holder[key], str):
                # What is asked for, and all the same nothing that anybody would say.
                holder[key] = dice.choice((holder[key] + dice.choice(WORDS), dice.choice(WORDS)))
            case _:
                holder[key] = _instead(dice)
    return value


def _holders(value: Data) -> t.Iterator[Data]:
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, dict | list):
            yield inner
            yield from _holders(inner)


def _instead(dice: Random) -> Data:
    deep: Data = dice.choice(WORDS)
    for _ in range(dice.choice((1, 3, _DEEP))):
        deep = {dice.choice(_KEYS): deep} if dice.randrange(2) else [deep]
    word, figure = dice.choice(WORDS), dice.choice(_FIGURES)
    return dice.choice((word, figure, True, None, [], {}, [word] * 9, deep, deep))
