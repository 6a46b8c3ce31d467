"""`typeset schema`: the JSON Schema of the source format."""

import typing as t

import click

from typeset.cli.commands import command, option
from typeset.cli.console import data


@command()
@option(
    "--part",
    type=click.Choice(["protocol", "text"]),
    default="protocol",
    show_default=True,
    help="The root file, or one text's.",
)
def schema(part: t.Literal["protocol", "text"]) -> None:
    """Print the JSON Schema of the source format.

    That is the schema of a protocol's root file, or of one text's file (--part text). Editors complete and
    check a source with it, for instance by a first line `# yaml-language-server:
    $schema=protocol.schema.json`.
    """
    from typeset.source import json_schema

    data(json_schema(part))
