"""`typeset register due`: who still has no copy, and until when."""

import datetime as dt

import click

from typeset.cli.commands import command, option
from typeset.cli.console import data, say, table
from typeset.cli.options import day, json_option, register_option, today
from typeset.messages import counted, phrase


@command()
@option("--date", type=day, help="Instead of today.")
@register_option
@json_option
@click.pass_context
def due(context: click.Context, date: dt.date | None, register: str, as_json: bool) -> None:
    """List the parties that have no valid copy yet, and when it is due."""
    from typeset.register import Register

    with Register.open(register) as book:
        found = book.due(date or today())
    if as_json:
        data([one.model_dump(mode="json") for one in found])
        return
    if not found:
        say(context, phrase("nothing is due: every party has its copy"))
        return
    rows = [(one.identifier, one.party.key, str(one.due or "–"), _left(one.days_left)) for one in found]
    table((phrase("original"), phrase("party"), phrase("due"), ""), rows)


def _left(days: int | None) -> str:
    if days is None:
        return phrase("no term")
    if days >= 0:
        return counted("{count} days left", "{count} days left", days)
    return counted("OVERDUE by {count} days", "OVERDUE by {count} days", -days)
