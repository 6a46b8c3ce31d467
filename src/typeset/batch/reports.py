"""Results into reports for machines: JSON, JUnit XML and CSV."""

import csv
import io
import json
import typing as t
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Mapping, Sequence

from typeset import __version__
from typeset.model.batch import Result, State

FORMATS = (".json", ".xml", ".csv")
_FAULT = 70
_COLUMNS = ("id", "document", "state", "file", "sha256", "pages", "recipient", "seconds", "worker")
_ERROR = ("kind", "exit_code", "message", "hint", "where")


def report(suffix: str, results: Sequence[Result], codes: Mapping[str, int]) -> bytes:
    """Write a report.

    Args:
        suffix: one of `FORMATS`.
        results: of one run.
        codes: the exit code of each class of errors.
    """
    return {".json": _json, ".xml": _junit, ".csv": _csv}[suffix](results, codes)


def counts(results: Sequence[Result]) -> dict[str, int]:
    """How many documents have each state."""
    found = Counter(one.state for one in results)
    return {state: found[state] for state in t.get_args(State)}


def cells(result: Result, codes: Mapping[str, int]) -> dict[str, object]:
    """One result as a flat mapping."""
    row: dict[str, object] = result.model_dump(include=set(_COLUMNS))
    if result.failure is not None:
        row |= result.failure.model_dump() | {"exit_code": codes.get(result.failure.kind, _FAULT)}
    return row


def _json(results: Sequence[Result], codes: Mapping[str, int]) -> bytes:
    content = {
        "typeset": __version__,
        "counts": counts(results),
        "results": [cells(one, codes) for one in results],
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


def _csv(results: Sequence[Result], codes: Mapping[str, int]) -> bytes:
    page = io.StringIO(newline="")
    writer = csv.DictWriter(page, (*_COLUMNS, *_ERROR), restval="")
    writer.writeheader()
    writer.writerows(cells(one, codes) for one in results)
    return page.getvalue().encode()


def _junit(results: Sequence[Result], codes: Mapping[str, int]) -> bytes:
    found = counts(results)
    totals = {
        "tests": str(len(results)),
        "failures": str(found["failed"]),
        "errors": "0",
        "skipped": str(found["unchanged"]),
        "time": f"{sum(one.seconds for one in results):.3f}",
    }
    root = ET.Element("testsuites", totals)
    suite = ET.SubElement(root, "testsuite", {"name": "typeset batch", **totals})
    for one in results:
        case = ET.SubElement(
            suite, "testcase", classname=_xml(one.id), name=one.document, time=f"{one.seconds:.3f}", file=_xml(one.file)
        )
        if one.state == "unchanged":
            ET.SubElement(case, "skipped", message="made before, and unchanged")
        if one.failure is not None:
            code = codes.get(one.failure.kind, _FAULT)
            failure = ET.SubElement(case, "failure", type=one.failure.kind, message=_xml(one.failure.message))
            failure.text = _xml(f"{one.failure.where}: {one.failure.message}\n{one.failure.hint}\nexit code {code}")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _xml(words: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return "".join(sign if sign in "\t\n\r" or (sign >= " " and not _outside(sign)) else "\ufffd" for sign in words)


def _outside(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff"
