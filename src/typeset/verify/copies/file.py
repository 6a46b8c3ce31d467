"""The bytes of a copy: written once and in full, read without doubt, and doing nothing by themselves."""

import re
import typing as t

from typeset.messages import phrase
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.copies.case import Copy, guarded, sealed
from typeset.verify.objects import get, mapping

_TITLE = phrase("the file is written once and in full, and can be read in one way only")
_HEADER = re.compile(rb"%PDF-1\.\d\n%[\x80-\xff]{4}\n")
_NODE_KEYS = frozenset({"/Type", "/Kids", "/Count", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate"})


def file(copy: Copy, heard: list[str]) -> Check:
    """The file is one revision, or two where the second is a seal, and nothing stands after it or between its objects.

    Args:
        copy: the copy.
        heard: what the reader of the file has warned of.
    """
    parts = (_ends,) if copy.like else (_ends, _between, _active)
    findings = [finding for part in parts for finding in guarded(part(copy))]
    findings += [Finding(message=phrase("the reader says: {message}", message=message)) for message in heard]
    remarks = () if copy.like else copy.file.objects.remarks
    findings += [Finding(message=one.message, page=one.page, words=one.words) for one in remarks]
    return check("file", _TITLE, findings)


def _ends(copy: Copy) -> t.Iterator[Finding]:
    ends, pdf = copy.file.ends, copy.file.pdf
    if not ends or ends[-1] != len(pdf):
        yield Finding(message=phrase("something stands after the end of the file"))
    if len(ends) > 1 + sealed(copy) or len(ends) != pdf.count(b"startxref"):
        yield Finding(message=phrase("the file has more revisions than the copy and its seal"))
    trailer = copy.shared.file.reader.trailer
    if get(trailer, "/Prev") is not None or get(trailer, "/XRefStm") is not None:
        yield Finding(message=phrase("the copy is an update of another file; a copy is written in full"))


def _between(copy: Copy) -> t.Iterator[Finding]:
    copies = copy.file
    listed = set(copies.reader.xref.get(0, {})) | copies.numbers
    if odd := sorted((listed - {0} - copies.raw.keys()) | copies.unlisted):
        yield Finding(message=phrase("something stands between the objects of the file, at object {odd}", odd=odd[0]))
    for number in copies.doubtful():
        yield Finding(
            message=phrase("the object {number} of the file is not written as readers expect it", number=number)
        )
    first = min(copies.reader.xref.get(0, {0: 0}).values())
    if not _HEADER.fullmatch(copies.base[:first]):
        yield Finding(message=phrase("something stands before the first object of the file"))
    for number in sorted(copies.nodes - {0}):
        node = copies.object(number)
        if "/Kids" in mapping(node) and set(mapping(node)) - _NODE_KEYS:
            yield Finding(
                message=phrase("the page tree has an entry that is not known, in object {number}", number=number)
            )


def _active(copy: Copy) -> t.Iterator[Finding]:
    """Without the original, nothing may act by itself; with it, nothing may act that did not act there."""
    catalog = copy.file.catalog
    acting = {"/OpenAction", "/AA", "/OCProperties"} & set(catalog)
    acting |= {"/JavaScript"} & set(mapping(catalog, "/Names"))
    for key in sorted(acting) if copy.original is None else ():
        yield Finding(message=phrase("the file does something by itself: `{key}`", key=key))
