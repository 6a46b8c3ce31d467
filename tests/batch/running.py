"""What the tests of batches share: how to run one, and what came of it."""

import hashlib
import io
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

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


def scan(seed: int, *, megabytes: float = 0.05) -> bytes:
    """What a scanner gives: a page with a picture of so many bytes, the same every time."""
    side = round((megabytes * 2**20) ** 0.5)
    pdf = pikepdf.new()
    noise = random.Random(seed).randbytes(side * side)  # noqa: S311 - a picture, not a secret
    picture = pdf.make_stream(noise, Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceGray, 8
    page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, 595, 842]))
    page.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
    pdf.pages.append(pikepdf.Page(page))
    file = io.BytesIO()
    pdf.save(file, deterministic_id=True)
    return file.getvalue()
