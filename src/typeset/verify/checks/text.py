"""Blocks side by side: every block of the data once, in order, with its words, and none besides."""

import difflib
import re
import typing as t
from collections import Counter

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.aligning import key_of, name_of
from typeset.verify.blocks import Found, canonical
from typeset.verify.checks.case import Case, check, cut
from typeset.verify.expected import Block

# Words, and single characters where a script has no spaces.
_WORD = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_CONTEXT = 3


def text(case: Case) -> Check:
    """Every block that the data demands is there once, in its place, with its words, and nothing is added.

    Compared is canonical text (see `blocks.canonical`); at the end of a printed line a press hyphen inside a word, or
    the missing space, is the only difference allowed.
    """
    return check("text", phrase("the words are those of the data, all of them, in order"), _compare(case))


def _compare(case: Case) -> t.Iterator[Finding]:
    pairs = case.pairs
    dropped = Counter(key_of(block.text) for block, found in pairs if block and not found)
    added = Counter(key_of(found.text) for block, found in pairs if found and not block)
    page: int | None = 1
    for block, found in pairs:
        page = (found.page if found else None) or page
        if block and found:
            yield from _differences(block, found, page)
        elif block:
            words = key_of(block.text)
            if words and added[words]:
                added[words] -= 1
                yield Finding(
                    message=phrase("{where}: stands in another place", where=block.where),
                    page=page,
                    words=cut(block.text),
                )
            else:
                yield Finding(
                    message=phrase("{where}: the block is missing", where=block.where),
                    page=page,
                    words=cut(name_of(block)),
                )
        elif found:
            words = key_of(found.text)
            if words and dropped[words]:
                dropped[words] -= 1
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
