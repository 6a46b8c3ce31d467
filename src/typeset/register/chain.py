"""Records into rows, each bound to the one before it by its hash."""

import hashlib
import json
import typing as t
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from typeset.errors import CopyError, VerificationError
from typeset.messages import phrase
from typeset.model.base import Closed, own_words
from typeset.model.register import (
    Allotment,
    Head,
    IssuedFile,
    Kind,
    Rectification,
    RegisteredOriginal,
    Supersession,
)

BEGINNING: t.Final = Head(entries=0, hash="0" * 64)
"""What the first row is chained to."""

Record = RegisteredOriginal | Supersession | Allotment | IssuedFile | Rectification
R = t.TypeVar("R", bound=Closed)
MODELS: t.Final[dict[Kind, type[Record]]] = {
    "original": RegisteredOriginal,
    "superseded": Supersession,
    "allotted": Allotment,
    "issued": IssuedFile,
    "rectified": Rectification,
}


class Keys(t.NamedTuple):
    """What a record is found by; copied out of its payload, and held against it by the audit."""

    identifier: str
    number: int | None
    digest: str | None
    file_name: str | None


class Row(t.NamedTuple):
    """One row as it is stored, in the order of its columns."""

    sequence: int
    kind: str
    identifier: str
    number: int | None
    digest: str | None
    file_name: str | None
    payload: str
    previous: str
    hash: str

    @property
    def keys(self) -> Keys:
        """The columns that repeat the payload."""
        return Keys(self.identifier, self.number, self.digest, self.file_name)


def keys(record: Record) -> Keys:
    """What `record` is found by."""
    said = vars(record)
    name = record.file_name if isinstance(record, Allotment) else None
    return Keys(record.identifier, said.get("number"), said.get("sha256"), name)


def canonical(record: Closed) -> str:
    """One record, one text: sorted keys, no blanks, nothing escaped that need not be."""
    content = record.model_dump(mode="json")
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def row_hash(sequence: int, kind: str, payload: str, previous: str) -> str:
    """SHA-256 of the canonical JSON list `[sequence, kind, payload, previous]`; `payload` is canonical JSON itself."""
    text = f'[{sequence},{json.dumps(kind)},{payload},"{previous}"]'
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def chained(head: Head, records: Iterable[Record]) -> Iterator[Row]:
    """The rows that `records` become after `head`."""
    sequence, previous = head.entries, head.hash
    for record in records:
        kind = next(kind for kind, model in MODELS.items() if type(record) is model)
        sequence, payload = sequence + 1, canonical(record)
        own = row_hash(sequence, kind, payload, previous)
        yield Row(sequence, kind, *keys(record), payload, previous, own)
        previous = own


def record_of(row: Row) -> Record:
    """What a row records.

    Raises:
        VerificationError: the payload is no record of its kind.
    """
    model = MODELS.get(t.cast("Kind", row.kind))
    if model is None:
        raise _unreadable(row.sequence, phrase("`{kind}` is no kind of entry", kind=row.kind))
    try:
        return model.model_validate_json(row.payload)
    except ValidationError as error:
        raise _unreadable(row.sequence, _complaint(error)) from error


def entered(model: type[R], **values: object) -> R:
    """Make a record of what a user said.

    Raises:
        CopyError: it cannot be entered as it is.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise CopyError(
            phrase("cannot be entered: {error}", error=_complaint(error)), phrase("correct it, and try again")
        ) from error


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    message = own_words(first)
    return phrase("`{place}`: {message}", place=place, message=message) if place else message


def _unreadable(sequence: int, reason: str) -> VerificationError:
    return VerificationError(
        phrase("row {sequence} of the register cannot be read: {reason}", sequence=sequence, reason=reason),
        phrase("run `typeset register audit`"),
    )
