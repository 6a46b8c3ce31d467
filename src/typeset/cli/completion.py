"""`typeset completion`: the script by which a shell completes our commands."""

import click
from click.shell_completion import get_completion_class

from typeset.cli.commands import command
from typeset.cli.speech import translated
from typeset.messages import phrase


@command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    For bash: eval "$(typeset completion bash)"
    """
    root = context.find_root()
    maker = get_completion_class(shell)
    if maker is None:
        raise click.UsageError(translated(phrase("`{shell}` is not a shell that click completes for", shell=shell)))
    click.echo(maker(root.command, {}, "typeset", "_TYPESET_COMPLETE").source())
