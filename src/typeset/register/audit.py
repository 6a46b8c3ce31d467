"""The rows of a register into what was done to them since they were entered."""

import typing as t
from collections.abc import Callable, Iterable, Iterator, Sequence

from typeset.errors import VerificationError
from typeset.messages import phrase
from typeset.model.audit import AuditFinding
from typeset.model.register import Head
from typeset.register.chain import BEGINNING, Row, keys, record_of, row_hash
from typeset.register.course import Course

Places = dict[int, int | None]
"""From where a row stands to where it was entered; none where it was changed."""


def audit_rows(
    read: Callable[[], Iterator[Row]], head: Head | None, noted: Head | None
) -> tuple[list[AuditFinding], Course]:
    """Hold all rows against their hashes, the `head`, a head `noted` down outside, and against each other.

    Rows are read one by one and forgotten; only where the chain is broken are they read again and kept, to say how.

    Returns:
        The findings, and what became of every number, as far as the rows can be read.
    """
    chain = _Chain(noted)
    contradictions, course = _contents(chain.followed(read()))
    if chain.ends_with(head):
        return contradictions, course
    rows = list(read())
    places = _places(rows)
    findings = [*_changed(rows, places), *_moved(rows, places), *_links(rows, places)]
    findings += _missing(places, head)
    findings += _ends(rows, places, head)
    findings += _anchor(rows, places, noted)
    contradictions, course = _contents(row for row in rows if places[row.sequence] is not None)
    # Where rows are gone, those that remain contradict each other: that says nothing new.
    return findings or contradictions, course


class _Chain:
    """Rows on their way by, held against each other; whether they are the chain that a head names."""

    def __init__(self, noted: Head | None) -> None:
        self._noted = noted
        self._end = BEGINNING.entries, BEGINNING.hash
        self._sound = self._agrees()

    def followed(self, rows: Iterable[Row]) -> Iterator[Row]:
        """The same rows, as far as each continues the chain."""
        for row in rows:
            entries, previous = self._end
            self._end = row.sequence, row.hash
            follows = row.sequence == entries + 1 and row.previous == previous and _fits(row, row.sequence)
            self._sound = self._sound and follows and self._agrees()
            if not self._sound:
                return
            yield row

    def ends_with(self, head: Head | None) -> bool:
        """Whether nothing is to be found fault with: the rows are sound, and all that the two heads name."""
        reached = self._noted is None or self._noted.entries <= self._end[0]
        return self._sound and reached and head is not None and self._end == (head.entries, head.hash)

    def _agrees(self) -> bool:
        """Whether the row that a noted head names is the one that it names."""
        return self._noted is None or self._noted.entries != self._end[0] or self._noted.hash == self._end[1]


def _fits(row: Row, place: int) -> bool:
    return row_hash(place, row.kind, row.payload, row.previous) == row.hash


def _places(rows: Sequence[Row]) -> Places:
    by_hash = {row.hash: row.sequence for row in rows}
    places: Places = {}
    shift = 0
    for row in rows:
        here = row.sequence
        after = by_hash.get(row.previous, here - 1) + 1
        # Where it stands, behind the row that it names, as far away as the row before it, or next door.
        candidates = (here, after, here + shift, here - 1, here + 1)
        place = next((one for one in candidates if _fits(row, one)), None)
        shift = shift if place is None else place - here
        places[here] = place
    return places


def _changed(rows: Sequence[Row], places: Places) -> Iterator[AuditFinding]:
    for row in rows:
        if places[row.sequence] is None:
            yield _finding(
                "changed",
                row,
                phrase("row {sequence} is not what was entered: its hash does not fit", sequence=row.sequence),
            )


def _moved(rows: Sequence[Row], places: Places) -> Iterator[AuditFinding]:
    at = {row.sequence: row for row in rows}
    for row in rows:
        here, place = row.sequence, places[row.sequence]
        if place is None or place == here:
            continue
        standing = at.get(place)
        if standing is not None and standing.hash == row.hash:
            yield _finding(
                "inserted", row, phrase("row {here} was inserted: it repeats row {place}", here=here, place=place)
            )
            continue
        yield _finding("moved", row, phrase("row {here} was entered as row {place}", here=here, place=place))
        if standing is not None and places[place] == place:
            yield _finding(
                "inserted",
                standing,
                phrase("row {place} was inserted: row {here} was entered in its place", place=place, here=here),
            )


