"""The second revision of a copy: what its cross-reference lists, and whether it changes more than a seal must."""

import re
import typing as t
from collections import Counter

from typeset.messages import phrase
from typeset.model.report import Finding
from typeset.verify import limits
from typeset.verify.copies.case import FIELD, Copy
from typeset.verify.objects import Objects, get, integer, items, mapping, number_of, reference, resolve, text

_CATALOG = frozenset({"/Perms", "/Version", "/Extensions", "/AcroForm"})
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n")
_STREAM = re.compile(rb"(\d+) 0 obj\b")
_SECTION = re.compile(rb"^(\d+) (\d+)[ \r]*$", re.MULTILINE)


def update(copy: Copy) -> t.Iterator[Finding]:
    """The second revision adds the signature to the field, the permission to the catalog, and nothing else."""
    file = copy.file
    if len(file.ends) != 2:  # noqa: PLR2004 - the copy, and its seal
        yield Finding(
            message=phrase("the file has {count} revisions, expected the copy and its seal", count=len(file.ends))
        )
    whole = Objects(file.pdf)
    root, before = resolve(whole.reader.trailer["/Root"]), file.catalog
    field = next((entry for entry in items(get(root, "/AcroForm"), "/Fields") if _is_field(entry)), None)
    signature = number_of(resolve(field), "/V")
    known = {number_of(whole.reader.trailer, "/Root"), number_of(root, "/AcroForm"), reference(field), signature}
    yield from _listed(copy, whole, known)
    yield from _same(root, before, _CATALOG, "catalog")
    yield from _same(resolve(field), file.object(reference(field)), frozenset({"/V"}), "field")
    yield from _same(get(root, "/AcroForm"), get(before, "/AcroForm"), frozenset({"/SigFlags"}), phrase("form"))
    if text(root, "/Version") not in {"", "/2.0", "/1.7"} or number_of(get(root, "/Perms"), "/DocMDP") != signature:
        yield Finding(message=phrase("the seal does not forbid changes (DocMDP)"), page=copy.last)
    if set(mapping(root, "/Perms")) != {"/DocMDP"}:
        yield Finding(message=phrase("the seal sets other permissions than DocMDP"))


def signature_of(copy: Copy) -> object:
    """The dictionary of the signature in the field of the certification."""
    root = resolve(Objects(copy.file.pdf).reader.trailer["/Root"])
    field = next((entry for entry in items(get(root, "/AcroForm"), "/Fields") if _is_field(entry)), None)
    return get(resolve(field), "/V")


def _is_field(entry: object) -> bool:
    return text(resolve(entry), "/T") == FIELD


def _listed(copy: Copy, whole: Objects, known: set[int]) -> t.Iterator[Finding]:
    """The cross-reference of the update gives places to these objects alone, and one place to each.

    An object that it lists is another one from then on, wherever its row leads: also into the copy itself.
    """
    pdf = copy.file.pdf
    start = int(_START.findall(pdf)[-1])
    stream = _STREAM.match(pdf, start)
    own = int(stream[1]) if stream else 0
    trailer = whole.reader.get_object(own) if stream else whole.reader.trailer
    if own in copy.file.numbers:
        yield Finding(message=phrase("the seal's update changes the object {number}", number=own))
    numbers = _index(trailer) if stream else _sections(pdf[start : pdf.index(b"trailer", start)])
    for number, times in sorted(Counter(numbers).items()):
        if number not in known | {0, own} or times > 1:
            yield Finding(message=phrase("the seal's update changes the object {number}", number=number))
    first = int(_START.findall(copy.file.base)[-1])
    others = (copy.file.reader.trailer, "/Info")
    if integer(trailer, "/Prev") != first or number_of(trailer, "/Info") != number_of(*others):
        yield Finding(message=phrase("the seal's update does not continue the copy"))
    if get(trailer, "/XRefStm") is not None:
        yield Finding(message=phrase("the file has two cross-reference tables, of which readers choose one"))


def _index(stream: object) -> list[int]:
    """The numbers that a cross-reference stream lists (ISO 32000-1, 7.5.8.2)."""
    index = [int(str(resolve(entry))) for entry in items(stream, "/Index")] or [0, integer(stream, "/Size") or 0]
    return _numbers(list(zip(index[::2], index[1::2], strict=True)))


def _sections(table: bytes) -> list[int]:
    """The numbers that a cross-reference table lists (ISO 32000-1, 7.5.4)."""
    return _numbers([(int(first), int(count)) for first, count in _SECTION.findall(table)])


def _numbers(sections: list[tuple[int, int]]) -> list[int]:
    """The numbers of all sections.

    Raises:
        ValueError: there are more than a file may have.
    """
    if sum(count for _, count in sections) > limits.MAX_OBJECTS:
        raise ValueError(phrase("the seal's update lists more objects than are read"))
    return [number for first, count in sections for number in range(first, first + count)]


def _same(one: object, other: object, skip: frozenset[str], what: str) -> t.Iterator[Finding]:
    """Two revisions of a dictionary hold the same, references by their numbers."""
    mine = {key: _plain(value) for key, value in mapping(one).items() if key not in skip}
    theirs = {key: _plain(value) for key, value in mapping(other).items() if key not in skip}
    for key in sorted(mine.keys() | theirs.keys()):
        if mine.get(key) != theirs.get(key):
            yield Finding(message=phrase("the seal's update changes the {what}'s `{key}`", what=what, key=key))


def _plain(value: object) -> object:
    if reference(value):
        return ("reference", reference(value))
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in dict.items(value)}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return float(value) if isinstance(value, int | float) else str(value)
