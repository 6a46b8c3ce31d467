"""Reports of verification into JSON and into a table on the terminal."""

import typing as t

import click

from typeset.cli.speech import translated
from typeset.messages import counted, joined, phrase

if t.TYPE_CHECKING:
    # Models bring pydantic with them, and `--help` shall answer at once.
    from typeset.model.composition import Adjustment
    from typeset.model.protocol import Protocol
    from typeset.model.report import Check, Report

_MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "not checked": ("?", "yellow"), "not applicable": ("–", "")}
_FINDINGS_SHOWN = 20


def faultless(protocol: "Protocol") -> str:
    """What a protocol without complaints is made of."""
    provisions, annexes = len(protocol.texts[protocol.languages[0]].items), len(protocol.annexes)
    return phrase(
        "{identifier}: {texts} ({languages}), {provisions}, {annexes}, {signatories}: no complaints",
        identifier=protocol.identifier,
        languages=", ".join(protocol.languages),
        texts=counted("{count} authentic texts", "{count} authentic texts", len(protocol.languages)),
        provisions=counted("{count} numbered provisions", "{count} numbered provisions", provisions),
        annexes=counted("{count} annexes", "{count} annexes", annexes),
        signatories=counted("{count} signatories", "{count} signatories", len(protocol.signatories)),
    )


def pressed(report: "Report", *, draft: bool) -> str:
    """What is said of an original, or a draft, that was pressed."""
    return phrase(
        "{file}: {pages}, {what}: {checks}",
        file=report.subject,
        pages=counted("{count} pages", "{count} pages", report.pages),
        what=phrase("a DRAFT, proven to say what its source says") if draft else phrase("proven"),
        checks=counted("{count} checks passed", "{count} checks passed", len(report.checks)),
    )


def registered(number: int, recipient: str, report: "Report") -> str:
    """What is said of a copy that was issued."""
    passed = sum(check.result == "passed" for check in report.checks)
    return counted(
        "copy {number} for {recipient}: proven: {count} checks passed; registered",
        "copy {number} for {recipient}: proven: {count} checks passed; registered",
        passed,
        number=number,
        recipient=recipient,
    )


def adjusted(adjustment: "Adjustment") -> str:
    """What the press did so that a text fits its pages, and its signatures stand with operative text."""
    usual = type(adjustment)()
    done = []
    if adjustment.degree:
        done.append(phrase("line height {degree} %", degree=f"{adjustment.degree:+d}"))
    if adjustment.gap != usual.gap:
        done.append(phrase("{gap} mm above the signatures", gap=f"{adjustment.gap:g}"))
    if adjustment.lines > 0:
        done.append(counted("{count} paragraph a line longer", "{count} paragraphs a line longer", adjustment.lines))
    if adjustment.lines < 0:
        done.append(counted("{count} paragraph a line shorter", "{count} paragraphs a line shorter", -adjustment.lines))
    if adjustment.gap == usual.gap and not adjustment.lines:
        return phrase("{done}, so that no few lines stand on a page alone", done=joined(", ", done))
    return phrase("{done}, so that the signatures stand with operative text", done=joined(", ", done))


def report_data(report: "Report") -> dict[str, t.Any]:
    """A report as JSON knows it: every check with its result."""
    checks = [_check_data(check) for check in report.checks]
    return {**report.model_dump(exclude={"checks"}), "proven": report.proven, "checks": checks}


def _check_data(check: "Check") -> dict[str, t.Any]:
    rules = [_check_data(rule) for rule in check.rules]
    return {**check.model_dump(exclude={"rules"}), "result": check.result, **({"rules": rules} if rules else {})}


def show_report(report: "Report") -> None:
    """Print a report as a table, with the findings under each check."""
    pages = counted("{count} pages", "{count} pages", report.pages)
    click.echo(
        translated(
            phrase("{subject}: {pages}, SHA-256 {digest}", subject=report.subject, pages=pages, digest=report.sha256)
        )
    )
    width = max(len(check.name) for check in report.checks)
    for check in report.checks:
        mark, colour = _MARKS[check.result]
        click.echo(f"  {click.style(mark, fg=colour or None)} {check.name:<{width}}  {translated(check.title)}")
        for line in _lines(check):
            click.echo(f"      {translated(line)}")
    passed = sum(check.result == "passed" for check in report.checks)
    asked = sum(check.result != "not applicable" for check in report.checks)
    verdict = _verdict(report)
    colour = "red" if not report.proven else "yellow" if report.draft else "green"
    sum_up = counted("{passed} of {count} checks passed", "{passed} of {count} checks passed", asked, passed=passed)
    click.echo(f"{click.style(translated(verdict), fg=colour, bold=True)}: {translated(sum_up)}")


def _verdict(report: "Report") -> str:
    if report.draft:
        return (
            phrase("a DRAFT, no original, proven to say what its source says")
            if report.proven
            else phrase("a DRAFT, no original, NOT PROVEN")
        )
    return phrase("proven") if report.proven else phrase("NOT PROVEN")


def _lines(check: "Check") -> t.Iterator[str]:
    if check.skipped:
        yield phrase("not checked: {reason}", reason=check.skipped)
    if check.result == "not applicable":
        yield phrase("nothing to check: {reason}", reason=check.inapplicable)
    if check.rules:
        kept = sum(rule.result == "passed" for rule in check.rules)
        nothing = ", ".join(rule.name for rule in check.rules if rule.result == "not applicable")
        said = counted("{kept} of {count} rules kept", "{kept} of {count} rules kept", len(check.rules), kept=kept)
        yield phrase("{kept}; nothing to measure: {names}", kept=said, names=nothing) if nothing else said
    for finding in check.findings[:_FINDINGS_SHOWN]:
        words = phrase(" «{words}»", words=finding.words) if finding.words else ""
        said = phrase("{message}{words}", message=finding.message, words=words)
        yield phrase("page {page}: {finding}", page=finding.page, finding=said) if finding.page else said
    if (hidden := len(check.findings) - _FINDINGS_SHOWN) > 0:
        yield counted("and {count} more; `--json` lists them all", "and {count} more; `--json` lists them all", hidden)
