"""Options that several commands share."""

import datetime as dt
from pathlib import Path

import click

from typeset.cli.commands import option
from typeset.cli.speech import translated
from typeset.messages import phrase
from typeset.resources import Resources, bundled

PROCESSES = 2
"""How many may work at one original, or at the copies of one."""

source_argument = click.argument("source", type=click.Path(path_type=Path))
pdf_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
json_option = option("--json", "as_json", is_flag=True, help="Print JSON for a machine to read.")
force_option = option("--force", is_flag=True, help="Overwrite what is there.")
language_option = option(
    "--language", "languages", multiple=True, help="Only this authentic text; may be repeated. [default: all]"
)
templates_option = option(
    "--templates",
    type=click.Path(path_type=Path),
    help="A folder of templates, styles or language tables that go before the bundled ones.",
)
profile_option = option(
    "--profile",
    "profiles",
    multiple=True,
    help="Of an original: measure its pages by these rules, in the texts that they are meant for; may be repeated.",
)
validator_option = option(
    "--validator",
    type=click.Choice(["page", "verapdf"]),
    default="page",
    show_default=True,
    help="Who judges PDF/A-3a and PDF/UA-1: the bundled validator, or the veraPDF command of this machine.",
)


class Day(click.ParamType[dt.date]):
    """A date such as 2018-05-22."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read what the user wrote."""
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(translated(phrase("`{value}` is no date such as 2018-05-22", value=value)), param, ctx)


day = Day()
register_option = option(
    "--register",
    envvar="TYPESET_REGISTER",
    default="register.db",
    show_default=True,
    help="The register: a file, or postgresql://…; also from $TYPESET_REGISTER.",
)


def today() -> dt.date:
    """The date where the user is; the command line is the only place that looks at the clock."""
    return dt.datetime.now(tz=dt.UTC).astimezone().date()


def resources(templates: Path | None, source: Path | None = None) -> Resources:
    """The bundled resources, with the user's own templates before them and images from the source's folder."""
    folder = source and (source if source.is_dir() else source.parent)
    return bundled(*([templates] if templates else []), source=folder)
