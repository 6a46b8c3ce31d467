"""A TrueType program into outlines and metrics by glyph number, as far as a printed letter depends on them.

The listed faces are read once a process: `listed_face`. Outlines are taken as points, so that a
subset can be held against the face that it was cut from, however it was packed.
"""

import functools
import io
import struct
from dataclasses import dataclass, field
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTReader

from typeset.messages import phrase

_HEAD = 10
_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
_WORDS, _SCALE, _MORE, _SCALE_XY, _TWO_BY_TWO, _INSTRUCTIONS = 0x01, 0x08, 0x20, 0x40, 0x80, 0x100
_DRAWING = frozenset({"cvt ", "fpgm", "prep"})
"""Tables by which instructions move points; present only as they are in the listed face."""
_TABLES = _DRAWING | {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap", "name", "post", "OS/2", "gasp", "GDEF"}
"""Tables that may be embedded; not those with other shapes: bitmaps, colours, variations, CFF."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """The shape of a glyph: outline, instructions, and the glyphs that it is composed of, by number.

    A subset may number components anew, so the numbers are no part of the outline.
    """

    outline: tuple[object, ...]
    instructions: bytes
    components: tuple[int, ...] = ()
    packed: tuple[bytes, ...] = field(default=(), compare=False)
    """Of an outline: its bytes without padding, and those that it would have without instructions."""


class Program:
    """A TrueType program.

    Raises:
        KeyError, struct.error, Exception of fontTools: it is none, or is broken.
    """

    def __init__(self, content: bytes) -> None:
        reader = SFNTReader(io.BytesIO(content))
        self.tables = frozenset(reader.keys())
        self.drawing = {tag: bytes(reader[tag]) for tag in self.tables & _DRAWING}
        head, hhea, maxp = reader["head"], reader["hhea"], reader["maxp"]
        self.units: int = struct.unpack_from(">H", head, 18)[0]
        long: bool = struct.unpack_from(">h", head, 50)[0] == 1
        self.count: int = struct.unpack_from(">H", maxp, 4)[0]
        self._metrics: int = struct.unpack_from(">H", hhea, 34)[0]
        self._hmtx, self._glyf = bytes(reader["hmtx"]), bytes(reader["glyf"])
        offsets = struct.unpack_from(f">{self.count + 1}{'I' if long else 'H'}", reader["loca"])
        self._offsets, self._step = offsets, 1 if long else 2
        self._glyphs: dict[int, Glyph] = {}

    @property
    def foreign(self) -> list[str]:
        """Tables that have no place in an embedded subset."""
        return sorted(self.tables - _TABLES)

    def raw(self, gid: int) -> bytes:
        """The bytes of a glyph; empty where it draws nothing.

        Raises:
            IndexError: there is no such glyph.
        """
        return self._glyf[self._offsets[gid] * self._step : self._offsets[gid + 1] * self._step]

    def glyph(self, gid: int) -> Glyph:
        """The shape of a glyph.

        Raises:
            IndexError, struct.error: there is no such glyph, or it is broken.
        """
        if gid not in self._glyphs:
            raw = self.raw(gid)
            if not raw:
                self._glyphs[gid] = Glyph((), b"")
            else:
                self._glyphs[gid] = _composite(raw) if is_composite(raw) else _simple(raw)
        return self._glyphs[gid]

    def extent(self, gid: int) -> tuple[int, int]:
        """How far a glyph reaches below and above the baseline, in units of the em."""
        raw = self.raw(gid)
        return struct.unpack_from(">hxxh", raw, 4) if raw else (0, 0)

    def metrics(self, gid: int) -> tuple[int, int]:
        """Advance width and left side bearing; both decide where the outline is drawn."""
        last = self._metrics - 1
        if gid <= last:
            advance, bearing = struct.unpack_from(">Hh", self._hmtx, gid * 4)
        else:
            (advance,) = struct.unpack_from(">H", self._hmtx, last * 4)
            (bearing,) = struct.unpack_from(">h", self._hmtx, (last + 1) * 4 + (gid - last - 1) * 2)
        return advance, bearing


def is_composite(raw: bytes) -> bool:
    """Whether a glyph is composed of others, by its first bit."""
    return raw[:1] >= b"\x80"


def _simple(raw: bytes) -> Glyph:
    """Decode an outline to its points, which two programs may pack differently."""
    (contours,) = struct.unpack_from(">h", raw)
    at = _HEAD + 2 * contours
    ends = struct.unpack_from(f">{contours}H", raw, _HEAD)
    (length,) = struct.unpack_from(">H", raw, at)
    before, instructions, start = raw[:at], raw[at + 2 : at + 2 + length], at + 2 + length
    at = start
    count = ends[-1] + 1 if ends else 0
    flags = bytearray()
    while len(flags) < count:
        flag, at = raw[at], at + 1
        flags.append(flag)
        if flag & _REPEAT:
            flags += bytes([flag]) * raw[at]
            at += 1
    xs, at = _coordinates(raw, at, flags, _SHORT_X, _SAME_X)
    ys, at = _coordinates(raw, at, flags, _SHORT_Y, _SAME_Y)
    curve = bytes(flag & _ON_CURVE for flag in flags)
    packed = raw[:at], before + bytes(2) + raw[start:at]
    return Glyph((raw[2:_HEAD], ends, curve, tuple(xs), tuple(ys)), instructions, packed=packed)


def _coordinates(raw: bytes, at: int, flags: bytearray, short: int, same: int) -> tuple[list[int], int]:
    steps: list[int] = []
    for flag in flags:
        if flag & short:
            steps.append(raw[at] if flag & same else -raw[at])
            at += 1
        elif flag & same:
            steps.append(0)
        else:
            steps.append(int.from_bytes(raw[at : at + 2], "big", signed=True))
            at += 2
    if at > len(raw):
        raise struct.error(phrase("the outline is cut off"))
    return steps, at


def _composite(raw: bytes) -> Glyph:
    outline, at, more, flags = bytearray(raw[:_HEAD]), _HEAD, True, 0
    components: list[int] = []
    while more:
        flags, component = struct.unpack_from(">HH", raw, at)
        components.append(component)
        scales = 2 if flags & _SCALE else 4 if flags & _SCALE_XY else 8 if flags & _TWO_BY_TWO else 0
        size = 4 + (4 if flags & _WORDS else 2) + scales
        outline += struct.pack(">H", flags & ~_INSTRUCTIONS) + raw[at + 4 : at + size]
        at, more = at + size, bool(flags & _MORE)
    instructions = b""
    if flags & _INSTRUCTIONS:
        (length,) = struct.unpack_from(">H", raw, at)
        instructions = raw[at + 2 : at + 2 + length]
    return Glyph((bytes(outline),), instructions, tuple(components))


class Face:
    """A listed face: its program, and the characters that each of its glyphs stands for."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self.program, self._content = name, Program(content), content

    @functools.cached_property
    def characters(self) -> dict[int, str]:
        """The characters of each glyph that has any, one after the other."""
        font = TTFont(io.BytesIO(self._content), lazy=True)
        # Numbers instead of names: to name thousands of glyphs, for nobody, would take most of the time.
        font.setGlyphOrder(range(self.program.count))
        found: dict[int, str] = {}
        for code, gid in font.getBestCmap().items():
            found[gid] = found.get(gid, "") + chr(code)
        return found


@functools.cache
def listed_face(folder: Path, name: str, digest: str) -> Face:
    """Read a listed face; the digest, already checked, makes an altered file another entry of the cache."""
    del digest
    return Face(name, (folder / name).read_bytes())
