"""Results and errors into what a terminal shows: data to stdout, talk to stderr, colours on a terminal only."""

import json
from collections.abc import Sequence

import click

from typeset.errors import TypesetError


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


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], *, err: bool = False) -> None:
    """Print rows under their headings, in columns as wide as their widest cell."""
    from rich.cells import cell_len

    widths = [max(cell_len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip(), err=err)
