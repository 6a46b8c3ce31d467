"""The options that name a seal, into the seal."""

import typing as t
from pathlib import Path

import click

from typeset.cli.commands import option
from typeset.cli.passphrase import passphrase, passphrase_option

if t.TYPE_CHECKING:
    from typeset.certify.sealing import Seal

_Command = t.TypeVar("_Command", bound=t.Callable[..., t.Any])


def seal_options(command: _Command) -> _Command:
    """Add the options that name a seal."""
    path = click.Path(path_type=Path)
    tsa = option("--tsa", metavar="URL", help="An RFC 3161 authority that timestamps the seal.")
    pkcs11 = option("--pkcs11", type=path, help="A PKCS#11 token to seal with: pyHanko's settings, as JSON.")
    key = option("--seal", "key", type=path, help="A key to seal with (PKCS#12).")
    return key(pkcs11(passphrase_option(tsa(command))))


def seal_of(key: Path | None, pkcs11: Path | None, passphrase_file: Path | None, tsa: str | None) -> "Seal | None":
    """The seal that the options name, or none."""
    if key is None and pkcs11 is None:
        return None
    from typeset.certify import sealing

    secret = passphrase(passphrase_file)
    signer = sealing.from_token(pkcs11, secret) if pkcs11 is not None else sealing.from_file(key or Path(), secret)
    return sealing.Seal(signer, tsa)
