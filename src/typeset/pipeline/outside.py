"""Files from outside into results, each file read by a process of its own that may take only so much.

Commands read what others hand in through this module; what is read here may crash, hang or swell, and nothing is lost.
So it is with the templates of a house, which are programs, and the pictures and faces that they bring along.
"""

import contextlib
import functools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from typeset.bounds import MEGABYTE, bounds, raising
from typeset.confined import ExceededError, Limits, confined
from typeset.errors import CopyError, PressError, VerificationError
from typeset.messages import phrase
from typeset.model.certification import Recipient, Subject, Terms
from typeset.model.look import picture_kind
from typeset.model.register import RegisteredOriginal
from typeset.model.report import Report
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.pipeline import certifying, originals, proofs, registering
from typeset.pipeline.proofs import Grounds
from typeset.resources import Resources

_JAVA = 300, 8 * 2**30
"""What veraPDF's own machine may take besides: seconds, and bytes that it reserves and mostly does not use."""
_PAGE = 8192
"""Bytes that a page of certification counts for, as if it were a part of a source."""

__all__ = ["Grounds", "certifications", "content_of", "extract", "original", "pressed", "scanned", "verify_file"]


def content_of(path: Path) -> bytes:
    """Read a PDF.

    Raises:
        VerificationError: it is larger than one is read at all.
    """
    most = bounds().pdf_mb
    with path.open("rb") as file:
        content = file.read(most * MEGABYTE + 1)
    if len(content) > most * MEGABYTE:
        message = phrase("the file is larger than {limit} MB", limit=most)
        hint = phrase("make it smaller, {raising}", raising=raising("pdf_mb"))
        raise VerificationError(message, hint, str(path))
    return content


def original(
    source: originals.Source,
    resources: Resources,
    *,
    languages: Sequence[str] = (),
    validator: str = "page",
    draft: bool = False,
) -> originals.Original:
    """Press an original and prove it; see `originals.original`.

    Raises:
        PressError: also where it takes too much.
    """
    emblem = source.protocol.look.emblem
    press = functools.partial(originals.original, languages=languages, validator=validator, draft=draft)
    if not resources.further and (emblem is None or picture_kind(emblem.file) != "pdf"):
        return press(source, resources)
    limits = Limits.of_press(sum(map(len, source.files.contents.values())))
    if validator == "verapdf":
        limits = limits.with_room(*_JAVA)
    with _for_pages(limits, resources):
        return confined(limits, source.files.shown(source.files.root), press, source, resources)


def certifications(
    subject: Subject,
    terms: Terms,
    recipients: tuple[Recipient, ...],
    wordings: Mapping[str, Wording],
    resources: Resources,
) -> bytes:
    """The pages of certification; see `certifying.certifications`.

    Raises:
        PressError: also where it takes too much.
    """
    if not resources.further:
        return certifying.certifications(subject, terms, recipients, wordings, resources)
    limits = Limits.of_press(len(recipients) * _PAGE)
    with _for_pages(limits, resources):
        return confined(
            limits, subject.identifier, certifying.certifications, subject, terms, recipients, wordings, resources
        )


def verify_file(pdf: bytes, name: str, resources: Resources, grounds: Grounds) -> Report:
    """Prove an original or a copy; see `proofs.verify_file`.

    Raises:
        VerificationError: also where reading it takes too much.
    """
    beside = 0 if grounds.original is None else grounds.original.stat().st_size
    limits = Limits.of_file(len(pdf) + beside)
    if grounds.validator == "verapdf":
        limits = limits.with_room(*_JAVA)
    return confined(limits, name, proofs.verify_file, pdf, name, resources, grounds)


def extract(pdf: bytes, name: str) -> SourceFiles:
    """Give back the source that a PDF carries; see `originals.extract`.

    Raises:
        VerificationError: also where reading it takes too much.
    """
    return confined(Limits.of_file(len(pdf)), name, originals.extract, pdf, name)


def pressed(pdf: bytes, path: Path, resources: Resources) -> RegisteredOriginal:
    """The entry of an original that typeset has pressed; see `registering.pressed`.

    Raises:
        CopyError: also where reading it takes too much.
    """
    with _for_copies():
        return confined(Limits.of_file(len(pdf)), str(path), registering.pressed, pdf, path, resources)


def scanned(pdf: bytes, path: Path, source: originals.Source, signed_by: tuple[str, ...] = ()) -> RegisteredOriginal:
    """The entry of a scan; see `registering.scanned`.

    Raises:
        CopyError: also where reading it takes too much.
    """
    with _for_copies():
        return confined(Limits.of_file(len(pdf)), str(path), registering.scanned, pdf, path, source, signed_by)


@contextlib.contextmanager
def _for_pages(limits: Limits, resources: Resources) -> Iterator[None]:
    """Say of pages that they could not be made, where they take too much."""
    try:
        yield
    except ExceededError as error:
        message = phrase(
            "could not be pressed within {seconds} seconds and {megabytes} MB: {cause}",
            seconds=limits.seconds,
            megabytes=limits.memory // MEGABYTE,
            cause=error.cause,
        )
        places = ", ".join(f"`{folder}`" for folder in resources.further)
        hint = phrase("look for a loop, or for huge pictures or faces, in {places}", places=places)
        if not places:
            hint = phrase("take the emblem for damaged; save it anew")
        if error.limit:
            setting = {"seconds": "press_seconds", "memory": "press_memory_mb"}[error.limit]
            hint = phrase("{hint}, {raising}", hint=hint, raising=raising(setting))
        raise PressError(message, hint, error.where) from error


@contextlib.contextmanager
def _for_copies() -> Iterator[None]:
    """Say of a file that no copies can be made of it, where it cannot be read."""
    try:
        yield
    except VerificationError as error:
        raise CopyError(error.message, error.hint, error.where) from error
