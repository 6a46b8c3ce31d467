"""Sources into `taken` or `refused`, and nothing else: what the loader must say of whatever it is given."""

import functools
import re

from typeset import source as reading
from typeset.compose import compose
from typeset.errors import ResourceError, SourceError, TypesetError
from typeset.model.profile import Profile
from typeset.model.protocol import Protocol
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources

_BREAK = re.compile("\r\n|\r|\n")


class Judge:
    """Loads sources, and holds what is said of them against how it must be said.

    Args:
        resources: where the tables of words and the profiles are.
    """

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    @functools.cache  # noqa: B019 - a judge lives as long as its process
    def _wording(self, language: str) -> Wording:
        return reading.wordings((language,), self._resources)[language]

    @functools.cache  # noqa: B019 - likewise
    def _profiles(self, names: tuple[str, ...]) -> dict[str, Profile]:
        return reading.known_profiles(names, self._resources)

    def of(self, files: SourceFiles) -> str:
        """What comes of a source; anything that is not as it must be is raised.

        Raises:
            AssertionError: a complaint is not one line with a place that there is, or loading and checking disagree.
        """
        protocol, error = self._loaded(files)
        if protocol is None:
            assert error.hint, error
        if isinstance(error, ResourceError):
            return "refused"
        said = reading.check(files, self._wording, self._profiles)
        if protocol is not None:
            assert not said
            self._composed(protocol, files)
            return "taken"
        assert said, error
        assert len(error.message.split("\n")) == 1 + len(said), error
        for one in said:
            _held(one, files)
        return "refused"

    def _loaded(self, files: SourceFiles) -> tuple[Protocol | None, TypesetError]:
        try:
            return reading.load(files, self._wording, self._profiles), TypesetError("")
        except (SourceError, ResourceError) as error:
            return None, error

    def _composed(self, protocol: Protocol, files: SourceFiles) -> None:
        tables = {language: self._wording(language) for language in protocol.languages}
        made = compose(protocol, tables, files, self._resources, protocol.languages)
        assert set(made.languages) == set(protocol.languages)


def _held(complaint: reading.Complaint, files: SourceFiles) -> None:
    """Hold a complaint against what it must be: one printable line, about a place that there is."""
    known = {files.shown(name): content for name, content in files.contents.items()}
    assert str(complaint).isprintable(), complaint
    assert complaint.message, complaint
    assert complaint.file in {*known, files.shown(files.root)}, complaint
    lines = _BREAK.split(known.get(complaint.file, b"").decode(errors="replace"))
    assert 1 <= complaint.line <= len(lines) + 1, complaint
    longest = len(lines[complaint.line - 1]) if complaint.line <= len(lines) else 0
    assert 1 <= complaint.column <= longest + 2, complaint
