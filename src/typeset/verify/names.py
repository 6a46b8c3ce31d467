"""Names of attached files into what they would do on a disk: only plain names below a folder are given back."""

import re

_MOST = 200
"""Bytes of one part of a name, on any system."""
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE)
_FORBIDDEN = frozenset('\\:*?"<>|')


def is_plain(name: str) -> bool:
    """Whether a name stays below the folder that it is written to, on every system, and looks as it is."""
    return all(map(_is_part, name.split("/")))


def _is_part(part: str) -> bool:
    if not part.isprintable() or set(part) & _FORBIDDEN or _RESERVED.fullmatch(part):
        return False
    return 0 < len(part.encode("utf-8", "replace")) <= _MOST and not part.endswith((".", " ")) and part[0] != " "


def shown(name: str) -> str:
    """A name with every sign that is not seen, or turns what follows, as its code point."""
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in name)
