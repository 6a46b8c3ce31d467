"""`typeset register add-original`: a signed and scanned original."""

from pathlib import Path

import click

from typeset.cli.commands import command, option
from typeset.cli.console import say
from typeset.cli.options import register_option, resources, today
from typeset.messages import counted, phrase


@command("add-original")
@click.argument("scan", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--protocol", required=True, type=click.Path(path_type=Path), help="The source of what was signed.")
@option("--signed-by", multiple=True, metavar="ID", help="A signatory whose signature stands on it. [default: all]")
@option("--supersedes", metavar="REASON", help="Put it in the place of the original registered before.")
@register_option
@click.pass_context
def add_original(
    context: click.Context,
    scan: Path,
    protocol: Path,
    signed_by: tuple[str, ...],
    supersedes: str | None,
    register: str,
) -> None:
    """Enter a signed and scanned original; copies are made of it from now on.

    SCAN is any readable PDF. Its conformance is what the scanner gave it, and copies of it are proven by content.
    """
    from typeset.pipeline import copies

    entry = copies.add_scan(scan, protocol, register, resources(None, protocol), signed_by, supersedes, today())
    click.echo(f"{entry.sha256}  {scan}")
    say(
        context,
        phrase(
            "{identifier}: registered, {pages}, conformance: {conformance}",
            identifier=entry.identifier,
            pages=counted("{count} pages", "{count} pages", entry.pages),
            conformance=entry.conformance,
        ),
    )
