"""Reports of verification into JSON and into a table on the terminal."""

import typing as t

import click

if t.TYPE_CHECKING:
    # Models bring pydantic with them, and `--help` shall answer at once.
    from typeset.model.composition import Adjustment
    from typeset.model.report import Check, Report

_MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not checked": ("?", "yellow"), "not applicable": ("–", "")}
_FINDINGS_SHOWN = 20


def adjusted(adjustment: "Adjustment") -> str:
    """What the press did so that the signatures stand with operative text, after no gaping page."""
    leading = f"line height {adjustment.degree:+d} %, " if adjustment.degree else ""
    return f"{leading}{adjustment.gap:g} mm above the signatures, so that they stand with operative text"


def report_data(report: "Report") -> dict[str, t.Any]:
    """A report as JSON knows it: every check with its result."""
    checks = [_check_data(check) for check in report.checks]
    return {**report.model_dump(exclude={"checks"}), "proven": report.proven, "checks": checks}


def _check_data(check: "Check") -> dict[str, t.Any]:
    rules = [_check_data(rule) for rule in check.rules]
    return {**check.model_dump(exclude={"rules"}), "result": check.result, **({"rules": rules} if rules else {})}


def show_report(report: "Report") -> None:
    """Print a report as a table, with the findings under each check."""
    click.echo(f"{report.subject}: {report.pages} pages, SHA-256 {report.sha256}")
    width = max(len(check.name) for check in report.checks)
    for check in report.checks:
        mark, colour = _MARKS[check.result]
        click.echo(f"  {click.style(mark, fg=colour or None)} {check.name:<{width}}  {check.title}")
        for line in _lines(check):
            click.echo(f"      {line}")
    passed = sum(check.result == "passed" for check in report.checks)
    asked = sum(check.result != "not applicable" for check in report.checks)
    verdict = _verdict(report)
    colour = "red" if not report.proven else "yellow" if report.draft else "green"
    click.echo(f"{click.style(verdict, fg=colour, bold=True)}: {passed} of {asked} checks passed")


def _verdict(report: "Report") -> str:
    if report.draft:
        said = "proven to say what its source says" if report.proven else "NOT PROVEN"
        return f"a DRAFT, no original, {said}"
    return "proven" if report.proven else "NOT PROVEN"


def _lines(check: "Check") -> t.Iterator[str]:
    if check.skipped:
        yield f"not checked: {check.skipped}"
    if check.result == "not applicable":
        yield f"nothing to check: {check.inapplicable}"
    if check.rules:
        kept = sum(rule.result == "passed" for rule in check.rules)
        nothing = ", ".join(rule.name for rule in check.rules if rule.result == "not applicable")
        yield f"{kept} of {len(check.rules)} rules kept{f'; nothing to measure: {nothing}' if nothing else ''}"
    for finding in check.findings[:_FINDINGS_SHOWN]:
        page = f"page {finding.page}: " if finding.page else ""
        words = f" «{finding.words}»" if finding.words else ""
        yield f"{page}{finding.message}{words}"
    if (hidden := len(check.findings) - _FINDINGS_SHOWN) > 0:
        yield f"and {hidden} more; `--json` lists them all"
