"""WeasyPrint, driven naively: one HTML file into one PDF, as its documentation shows."""

import importlib.metadata
import sys
from pathlib import Path

from peers.pages import written

NAME, SUFFIX, WARM = "weasyprint", ".html", True
__all__ = ["NAME", "SUFFIX", "WARM", "command", "set_all", "version", "written"]


def version() -> str | None:
    """Which one is installed: it is our own engine."""
    return importlib.metadata.version("weasyprint")


def set_all(inputs: list[Path]) -> None:
    """Set the inputs, each into a PDF of its name."""
    from weasyprint import HTML  # noqa: PLC0415 - in the process that measures it

    for path in inputs:
        HTML(filename=path).write_pdf(path.with_suffix(".pdf"))


def command(path: Path) -> list[str]:
    """The bare command."""
    return [str(Path(sys.executable).with_name("weasyprint")), "-q", str(path), str(path.with_suffix(".pdf"))]
