"""A PDF and its protocol into an entry of the register: the file that copies are made of from now on."""

import hashlib
from collections.abc import Callable, Sequence
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
from typeset.verify import Facts
from typeset.verify.copies import is_copy

PRESSED = "PDF/A-3a, PDF/UA-1"
SCANNED = "as scanned, not judged"


def pressed(pdf: bytes, path: Path, resources: Resources) -> RegisteredOriginal:
    """The entry of an original that typeset has pressed; it is read back and proven first.

    Raises:
        CopyError: the file is a copy or a draft, is unreadable, or is not a proven original.
    """
    try:
        facts = proof.read(pdf, str(path))
        if is_copy(facts):
            raise CopyError(
                phrase("this is a certified copy, and copies are made from the original only"), "", str(path)
            )
        return _proven(facts, path, resources)
    except VerificationError as error:
        raise CopyError(
            phrase("this is no proven original:\n{message}", message=error.message),
            phrase("copy the file that `typeset original` wrote; a scan is registered by `register add-original`"),
            str(path),
        ) from error


def known(
    pdf: bytes,
    path: Path,
    register: Register,
    resources: Resources,
    prove: Callable[[bytes, Path, Resources], RegisteredOriginal] = pressed,
) -> RegisteredOriginal:
    """The entry of this file; a pressed original that has none is proven by `prove`, and entered.

    Raises:
        CopyError: it has no entry and is no proven original, or another file is the original of its protocol.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    for entry in register.originals():
        if entry.sha256 == digest:
            # It was proven when it was entered, and not a bit of it has changed.
            return entry
    return register.add_original(prove(pdf, path, resources))


def scanned(pdf: bytes, path: Path, source: originals.Source, signed_by: Sequence[str] = ()) -> RegisteredOriginal:
    """The entry of a signed original that was scanned: any readable PDF, by its digest and pages.

    Args:
        pdf: the scan.
        path: where it stands.
        source: the protocol that was signed.
        signed_by: the signatories whose signatures stand on it; all where empty.

    Raises:
        CopyError: the file is a copy or a draft, is unreadable, or holds more than a scan; or somebody is no signatory.
    """
    try:
        facts = proof.read(pdf, str(path))
        faults = proof.scan_faults(facts)
    except VerificationError as error:
        raise CopyError(
            phrase("the scan cannot be read: {message}", message=error.message), error.hint, str(path)
        ) from error
    if is_copy(facts):
        raise CopyError(phrase("this is a certified copy, and no original"), phrase("register the original"), str(path))
    _refuse_draft(facts, source, path)
    if faults:
        hint = phrase("a scan holds pictures of pages, and nothing that acts: print it into a new file, or scan again")
        raise CopyError(phrase("this is taken for no scan: {reason}", reason=faults[0]), hint, str(path))
    known = {signatory.id for signatory in source.protocol.signatories}
    if unknown := set(signed_by) - known:
        raise CopyError(
            phrase("`{unknown}` is no signatory", unknown=min(unknown)),
            phrase("signatories are {known}", known=", ".join(sorted(known))),
        )
    entry = entry_of(pdf, path, len(facts.pages), source.protocol, source.files, scanned=True)
    return entry.model_copy(update={"signed_by": tuple(signed_by) or tuple(sorted(known))})


def existing(  # noqa: PLR0913 - three of them by name
    pdf: bytes,
    path: Path,
    resources: Resources,
    *,
    entry: RegisteredOriginal | None = None,
    protocol: originals.Source | None = None,
    signed_by: Sequence[str] = (),
) -> tuple[RegisteredOriginal, originals.Source | None]:
    """The entry of an original that is there already, and the protocol that settles how it is copied.

    A file that carries its source was pressed, and is proven by it; any other is the scan of `protocol`.

    Args:
        pdf: the original.
        path: where it stands.
        resources: templates and fonts.
        entry: what the register has of this very file; it was proven when it was entered.
        protocol: the source of a scan; where a pressed original has one beside it, they must agree.
        signed_by: the signatories whose signatures stand on a scan; all where empty.

    Raises:
        CopyError: the file is a copy or a draft, is unreadable, is no proven original and no scan of a protocol, or
            is not what the register or the protocol says.
    """
    try:
        facts = proof.read(pdf, str(path))
        if is_copy(facts):
            raise CopyError(
                phrase("this is a certified copy, and copies are made from the original only"), "", str(path)
            )
        if not _carries(facts) or (entry is not None and entry.kind == "scanned"):
            return _of_scan(pdf, path, entry, protocol, signed_by), protocol
        made, own = entry or _proven(facts, path, resources), originals.carried(facts, resources)
    except VerificationError as error:
        hint = phrase("name the file that `typeset original` wrote; a scan is named with its protocol")
        raise CopyError(
            phrase("this is no proven original:\n{message}", message=error.message), hint, str(path)
        ) from error
    if protocol is not None and protocol.files.contents != own.files.contents:
        hint = phrase("press it again, or leave one of the two away")
        raise CopyError(phrase("the original was pressed from another source than the one beside it"), hint, str(path))
    return made, own


def _of_scan(
    pdf: bytes,
    path: Path,
    entry: RegisteredOriginal | None,
    protocol: originals.Source | None,
    signed_by: Sequence[str],
) -> RegisteredOriginal:
    if entry is not None:
        if signed_by and set(signed_by) != set(entry.signed_by):
            said = ", ".join(entry.signed_by)
            raise CopyError(
                phrase("`{identifier}` is registered as signed by {said}", identifier=entry.identifier, said=said),
                phrase("say the same"),
                str(path),
            )
        return entry
    if protocol is None:
        hint = phrase("name the file that `typeset original` wrote; a scan is named with its protocol")
        raise CopyError(
            phrase("the file carries no source, and is no original that typeset has pressed"), hint, str(path)
        )
    return scanned(pdf, path, protocol, signed_by)


def _refuse_draft(facts: Facts, source: originals.Source, path: Path) -> None:
    """Do nothing where no sign in the file says that it is a draft.

    Raises:
        CopyError: one does.
    """
    if signs := proof.draft_signs(facts, source.wordings):
        hint = phrase("press it without `--draft`, and take that file")
        raise CopyError(
            phrase("this is a draft, and a draft is never certified: {signs}", signs=signs[0]), hint, str(path)
        )


def _carries(facts: Facts) -> bool:
    """Whether a file says that it carries its source."""
    try:
        proof.source_files(facts)
    except VerificationError:
        return False
    return True


def _proven(facts: Facts, path: Path, resources: Resources) -> RegisteredOriginal:
    source = originals.carried(facts, resources)
    _refuse_draft(facts, source, path)
    originals.hold(facts, resources).raise_for_findings()
    return entry_of(facts.pdf, path, len(facts.pages), source.protocol, source.files, scanned=False)


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
