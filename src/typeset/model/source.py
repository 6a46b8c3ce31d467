"""The files that a protocol is read from, by name: what a press embeds and `extract` gives back."""

from typeset.model.base import Closed


class SourceFiles(Closed):
    """A root file and what it refers to; names are relative to the root's directory, with `/`."""

    root: str
    contents: dict[str, bytes]
    folder: str = ""
    """The directory as the user named it, for messages."""

    def shown(self, name: str) -> str:
        """The name of a file as messages give it."""
        return f"{self.folder}/{name}" if self.folder and self.folder != "." else name
