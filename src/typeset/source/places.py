"""Objections into complaints: the path of a value into a file, line and column, across the files of a source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from typeset.source.complaint import Complaint, Objection, Path, Place, in_order
from typeset.source.reading import Reading


@dataclass(frozen=True)
class Places:
    """Where the values of a source stand.

    Args:
        root: the file that names the others.
        texts: the files of texts, by language; a text that stands in the root itself is not among them.
    """

    root: Reading
    texts: Mapping[str, Reading]

    def complaints(self, objections: Iterable[Objection]) -> tuple[Complaint, ...]:
        """Every fault of reading and every objection, in the order of the files, lines and columns."""
        readings = (self.root, *self.texts.values())
        found = [complaint for reading in readings for complaint in reading.complaints]
        found += [self._complaint(objection) for objection in objections if not self._spoiled(objection.path)]
        return in_order(found, [reading.file for reading in readings])

    def _complaint(self, objection: Objection) -> Complaint:
        reading, path = self._reading(objection.path)
        place = _place(reading, path, on_key=objection.on_key)
        return Complaint(reading.file, place.line, place.column, objection.message, objection.expected, objection.hint)

    def _spoiled(self, path: Path) -> bool:
        """Whether the value, or one that it stands in, was complained about when it was read."""
        reading, inner = self._reading(path)
        return any(inner[:length] in reading.spoiled for length in range(len(inner) + 1))

    def _reading(self, path: Path) -> tuple[Reading, Path]:
        """The file that a path leads into, and the rest of the path there."""
        if len(path) > 1 and path[0] == "texts" and path[1] in self.texts:
            return self.texts[str(path[1])], path[2:]
        return self.root, path


def _place(reading: Reading, path: Path, *, on_key: bool) -> Place:
    """The place of a value or its key; of what it stands in, where the value itself was left out."""
    if on_key and path in reading.keys:
        return reading.keys[path]
    while path and path not in reading.values:
        path = path[:-1]
    return reading.values.get(path, Place(1, 1))
