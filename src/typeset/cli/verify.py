"""`typeset verify`: the proof of a PDF, any time later."""

from pathlib import Path

import click

from typeset.cli.commands import command, option
from typeset.cli.console import data
from typeset.cli.options import (
    json_option,
    language_option,
    pdf_argument,
    profile_option,
    resources,
    templates_option,
    validator_option,
)
from typeset.cli.reporting import report_data, show_report


@command()
@pdf_argument
@option("--against", type=click.Path(exists=True, path_type=Path), help="An original's source; a copy's original.")
@profile_option
@option("--register", help="Of a copy: the register that it must agree with.")
@option("--trust", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="Of a sealed copy: a certificate to trust; may be repeated.")  # fmt: skip
@language_option
@templates_option
@validator_option
@json_option
@click.pass_context
def verify(
    context: click.Context,
    file: Path,
    against: Path | None,
    profiles: tuple[str, ...],
    register: str | None,
    trust: tuple[Path, ...],
    languages: tuple[str, ...],
    templates: Path | None,
    validator: str,
    as_json: bool,
) -> None:
    """Prove that a PDF says what it should say.

    An original is read back: every paragraph, heading, number, cell and signature block is compared with its
    source in order; fonts, glyphs, pages, structure and both conformance profiles are checked. Without --against,
    the source that the PDF carries is compared: that proves that pages and source agree, not that the source is
    the one you agreed on. A copy is compared with its original: only its marks may differ. Ends with 1 if wanting.
    """
    from typeset.pipeline.outside import Grounds, content_of, verify_file

    is_pdf = against is not None and against.is_file() and content_of(against)[:5] == b"%PDF-"
    grounds = Grounds(
        source=None if is_pdf else against,
        original=against if is_pdf else None,
        register=register,
        languages=languages,
        trust=tuple(path.read_bytes() for path in trust),
        validator=validator,
        profiles=profiles,
    )
    report = verify_file(content_of(file), str(file), resources(templates), grounds)
    if as_json:
        data(report_data(report))
    else:
        show_report(report)
    context.exit(0 if report.proven else 1)
