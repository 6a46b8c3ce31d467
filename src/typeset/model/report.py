"""What a proof found: every check with its result, every finding with its page and words."""

import typing as t

from typeset.errors import VerificationError
from typeset.messages import Message, lines, phrase
from typeset.model.base import Closed, Sentence

Result = t.Literal["passed", "failed", "not checked", "not applicable"]


class Finding(Closed):
    """One thing that is not as it should be."""

    message: Sentence
    """Lower case; says what is wrong, and what was expected."""
    page: int | None = None
    """Counted from 1; none where the finding concerns the whole file."""
    words: Sentence = ""
    """The words of the text at the place, so that a reader finds it."""


class Check(Closed):
    """One rule that the file was held against."""

    name: str
    """A stable short name, such as `text`."""
    title: Sentence
    """What is proven where the check passes."""
    findings: tuple[Finding, ...] = ()
    skipped: Sentence = ""
    """Why it could not be checked; empty where it was."""
    inapplicable: Sentence = ""
    """Why there is nothing to check, as where a file bears no seal; empty where there is."""
    certainty: t.Literal["A", "B", "C"] | None = None
    """Of a rule of official paper: how sure its figure is; C is general knowledge, and no official wording."""
    rules: "tuple[Check, ...]" = ()
    """The rules that the check is made of, each with its own findings, which are the check's too."""

    @property
    def result(self) -> Result:
        """What came out; a check that could not be made is never called failed or passed."""
        if self.skipped:
            return "not checked"
        if self.findings:
            return "failed"
        return "not applicable" if self.inapplicable else "passed"


class Report(Closed):
    """The outcome of a verification."""

    subject: Sentence
    """What was checked: a file's name."""
    sha256: str
    pages: int
    checks: tuple[Check, ...]
    draft: bool = False
    """Whether the file was proven as a draft: it says what its source says, and is no original."""

    def __bool__(self) -> bool:
        """Refuse to be mistaken for a result.

        Raises:
            TypeError: always; ask `proven`.
        """
        raise TypeError("a report is neither true nor false; ask `report.proven`")

    @property
    def proven(self) -> bool:
        """Whether checks were made, every one that applies, and none found anything."""
        results = {check.result for check in self.checks}
        return "passed" in results and results <= {"passed", "not applicable"}

    def raise_for_findings(self) -> None:
        """Do nothing where everything is proven.

        Raises:
            VerificationError: with every finding, one a line.
        """
        if self.proven:
            return
        found = [_line(check, finding) for check in self.checks for finding in check.findings]
        found += [
            phrase("{name}: not checked: {skipped}", name=check.name, skipped=check.skipped)
            for check in self.checks
            if check.skipped
        ]
        raise VerificationError(
            lines(found or [phrase("nothing was checked")]),
            phrase("correct the file or the source; nothing was issued"),
            self.subject,
        )


def _line(check: Check, finding: Finding) -> Message:
    words = phrase(" («{words}»)", words=finding.words) if finding.words else ""
    if finding.page:
        return phrase(
            "{check}: page {page}: {message}{words}",
            check=check.name, page=finding.page, message=finding.message, words=words,
        )  # fmt: skip
    return phrase("{check}: {message}{words}", check=check.name, message=finding.message, words=words)
