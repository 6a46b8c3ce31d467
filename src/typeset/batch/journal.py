"""What a batch has made into a file of JSON lines, one synced line a document: what a killed run is resumed by."""

import contextlib
import fcntl
import hashlib
import os
import typing as t
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from typeset import output
from typeset.batch.tasks import Facts
from typeset.errors import OutputError
from typeset.messages import phrase
from typeset.model.base import Closed
from typeset.model.batch import Failure
from typeset.model.register import Digest, IssuedFile

JOURNAL = "journal.jsonl"
"""Its name in the output folder."""


class Begun(Closed):
    """A run began."""

    event: t.Literal["begun"] = "begun"
    manifest: Digest
    fingerprint: Digest


class MadeOriginal(Closed):
    """An original stands on the disk."""

    event: t.Literal["original"] = "original"
    id: str
    key: Digest
    """Of all that it was made from: source, templates, fonts, options, versions."""
    file: str
    sha256: Digest
    facts: Facts
    given: bool = False
    """Whether the file was there before; then it stays where it is, relative to the manifest."""


class MadeCopy(Closed):
    """A copy stands on the disk; it may be still to be confirmed in the register."""

    event: t.Literal["copy"] = "copy"
    id: str
    file: str
    issued: IssuedFile


class Failed(Closed):
    """A document was refused; it is tried again by the next run."""

    event: t.Literal["failed"] = "failed"
    id: str
    document: str
    failure: Failure


class Ended(Closed):
    """A run came to its end."""

    event: t.Literal["ended"] = "ended"


Event = Begun | MadeOriginal | MadeCopy | Failed | Ended
_EVENT: TypeAdapter[Event] = TypeAdapter(Event)


class Journal:
    """An open journal, locked against a second run; a context manager.

    Args:
        path: the file; begun where there is none.
        write: whether events will be added; else the file is only read.

    Raises:
        OutputError: it cannot be read or written, holds what no journal holds, or another run is at work.
    """

    def __init__(self, path: Path, *, write: bool = True) -> None:
        self.path = path
        self.originals: dict[str, MadeOriginal] = {}
        """The last one of each instrument."""
        self.former: dict[str, set[str]] = {}
        """The digests of all originals of each instrument that batches have pressed."""
        self.copies: dict[tuple[str, int], MadeCopy] = {}
        """By the identifier of the original and the number."""
        self.open_run = False
        """Whether the last run was broken off."""
        self._file: t.BinaryIO | None = None
        try:
            if write:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._file = open(path, "ab+", opener=_opened)  # noqa: SIM115 - `Path.open` takes no opener; closed by `__exit__`
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._read()
        except BlockingIOError as error:
            self.__exit__()
            raise OutputError(
                phrase("another run is at work in `{folder}`", folder=path.parent), phrase("wait for its end")
            ) from error
        except OSError as error:
            self.__exit__()
            reason = (error.strerror or str(error)).lower()
            raise OutputError(
                phrase("the journal `{path}` cannot be kept: {reason}", path=path, reason=reason),
                phrase("choose another place"),
            ) from error

    def __enter__(self) -> t.Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            # Every event was flushed when it was added, or said to be lost: there is nothing more to say.
            with contextlib.suppress(OSError):
                self._file.close()

    def add(self, event: Event) -> None:
        """Append one event and wait until it stands on the disk.

        Raises:
            OutputError: it cannot be written.
        """
        self._take(event)
        if self._file is None:
            return
        try:
            self._file.write(event.model_dump_json().encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(
                phrase("the journal `{path}` cannot be written: {reason}", path=self.path, reason=reason),
                phrase("make room"),
            ) from error

    def _read(self) -> None:
        content = self.path.read_bytes() if self.path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if self._file is not None and len(whole) < len(content):
            # The last line was being written when the run was killed.
            self._file.truncate(len(whole))
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                self._take(_EVENT.validate_json(line))
            except ValidationError as error:
                self.__exit__()
                raise OutputError(
                    phrase("line {number} of the journal `{path}` is none of ours", number=number, path=self.path),
                    phrase("restore it, or choose another folder"),
                ) from error

    def _take(self, event: Event) -> None:
        match event:
            case Begun():
                self.open_run = True
            case Ended():
                self.open_run = False
            case MadeOriginal():
                self.originals[event.id] = event
                if not event.given:
                    self.former.setdefault(event.id, set()).add(event.sha256)
            case MadeCopy():
                self.copies[event.issued.identifier, event.issued.number] = event
            case Failed():
                pass


def file_digest(path: Path) -> str | None:
    """The SHA-256 of a file; none where there is no readable file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def source_digests(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of every file of a source, by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


def _opened(path: str, flags: int) -> int:
    """The journal itself, and not what a link of its name leads to; nobody but the user writes it."""
    return os.open(path, flags | os.O_NOFOLLOW, output.FILE_MODE)
