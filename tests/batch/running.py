"""What the tests of batches share: how to run one, and what came of it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from typeset.model.batch import Result
from typeset.register import Register

Run = Callable[..., list[Result]]


def digests(out: Path) -> dict[str, str]:
    """Every file that was made, with its SHA-256."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*.pdf"))
    }


def head(out: Path) -> str:
    with Register.open(out / "register.db") as book:
        return str(book.head())
