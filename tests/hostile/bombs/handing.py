"""One file into what each function that takes files from outside says of it; called in a process of its own."""

from collections.abc import Callable
from pathlib import Path

from typeset import pipeline
from typeset.errors import TypesetError
from typeset.pipeline import registering
from typeset.pipeline.proofs import Grounds, verify_file
from typeset.resources import Resources, bundled

Said = dict[str, str]


def handed(path: Path, source: Path, original: Path) -> Said:
    """What `verify`, `extract`, `copy` and `register add-original` make of a file: `passed`, or what they say."""
    pdf, resources = path.read_bytes(), bundled()

    def scan() -> None:
        registering.scanned(pdf, path, pipeline.read(source, resources))

    return {
        "verify": _said(lambda: _verified(pdf, path, original, resources)),
        "extract": _said(lambda: pipeline.extract(pdf, path.name)),
        "copy": _said(lambda: registering.pressed(pdf, path, resources)),
        "add": _said(scan),
    }


def _verified(pdf: bytes, path: Path, original: Path, resources: Resources) -> None:
    held = original if path.stem.startswith("copy") else None
    verify_file(pdf, path.name, resources, Grounds(original=held)).raise_for_findings()


def _said(function: Callable[[], object]) -> str:
    try:
        function()
    except TypesetError as error:
        return error.message
    return "passed"
