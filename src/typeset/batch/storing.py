"""Pieces that workers made into files of the output folder: whole, synced, never overwriting another."""

import hashlib
from pathlib import Path

from typeset import output
from typeset.batch.journal import file_digest
from typeset.batch.tasks import BY_VALUE, Blob, Piece, World
from typeset.errors import OutputError, ResourceError
from typeset.messages import phrase
from typeset.resources import Resources, bundled

SHELF = ".shelf"
"""The folder by which large files travel; empty between runs."""


def content_of(piece: Piece, out: Path) -> bytes:
    """The bytes that a worker made.

    Raises:
        OutputError: they were put on a shelf that is not shared, or are not what the worker said.
    """
    content = piece.content
    shelved = out / SHELF / piece.sha256
    if content is None:
        try:
            content = shelved.read_bytes()
            shelved.unlink()
        except OSError as error:
            raise OutputError(
                phrase(
                    "a file of more than {limit} MB was made and cannot be found in `{folder}`",
                    limit=BY_VALUE // 2**20,
                    folder=shelved.parent,
                ),
                phrase("let client and workers see the output folder at the same path"),
            ) from error
    if hashlib.sha256(content).hexdigest() != piece.sha256:
        raise OutputError(
            phrase("a file has been altered on its way from the worker"), phrase("look after the network and the disk")
        )
    return content


def store(path: Path, content: bytes) -> None:
    """Write a file, unless the very same stands there since a run that was killed.

    Raises:
        OutputError: another file has the name, or it cannot be written.
    """
    if file_digest(path) != hashlib.sha256(content).hexdigest():
        output.write(path, content)


def blob(path: Path, sha256: str, *, remote: bool) -> Blob:
    """A file to be handed to a worker: by its path, or by value where the worker may be far away.

    Raises:
        OutputError: it cannot be read, or has been altered.
    """
    there = Blob(sha256, path.absolute())
    if remote and len(content := there.read()) <= BY_VALUE:
        return Blob(sha256, path.absolute(), content)
    return there


def portable(resources: Resources, digest: str, *, remote: bool) -> World:
    """Where workers find templates and fonts: in the same folders, or in their own with the user's templates on top.

    Raises:
        ResourceError: the user's templates are too large to travel.
    """
    if not remote:
        return World(digest, resources)
    own, given = bundled().templates, {}
    for folder in reversed([one for one in resources.templates if one not in own]):
        for path in sorted(folder.rglob("*")):
            # As everywhere: no link leads out of a folder of templates.
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                given[path.relative_to(folder).as_posix()] = path.read_bytes()
    if sum(map(len, given.values())) > BY_VALUE:
        limit = BY_VALUE // 2**20
        raise ResourceError(
            phrase("the templates are larger than {limit} MB together", limit=limit),
            phrase("leave out what no page needs"),
        )
    return World(digest, None, tuple(given.items()))
