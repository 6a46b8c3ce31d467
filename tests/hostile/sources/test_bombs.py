"""Sources that are small to send and large to read: each is one complaint, soon."""

import pytest

from typeset.bounds import MEGABYTE, Bounds
from typeset.confined import Limits, confined
from typeset.source.reading import read

LARGEST = Bounds().source_mb * MEGABYTE
BOMBS = {
    "aliases of aliases": (b"a: &a [x,x]\n" + b"".join(b"b%d: &b%d [*a,*a]\n" % (n, n) for n in range(30)), "anchor"),
    "brackets": (b"[" * 1_000_000, "nested deeper than 24 levels"),
    "braces": (b"{a: " * 100_000, "nested deeper than 24 levels"),
    "a list of a million": (b"a: [" + b"0," * 1_000_000 + b"]", "more than 100000 values"),
    "a mapping of a hundred thousand": (
        b"".join(b"k%d: 1\n" % n for n in range(100_000)), "more than 100000 values",
    ),
    "a string of a gigabyte": (b"a: " + b"x" * (LARGEST + 1), "larger than 2 MB"),
    "a figure of a million digits": (b"a: " + b"9" * 1_000_000, None),
    "a key of a million letters": (b"x" * 1_000_000 + b": 1", "not valid YAML"),
    "dashes": (b"- " * 100_000, "nested deeper than 24 levels"),
    "questions": (b"? " * 100_000, "nested deeper than 24 levels"),
    "documents": (b"--- a\n" * 50_000, "a second document starts here"),
    "comments": (b"#" * 1_900_000, "the file is empty"),
    "tags": (b"%TAG ! tag:x,2000:\n" * 50_000 + b"--- a", "not valid YAML"),
}  # fmt: skip


def complaints(content: bytes) -> list[str]:
    return [one.message for one in read("a.yaml", content).complaints]


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_complained_about(name: str) -> None:
    content, said = BOMBS[name]
    found = confined(Limits(10, 512 * 2**20), name, complaints, content)
    assert (said is None and not found) or any(str(said) in one for one in found), found[:3]
