"""A PDF and its protocol into an entry of the register: the file that copies are made of from now on."""

import hashlib
from pathlib import Path

from typeset import verify as proof
from typeset.errors import CopyError, VerificationError
from typeset.messages import phrase
from typeset.model.protocol import Protocol
from typeset.model.register import RegisteredOriginal, RegisteredParty
from typeset.model.source import SourceFiles
from typeset.pipeline import originals
from typeset.register import Register
from typeset.resources import Resources
from typeset.verify.copies import is_copy

PRESSED = "PDF/A-3a, PDF/UA-1"
SCANNED = "as scanned, not judged"


def pressed(pdf: bytes, path: Path, resources: Resources) -> RegisteredOriginal:
    """The entry of an original that typeset has pressed; it is read back and proven first.

    Raises:
        CopyError: the file is a copy, is unreadable, or is not a proven original.
    """
    try:
        facts = proof.read(pdf, str(path))
        if is_copy(facts):
            raise CopyError(
                phrase("this is a certified copy, and copies are made from the original only"), "", str(path)
            )
        originals.hold(facts, resources).raise_for_findings()
        source = originals.carried(facts, resources)
    except VerificationError as error:
        raise CopyError(
            phrase("this is no proven original:\n{message}", message=error.message),
            phrase("copy the file that `typeset original` wrote; a scan is registered by `register add-original`"),
            str(path),
        ) from error
    return entry_of(pdf, path, len(facts.pages), source.protocol, source.files, scanned=False)


def known(pdf: bytes, path: Path, register: Register, resources: Resources) -> RegisteredOriginal:
    """The entry of this file; a pressed original that has none is proven and entered.

    Raises:
        CopyError: it has no entry and is no proven original, or another file is the original of its protocol.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    for entry in register.originals():
        if entry.sha256 == digest:
            # It was proven when it was entered, and not a bit of it has changed.
            return entry
    return register.add_original(pressed(pdf, path, resources))


def scanned(pdf: bytes, path: Path, source: originals.Source) -> RegisteredOriginal:
    """The entry of a signed original that was scanned: any readable PDF, by its digest and pages.

    Raises:
        CopyError: the file is a copy, is unreadable, or has no pages.
    """
    try:
        facts = proof.read(pdf, str(path))
    except VerificationError as error:
        raise CopyError(
            phrase("the scan cannot be read: {message}", message=error.message), error.hint, str(path)
        ) from error
    if is_copy(facts):
        raise CopyError(phrase("this is a certified copy, and no original"), phrase("register the original"), str(path))
    return entry_of(pdf, path, len(facts.pages), source.protocol, source.files, scanned=True)


def entry_of(  # noqa: PLR0913, PLR0917 - what an entry says
    pdf: bytes,
    path: Path,
    pages: int,
    protocol: Protocol,
    files: SourceFiles,
    scanned: bool,  # noqa: FBT001 - called by keyword
) -> RegisteredOriginal:
    """What the register says of a file that is the original of `protocol`."""
    texts = protocol.texts
    duplex = protocol.certification.duplex
    parties = (
        RegisteredParty(key=key, names={tag: text.names.parties[key].name for tag, text in texts.items()})
        for key in protocol.parties
    )
    return RegisteredOriginal(
        sha256=hashlib.sha256(pdf).hexdigest(),
        identifier=protocol.identifier,
        titles={tag: text.full_title for tag, text in texts.items()},
        languages=protocol.languages,
        pages=pages,
        sheets=(pages + 1) // 2 if duplex else pages,
        parties=tuple(parties),
        signed=protocol.signed,
        due_days=protocol.depositary.copies_within_days,
        depositary={tag: text.names.depositary_in or text.names.depositary for tag, text in texts.items()},
        conformance=SCANNED if scanned else PRESSED,
        kind="scanned" if scanned else "pressed",
        file_name=path.name,
        source_sha256=hashlib.sha256(files.contents[files.root]).hexdigest(),
        signed_by=tuple(signatory.id for signatory in protocol.signatories if signatory.signed),
    )
