"""The environment into the limits on what is handed in."""

from collections.abc import Mapping

import click

from typeset.bounds import of_environment, settle
from typeset.cli.speech import translated


def limit(environment: Mapping[str, str]) -> None:
    """Put the limits into force that the environment asks for.

    Raises:
        UsageError: it asks for one that is none, or by something that is no number.
    """
    try:
        settle(of_environment(environment))
    except ValueError as error:
        raise click.UsageError(translated(error.args[0])) from error
