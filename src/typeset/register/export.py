"""A register into CSV for a spreadsheet and JSON for a machine."""

import csv
import io
import json
from collections.abc import Iterable, Sequence

from typeset.model.register import Head, RegisteredCopy, RegisteredOriginal, RegisterEntry

_COLUMNS = (
    *("identifier", "number", "state", "recipient", "addressee", "language", "issued", "due", "sheets"),
    *("officer_office", "officer_name", "place", "sealed", "conformed", "replaces", "replaced_by", "reason"),
    *("file_name", "sha256", "original_sha256"),
)


def to_csv(copies: Iterable[RegisteredCopy]) -> str:
    """One line a copy, under a line of names; empty cells where nothing is known."""
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, _COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for copy in copies:
        cells = copy.model_dump(mode="json")
        cells |= {"officer_office": copy.officer.office, "officer_name": copy.officer.name}
        if copy.rectification is not None:
            cells |= {"reason": copy.rectification.reason, "replaced_by": copy.rectification.replaced_by}
        writer.writerow(cells)
    return page.getvalue()


def to_json(
    head: Head,
    originals: Iterable[RegisteredOriginal],
    copies: Iterable[RegisteredCopy],
    entries: Sequence[RegisterEntry],
) -> str:
    """Everything, with the rows of the chain, so that a stranger can compute their hashes; ends with a line break."""
    content = {
        "head": str(head),
        "originals": [original.model_dump(mode="json") for original in originals],
        "copies": [copy.model_dump(mode="json") for copy in copies],
        "entries": [entry.model_dump(mode="json") for entry in entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
