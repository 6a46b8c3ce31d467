"""The plain words of YAML 1.2 into text, numbers, truth values or nothing (core schema, YAML 1.2.2, 10.3).

`no`, `NO` and `on` are words, and so is `2018-05-22`: a date is read where a date belongs.
"""

import re

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_BASES = {"0o": 8, "0x": 16}
_LONGEST_INTEGER = 18

Scalar = str | int | float | bool | None


def resolved(words: str) -> Scalar:
    """What unquoted words mean; an integer beyond 18 digits becomes a float, since nothing here counts so far."""
    if words in _NOTHING:
        return None
    if words in _TRUTH:
        return _TRUTH[words]
    if _INTEGER.fullmatch(words):
        if len(words) > _LONGEST_INTEGER:
            return float("inf")
        base = _BASES.get(words[:2], 10)
        return int(words[2:] if base != 10 else words, base)  # noqa: PLR2004 - ten fingers
    if _DECIMAL.fullmatch(words):
        return float(words.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return words


def joined(words: str) -> str:
    """Join the halves of characters that JSON writes as two escapes.

    Raises:
        UnicodeDecodeError: half of a character stands alone.
    """
    return words if words.isascii() else words.encode("utf-16", "surrogatepass").decode("utf-16")
