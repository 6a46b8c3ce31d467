"""Results and errors into what a terminal shows: data to stdout, talk to stderr, colours on a terminal only."""

import json
from collections.abc import Sequence

import click

from typeset.cli.speech import translated
from typeset.errors import TypesetError
from typeset.messages import phrase


def say(context: click.Context, text: str) -> None:
    """Talk to the user in the user's language, unless asked to be quiet."""
    if not context.find_root().params.get("quiet"):
        click.echo(translated(text), err=True)


def complain(error: TypesetError) -> None:
    """Show an error: what, where, and what to do next."""
    place = f"{translated(error.where)}: " if error.where else ""
    label = click.style(translated(phrase("error:")), fg="red", bold=True)
    click.echo(f"{label} {place}{translated(error.message)}", err=True)
    if error.hint:
        click.echo(f"{click.style(translated(phrase('hint:')), fg='cyan')} {translated(error.hint)}", err=True)


def data(value: object) -> None:
    """Print machine-readable data."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, err: bool = False) -> None:
    """Print rows under their headings, in columns as wide as their widest cell."""
    from rich.cells import cell_len

    said = [tuple(map(translated, row)) for row in (head, *rows)]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*said, strict=True)]
    for row in said:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip(), err=err)
