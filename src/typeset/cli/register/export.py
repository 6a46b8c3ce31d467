"""`typeset register export`: the register as CSV or JSON."""

from pathlib import Path

import click

from typeset import output
from typeset.cli.commands import command, option
from typeset.cli.options import force_option, register_option


@command()
@option("--format", "kind", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="How.")
@option("-o", "--output", "target", type=click.Path(dir_okay=False, path_type=Path), help="[default: stdout]")
@register_option
@force_option
def export(kind: str, target: Path | None, register: str, force: bool) -> None:
    """Export the register: CSV with one line a copy, or JSON with the whole chain."""
    from typeset.register import Register

    with Register.open(register) as book:
        text = book.export_csv() if kind == "csv" else book.export_json()
    if target is None:
        click.echo(text, nl=False)
    else:
        output.write(target, text.encode(), overwrite=force)
        click.echo(target)
