"""A font dictionary into a `Font`: the embedded program, and what extraction and layout are told about its glyphs.

Only one kind of font can be proven glyph by glyph, and only that kind is read: Type 0 over CIDFontType2 with
Identity-H and an identity map, so that a code in the content *is* the glyph's number in the embedded program.
"""

import re

from typeset.errors import VerificationError
from typeset.messages import joined, phrase
from typeset.verify import limits
from typeset.verify.facts import Font
from typeset.verify.objects import Objects, get, items, mapping, resolve, text

_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]{4})>")
_TYPE0_KEYS = frozenset({"/Type", "/Subtype", "/BaseFont", "/Encoding", "/DescendantFonts", "/ToUnicode"})
_CID_KEYS = frozenset(
    {"/Type", "/Subtype", "/BaseFont", "/CIDSystemInfo", "/CIDToGIDMap", "/FontDescriptor", "/W", "/DW"}
)
_DEFAULT_WIDTH = 1000.0


def read_font(objects: Objects, number: int, source: object) -> Font:
    """Read the font that has this object number; what it should not be stands in its `fault`.

    Raises:
        VerificationError: it says more of its glyphs than there can be.
    """
    inner = resolve(next(iter(items(source, "/DescendantFonts")), None))
    descriptor = get(inner, "/FontDescriptor")
    name = text(source, "/BaseFont").removeprefix("/")
    unicode, double = to_unicode(objects.data(get(source, "/ToUnicode")))
    if double:
        objects.remark(
            phrase("the font `{name}` maps {count} glyphs to two texts", name=name, count=len(double)),
            words=_glyphs(double),
        )
    widths = _widths(inner)
    default = get(inner, "/DW")
    return Font(
        number=number,
        name=name,
        fault=_fault(source, inner, descriptor),
        program=objects.data(get(descriptor, "/FontFile2")),
        unicode=unicode,
        widths=widths,
        default_width=float(default) if isinstance(default, int | float) else _DEFAULT_WIDTH,
    )


def _fault(source: object, inner: object, descriptor: object) -> str:
    expected = (
        (text(source, "/Subtype"), "/Type0"),
        (text(source, "/Encoding"), "/Identity-H"),
        (text(inner, "/Subtype"), "/CIDFontType2"),
        (text(inner, "/CIDToGIDMap"), "/Identity"),
    )
    for found, wanted in expected:
        if found != wanted:
            return phrase(
                "`{found}` stands where `{wanted}` is expected", found=found or phrase("nothing"), wanted=wanted
            )
    if unknown := (set(mapping(source)) - _TYPE0_KEYS) | (set(mapping(inner)) - _CID_KEYS):
        return phrase("the entry `{unknown}` is not known", unknown=min(unknown))
    if len(items(source, "/DescendantFonts")) != 1:
        # Readers differ: some take the first, some show nothing at all.
        return phrase("it does not have one descendant font")
    if get(descriptor, "/FontFile2") is None:
        return phrase("it is not embedded")
    if get(descriptor, "/FontFile") is not None or get(descriptor, "/FontFile3") is not None:
        return phrase("it is embedded more than once")
    return ""


def to_unicode(content: bytes) -> tuple[dict[int, str], set[int]]:
    """Read a ToUnicode map: glyph to text, and the glyphs that it maps to two different texts.

    Raises:
        VerificationError: it maps glyphs over and over.
    """
    found: dict[int, str] = {}
    double: set[int] = set()
    budget = _Budget()

    def add(glyph: int, written: str) -> None:
        budget.spend(1)
        if found.setdefault(glyph, written) != written:
            double.add(glyph)

    for kind, body in _SECTION.findall(content):
        if kind == b"bfchar":
            for code, value in _CHAR.findall(body):
                add(int(code, 16), bytes.fromhex(value.decode("ascii")).decode("utf-16-be", "replace"))
        else:
            for first, last, value in _RANGE.findall(body):
                start = int(first, 16)
                for code in range(start, int(last, 16) + 1):
                    add(code, chr(int(value, 16) + code - start))
    return found, double


def _widths(inner: object) -> dict[int, float]:
    """Read a W array: `first [w w w]` and `first last w` (ISO 32000-1, 9.7.4.3)."""
    widths: dict[int, float] = {}
    pending: list[float] = []
    budget = _Budget()
    for entry in items(inner, "/W"):
        value = resolve(entry)
        if isinstance(value, list):
            budget.spend(len(value))
            first = int(pending[-1])
            widths |= {first + index: float(str(resolve(width))) for index, width in enumerate(value)}
            pending = []
        else:
            pending.append(float(str(value)))
            if len(pending) == 3:  # noqa: PLR2004 - first, last, width
                covered = range(max(int(pending[0]), 0), min(int(pending[1]), 0xFFFF) + 1)
                budget.spend(len(covered))
                widths |= dict.fromkeys(covered, pending[2])
                pending = []
    return widths


class _Budget:
    """Counts what a font says of its glyphs; there are 65,536, of which it may speak a few times."""

    def __init__(self) -> None:
        self.left = limits.MAX_GLYPHS

    def spend(self, glyphs: int) -> None:
        self.left -= glyphs
        if self.left < 0:
            raise VerificationError(phrase("could not be read: a font says more of its glyphs than there can be"))


def _glyphs(gids: set[int]) -> str:
    return joined(", ", (phrase("glyph {gid}", gid=gid) for gid in sorted(gids)[:5]))
