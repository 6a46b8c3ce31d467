"""Content stream bytes into operators with their operands; anything outside the small grammar stops the reading.

Of PDF's content syntax only what a page of running text needs is known: numbers, names, hexadecimal strings, flat
arrays and flat dictionaries. Literal strings, inline images and comments are not: no press of ours writes them.
"""

import re
import typing as t

_TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]*(?:"
    rb"(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))(?=[\x00\t\n\f\r \[\]<>/]|$)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*)"
    rb"|(?P<array>\[[^\[\]()/%]*\])"
    rb"|(?P<name>/[!-$&'*+,\-.0-;=?-Z\\^-z|~]*)"
    rb"|(?P<mapping><<[^<>()%]*>>)"
    rb"|(?P<text><[0-9A-Fa-f\x00\t\n\f\r ]*>)"
    rb")"
)
_SHOWN = re.compile(rb"<([0-9A-Fa-f\s]*)>|([+-]?(?:\d+\.?\d*|\.\d+))|(\S)")
_MCID = re.compile(rb"/MCID\s+(\d{1,9})")
_ENTRY = re.compile(rb"/([A-Za-z]+)")

Operand = float | str | bytes


class UnknownSyntax(ValueError):  # noqa: N818 - it is no error until a check says so
    """The content holds something outside the grammar; `args[0]` shows its beginning."""


def operations(content: bytes) -> t.Iterator[tuple[str, list[Operand]]]:
    """Yield (operator, operands); names keep their slash, arrays, strings and dictionaries come as bytes.

    Raises:
        UnknownSyntax: something else stands there.
    """
    operands: list[Operand] = []
    end = 0
    for match in iter(_TOKEN.scanner(content).match, None):  # type: ignore[attr-defined] # not in typeshed
        kind, end = match.lastgroup, match.end()
        value = match[kind]
        if kind == "operator":
            yield value.decode("ascii"), operands
            operands = []
        elif kind == "number":
            operands.append(float(value))
        else:
            operands.append(value.decode("ascii") if kind == "name" else value)
    if operands or content[end:].strip(b"\x00\t\n\f\r "):
        raise UnknownSyntax(content[end : end + 40].decode("latin-1"))


def shown(operand: bytes) -> tuple[bytes, float, float, float]:
    """Read the operand of Tj or TJ.

    Returns:
        The glyph codes, the sum of all adjustments, the greatest backward movement before a glyph, and the part of
        the sum that stands before the first glyph; all in thousandths of an em, positive to the left.

    Raises:
        UnknownSyntax: it holds something else than strings and numbers.
    """
    codes: list[bytes] = []
    total = back = worst = lead = 0.0
    inside = operand[1:-1] if operand.startswith(b"[") else operand
    for code, number, other in _SHOWN.findall(inside):
        if number:
            step = float(number)
            total, back = total + step, back + step
        elif code:
            if codes:
                worst = max(worst, back)
            else:
                lead = back
            codes.append(code)
            back = 0.0
        elif other:
            raise UnknownSyntax(inside[:40].decode("latin-1"))
    return bytes.fromhex(b"".join(codes).decode("ascii")), total, worst, lead


def properties(operand: Operand) -> tuple[int | None, frozenset[str]]:
    """Read the property list of marked content: its MCID, and all its keys."""
    if not isinstance(operand, bytes):
        return None, frozenset({str(operand)})
    mcid = _MCID.findall(operand)
    # Values of keys such as Type are names as well; they are harmless in the set.
    keys = frozenset(key.decode("ascii") for key in _ENTRY.findall(operand))
    return (int(mcid[0]) if len(mcid) == 1 else None), keys