def _links(rows: Sequence[Row], places: Places) -> Iterator[AuditFinding]:
    previous: Row | None = None
    for row in rows:
        before, previous = previous, row
        if places[row.sequence] != row.sequence:
            continue
        if row.sequence == 1 and row.previous != BEGINNING.hash:
            yield _finding("changed", row, phrase("row 1 does not begin the chain: it was changed and hashed anew"))
        if before is None or before.sequence != row.sequence - 1 or places[before.sequence] != before.sequence:
            continue
        if row.previous != before.hash:
            message = phrase(
                "row {sequence} was changed and hashed anew: row {next} is chained to another",
                sequence=before.sequence,
                next=row.sequence,
            )
            yield _finding("changed", before, message)


def _missing(places: Places, head: Head | None) -> Iterator[AuditFinding]:
    """Places that no row was entered at, and no changed row stands at."""
    held = {place or here for here, place in places.items()}
    last = max(held, default=0)
    for place in range(1, last):
        if place not in held:
            yield AuditFinding(kind="missing", message=phrase("row {place} is missing", place=place), sequence=place)
    if head is not None and head.entries > last:
        gone = (
            phrase("rows {first} to {entries} are", first=last + 1, entries=head.entries)
            if head.entries > last + 1
            else phrase("row {entries} is", entries=head.entries)
        )
        message = phrase("{gone} missing at the end: the head counts {entries} rows", gone=gone, entries=head.entries)
        yield AuditFinding(kind="truncated", message=message, sequence=last + 1)


def _ends(rows: Sequence[Row], places: Places, head: Head | None) -> Iterator[AuditFinding]:
    if head is None:
        yield AuditFinding(
            kind="head", message=phrase("the head is missing: rows removed from the end cannot be found")
        )
        return
    named = BEGINNING.hash if head.entries == 0 else None
    for row in rows:
        if row.sequence > head.entries and places[row.sequence] in {None, row.sequence}:
            yield _finding(
                "inserted",
                row,
                phrase(
                    "row {sequence} was inserted: the head counts {entries} rows",
                    sequence=row.sequence,
                    entries=head.entries,
                ),
            )
        if row.sequence == head.entries and places[row.sequence] == row.sequence:
            named = row.hash
    if named is not None and named != head.hash:
        message = phrase(
            "row {entries} is not the last row that the head names: one of them was changed", entries=head.entries
        )
        yield AuditFinding(kind="head", message=message, sequence=head.entries or None)


def _anchor(rows: Sequence[Row], places: Places, noted: Head | None) -> Iterator[AuditFinding]:
    if noted is None:
        return
    found = next((row.hash for row in rows if places[row.sequence] == noted.entries), None)
    if (BEGINNING.hash if noted.entries == 0 else found) != noted.hash:
        message = phrase(
            "the head noted down outside, {noted}, is not in the register: its past was rewritten or cut off",
            noted=noted,
        )
        yield AuditFinding(kind="head", message=message, sequence=noted.entries or None)


def _contents(rows: Iterable[Row]) -> tuple[list[AuditFinding], Course]:
    findings, course = [], Course()
    for row in rows:
        try:
            record = record_of(row)
        except VerificationError as error:
            findings.append(_finding("contradiction", row, error.message))
            continue
        if keys(record) != row.keys:
            findings.append(
                _finding(
                    "changed",
                    row,
                    phrase("row {sequence} is filed under other keys than it says", sequence=row.sequence),
                )
            )
        if contradiction := course.enter(record):
            findings.append(
                _finding(
                    "contradiction",
                    row,
                    phrase("row {sequence} {contradiction}", sequence=row.sequence, contradiction=contradiction),
                )
            )
    return findings, course


_ROWS = {
    "original": phrase("original"),
    "superseded": phrase("superseded"),
    "allotted": phrase("allotted"),
    "issued": phrase("issued"),
    "rectified": phrase("rectified"),
}


def _finding(kind: t.Literal["changed", "moved", "inserted", "contradiction"], row: Row, message: str) -> AuditFinding:
    subject = (
        f"`{row.identifier}`"
        if row.number is None
        else phrase("copy {number} of `{identifier}`", number=row.number, identifier=row.identifier)
    )
    return AuditFinding(
        kind=kind,
        message=phrase(
            "{message} ({kind}, {subject})", message=message, kind=_ROWS.get(row.kind, row.kind), subject=subject
        ),
        sequence=row.sequence,
        identifier=row.identifier,
        number=row.number,
    )
