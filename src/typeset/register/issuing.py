"""Terms into numbers, made files into issued copies: two steps, so that a killed run loses no number."""

import typing as t
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, and_, bindparam, or_, select

from typeset.errors import CopyError
from typeset.messages import phrase
from typeset.model.base import fields, fill
from typeset.model.register import Allotment, CopyTerms, IssuedFile, Rectification, RegisteredOriginal
from typeset.register.chain import Record, Row, entered, record_of
from typeset.register.ledger import read
from typeset.register.originals import required
from typeset.register.schema import ENTRIES
from typeset.register.store import Store, append, rows

_OF_FILE = select(*(ENTRIES.c[name] for name in Row._fields)).where(
    or_(
        and_(ENTRIES.c.identifier == bindparam("identifier"), ENTRIES.c.number == bindparam("number")),
        and_(ENTRIES.c.kind == "issued", ENTRIES.c.digest == bindparam("digest")),
    )
)
"""What is known of a number, and of the copy that has this digest; built once, for the sake of `confirm`."""


def allot(store: Store, original: str, terms: Sequence[CopyTerms]) -> tuple[Allotment, ...]:
    """Take the next numbers of an original, one for each of `terms`, in one transaction.

    Raises:
        CopyError: the original is not registered or superseded, a recipient is no party of it, or what is to be
            replaced is not a faulty copy without a replacement.
    """
    with store.writing() as (connection, head):
        registered = required(connection, original, store.name)
        _refuse_strangers(registered, terms)
        _refuse_replacements(connection, registered.identifier, terms)
        first = _newest(connection, registered.identifier) + 1
        allotted = tuple(_allotment(registered, one, number) for number, one in enumerate(terms, first))
        _refuse_taken_names(connection, allotted)
        append(connection, head, allotted)
        return allotted


def confirm(store: Store, made: Sequence[IssuedFile]) -> None:
    """Enter that the files of these numbers were made, in one transaction; the same twice is entered once.

    Raises:
        CopyError: a number was never allotted, is faulty, or was issued with another digest or number of sheets; a
            digest is that of another copy.
    """
    with store.writing() as (connection, head):
        fresh: dict[tuple[str, int], IssuedFile] = {}
        bearers: dict[str, tuple[str, int]] = {}
        for file in made:
            key = file.identifier, file.number
            earlier = _issued(connection, file) or fresh.get(key)
            if earlier is None:
                fresh[key] = file
            elif earlier != file:
                raise CopyError(
                    phrase(
                        "{file} was issued before, with another file ({sha256}…)",
                        file=_shown(file),
                        sha256=earlier.sha256[:16],
                    ),
                    phrase("an issued copy is never overwritten: rectify it, and issue a new number"),
                )
            if bearers.setdefault(file.sha256, key) != key:
                raise _shared(file, *bearers[file.sha256])
        append(connection, head, fresh.values())


def rectify(store: Store, faulty: Rectification) -> Rectification:
    """Enter that a copy is faulty; a pending number is annulled by it.

    Raises:
        CopyError: the number was never allotted, or is rectified already.
    """
    with store.writing() as (connection, head):
        known = {type(record) for record in _records(connection, faulty.identifier, faulty.number)}
        if Allotment not in known:
            raise CopyError(
                phrase("{file} was never allotted", file=_shown(faulty)), phrase("see `typeset register list`")
            )
        if Rectification in known:
            raise CopyError(
                phrase("{file} is rectified already", file=_shown(faulty)), phrase("see `typeset register show`")
            )
        entered = faulty.model_copy(update={"replaced_by": None})
        append(connection, head, [entered])
        return entered


def _newest(connection: Connection, identifier: str) -> int:
    """The highest number allotted; asked so that the index answers, not a count."""
    numbered = (ENTRIES.c.identifier == identifier, ENTRIES.c.number.is_not(None), ENTRIES.c.kind == "allotted")
    query = select(ENTRIES.c.number).where(*numbered).order_by(ENTRIES.c.number.desc()).limit(1)
    return connection.execute(query).scalar() or 0


