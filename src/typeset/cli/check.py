"""`typeset check`: every complaint about a source, and on request about its typography."""

from pathlib import Path

import click

from typeset.cli import typography as convention
from typeset.cli.commands import command, option
from typeset.cli.console import data, say
from typeset.cli.options import force_option, json_option, resources, source_argument, templates_option
from typeset.cli.reporting import faultless
from typeset.cli.speech import translated
from typeset.errors import SourceError
from typeset.messages import phrase


@command()
@source_argument
@templates_option
@option("--typography", is_flag=True, help="List where the marks differ from the convention of the language.")
@option("--all", "everything", is_flag=True, help="With --typography: also the spaces that the press binds itself.")
@option("--fix", is_flag=True, help="With --typography: write a new source with what is certain changed.")
@option("-o", "--output", "target", type=click.Path(path_type=Path), help="With --fix: where to write.")
@force_option
@json_option
@click.pass_context
def check(
    context: click.Context,
    source: Path,
    templates: Path | None,
    typography: bool,
    everything: bool,
    fix: bool,
    target: Path | None,
    force: bool,
    as_json: bool,
) -> None:
    """List every complaint about a source.

    SOURCE is a protocol's root file, or the folder of it. Each complaint has its file, line and column, what
    was expected and what to do. Nothing is written, unless by --fix, and then never over SOURCE: without -o into
    NAME.typography beside it.
    """
    from typeset import pipeline

    if not typography and (everything or fix):
        raise click.UsageError(translated(phrase("`--all` and `--fix` go with `--typography`")))
    if not fix and (target or force):
        raise click.UsageError(translated(phrase("`--output` and `--force` go with `--fix`")))
    try:
        world = resources(templates, source)
        read = pipeline.read(source, world)
        pipeline.check_characters(read, world)
    except SourceError as error:
        if as_json:
            data({"valid": False, "complaints": error.message.splitlines()})
        raise
    protocol = read.protocol
    if fix:
        convention.fix(context, read, source, target, force=force, as_json=as_json)
    elif typography:
        convention.list_departures(read, everything=everything, as_json=as_json)
    elif as_json:
        data({"valid": True, "identifier": protocol.identifier, "languages": protocol.languages})
    if not as_json:
        say(context, faultless(protocol))
