"""Blocks of the data and blocks of the file into pairs, in order; what has no counterpart is paired with none."""

import difflib
import re
import typing as t

from typeset.model.base import PRESS_HYPHEN
from typeset.verify.blocks import Found, canonical
from typeset.verify.expected import Block

_UNSPACED = re.compile(f"[\\s{PRESS_HYPHEN}]+")
_ALIKE = 0.5
"""Likeness from which a block counts as changed, and below which as dropped and another added."""
_SHORT = 3
"""Letters up to which blocks of one place belong together, however unlike they are."""

Pair = tuple[Block | None, Found | None]


def align(expected: t.Sequence[Block], found: t.Sequence[Found]) -> list[Pair]:
    """Pair expected and found blocks in order; what has no counterpart is paired with none."""
    wanted = [key_of(name_of(block)) for block in expected]
    there = [key_of(block.text or block.alt or "") for block in found]
    if wanted == there:
        return list(zip(expected, found, strict=True))
    pairs: list[Pair] = []
    matcher = difflib.SequenceMatcher(None, wanted, there, autojunk=False)
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(expected[first:last], found[start:end], strict=True)
        else:
            pairs += _pair(expected[first:last], found[start:end])
    return pairs


def _pair(expected: t.Sequence[Block], found: t.Sequence[Found]) -> t.Iterator[Pair]:
    """Pair changed blocks by likeness, in order."""
    rest = list(found)
    for block in expected:
        match = next((index for index, other in enumerate(rest) if _alike(block, other)), None)
        if match is None:
            yield block, None
            continue
        yield from ((None, other) for other in rest[:match])
        yield block, rest[match]
        del rest[: match + 1]
    yield from ((None, other) for other in rest)


def _alike(block: Block, found: Found) -> bool:
    first, second = key_of(block.text), key_of(found.text)
    if found.path == block.path and found.anchor == block.anchor and max(len(first), len(second)) <= _SHORT:
        return True
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def key_of(text: str) -> str:
    """Text without what line breaks change, to find counterparts by."""
    return _UNSPACED.sub("", canonical(text))


def name_of(block: Block) -> str:
    """The words of a block, or those that stand for them."""
    return block.text or block.alt or ""
