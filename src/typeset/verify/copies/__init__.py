"""A certified copy against its original, its register and itself: what was added is on the list, and nothing else.

What it rests on is neither template nor maker but the grammar of the marks: `grammar`, `marks`, `statement`.
"""

import datetime as dt
import typing as t
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor

from pydantic import ValidationError

from typeset.errors import TypesetError, VerificationError
from typeset.garbage import uncollected
from typeset.messages import phrase
from typeset.model.certification import Certification
from typeset.model.register import RegisteredCopy
from typeset.model.report import Check, Report
from typeset.model.wording import Wording
from typeset.resources import Resources
from typeset.verify.checks.conformance import alike
from typeset.verify.checks.conformance import conformance as judge
from typeset.verify.copies.case import CERTIFICATION_FILE, Copy, Prepared, Proven
from typeset.verify.copies.document import document
from typeset.verify.copies.file import file as whole_file
from typeset.verify.copies.likeness import likeness
from typeset.verify.copies.marks import marks
from typeset.verify.copies.pages import pages
from typeset.verify.copies.pattern import Pattern
from typeset.verify.copies.reading import File
from typeset.verify.copies.register import register
from typeset.verify.copies.seal import seal
from typeset.verify.copies.source import original as named
from typeset.verify.copies.source import words
from typeset.verify.copies.statement import certification as statement
from typeset.verify.facts import Facts
from typeset.verify.objects import bounded, get, listening, resolve
from typeset.verify.tree import pairs

__all__ = ["Prepared", "certification", "is_copy", "prepare", "prove_copy"]

_TITLES = {"pdf/a-3a": phrase("the file conforms to PDF/A-3a"), "pdf/ua-1": phrase("the file conforms to PDF/UA-1")}
_SCANNED = phrase("the original is a scan: a copy conforms to what the scan conforms to")

_Conformance = Callable[[tuple[Check, ...]], tuple[Check, ...]]
"""The results for both profiles, given those of all other checks."""


def is_copy(facts: Facts) -> bool:
    """Whether a file calls itself a certified copy: it carries `certification.json`."""
    return CERTIFICATION_FILE in facts.attached or CERTIFICATION_FILE in {name for name, _ in facts.embedded}


def certification(facts: Facts) -> Certification:
    """What a copy says of itself.

    Raises:
        VerificationError: it says nothing, or nothing that can be read.
    """
    return _said(facts.attached.get(CERTIFICATION_FILE, b""), facts.name)


def prepare(original: bytes, name: str = "") -> Prepared:
    """Read an original once for the proofs of all its copies; what one proof learns, the next need not look at.

    Raises:
        VerificationError: it cannot be read, is encrypted, or would cost too much to read.
    """
    try:
        with bounded(), uncollected(), listening():
            return Prepared(original, name)
    except VerificationError as error:
        raise VerificationError(error.message, error.hint, name) from error
    except Exception as error:
        raise VerificationError(
            phrase("could not be read: {reason}", reason=_reason(error)), phrase("name the original"), name
        ) from error


def prove_copy(  # noqa: PLR0913 - what it is held against, by name
    copy: Facts | bytes,
    *,
    original: Prepared | None,
    wordings: Mapping[str, Wording],
    resources: Resources,
    name: str = "",
    entry: RegisteredCopy | None = None,
    trust: tuple[bytes, ...] = (),
    moment: dt.datetime | None = None,
    validator: str = "page",
    conformance: bool = True,
) -> Report:
    """Hold a copy against its original, and against what it says of itself.

    The validator reads every file, but for a copy that is like one which it judged, of the same prepared original, and
    that was proven: `likeness` says what may differ. Such a check says so in its title. Of a copy that fits the pattern
    of a proven one, byte for byte, the other checks look at what stands in the places where it may differ.

    Args:
        copy: its bytes, or what was read from it; bytes are enough, and quicker, as only what is new is read.
        original: its original; without it, what needs it is reported as not checked.
        wordings: the tables of the certification's language and of those in which signatures are marked.
        resources: where the listed faces are.
        name: what the report calls the copy, where it is given as bytes.
        entry: the copy's row in the register.
        trust: certificates (PEM or DER) whose seals are trusted; given, a copy without a seal is found wanting.
        moment: at which the signer's certificate must be valid; by default when the seal says that it was set.
        validator: who judges PDF/A and PDF/UA: `page` or `verapdf`.
        conformance: whether to ask the validator; a copy whose conformance was not judged is not proven.

    Raises:
        VerificationError: the file cannot be read at all, or does not say what it is a copy of.
        ResourceError: a listed face is missing or altered.
    """
    pdf, name = (copy, name) if isinstance(copy, bytes) else (copy.pdf, copy.name)
    try:
        with bounded(), uncollected(), listening() as heard, ThreadPoolExecutor() as pool:
            held = _opened(File(pdf, name, original.known if original else None), original, wordings, resources)
            held.entry, held.trust = entry, trust
            mark = held.like.likeness if held.like else likeness(held) if original else ""
            results = _conformance(held, mark, validator if conformance else "", pool)
            checks = _checks(held, moment, heard)
            checks += results(checks)
            _learn(held, mark, checks)
    except VerificationError as error:
        raise VerificationError(error.message, error.hint, name) from error
    except TypesetError:
        raise
    except Exception as error:
        # A hostile file can make its reader raise anything at all; to the user it is one and the same: unreadable.
        raise VerificationError(
            phrase("could not be read: {reason}", reason=_reason(error)), phrase("name another file"), name
        ) from error
    return Report(subject=name, sha256=held.file.sha256, pages=held.last, checks=checks)


