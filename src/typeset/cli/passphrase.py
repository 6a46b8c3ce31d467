"""The passphrase of a key: from a file, the environment or the keyboard, never from an argument."""

import os
import sys
from pathlib import Path

import click

from typeset.errors import MissingDependency

PASSPHRASE = "TYPESET_PASSPHRASE"  # noqa: S105 - the name of a variable

passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=f"A file with the key's passphrase. [default: ${PASSPHRASE}, or asked for]",
)


def passphrase(file: Path | None, *, confirm: bool = False) -> bytes:
    """The passphrase from a file, the environment or the keyboard; never from an argument."""
    if file is not None:
        return file.read_bytes().rstrip(b"\r\n")
    if PASSPHRASE in os.environ:
        return os.environ[PASSPHRASE].encode()
    if not sys.stdin.isatty():
        raise MissingDependency("the key's passphrase is not known", f"say `--passphrase-file`, or set `{PASSPHRASE}`")
    asked = click.prompt("passphrase of the key", hide_input=True, err=True, confirmation_prompt=confirm)
    return str(asked).encode()
