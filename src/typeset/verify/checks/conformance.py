"""Conformance: what an independent validator says about PDF/A-3a and PDF/UA-1."""

import contextlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import page

from typeset import beside
from typeset.messages import joined, phrase
from typeset.model.report import Check, Finding
from typeset.verify.checks.case import check
from typeset.verify.facts import Facts

PROFILES = {"pdf/a-3a": "3a", "pdf/ua-1": "ua1"}
_TITLES = {"pdf/a-3a": phrase("the file conforms to PDF/A-3a"), "pdf/ua-1": phrase("the file conforms to PDF/UA-1")}
_ALIKE = phrase(", as does a copy like it that the validator judged")
_ROOM = page.SafetyLimits(max_reference_depth=2048, max_table_grid_rows=65_536, max_table_grid_cells=1 << 24)
"""For bookmarks, which are a chain, and rows of tables; its own limits are 256 and 1,024. With 16,384 links of a chain
its stack overflows."""
_PATIENCE = 300
"""Seconds that veraPDF may take."""


def conformance(facts: Facts, validator: str, pool: Executor) -> Iterator[Check]:
    """The file conforms to PDF/A-3a (ISO 19005-3, level A) and PDF/UA-1 (ISO 14289-1), as the validator judges.

    The validator starts at once, on the threads of the pool, while other checks are made; the results come later.
    """
    judge = _verapdf if validator == "verapdf" else _page
    return pool.map(lambda name: judge(facts.pdf, name), PROFILES)


@contextlib.contextmanager
def judging(facts: Facts, validator: str, processes: int) -> Iterator[Iterator[Check]]:
    """The same, in a fork where one can be had: the validator's threads stay, and keep a process from being forked."""
    if validator == "page" and processes > 1 and beside.possible(native=True):
        with beside.Beside(_tell, facts.pdf) as fork:
            yield (_told(fork.hear(), facts.pdf, name) for name in PROFILES)
        return
    with ThreadPoolExecutor() as pool:
        yield conformance(facts, validator, pool)


def _tell(parent: beside.Talk, pdf: bytes) -> None:
    for name in PROFILES:
        parent.tell(_page(pdf, name))


def _told(found: Check | None, pdf: bytes, name: str) -> Check:
    return _page(pdf, name) if found is None else found


def alike() -> tuple[Check, ...]:
    """The results for a copy that must conform, since one that is like it does."""
    return tuple(Check(name=name, title=joined("", (_TITLES[name], _ALIKE))) for name in PROFILES)


def _page(pdf: bytes, name: str) -> Check:
    try:
        report = page.validate_pdf_bytes(pdf, profile=PROFILES[name], limits=_ROOM)
    except page.PageError as error:
        return Check(
            name=name,
            title=_TITLES[name],
            skipped=phrase("page-validation could not read the file: {error}", error=error),
        )
    findings = [
        Finding(message=phrase("rule {rule}: {message}", rule=failure.rule_id, message=failure.message))
        for failure in report.failures
    ]
    if not report.is_compliant and not findings:
        findings = [Finding(message=phrase("the validator calls the file not compliant, and gives no rule"))]
    return check(name, _TITLES[name], findings)


def _verapdf(pdf: bytes, name: str) -> Check:
    command = shutil.which("verapdf")
    if command is None:
        return Check(name=name, title=_TITLES[name], skipped=phrase("`verapdf` is not installed"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.pdf"
        path.write_bytes(pdf)
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command, and a path of our own
                [command, "--format", "json", "--flavour", PROFILES[name], str(path)],
                capture_output=True,
                check=False,
                timeout=_PATIENCE,
            )
            return check(name, _TITLES[name], verapdf_findings(done.stdout))
        except (OSError, subprocess.TimeoutExpired, ValueError, LookupError, TypeError) as error:
            return Check(
                name=name, title=_TITLES[name], skipped=phrase("`verapdf` gave no result: {error}", error=error)
            )


def verapdf_findings(output: bytes) -> list[Finding]:
    """Read veraPDF's JSON report.

    Raises:
        ValueError, LookupError, TypeError: it is none.
    """
    (job,) = json.loads(output)["report"]["jobs"]
    results = job["validationResult"]
    (result,) = results if isinstance(results, list) else [results]
    findings = [
        Finding(
            message=phrase(
                "rule {clause}-{number}: {message}",
                clause=rule["clause"],
                number=rule["testNumber"],
                message=rule["description"],
            )
        )
        for rule in result["details"]["ruleSummaries"]
    ]
    if not result["compliant"] and not findings:
        findings = [Finding(message=phrase("the validator calls the file not compliant, and gives no rule"))]
    return findings
