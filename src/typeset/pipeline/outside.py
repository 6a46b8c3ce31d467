"""Files from outside into results, each file read by a process of its own that may take only so much.

Commands read what others hand in through this module; what is read here may crash, hang or swell, and nothing is lost.
"""

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from typeset.bounds import MEGABYTE, bounds, raising
from typeset.confined import Limits, confined
from typeset.errors import CopyError, VerificationError
from typeset.messages import phrase
from typeset.model.certification import Recipient, Subject, Terms
from typeset.model.register import RegisteredOriginal
from typeset.model.report import Report
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.pipeline import certifying, originals, proofs, registering
from typeset.pipeline.house import JAVA, for_pages
from typeset.pipeline.proofs import Grounds
from typeset.resources import Resources

_PAGE = 8192
"""Bytes that a page of certification counts for, as if it were a part of a source."""

__all__ = ["Grounds", "certifications", "content_of", "extract", "pressed", "scanned", "verify_file"]


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
    with for_pages(limits, resources):
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
        limits = limits.with_room(*JAVA)
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
def _for_copies() -> Iterator[None]:
    """Say of a file that no copies can be made of it, where it cannot be read."""
    try:
        yield
    except VerificationError as error:
        raise CopyError(error.message, error.hint, error.where) from error
