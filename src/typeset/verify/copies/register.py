"""A copy against its row in the register."""

import typing as t

from typeset.model.register import RegisteredCopy
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.copies.case import Copy, sealed

_TITLE = "the copy is the one that the register has under its number"


def register(copy: Copy) -> Check:
    """The row names this file, its number, recipient, original, officer, place, date and sheets, and no fault."""
    if copy.entry is None:
        return Check(name="register", title=_TITLE, inapplicable="no register was given")
    return check("register", _TITLE, _register(copy, copy.entry))


def _register(copy: Copy, entry: RegisteredCopy) -> t.Iterator[Finding]:
    one = copy.certification
    terms, officer = one.terms, one.terms.officer
    pairs = (
        ("number", one.number, entry.number),
        ("digest", copy.file.sha256, entry.sha256),
        ("original", one.original.sha256, entry.original_sha256),
        ("identifier", one.original.identifier, entry.identifier),
        ("recipient", *_recipients(copy, entry)),
        ("language", terms.language, entry.language),
        ("officer", (officer.office, officer.name), (entry.officer.office, entry.officer.name)),
        ("place", terms.place, entry.place),
        ("date", terms.date, entry.issued),
        ("sheets", one.sheets, entry.sheets),
        ("seal", sealed(copy), entry.sealed),
        ("marks of signatures", bool(terms.conformed), entry.conformed),
    )
    for name, found, wanted in pairs:
        if found != wanted:
            yield Finding(message=f"{name}: the copy has «{found}», the register «{wanted}»")
    if entry.state == "faulty":
        reason = entry.rectification.reason if entry.rectification else "without a reason"
        yield Finding(message=f"the copy was found faulty, and another issued: {reason}")
    elif entry.state == "pending":
        yield Finding(message="the number is taken, but the file was never confirmed")


def _recipients(copy: Copy, entry: RegisteredCopy) -> tuple[str, str | None]:
    recipient = copy.certification.recipient
    return (recipient.key, entry.recipient) if entry.recipient else (recipient.name, entry.addressee)
