"""Files from outside into results, each file read by a process of its own that may take only so much.

Commands read what others hand in through this module; what is read here may crash, hang or swell, and nothing is lost.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from typeset.confined import Limits, confined
from typeset.errors import CopyError, VerificationError
from typeset.model.register import RegisteredOriginal
from typeset.model.report import Report
from typeset.model.source import SourceFiles
from typeset.pipeline import originals, proofs, registering
from typeset.pipeline.proofs import Grounds
from typeset.resources import Resources

_JAVA = 300, 8 * 2**30
"""What veraPDF's own machine may take besides: seconds, and bytes that it reserves and mostly does not use."""

__all__ = ["Grounds", "extract", "pressed", "scanned", "verify_file"]


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
def _for_copies() -> Iterator[None]:
    """Say of a file that no copies can be made of it, where it cannot be read."""
    try:
        yield
    except VerificationError as error:
        raise CopyError(error.message, error.hint, error.where) from error
