"""A manifest in YAML, JSON or CSV, or a folder, into a `Manifest` with every complaint and its place."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from typeset.batch.folder import instruments_in
from typeset.bounds import MEGABYTE, bounds, raising
from typeset.errors import SourceError
from typeset.messages import lines, phrase
from typeset.model.batch import Instrument, Making, Manifest
from typeset.source.complaint import Objection, Place, refusal
from typeset.source.complaint import Path as Trail
from typeset.source.files import ROOTS, content_of
from typeset.source.places import Places
from typeset.source.reading import Reading, read
from typeset.source.validation import validated

_LISTS = frozenset({"languages", "addressees", "signed_by"})
_CERTIFYING = frozenset({"language", "place", "kept_in", "date", "conformed"})
_OFFICER = {"officer": "office", "officer_name": "name"}
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_PLAIN = frozenset({"source", "original", "protocol", "id", "copies", "seal", "name", "copy_name"})
_COLUMNS = _PLAIN | _LISTS | _CERTIFYING | _OFFICER.keys()
_USUAL = frozenset({*ROOTS, "protocol.pdf", "original.pdf"})
"""Names that say nothing of the instrument; its folder does."""


def read_manifest(path: Path, defaults: Making | None = None) -> tuple[Instrument, ...]:
    """Read the instruments of a manifest, each with its id; a folder stands for all sources and PDFs in it.

    Args:
        path: a file `.yaml`, `.yml`, `.json` or `.csv`, or a folder.
        defaults: what holds where the manifest has no defaults of its own.

    Raises:
        SourceError: it cannot be read, or is no manifest; with every complaint.
    """
    manifest = _folder(path) if path.is_dir() else _file(path)
    if defaults is not None and "defaults" not in manifest.model_fields_set:
        manifest = Manifest(defaults=defaults, instruments=manifest.instruments)
    return tuple(one.model_copy(update={"id": name_of(one)}) for one in manifest.settled())


def _file(path: Path) -> Manifest:
    try:
        content = content_of(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(
            phrase("cannot read `{path}`: {reason}", path=path, reason=reason),
            phrase("name a manifest, or a folder of sources"),
        ) from error
    reading = _table(str(path), content) if path.suffix.lower() == ".csv" else read(str(path), content)
    manifest, objections = validated(Manifest, reading.value, reading.plain)
    found = [*objections, *(_twice(manifest) if manifest else ())]
    complaints = Places(reading, {}).complaints(found)
    if manifest is None or complaints:
        raise refusal(str(path), complaints)
    return manifest


def _folder(folder: Path) -> Manifest:
    manifest = Manifest(instruments=instruments_in(folder))
    if twice := [one.message for one in _twice(manifest)]:
        raise SourceError(lines(twice), phrase("write a manifest that gives each an `id`"), str(folder))
    return manifest


def name_of(instrument: Instrument) -> str:
    """The id of an instrument; where it has none, its path in plain letters."""
    if instrument.id:
        return instrument.id
    path = PurePath(instrument.path)
    path = path.parent if path.name in _USUAL and path.parent.name else path.with_suffix("")
    plain = re.sub(r"[^\w.-]+", "-", path.as_posix()).strip("-.")
    return plain[-100:] or "instrument"


def _twice(manifest: Manifest) -> Iterator[Objection]:
    seen = set()
    for index, one in enumerate(manifest.instruments):
        if (name := name_of(one)) in seen:
            path: Trail = ("instruments", index, "id" if one.id else "source" if one.source else "original")
            yield Objection(
                path,
                phrase("another instrument is called `{name}`", name=name),
                hint=phrase("give each an `id` of its own"),
            )
        seen.add(name)


def _table(name: str, content: bytes) -> Reading:
    """A CSV with a line of names; the column of a place counts cells, as a spreadsheet does."""
    if len(content) > (limit := bounds().source_mb) * MEGABYTE:
        raise SourceError(phrase("the file is larger than {limit} MB", limit=limit), _smaller("source_mb"), name)
    try:
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = next(rows, [])
        lines = list(_filled(((rows.line_num, row) for row in rows), len(head), name))
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            phrase("not a CSV in UTF-8: {error}", error=error), phrase("save the table as CSV, UTF-8"), name
        ) from error
    keys: dict[Trail, Place] = {}
    values: dict[Trail, Place] = {}
    instruments = []
    for index, (line, row) in enumerate(lines):
        values["instruments", index] = Place(line, 1)
        instrument: dict[str, object] = {}
        for column, (key, cell) in enumerate(zip(head, row, strict=False), 1):
            if cell.strip():
                where: Trail = ("instruments", index, *_put(instrument, key.strip(), cell.strip()))
                values[where] = Place(line, column)
                keys[where] = Place(line if key.strip() in _COLUMNS else 1, column)
        instruments.append(instrument)
    return Reading(name, {"batch": 1, "instruments": instruments}, keys, values)


def _filled(rows: Iterator[tuple[int, list[str]]], count: int, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with their lines, after a head of so many cells.

    Raises:
        SourceError: there are more cells than a file may hold values.
    """
    for line, row in rows:
        count += len(row)
        if count > bounds().values:
            message = phrase("more than {count} values", count=bounds().values)
            raise SourceError(message, _smaller("values"), f"{name}:{line}:1")
        if any(cell.strip() for cell in row):
            yield line, row


def _smaller(setting: str) -> str:
    """What to do where a table is too large by one of the settings."""
    return phrase("divide it into several, {raising}", raising=raising(setting))


def _put(instrument: dict[str, object], key: str, cell: str) -> Trail:
    """Put a cell where the model wants it; `;` stands between the entries of a list."""
    if key in _OFFICER:
        officer = _inner(_inner(instrument, "certification"), "officer")
        officer[_OFFICER[key]] = cell
        return ("certification", "officer", _OFFICER[key])
    if key in _CERTIFYING:
        _inner(instrument, "certification")[key] = _TRUTHS.get(cell.lower(), cell) if key == "conformed" else cell
        return ("certification", key)
    instrument[key] = _cell(key, cell)
    return (key,)


def _cell(key: str, cell: str) -> object:
    if key in _LISTS:
        return [part.strip() for part in cell.split(";") if part.strip()]
    if key == "seal":
        return _TRUTHS.get(cell.lower(), cell)
    if key == "copies" and cell not in {"all", "none"}:
        counts: Mapping[str, str] = dict(_count(part) for part in cell.split(";") if part.strip())
        return {party: int(count) if count.isdecimal() else count for party, count in counts.items()}
    return cell


def _count(part: str) -> tuple[str, str]:
    """Read `KZ` or `KZ:3`."""
    party, _, count = part.partition(":")
    return party.strip(), count.strip() or "1"


def _inner(holder: dict[str, object], key: str) -> dict[str, object]:
    inner = holder.setdefault(key, {})
    assert isinstance(inner, dict)  # noqa: S101 - nobody else writes into it
    return inner
