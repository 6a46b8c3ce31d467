"""`typeset check`: every complaint about a source."""

from pathlib import Path

import click

from typeset.cli.commands import command
from typeset.cli.console import data, say
from typeset.cli.options import json_option, resources, source_argument, templates_option
from typeset.errors import SourceError
from typeset.messages import counted, phrase


@command()
@source_argument
@templates_option
@json_option
@click.pass_context
def check(context: click.Context, source: Path, templates: Path | None, as_json: bool) -> None:
    """List every complaint about a source.

    SOURCE is a protocol's root file, or the folder of it. Each complaint has its file, line and column, what
    was expected and what to do. Nothing is written.
    """
    from typeset import pipeline

    try:
        world = resources(templates, source)
        read = pipeline.read(source, world)
        pipeline.check_characters(read, world)
    except SourceError as error:
        if as_json:
            data({"valid": False, "complaints": error.message.splitlines()})
        raise
    protocol = read.protocol
    items, annexes = len(protocol.texts[protocol.languages[0]].items), len(protocol.annexes)
    if as_json:
        data({"valid": True, "identifier": protocol.identifier, "languages": protocol.languages})
        return
    say(
        context,
        phrase(
            "{identifier}: {texts} ({languages}), {provisions}, {annexes}, {signatories}: no complaints",
            identifier=protocol.identifier,
            languages=", ".join(protocol.languages),
            texts=counted("{count} authentic texts", "{count} authentic texts", len(protocol.languages)),
            provisions=counted("{count} numbered provisions", "{count} numbered provisions", items),
            annexes=counted("{count} annexes", "{count} annexes", annexes),
            signatories=counted("{count} signatories", "{count} signatories", len(protocol.signatories)),
        ),
    )
