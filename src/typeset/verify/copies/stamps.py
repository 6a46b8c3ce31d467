"""Marks of signatures against the fields that they should stand in."""

import re
import typing as t

from typeset.messages import phrase
from typeset.model.report import Finding
from typeset.verify.copies.case import Copy
from typeset.verify.copies.grammar import SIGNED
from typeset.verify.drawn import Rect
from typeset.verify.geometry import Matrix
from typeset.verify.objects import items, rect, resolve, text

_SIGNATURE = re.compile(r"signature_([^_]+)_.+")


def signed(copy: Copy) -> t.Iterator[Finding]:
    """Each field listed bears its mark, and nothing else bears one."""
    wanted = dict.fromkeys(copy.certification.terms.conformed, 0)
    for number, (found, (_, page)) in enumerate(zip(copy.marks, copy.pages, strict=True), 1):
        fields = {text(resolve(note), "/T"): rect(resolve(note), "/Rect") for note in items(page.get("/Annots"))}
        due = {name: box for name, box in fields.items() if name in wanted and box}
        left = list(found.signed)
        for name, box in due.items():
            here = [stamp for stamp in left if _stands_in(stamp, name, box)]
            wanted[name] += len(here)
            left = [stamp for stamp in left if stamp not in here]
            if not here:
                yield Finding(
                    message=phrase("the signature `{name}` is not marked as standing on the original", name=name),
                    page=number,
                )
        for _ in left:
            yield Finding(message=phrase("a mark of a signature stands where none is recorded"), page=number)
    for name, count in wanted.items():
        if count != 1:
            yield Finding(
                message=phrase("the signature `{name}` is marked {count} times, expected once", name=name, count=count)
            )


def _stands_in(stamp: tuple[Matrix, str], name: str, box: Rect) -> bool:
    """Whether a mark stands at its size in this field, in its language."""
    (a, b, c, d, x, y), form = stamp
    match = _SIGNATURE.fullmatch(name)
    language = match[1] if match else ""
    upright = (a, b, c, d) == (1, 0, 0, 1) and form == SIGNED + language
    return upright and box[0] <= x <= (box[0] + box[2]) / 2 and box[1] <= y <= box[3]
