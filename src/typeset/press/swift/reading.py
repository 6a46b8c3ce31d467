"""HTML into elements: the patterns by which the reader finds the end of a stretch of text."""

import re
import typing as t
from collections.abc import Collection

from tinyhtml5 import inputstream

_chars_until = inputstream.HTMLUnicodeInputStream.chars_until


def chars_until(self: t.Any, characters: Collection[str], opposite: bool = False) -> str:  # noqa: ANN401, FBT001, FBT002 - the signature of the original
    """The text up to some characters, or of some characters.

    The original keeps its patterns under the wrong names, and makes them anew every time; here they are put where it
    looks for them.
    """
    known = inputstream.characters_until_regex
    if (characters, opposite) not in known:
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        known[characters, opposite] = re.compile(f"[{'' if opposite else '^'}{listed}]+")
    found: str = _chars_until(self, characters, opposite)
    return found


OWN = ((inputstream.HTMLUnicodeInputStream, "chars_until", chars_until),)
