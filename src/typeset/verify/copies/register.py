"""A copy against its row in the register."""

import typing as t

from typeset.messages import phrase
from typeset.model.register import RegisteredCopy
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.copies.case import Copy, sealed

_TITLE = phrase("the copy is the one that the register has under its number")


def register(copy: Copy) -> Check:
    """The row names this file, its number, recipient, original, officer, place, date and sheets, and no fault."""
    if copy.entry is None:
        return Check(name="register", title=_TITLE, inapplicable=phrase("no register was given"))
    return check("register", _TITLE, _register(copy, copy.entry))


def _register(copy: Copy, entry: RegisteredCopy) -> t.Iterator[Finding]:
    one = copy.certification
    terms, officer = one.terms, one.terms.officer
    pairs = (
        (phrase("number"), one.number, entry.number),
        (phrase("digest"), copy.file.sha256, entry.sha256),
        (phrase("original"), one.original.sha256, entry.original_sha256),
        (phrase("identifier"), one.original.identifier, entry.identifier),
        (phrase("recipient"), *_recipients(copy, entry)),
        (phrase("language"), terms.language, entry.language),
        (phrase("officer"), (officer.office, officer.name), (entry.officer.office, entry.officer.name)),
        (phrase("place"), terms.place, entry.place),
        (phrase("date"), terms.date, entry.issued),
        (phrase("sheets"), one.sheets, entry.sheets),
        (phrase("seal"), sealed(copy), entry.sealed),
        (phrase("marks of signatures"), bool(terms.conformed), entry.conformed),
    )
    for name, found, wanted in pairs:
        if found != wanted:
            yield Finding(
                message=phrase(
                    "{name}: the copy has «{found}», the register «{wanted}»", name=name, found=found, wanted=wanted
                )
            )
    if entry.state == "faulty":
        reason = entry.rectification.reason if entry.rectification else phrase("without a reason")
        yield Finding(message=phrase("the copy was found faulty, and another issued: {reason}", reason=reason))
    elif entry.state == "pending":
        yield Finding(message=phrase("the number is taken, but the file was never confirmed"))


def _recipients(copy: Copy, entry: RegisteredCopy) -> tuple[str, str | None]:
    recipient = copy.certification.recipient
    return (recipient.key, entry.recipient) if entry.recipient else (recipient.name, entry.addressee)
