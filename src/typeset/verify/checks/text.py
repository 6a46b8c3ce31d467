"""Blocks side by side: every block of the data once, in order, with its words, and none besides."""

import difflib
import re
import typing as t
from collections import Counter

from typeset.messages import phrase
from typeset.model.base import PRESS_HYPHEN
from typeset.model.report import Check, Finding
from typeset.verify.blocks import Found, canonical
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.expected import Block

# Words, and single characters where a script has no spaces.
_WORD = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_UNSPACED = re.compile(f"[\\s{PRESS_HYPHEN}]+")
_ALIKE = 0.5
"""Likeness from which a block counts as changed, and below which as dropped and another added."""
_CONTEXT = 3

Pair = tuple[Block | None, Found | None]


def text(case: Case) -> Check:
    """Every block that the data demands is there once, in its place, with its words, and nothing is added.

    Compared is canonical text (see `blocks.canonical`); at the end of a printed line a press hyphen inside a word, or
    the missing space, is the only difference allowed.
    """
    return check("text", phrase("the words are those of the data, all of them, in order"), _compare(case))


def _compare(case: Case) -> t.Iterator[Finding]:
    pairs = align(case.expected, case.found)
    dropped = Counter(_key(block.text) for block, found in pairs if block and not found)
    added = Counter(_key(found.text) for block, found in pairs if found and not block)
    page: int | None = 1
    for block, found in pairs:
        page = (found.page if found else None) or page
        if block and found:
            yield from _differences(block, found, page)
        elif block:
            key = _key(block.text)
            if key and added[key]:
                added[key] -= 1
                yield Finding(
                    message=phrase("{where}: stands in another place", where=block.where),
                    page=page,
                    words=cut(block.text),
                )
            else:
                yield Finding(
                    message=phrase("{where}: the block is missing", where=block.where),
                    page=page,
                    words=cut(_name(block)),
                )
        elif found:
            key = _key(found.text)
            if key and dropped[key]:
                dropped[key] -= 1
                continue
            kind = "/".join(found.path)
            yield Finding(
                message=phrase("a block ({kind}) is not in the data", kind=kind), page=page, words=cut(found.text)
            )


def _differences(block: Block, found: Found, page: int | None) -> t.Iterator[Finding]:
    misfit = found.misfit(block.text)
    if misfit is not None:
        line = found.lines[misfit] if misfit < len(found.lines) else None
        wanted, there, context = differing(canonical(block.text), found.text)
        message = phrase(
            "{where}: expected «{wanted}», found «{there}»", where=block.where, wanted=cut(wanted), there=cut(there)
        )
        yield Finding(message=message, page=line.page if line else page, words=cut(context))
    if found.path != block.path:
        kinds = phrase("«{found}», expected «{wanted}»", found="/".join(found.path), wanted="/".join(block.path))
        yield Finding(
            message=phrase("{where}: is tagged as {kinds}", where=block.where, kinds=kinds),
            page=page,
            words=cut(block.text),
        )
    if found.anchor != block.anchor:
        place = phrase(
            "`{anchor}`, expected `{wanted}`",
            anchor=found.anchor or phrase("none"),
            wanted=block.anchor or phrase("none"),
        )
        yield Finding(
            message=phrase("{where}: belongs to the element {place}", where=block.where, place=place),
            page=page,
            words=cut(block.text),
        )
    if found.alt != block.alt:
        alts = phrase("«{found}», expected «{wanted}»", found=found.alt, wanted=block.alt)
        yield Finding(
            message=phrase("{where}: the alternative text is {alts}", where=block.where, alts=alts), page=page
        )


def align(expected: t.Sequence[Block], found: t.Sequence[Found]) -> list[Pair]:
    """Pair expected and found blocks in order; what has no counterpart is paired with none."""
    wanted = [_key(_name(block)) for block in expected]
    there = [_key(block.text or block.alt or "") for block in found]
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
    first, second = _key(block.text), _key(found.text)
    if found.path == block.path and found.anchor == block.anchor and max(len(first), len(second)) <= _CONTEXT:
        return True
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def differing(wanted: str, there: str) -> tuple[str, str, str]:
    """The words that differ: those wanted, those there instead, and the found words around them."""
    first, second = _WORD.findall(wanted), _WORD.findall(there)
    codes = [
        code
        for code in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
        if code[0] != "equal"
    ]
    if not codes:
        return wanted, there, there
    _, start, _, begin, _ = codes[0]
    _, _, stop, _, end = codes[-1]
    context = second[max(begin - _CONTEXT, 0) : end + _CONTEXT]
    return _joined(first[start:stop]), _joined(second[begin:end]), _joined(context)


def _joined(words: list[str]) -> str:
    unspaced = all(len(word) == 1 and not word.isascii() for word in words)
    return ("" if unspaced else " ").join(words)


def _key(text: str) -> str:
    """Text without what line breaks change, to find counterparts by."""
    return _UNSPACED.sub("", canonical(text))


def _name(block: Block) -> str:
    return block.text or block.alt or ""
