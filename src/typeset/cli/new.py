"""`typeset new`: a folder with a protocol to edit."""

from pathlib import Path

import click

from typeset import output
from typeset.cli.commands import command
from typeset.cli.console import say
from typeset.cli.options import force_option, resources
from typeset.messages import lines, phrase

_STARTER = ("protocol.yaml", "en.yaml", "ru.yaml")


@command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@force_option
@click.pass_context
def new(context: click.Context, folder: Path, force: bool) -> None:
    """Write a protocol to edit.

    Into FOLDER go the facts, protocol.yaml, and the words in one file a language. The protocol is complete
    and can be pressed as it is. The comments in it say what may stand where; `typeset schema` prints what an
    editor needs to complete and check it.
    """
    bundled = resources(None)
    files = {folder / name: bundled.template(f"starter/{name}") for name in _STARTER}
    output.write_all(files, overwrite=force)
    say(
        context,
        lines(
            (
                phrase("wrote {names} into {folder}", names=", ".join(_STARTER), folder=folder),
                phrase("next: {command}", command=f"typeset original {folder}"),
            )
        ),
    )
