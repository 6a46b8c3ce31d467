"""The passphrase of a key: from a file, the environment or the keyboard, never from an argument."""

import os
import sys
from pathlib import Path

import click

from typeset.cli.commands import option
from typeset.cli.speech import translated
from typeset.errors import MissingDependency
from typeset.messages import phrase

PASSPHRASE = "TYPESET_PASSPHRASE"  # noqa: S105 - the name of a variable

passphrase_option = option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the key's passphrase. [default: $TYPESET_PASSPHRASE, or asked for]",
)


def passphrase(file: Path | None, *, confirm: bool = False) -> bytes:
    """The passphrase from a file, the environment or the keyboard; never from an argument."""
    if file is not None:
        return file.read_bytes().rstrip(b"\r\n")
    if PASSPHRASE in os.environ:
        # Once: what this process starts has no need of it.
        return os.environ.pop(PASSPHRASE).encode()
    if not sys.stdin.isatty():
        raise MissingDependency(
            phrase("the key's passphrase is not known"),
            phrase("say `--passphrase-file`, or set `{variable}`", variable=PASSPHRASE),
        )
    asked = click.prompt(
        translated(phrase("passphrase of the key")), hide_input=True, err=True, confirmation_prompt=confirm
    )
    return str(asked).encode()
