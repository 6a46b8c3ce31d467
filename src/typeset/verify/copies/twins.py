"""Objects of an original and of its copy into pairs: the same values, and references that lead to the same pairs."""

import typing as t

from pypdf.generic import IndirectObject, NullObject, StreamObject

from typeset.messages import counted, joined, phrase
from typeset.model.report import Finding
from typeset.verify.checks.case import cut
from typeset.verify.copies.reading import File, Shape
from typeset.verify.objects import get, mapping, number_of, resolve

Trail = tuple["Trail", str] | None
"""How an object was reached, from its end."""
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms"})


class Memory:
    """Which shapes of a copy's objects were found equal to which of the original's: what makes the next copy cheap.

    An object is equal to its twin when its bytes but for object numbers are known to be, and the objects that it
    refers to are twins of those that the known one referred to.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[int, Shape], tuple[tuple[int, str], ...]] = {}


class Twins:
    """Pairs of objects, one to one.

    Args:
        original: one file.
        copy: the other.
        memory: what was learnt from other copies of the same original.
    """

    def __init__(self, original: File, copy: File, memory: Memory) -> None:
        self.original, self.copy, self.memory = original, copy, memory
        self.there: dict[int, int] = {}
        """Object of the original to that of the copy."""
        self.here: dict[int, int] = {}
        self._queue: list[tuple[int, int, Trail]] = []
        self._found: list[Finding] = []
        self._what = ""
        self._pairs: list[tuple[int, int, str]] = []
        self._pages = {number: page for page, (number, _) in enumerate(original.pages, 1)}

    def know(self, first: object, second: object) -> None:
        """Take two references as twins; what they hold is compared elsewhere, since it may differ."""
        one, other = _number(first), _number(second)
        if one and other:
            self.there.setdefault(one, other)
            self.here.setdefault(other, one)

    def compare(self, first: object, second: object, what: str, page: int | None = None) -> list[Finding]:
        """Compare two values, and all that they refer to, as far as it is not paired yet."""
        self._found, self._what = [], what
        self._values(first, second, "", None, page)
        while self._queue:
            self._objects(*self._queue.pop(), page)
        return self._found

    def entries(
        self, first: object, second: object, what: str, skip: t.Collection[str] = (), page: int | None = None
    ) -> list[Finding]:
        """Compare two dictionaries but for some keys."""
        one, other = _entries(first, skip), _entries(second, skip)
        found = [
            Finding(
                message=phrase(
                    "{what}: `{key}` stands only in the {holder}",
                    what=what,
                    key=key,
                    holder=phrase("copy") if key in other else phrase("original"),
                ),
                page=page,
            )
            for key in sorted(one.keys() ^ other.keys())
        ]
        for key in sorted(one.keys() & other.keys()):
            found += self.compare(one[key], other[key], joined("", (what, key)), page)
        return found

    def _objects(self, first: int, second: int, trail: Trail, page: int | None) -> None:
        shape = self.copy.shape(second)
        known = self.memory.known.get((first, shape[0])) if shape else None
        if shape and known is not None:
            for (number, label), other in zip(known, shape[1], strict=True):
                self._pair(number, other, (trail, label), page)
            return
        count, self._pairs = len(self._found), []
        self._values(self.original.object(first), self.copy.object(second), "", trail, page)
        if shape and len(self._found) == count:
            partners = {other: (number, label) for number, other, label in self._pairs}
            if partners.keys() >= set(shape[1]):
                self.memory.known[first, shape[0]] = tuple(partners[number] for number in shape[1])

    def _pair(self, first: int, second: int, trail: Trail, page: int | None) -> None:
        if self.there.get(first) == second and self.here.get(second) == first:
            return
        if first in self.there or second in self.here:
            self._differ(phrase("leads to another place than in the original"), trail, page)
            return
        self.there[first], self.here[second] = second, first
        self._queue.append((first, second, trail))

    def _values(self, first: object, second: object, label: str, trail: Trail, page: int | None) -> None:
        if isinstance(first, IndirectObject) and isinstance(second, IndirectObject):
            self._pairs.append((first.idnum, second.idnum, label))
            self._pair(first.idnum, second.idnum, (trail, label), page)
            return
        one, other = resolve(first), resolve(second)
        if isinstance(one, dict) and isinstance(other, dict):
            streams = isinstance(one, StreamObject), isinstance(other, StreamObject)
            if streams == (True, True):
                self._streams(one, other, label, trail, page)
            elif any(streams):
                self._differ(phrase("is a stream in one file only"), (trail, label), page)
            self._mappings(one, other, label, trail, page)
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                self._differ(
                    phrase("has {count} members, expected {wanted}", count=len(other), wanted=len(one)),
                    (trail, label),
                    page,
                )
            for index, (member, twin) in enumerate(zip(one, other, strict=False)):
                self._values(member, twin, f"{label}/{index}", trail, page)
        elif not _alike(one, other):
            shown = phrase("is «{found}», expected «{wanted}»", found=_shown(other), wanted=_shown(one))
            self._differ(shown, (trail, label), page)

    def _mappings(
        self, one: dict[str, object], other: dict[str, object], label: str, trail: Trail, page: int | None
    ) -> None:
        skip = _PACKING if isinstance(one, StreamObject) else ()
        mine, theirs = _entries(one, skip), _entries(other, skip)
        if mine.keys() != theirs.keys():
            keys = ", ".join(f"`{key}`" for key in sorted(mine.keys() ^ theirs.keys()))
            self._differ(phrase("has {keys} in one file only", keys=keys), (trail, label), page)
        for key in mine.keys() & theirs.keys():
            self._values(mine[key], theirs[key], label + key, trail, page)

    def _streams(self, one: object, other: object, label: str, trail: Trail, page: int | None) -> None:
        """Streams are packed alike and equal, or were unpacked and are packed now, and equal as unpacked."""
        packing = [(_plain(get(stream, "/Filter")), _plain(get(stream, "/DecodeParms"))) for stream in (one, other)]
        if packing[0] == packing[1]:
            same = one._data == other._data  # type: ignore[attr-defined]  # noqa: SLF001 - no other way to raw bytes
        else:
            # The copy's writer packs what stood there unpacked, and nothing else.
            allowed = packing == [("", ""), ("'/FlateDecode'", "")]
            same = allowed and self.original.objects.data(one) == self.copy.objects.data(other)
        if not same:
            self._differ(phrase("has another content"), (trail, label), page)

    def _differ(self, fault: str, trail: Trail, page: int | None) -> None:
        labels: list[str] = []
        while trail is not None:
            trail, label = trail
            labels.append(label)
        self._found.append(
            Finding(
                message=phrase("{what}{path}: {fault}", what=self._what, path="".join(reversed(labels)), fault=fault),
                page=page,
            )
        )

    def page_of(self, number: int) -> int | None:
        """The page of a structure element of the original."""
        return self._pages.get(number_of(self.original.object(number), "/Pg"))


def _number(value: object) -> int:
    return value.idnum if isinstance(value, IndirectObject) else value if isinstance(value, int) else 0


def _entries(holder: object, skip: t.Collection[str] = ()) -> dict[str, object]:
    """The entries of a dictionary; one with a null is none (ISO 32000-1, 7.3.7)."""
    source = mapping(holder)
    return {
        str(key): value
        for key, value in dict.items(source)
        if key not in skip and not isinstance(value, NullObject) and value is not None
    }


def _alike(one: object, other: object) -> bool:
    if str(one) in {"True", "False"} or str(other) in {"True", "False"}:
        return str(one) == str(other) and type(one) is type(other)
    if isinstance(one, int | float) and isinstance(other, int | float):
        return float(one) == float(other)
    return type(one) is type(other) and one == other


def _plain(value: object) -> str:
    if isinstance(value, dict):  # a writer may list the entries in another order
        value = sorted(dict.items(value))
    return "" if value is None else repr(value)


def _shown(value: object) -> str:
    return (
        phrase("nothing")
        if value is None
        else counted("{count} entries", "{count} entries", len(value))
        if isinstance(value, dict | list)
        else cut(str(value))
    )
