"""`typeset extract`: the source that a PDF carries."""

from pathlib import Path

import click

from typeset import output
from typeset.cli.commands import command, option
from typeset.cli.console import say
from typeset.cli.options import force_option, pdf_argument
from typeset.messages import phrase


@command()
@pdf_argument
@option("-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
@force_option
@click.pass_context
def extract(context: click.Context, file: Path, folder: Path | None, force: bool) -> None:
    """Give back the source that a PDF carries.

    These are the files that FILE, an original, was made from. Without -o they go into a folder named like
    FILE, beside it.
    """
    from typeset.pipeline import outside

    files = outside.extract(outside.content_of(file), str(file))
    folder = folder or file.with_suffix("")
    written = {folder / name: content for name, content in files.contents.items()}
    output.write_all(written, overwrite=force)
    for path in written:
        click.echo(path)
    say(context, phrase("next: {command}", command=f"typeset check {folder / files.root}"))
