"""Results and errors into what a terminal shows: data to stdout, talk to stderr, colours on a terminal only."""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from textwrap import indent

import click

from typeset.cli.speech import translated
from typeset.errors import TypesetError
from typeset.messages import phrase

_AT_ONCE = 500
"""Lines that are handed to the terminal together: each handing over takes longer than making a line."""


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


def stream(values: Iterable[str]) -> None:
    """Print the JSON of many values as a list, one after the other."""
    before = "[\n"
    for value in values:
        click.echo(before + indent(value, "  "), nl=False)
        before = ",\n"
    click.echo("[]" if before == "[\n" else "\n]")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, err: bool = False) -> None:
    """Print rows under their headings, in columns as wide as their widest cell."""
    said = [tuple(map(translated, row)) for row in chain((head,), rows)]
    widths = [max(map(_columns, column)) for column in zip(*said, strict=True)]
    for start in range(0, len(said), _AT_ONCE):
        rows_at_once = "\n".join(_line(row, widths) for row in said[start : start + _AT_ONCE])
        click.echo(rows_at_once, err=err)


def _line(row: tuple[str, ...], widths: Sequence[int]) -> str:
    cells = [cell + " " * (width - _columns(cell)) for cell, width in zip(row, widths, strict=True)]
    return "  ".join(cells).rstrip()


def _columns(cell: str) -> int:
    if cell.isascii():
        return len(cell)
    from rich.cells import cell_len

    return cell_len(cell)