def _opened(file: File, original: Prepared | None, wordings: Mapping[str, Wording], resources: Resources) -> Copy:
    """The copy, with a proven one that it is like, where there is one that rests on the same grounds."""
    for proven in original.proven if original else ():
        try:
            values = proven.pattern.values(file.pdf)
            said = _said(values["certification"], file.name)
        except (ValueError, VerificationError):
            # It is read from the beginning, and whatever is wrong with it is found there.
            continue
        alike = Copy(file, said, wordings, resources, original, like=proven, values=values)
        if alike.grounds == proven.copy.grounds:
            return alike
    return Copy(file, _statement(file), wordings, resources, original)


def _statement(file: File) -> Certification:
    """What the file says that it is; a file that cannot be read stops here.

    Raises:
        VerificationError: as `prove_copy`.
    """
    try:
        _ = file.pages
        files = pairs(get(get(file.catalog, "/Names"), "/EmbeddedFiles"), "/Names")
        entry = next((resolve(entry) for name, entry in files if name == CERTIFICATION_FILE), None)
        content = file.objects.data(get(get(entry, "/EF"), "/F"))
    except VerificationError:
        raise
    except Exception as error:
        # A hostile file can make its reader raise anything at all; to the user it is one and the same: unreadable.
        raise VerificationError(
            phrase("could not be read: {reason}", reason=_reason(error)), phrase("name another file"), file.name
        ) from error
    return _said(content, file.name)


def _said(content: bytes, name: str) -> Certification:
    if not content:
        hint = phrase("name a certified copy; an original is proven against its source")
        raise VerificationError(
            phrase(
                "the file carries no `{name}`: it is no certified copy",
                name=CERTIFICATION_FILE,
            ),
            hint,
            name,
        )
    try:
        return Certification.model_validate_json(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        message = phrase(
            "`{name}` cannot be read: {where}: {message}",
            name=CERTIFICATION_FILE,
            where=where,
            message=first["msg"],
        )
        raise VerificationError(message, phrase("ask the depositary for another copy"), name) from error


def _reason(error: Exception) -> str:
    return str(error).strip() or type(error).__name__


def _checks(copy: Copy, moment: dt.datetime | None, heard: list[str]) -> tuple[Check, ...]:
    same = pages(copy)
    # Structure and objects are judged last: by then all that was added has been looked at.
    marked, said = marks(copy), statement(copy)
    held = document(copy)
    equal = not same.findings and not held.findings
    sealed, signer = seal(copy, moment)
    whole = whole_file(copy, heard)
    return (named(copy), whole, same, words(copy, equal=equal), held, marked, said, register(copy), sealed, signer)


def _conformance(copy: Copy, mark: str, validator: str, pool: Executor) -> _Conformance:
    """What the validator says, if one is named; it starts at once where it must read the file."""
    if copy.certification.original.scanned or not validator:
        return _scanned if copy.certification.original.scanned else _unjudged
    original, like = copy.original, (validator, mark)
    # The validator asks for nothing but the bytes.
    facts = t.cast("Facts", copy.file)
    running = None if original and like in original.judged else judge(facts, validator, pool)

    def results(checks: tuple[Check, ...]) -> tuple[Check, ...]:
        sound = not any(check.findings for check in checks)
        if running is None and sound:
            return alike()
        found = tuple(running or judge(facts, validator, pool))
        if original and mark and sound and all(check.result == "passed" for check in found):
            original.judged.add(like)
        return found

    return results


def _learn(copy: Copy, mark: str, checks: tuple[Check, ...]) -> None:
    """Keep what need not be looked at again: nothing was found in this copy, and it conforms where it has to."""
    conforms = all(check.result in {"passed", "not applicable"} for check in checks if check.name in _TITLES)
    if copy.original and mark and not copy.like and conforms and not any(check.findings for check in checks):
        copy.original.known.learn(copy.file)
        copy.original.learn(Proven(copy, Pattern(copy), mark))


def _scanned(_: tuple[Check, ...]) -> tuple[Check, ...]:
    return tuple(Check(name=name, title=title, inapplicable=_SCANNED) for name, title in _TITLES.items())


def _unjudged(_: tuple[Check, ...]) -> tuple[Check, ...]:
    return tuple(
        Check(name=name, title=title, skipped=phrase("it was not asked for")) for name, title in _TITLES.items()
    )