def _shown(copy: Allotment | IssuedFile | Rectification) -> str:
    return phrase("copy {number} of `{identifier}`", number=copy.number, identifier=copy.identifier)


def _records(connection: Connection, identifier: str, number: int) -> Iterator[Record]:
    return map(record_of, rows(connection, ENTRIES.c.identifier == identifier, ENTRIES.c.number == number))


def _issued(connection: Connection, file: IssuedFile) -> IssuedFile | None:
    """What was issued under the number of `file`; none where it is pending."""
    issued, known = None, False
    values = {"identifier": file.identifier, "number": file.number, "digest": file.sha256}
    for row in connection.execute(_OF_FILE, values):
        if (row.identifier, row.number) != (file.identifier, file.number):
            raise _shared(file, row.identifier, row.number)
        if row.kind == "rectified":
            raise CopyError(
                phrase("{file} is rectified", file=_shown(file)), phrase("issue a new number that replaces it")
            )
        known = known or row.kind == "allotted"
        if row.kind == "issued":
            issued = t.cast("IssuedFile", record_of(Row._make(row)))
    if not known:
        raise CopyError(phrase("{file} was never allotted", file=_shown(file)), phrase("see `typeset register list`"))
    return issued


def _shared(file: IssuedFile, identifier: str, number: int) -> CopyError:
    return CopyError(
        phrase(
            "{file} has the same file as copy {number} of `{identifier}`",
            file=_shown(file),
            number=number,
            identifier=identifier,
        ),
        phrase("a copy bears its number: make it anew"),
    )


def _allotment(original: RegisteredOriginal, terms: CopyTerms, number: int) -> Allotment:
    values: dict[str, t.Any] = {name: getattr(terms, name) for name in CopyTerms.model_fields}
    # An addressee's words are no part of a file name.
    values["file_name"] = fill(terms.file_name, {"number": str(number), "recipient": terms.recipient or "other"})
    return entered(
        Allotment,
        **values,
        identifier=original.identifier,
        original_sha256=original.sha256,
        number=number,
        due=original.due,
    )


def _refuse_strangers(original: RegisteredOriginal, terms: Sequence[CopyTerms]) -> None:
    parties = {party.key for party in original.parties}
    for one in terms:
        if one.recipient is not None and one.recipient not in parties:
            raise CopyError(
                phrase(
                    "`{key}` is no party of `{identifier}`",
                    key=one.recipient,
                    identifier=original.identifier,
                ),
                phrase("parties are {parties}; for others, say `--addressee`", parties=", ".join(sorted(parties))),
            )
        if len(terms) > 1 and "number" not in fields(one.file_name):
            raise CopyError(
                phrase("file name `{file_name}` serves one copy only", file_name=one.file_name),
                phrase("put `{field}` into it", field="{number}"),
            )


def _refuse_replacements(connection: Connection, identifier: str, terms: Sequence[CopyTerms]) -> None:
    """Let each faulty copy have one replacement."""
    replaced = [one.replaces for one in terms if one.replaces is not None]
    if not replaced:
        return
    ledger, _ = read(rows(connection, ENTRIES.c.identifier == identifier))
    for number in replaced:
        if (identifier, number) not in ledger.rectified:
            raise CopyError(
                phrase("copy {number} of `{identifier}` is not rectified", number=number, identifier=identifier),
                phrase("enter `register rectify` first"),
            )
        if (identifier, number) in ledger.replaced_by or replaced.count(number) > 1:
            raise CopyError(
                phrase("copy {number} of `{identifier}` is replaced already", number=number, identifier=identifier),
                phrase("see `typeset register show`"),
            )


def _refuse_taken_names(connection: Connection, allotted: Sequence[Allotment]) -> None:
    for one in allotted:
        taken = select(ENTRIES.c.identifier, ENTRIES.c.number).where(ENTRIES.c.file_name == one.file_name)
        found = connection.execute(taken).first()
        if found is not None:
            raise CopyError(
                phrase(
                    "file name `{file_name}` is that of copy {number} of `{identifier}`",
                    file_name=one.file_name,
                    number=found.number,
                    identifier=found.identifier,
                ),
                phrase("put the identifier and `{field}` into the name", field="{number}"),
            )
