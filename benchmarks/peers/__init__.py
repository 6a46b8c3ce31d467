"""What a user would pick instead: one module a peer, which turns a `Matter` into its input and sets it.

Every module has `NAME`, `SUFFIX` (of its input), `WARM` (whether a process of it can stay), `version` (none where it is
not installed), `written`, `set_all` (inputs into PDFs beside them) and `command` (the same of one input, cold).
"""

import typing as t
from pathlib import Path

from matter import Mark, Matter

NAMES = ("typst", "weasyprint", "xelatex", "chromium", "libreoffice")


class Peer(t.Protocol):
    """The shape of a peer's module."""

    NAME: str
    SUFFIX: str
    WARM: bool

    def version(self) -> str | None:
        """Which one is installed; none where none is."""

    def written(self, matter: Matter, mark: Mark | None) -> str:
        """Its input: the document, or the copy that `mark` makes of it."""

    def set_all(self, inputs: list[Path]) -> None:
        """Set the inputs, each into a PDF of its name."""

    def command(self, path: Path) -> list[str]:
        """The command line that does so for one input."""


def prepared(peer: Peer, matter: Matter, marks: list[Mark | None], folder: Path) -> list[Path]:
    """Write the inputs of a document (where a mark is none) and of its copies."""
    folder.mkdir(parents=True)
    paths = []
    for number, mark in enumerate(marks):
        path = folder / f"{number}{peer.SUFFIX}"
        path.write_text(peer.written(matter, mark), encoding="utf-8")
        paths.append(path)
    return paths
