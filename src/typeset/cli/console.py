"""Results and errors into what a terminal shows: data to stdout, talk to stderr, colours on a terminal only."""

import json
import typing as t

import click

from typeset.errors import TypesetError

if t.TYPE_CHECKING:
    # Models bring pydantic with them, and `--help` shall answer at once.
    from typeset.model.report import Check, Report

_MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not checked": ("?", "yellow")}
_FINDINGS_SHOWN = 20


def say(context: click.Context, text: str) -> None:
    """Talk to the user, unless asked to be quiet."""
    if not context.find_root().params.get("quiet"):
        click.echo(text, err=True)


def complain(error: TypesetError) -> None:
    """Show an error: what, where, and what to do next."""
    place = f"{error.where}: " if error.where else ""
    click.echo(f"{click.style('error:', fg='red', bold=True)} {place}{error.message}", err=True)
    if error.hint:
        click.echo(f"{click.style('hint:', fg='cyan')} {error.hint}", err=True)


def data(value: object) -> None:
    """Print machine-readable data."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def report_data(report: "Report") -> dict[str, t.Any]:
    """A report as JSON knows it: every check with its result."""
    checks = [{**check.model_dump(), "result": check.result} for check in report.checks]
    return {**report.model_dump(exclude={"checks"}), "proven": report.proven, "checks": checks}


def show_report(report: "Report") -> None:
    """Print a report as a table, with the findings under each check."""
    click.echo(f"{report.subject}: {report.pages} pages, SHA-256 {report.sha256}")
    width = max(len(check.name) for check in report.checks)
    for check in report.checks:
        mark, colour = _MARKS[check.result]
        click.echo(f"  {click.style(mark, fg=colour)} {check.name:<{width}}  {check.title}")
        for line in _lines(check):
            click.echo(f"      {line}")
    passed = sum(check.result == "passed" for check in report.checks)
    verdict = "proven" if report.proven else "NOT PROVEN"
    colour = "green" if report.proven else "red"
    click.echo(f"{click.style(verdict, fg=colour, bold=True)}: {passed} of {len(report.checks)} checks passed")


def _lines(check: "Check") -> t.Iterator[str]:
    if check.skipped:
        yield f"not checked: {check.skipped}"
    for finding in check.findings[:_FINDINGS_SHOWN]:
        page = f"page {finding.page}: " if finding.page else ""
        words = f" «{finding.words}»" if finding.words else ""
        yield f"{page}{finding.message}{words}"
    if (hidden := len(check.findings) - _FINDINGS_SHOWN) > 0:
        yield f"and {hidden} more; `--json` lists them all"
