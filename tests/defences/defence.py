"""What a defence is: a promise of `docs/security.md`, the line that keeps it, and the tests that would miss it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Defence:
    """A line that holds something off.

    Args:
        says: words of `docs/security.md` that promise it.
        name: which of several lines that keep the promise.
        file: where the line stands.
        old: the line, or a part of it; it stands there once.
        new: what it is broken into.
        tests: which must fail without it: tests by their node, each in at least one of its cases.
        also: further places that are broken with it, where two lines hold the same off: file, old, new.
    """

    says: str
    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    also: tuple[tuple[str, str, str], ...] = ()

    @property
    def changes(self) -> Iterator[tuple[str, str, str]]:
        """File, old and new of every place."""
        yield self.file, self.old, self.new
        yield from self.also

    def broken(self, root: Path) -> dict[Path, str]:
        """The files without the defence.

        Raises:
            LookupError: a line does not stand there, or stands there more than once.
        """
        found: dict[Path, str] = {}
        for file, old, new in self.changes:
            path = root / file
            content = found.get(path) or path.read_text(encoding="utf-8")
            if (times := content.count(old)) != 1:
                raise LookupError(f"{self.name}: its line stands {times} times in `{file}`: {old!r}")
            found[path] = content.replace(old, new)
        return found
