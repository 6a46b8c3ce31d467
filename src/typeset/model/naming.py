"""Words from data into names of files: they lead into no other folder, and every file system takes them."""

import hashlib
import re
import unicodedata

_LONGEST = 190
"""Bytes of a name before its suffix: file systems take 255, and a temporary file beside it has a longer name."""
_FILLED = {"{number}": "0" * 10, "{recipient}": "A" * 64}
"""The longest that may come into the fields of a pattern."""
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""What is no file under Windows, whatever follows the dot."""


def plain(words: str) -> str:
    """Letters, digits, `-` and `.` alone, and no dot first; letters composed, as every system writes them."""
    composed = unicodedata.normalize("NFC", words)
    return "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in composed).lstrip(".") or "-"


def safe(name: str) -> str:
    """A plain name, or a pattern of one, that is no device and short enough; a longer one ends in its digest."""
    name = _DEVICE.sub(r"\1-", name, count=1) if _DEVICE.match(name) else name
    longest = name
    for field, most in _FILLED.items():
        longest = longest.replace(field, most)
    if len(longest.encode()) <= _LONGEST:
        return name
    kept = name.encode()[: _LONGEST - 60].decode(errors="ignore").replace("{", "").replace("}", "")
    tail = "-{number}" if "{number}" in name else ""
    return f"{kept}-{hashlib.sha256(name.encode()).hexdigest()[:16]}{tail}"


def alike(name: str) -> str:
    """What two names have in common that some file systems take for one."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
