"""Copies and a folder into what is missing, altered, unfinished, or too much."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from typeset.errors import OutputError
from typeset.messages import phrase
from typeset.model.audit import AuditFinding
from typeset.register.course import Filed

_LEFTOVER = re.compile(r"\.typeset-.*\.part")
"""What `typeset.output` writes to before a file gets its name; left behind by a kill."""


def audit_copies(copies: Iterable[Filed], folder: Path | None) -> Iterator[AuditFinding]:
    """Name every number without its file, and with a `folder` every file without its number.

    Raises:
        OutputError: the folder or a file in it cannot be read.
    """
    known = tuple(copies)
    try:
        present = None if folder is None else {path.name: path for path in folder.iterdir() if path.is_file()}
        for copy in known:
            if found := _held_against(copy, present):
                kind, message = found
                yield AuditFinding.model_validate({"kind": kind, "message": message} | _place(copy))
        if present is not None:
            yield from _surplus(known, present)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(
            phrase("`{path}` cannot be read: {reason}", path=error.filename or folder, reason=reason),
            phrase("nothing is known of what was not read"),
        ) from error


def _held_against(copy: Filed, present: dict[str, Path] | None) -> tuple[str, str] | None:
    shown = phrase("copy {number} of `{identifier}`", number=copy.number, identifier=copy.identifier)
    path = None if present is None else present.get(copy.file_name)
    if copy.state == "pending":
        if path is None:
            return "pending", phrase(
                "{shown} has a number and no file; `{file_name}` is still to be made",
                shown=shown,
                file_name=copy.file_name,
            )
        return "unconfirmed", phrase(
            "{shown} has a file that was never confirmed: `{file_name}`", shown=shown, file_name=copy.file_name
        )
    if present is None or copy.sha256 is None:
        return None
    if path is None:
        # A faulty copy may have been withdrawn.
        return (
            ("file missing", phrase("{shown} is gone: `{file_name}`", shown=shown, file_name=copy.file_name))
            if copy.state == "issued"
            else None
        )
    found = _digest(path)
    if found != copy.sha256:
        return "file altered", phrase(
            "{shown} is not as it was issued: `{file_name}` has digest {found}…",
            shown=shown,
            file_name=copy.file_name,
            found=found[:16],
        )
    return None


def _surplus(copies: Sequence[Filed], present: dict[str, Path]) -> Iterator[AuditFinding]:
    # An annulled number was to have no file.
    named = {copy.file_name for copy in copies if copy.sha256 is not None or copy.state == "pending"}
    by_digest = {copy.sha256: copy for copy in copies if copy.sha256 is not None}
    for name in sorted(set(present) - named):
        if _LEFTOVER.fullmatch(name):
            message = phrase(
                "`{name}` is half a file, left by a killed run; where no run is on, it may be deleted", name=name
            )
            yield AuditFinding(kind="leftover", message=message, file_name=name)
        elif name.casefold().endswith(".pdf"):
            known = by_digest.get(_digest(present[name]))
            what = (
                phrase(
                    "is copy {number} of `{identifier}` under another name",
                    number=known.number,
                    identifier=known.identifier,
                )
                if known
                else phrase("is no issued copy")
            )
            yield AuditFinding(
                kind="file extra", message=phrase("`{name}` {what}", name=name, what=what), file_name=name
            )


def _place(copy: Filed) -> dict[str, str | int]:
    return {"identifier": copy.identifier, "number": copy.number, "file_name": copy.file_name}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
