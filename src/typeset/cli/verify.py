"""`typeset verify`: the proof of a PDF, any time later."""

from pathlib import Path

import click

from typeset.cli.console import data, report_data, show_report
from typeset.cli.options import (
    json_option,
    language_option,
    pdf_argument,
    resources,
    templates_option,
    validator_option,
)


@click.command()
@pdf_argument
@click.option(
    "--against", type=click.Path(path_type=Path), help="The source to compare with, instead of the carried one."
)
@language_option
@templates_option
@validator_option
@json_option
@click.pass_context
def verify(
    context: click.Context,
    file: Path,
    against: Path | None,
    languages: tuple[str, ...],
    templates: Path | None,
    validator: str,
    as_json: bool,
) -> None:
    """Prove that a PDF says what its source says.

    FILE is read back: every paragraph, heading, number, cell and signature block is compared in order; fonts,
    glyphs, pages, structure and both conformance profiles are checked. Without --against, the source that the
    PDF carries is compared: that proves that pages and source agree, not that the source is the one you
    agreed on. Ends with 1 where anything is found.
    """
    from typeset import pipeline

    report = pipeline.verify(
        file.read_bytes(),
        str(file),
        resources(templates),
        against=against,
        languages=languages,
        validator=validator,
    )
    if as_json:
        data(report_data(report))
    else:
        show_report(report)
    context.exit(0 if report.proven else 1)
