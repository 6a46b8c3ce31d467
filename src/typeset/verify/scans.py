"""A file into what keeps it from being taken as the scan of a signed original: pictures of pages do nothing.

Copies keep all that their original holds, and certify it. A layer of recognised words may be there, and is not seen.
"""

import re
import typing as t

from typeset.errors import VerificationError
from typeset.messages import phrase
from typeset.verify.facts import Facts
from typeset.verify.objects import Objects, bounded, get, items, listening, mapping, reference, resolve, text

_LEADS = {"/GoTo"}
_PLAYED = {"/Movie", "/Sound", "/Screen", "/RichMedia", "/3D"}
_LINEARIZED = re.compile(rb"%PDF-[\d.]+\s+(?:%[^\r\n]*\s+)?\d+ 0 obj\s*<<[^>]*/Linearized\b")


def faults(facts: Facts) -> tuple[str, ...]:
    """What is wrong with a file as a scan; nothing where it holds pictures and words alone.

    Raises:
        VerificationError: it cannot be read.
    """
    try:
        with bounded(), listening():
            objects = Objects(facts.pdf)
            return tuple(dict.fromkeys((*_revisions(facts.pdf), *_catalog(objects), *_acting(objects))))
    except VerificationError as error:
        raise VerificationError(error.message, error.hint, facts.name) from error
    except Exception as error:
        # A hostile file can make its reader raise anything at all; to the user it is one and the same: unreadable.
        reason = str(error).strip() or type(error).__name__
        raise VerificationError(phrase("could not be read: {reason}", reason=reason), "", facts.name) from error


def _revisions(pdf: bytes) -> t.Iterator[str]:
    """One revision has one end; in a file for slow networks, the first part has one too."""
    if pdf.count(b"startxref") > 1 + bool(_LINEARIZED.match(pdf)):
        yield phrase("it was changed after it was written: it has more than one revision")


def _catalog(objects: Objects) -> t.Iterator[str]:
    catalog = objects.reader.root_object
    if get(catalog, "/OCProperties") is not None:
        yield phrase("it has optional content")
    if get(get(catalog, "/AcroForm"), "/XFA") is not None:
        yield phrase("it has an XFA form")
    if get(get(catalog, "/Names"), "/JavaScript") is not None:
        yield phrase("it has actions: {kind}", kind="JavaScript")


def _acting(objects: Objects) -> t.Iterator[str]:
    """What acts, plays or is attached, wherever it hangs."""
    waiting: list[object] = [objects.reader.root_object]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if number := reference(value):
            if number in seen:
                continue
            seen.add(number)
        inner = resolve(value)
        if isinstance(inner, dict):
            yield from _faults(inner)
            waiting += dict.values(inner)
        elif isinstance(inner, list):
            waiting += list(inner)


def _faults(entries: object) -> t.Iterator[str]:
    if "/AA" in mapping(entries):
        yield phrase("it has actions: {kind}", kind="AA")
    actions = [get(entries, key) for key in ("/A", "/OpenAction", "/PA")]
    actions += [resolve(one) for one in items(entries, "/Next")]
    for action in [*actions, get(entries, "/Next")]:
        if (kind := text(action, "/S")) and kind not in _LEADS:
            yield phrase("it has actions: {kind}", kind=kind.removeprefix("/"))
    if get(entries, "/EF") is not None or text(entries, "/Type") == "/EmbeddedFile":
        yield phrase("a file is attached to it")
    if text(entries, "/Subtype") in _PLAYED:
        yield phrase("it plays something: {kind}", kind=text(entries, "/Subtype").removeprefix("/"))
    if text(entries, "/FT") == "/Sig" and get(entries, "/V") is not None:
        yield phrase("it is sealed, and a copy would break its seal")
