"""What a finished file can do without, out of it: tables of fonts that nobody asks for, and what goes without saying.

Glyphs are chosen by their numbers (ISO 32000-1, 9.7.4.2, `CIDToGIDMap`), and read back by `ToUnicode`: so the names of
an embedded program, its own map of characters, and what it tells to an operating system serve nobody.
"""

import io
import itertools
import typing as t

import pydyf
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

_NEEDED = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep", "gasp"})
"""Tables of a TrueType program that draw (ISO 32000-1, 9.9), and that say how it is to be drawn on a screen."""
_DEFAULT = 1000
"""The width of a glyph of which nothing is said (ISO 32000-1, table 117)."""
_BATCH = 100
"""Entries that one section of a map may have (Adobe technical note 5014)."""


def spare(pdf: pydyf.PDF) -> None:
    """Make fonts, their widths and their maps of characters shorter; what is drawn and read stays the same."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and "Length1" in item.extra:
            program = _program(b"".join(item.stream))
            item.stream, item.extra["Length1"] = [program], len(program)
        elif isinstance(item, pydyf.Dictionary) and item.get("Subtype") == "/CIDFontType2" and "DW" not in item:
            item["W"] = _widths(item["W"])
        elif isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Font" and "ToUnicode" in item:
            stream = pdf.objects[int(item["ToUnicode"].split()[0])]
            stream.stream = _map(stream.stream)


def _program(content: bytes) -> bytes:
    """A TrueType program with the tables that are needed; any other program as it is."""
    reader = SFNTReader(io.BytesIO(content))
    if "glyf" not in reader:
        return content
    kept = [tag for tag in reader.keys() if tag in _NEEDED]  # noqa: SIM118 - it is no dictionary
    output = io.BytesIO()
    writer = SFNTWriter(output, len(kept), reader.sfntVersion)
    for tag in kept:
        writer[tag] = reader[tag]
    writer.close()
    return output.getvalue()


def _widths(widths: list[t.Any]) -> pydyf.Array:
    """A list of `first [width …]` without the default ones."""
    made = pydyf.Array()
    for first, run in zip(widths[::2], widths[1::2], strict=True):
        at = first
        for usual, some in itertools.groupby(run, lambda width: width == _DEFAULT):
            listed = list(some)
            if not usual:
                made += [at, pydyf.Array(listed)]
            at += len(listed)
    return made


def _map(lines: list[bytes]) -> list[bytes]:
    """A map of characters in the order of the glyphs, in which neighbours are alike."""
    start = next((index for index, line in enumerate(lines) if line.endswith(b" beginbfchar")), len(lines))
    end = len(lines) - lines[::-1].index(b"endbfchar") if b"endbfchar" in lines else start
    entries = sorted(line for line in lines[start:end] if line.startswith(b"<"))
    sections: list[bytes] = []
    for at in range(0, len(entries), _BATCH):
        batch = entries[at : at + _BATCH]
        sections += [b"%d beginbfchar" % len(batch), *batch, b"endbfchar"]
    return [*lines[:start], *sections, *lines[end:]]
