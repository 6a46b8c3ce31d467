"""`typeset seal`: a key for trials."""

import datetime as dt
from pathlib import Path

import click

from typeset import output
from typeset.cli.commands import group, option
from typeset.cli.console import say
from typeset.cli.options import force_option
from typeset.cli.passphrase import passphrase, passphrase_option
from typeset.cli.speech import translated
from typeset.messages import phrase


@group()
def seal() -> None:
    """Make a key to try seals with."""


@seal.command("new")
@click.argument("key", type=click.Path(dir_okay=False, path_type=Path))
@option("--name", required=True, help="Who seals, in words.")
@option("--days", type=click.IntRange(1, 3650), default=365, show_default=True, help="How long it is valid.")
@passphrase_option
@force_option
@click.pass_context
def new_key(context: click.Context, key: Path, name: str, days: int, passphrase_file: Path | None, force: bool) -> None:
    """Make a self-signed key FOR TRIALS.

    KEY is written as PKCS#12, and its certificate beside it as .pem, for `typeset verify --trust`. Nobody vouches
    for such a key: it proves that copies were not changed, and not who has sealed them.
    """
    from typeset.certify.trialkey import trial_key

    start = dt.datetime.now(tz=dt.UTC).replace(microsecond=0)
    locked, certificate = trial_key(name, passphrase(passphrase_file, confirm=True), start, days)
    output.write_all({key: locked, key.with_suffix(".pem"): certificate}, overwrite=force, private={key})
    click.echo(key)
    click.echo(key.with_suffix(".pem"))
    warning = phrase("this key is SELF-SIGNED and for TRIALS ONLY: nobody but you vouches for it")
    say(context, click.style(translated(warning), fg="yellow", bold=True))
