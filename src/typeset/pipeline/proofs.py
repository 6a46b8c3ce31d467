"""A copy into the proof that only its marks differ from the original."""

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from typeset import verify as proof
from typeset.errors import CopyError, VerificationError
from typeset.messages import phrase
from typeset.model.certification import Certification, Recipient, Terms
from typeset.model.register import Allotment, CopyTerms, RegisteredCopy
from typeset.model.report import Report
from typeset.model.wording import Wording
from typeset.pipeline import originals
from typeset.register import Register
from typeset.resources import Resources
from typeset.source import wordings
from typeset.verify import Facts
from typeset.verify.copies import Prepared, certification, is_copy, prepare, prove_copy

TERMS, RECIPIENT = "terms", "recipient"
"""Under which names an allotment keeps what the copy is made of."""


def kept(copy: CopyTerms) -> tuple[Terms, Recipient]:
    """What the register keeps of a copy, as the maker wants it."""
    return Terms.model_validate(copy.options[TERMS]), Recipient.model_validate(copy.options[RECIPIENT])


@dataclass(frozen=True)
class CopyProof:
    """What copies of one original are held against; the original is read once."""

    original: bytes
    wordings: Mapping[str, Wording]
    resources: Resources
    trust: tuple[bytes, ...] = ()
    """The certificate that copies are sealed with; whether others trust it is theirs to say."""

    @functools.cached_property
    def _prepared(self) -> Prepared:
        return prepare(self.original, phrase("the original"))

    def ready(self) -> None:
        """Read the original now, and not with the first copy."""
        self._prepared  # noqa: B018 - it is kept

    def of(self, pdf: bytes, name: str, allotment: Allotment) -> Report:
        """Prove a copy before it is issued.

        Raises:
            CopyError: with every finding.
        """
        tables = {**wordings((allotment.language,), self.resources), **self.wordings}
        report = prove_copy(
            pdf,
            name=name,
            original=self._prepared,
            wordings=tables,
            resources=self.resources,
            entry=self._entry(pdf, allotment),
            trust=self.trust if allotment.sealed else (),
        )
        try:
            report.raise_for_findings()
        except VerificationError as error:
            raise CopyError(
                phrase(
                    "copy {number} is not proven, and was not issued:\n{message}",
                    number=allotment.number,
                    message=error.message,
                ),
                phrase("correct the template where one of your own is used; otherwise report this"),
                name,
            ) from error
        return report

    def _entry(self, pdf: bytes, allotment: Allotment) -> RegisteredCopy:
        """What the register will say of this file: a copy of another number or recipient must not become this one."""
        terms, _ = kept(allotment)
        sheets = terms.sheets(len(self._prepared.file.pages) + 1)
        made = {"sha256": hashlib.sha256(pdf).hexdigest(), "sheets": sheets, "state": "issued"}
        return RegisteredCopy.model_validate({**dict(allotment), **made})


@dataclass(frozen=True)
class Grounds:
    """What a file is held against.

    Args:
        source: the source of an original; none for the one that it carries.
        original: the original of a copy.
        register: where the copy was entered.
        languages: the texts that an original shall hold; all where empty.
        trust: certificates (PEM or DER) that a seal may be traced to.
        validator: who judges the conformance: `page` or `verapdf`.
        profiles: names of the rules by which an original's pages are measured; those of the source where empty.
    """

    source: Path | None = None
    original: Path | None = None
    register: str | None = None
    languages: tuple[str, ...] = ()
    trust: tuple[bytes, ...] = ()
    validator: str = "page"
    profiles: tuple[str, ...] = ()


def verify_file(pdf: bytes, name: str, resources: Resources, grounds: Grounds) -> Report:
    """Prove an original or a copy, whichever the file says that it is.

    Raises:
        VerificationError: the file cannot be read.
        CopyError: a copy is held against a source or measured, or an original held against an original.
        ResourceError: a profile is missing, faulty, or not meant for any text of the file.
    """
    facts = proof.read(pdf, name)
    if is_copy(facts):
        if grounds.profiles:
            raise CopyError(
                phrase("this is a certified copy"), phrase("measure its original: `verify --profile`"), name
            )
        if grounds.source is not None:
            raise CopyError(
                phrase("this is a certified copy"),
                phrase("hold it against its original: `--against ORIGINAL.pdf`"),
                name,
            )
        return verify_copy(facts, resources, grounds)
    if grounds.original is not None:
        raise CopyError(
            phrase("this is no certified copy"), phrase("hold an original against its source: `--against SOURCE`"), name
        )
    return originals.hold(
        facts,
        resources,
        against=grounds.source,
        languages=grounds.languages,
        validator=grounds.validator,
        profiles=grounds.profiles,
    )


def verify_copy(facts: Facts, resources: Resources, grounds: Grounds) -> Report:
    """Prove a copy against its original, or say what can be proven of it alone.

    Args:
        facts: what was read from the copy.
        resources: fonts and language tables.
        grounds: its original, its register, whom to trust.

    Raises:
        VerificationError: the statement that the copy carries cannot be read.
        CopyError: it is the copy of a draft.
    """
    said = certification(facts)
    languages = (said.terms.language, *dict.fromkeys(field.split("_")[1] for field in said.terms.conformed))
    if signs := proof.draft_signs(facts, wordings(languages, resources)):
        raise CopyError(
            phrase("this is the copy of a draft, and a draft is never certified: {signs}", signs=signs[0]),
            "",
            facts.name,
        )
    report = prove_copy(
        facts.pdf,
        name=facts.name,
        original=None if grounds.original is None else prepare(grounds.original.read_bytes(), str(grounds.original)),
        wordings=wordings(languages, resources),
        resources=resources,
        entry=_entry(said, grounds.register),
        trust=grounds.trust,
        validator=grounds.validator,
    )
    itself = phrase(
        "copy {number} of {identifier} for {name}",
        number=said.number,
        identifier=said.original.identifier,
        name=said.recipient.name,
    )
    return report.model_copy(update={"subject": phrase("{file}, {itself}", file=facts.name, itself=itself)})


def _entry(said: Certification, register: str | None) -> RegisteredCopy | None:
    """What the register says of the copy that the file names.

    Raises:
        CopyError: it says nothing.
    """
    if register is None:
        return None
    with Register.open(register) as book:
        return book.copy(said.original.sha256, said.number)
