"""What an audit of the register found: every thing that is not as it should be, or as the register says of files."""

import typing as t

from typeset.errors import VerificationError
from typeset.messages import Message, lines, phrase
from typeset.model.base import Closed, Sentence
from typeset.model.register import Head

AuditKind = t.Literal[
    "changed", "missing", "inserted", "moved", "truncated", "head", "contradiction", "guard", "storage",
    "pending", "unconfirmed", "file missing", "file altered", "file extra", "leftover",
]  # fmt: skip
_KINDS: dict[AuditKind, Message] = {
    "changed": phrase("changed"),
    "missing": phrase("missing"),
    "inserted": phrase("inserted"),
    "moved": phrase("moved"),
    "truncated": phrase("truncated"),
    "head": phrase("head"),
    "contradiction": phrase("contradiction"),
    "guard": phrase("guard"),
    "storage": phrase("storage"),
    "pending": phrase("pending"),
    "unconfirmed": phrase("unconfirmed"),
    "file missing": phrase("file missing"),
    "file altered": phrase("file altered"),
    "file extra": phrase("file extra"),
    "leftover": phrase("leftover"),
}


class AuditFinding(Closed):
    """One thing that is not as the register should be, or as it says that the files are."""

    kind: AuditKind
    message: Sentence
    sequence: int | None = None
    identifier: str | None = None
    number: int | None = None
    file_name: str | None = None


class Audit(Closed):
    """The outcome of an audit."""

    subject: str
    head: Head | None
    """None where it was removed."""
    findings: tuple[AuditFinding, ...] = ()
    files_checked: bool = False
    anchored: bool = False
    """Whether a head noted down outside was compared; without it, a past rewritten in full is not found."""

    def __bool__(self) -> bool:
        """Refuse to be mistaken for a result.

        Raises:
            TypeError: always; ask `sound`.
        """
        raise TypeError("an audit is neither true nor false; ask `audit.sound`")

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def raise_for_findings(self) -> None:
        """Do nothing where the audit found nothing.

        Raises:
            VerificationError: with every finding, one a line.
        """
        if self.findings:
            found = lines(
                phrase("{kind}: {message}", kind=_KINDS[one.kind], message=one.message) for one in self.findings
            )
            finish = all(finding.kind in {"pending", "unconfirmed"} for finding in self.findings)
            hint = (
                phrase("finish them with `typeset copy --resume`")
                if finish
                else phrase("compare with a backup; nothing was changed")
            )
            raise VerificationError(found, hint, self.subject)
