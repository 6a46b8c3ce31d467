"""Bytes into a file, whole or not at all."""

import contextlib
import errno
import os
import secrets
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from typeset.errors import OutputError
from typeset.messages import phrase

FILE_MODE = 0o644
"""At most: what the user's mask takes away is left away, and nobody but the user ever writes."""
_PRIVATE_MODE = 0o600
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def write(path: Path, content: bytes, *, overwrite: bool = False, private: bool = False) -> None:
    """Write `content` to `path` by a temporary file beside it; a fault leaves the old file, or none.

    A link at `path` is replaced, not followed. A `private` file is for its owner alone.

    Raises:
        OutputError: the file exists and `overwrite` is not asked for, or it cannot be written.
    """
    if not overwrite and os.path.lexists(path):
        raise _exists(path)
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = fresh(path.parent, _PRIVATE_MODE if private else FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path, overwrite=overwrite)
        _sync_folder(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            phrase("`{path}` cannot be written: {reason}", path=path, reason=reason.lower()),
            phrase("make room, or choose another place") if error.errno in _FULL else phrase("choose another place"),
        ) from error
    finally:
        if temporary is not None:
            # What is left of it has no name that anybody reads; what was written is not lost for that.
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def fresh(folder: Path, mode: int = FILE_MODE) -> tuple[int, Path]:
    """A new file that is to get its name later: as `tempfile.mkstemp` makes it, but with the mode that it will keep."""
    while True:
        path = folder / f".typeset-{secrets.token_hex(8)}.part"
        with contextlib.suppress(FileExistsError):
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode), path


def write_all(
    files: Mapping[Path, bytes], *, overwrite: bool = False, private: AbstractSet[Path] = frozenset()
) -> None:
    """Write files that belong together: all of them, or none; where old ones are replaced, each by itself.

    Raises:
        OutputError: one exists and `overwrite` is not asked for, or one cannot be written.
    """
    written: list[Path] = []
    for path in () if overwrite else files:
        if os.path.lexists(path):
            raise _exists(path)
    try:
        for path, content in files.items():
            write(path, content, overwrite=overwrite, private=path in private)
            written.append(path)
    except BaseException:
        for path in () if overwrite else written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def _exists(path: Path) -> OutputError:
    return OutputError(
        phrase("`{path}` exists and is not overwritten", path=path), phrase("choose another name, or say `--force`")
    )


def _put(temporary: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(path)
        return
    try:
        # A hard link fails where the name is taken; a rename would overwrite what came in between.
        os.link(temporary, path)
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:
        # A file system without hard links: the check has been made, the gap is small.
        temporary.replace(path)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
