"""How tests look at a PDF: through poppler and mupdf, and at its text by place."""

import io
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import page
import pikepdf

Picture = npt.NDArray[np.int16]
"""Rows of grey, 0 is black."""
_PICTURE = re.compile(rb"P5\s+(\d+)\s+(\d+)\s+255\s")


def run(pdf: bytes, *command: str) -> bytes:
    """Run a tool on a PDF, which stands for `FILE` in its arguments."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "looked-at.pdf"
        path.write_bytes(pdf)
        arguments = [str(path) if word == "FILE" else word for word in command]
        return subprocess.run(arguments, check=True, capture_output=True).stdout


def poppler(pdf: bytes, dpi: int = 72) -> list[Picture]:
    """Draw all pages with poppler."""
    return _pictures(run(pdf, "pdftoppm", "-gray", "-cropbox", "-r", str(dpi), "FILE"))


def mupdf(pdf: bytes, dpi: int = 72) -> list[Picture]:
    """Draw all pages with mupdf."""
    return _pictures(run(pdf, "mutool", "draw", "-q", "-F", "pgm", "-r", str(dpi), "-o", "-", "FILE"))


RENDERERS: dict[str, Callable[[bytes], list[Picture]]] = {"poppler": poppler, "mupdf": mupdf}


def _pictures(stream: bytes) -> list[Picture]:
    pictures = []
    at = 0
    while (head := _PICTURE.match(stream, at)) is not None:
        width, height = int(head[1]), int(head[2])
        grey = np.frombuffer(stream, np.uint8, width * height, head.end())
        pictures.append(grey.reshape(height, width).astype(np.int16))
        at = head.end() + width * height
    assert at == len(stream)
    return pictures


def ink(picture: Picture) -> tuple[int, int, int, int]:
    """The box of all that is not white: left, top, right, bottom."""
    rows, columns = np.where(picture < 250)
    return int(columns.min()), int(rows.min()), int(columns.max()), int(rows.max())


def without_widgets(pdf: bytes) -> bytes:
    """The file without form fields, on which mupdf draws flags of its own."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for one in opened.pages:
            if "/Annots" in one:
                del one.obj["/Annots"]
        output = io.BytesIO()
        opened.save(output)
    return output.getvalue()


def words(pdf: bytes, *, above: int | None = None, only: int | None = None) -> str:
    """The text by pdftotext; of the part of the pages above this many points from the top, or of one page."""
    box = [] if above is None else ["-r", "72", "-x", "0", "-y", "0", "-W", "2000", "-H", str(above)]
    pages = [] if only is None else ["-f", str(only), "-l", str(only)]
    return run(pdf, "pdftotext", "-layout", *box, *pages, "FILE", "-").decode()


def failures(pdf: bytes) -> list[str]:
    """Which rules of PDF/A-3a and PDF/UA-1 are broken."""
    profiles = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in profiles]
    return [f"{failure.rule_id}: {failure.message}" for report in reports for failure in report.failures]
