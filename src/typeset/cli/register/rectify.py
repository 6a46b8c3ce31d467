"""`typeset register rectify`: a faulty copy is corrected by an entry, never by another file."""

import datetime as dt

import click

from typeset.cli.commands import command, option
from typeset.cli.console import say
from typeset.cli.options import day, register_option, today
from typeset.messages import phrase


@command()
@click.argument("original")
@click.argument("number", type=int)
@option("--reason", required=True, help="What is wrong with the copy.")
@option("--date", type=day, help="Instead of today.")
@register_option
@click.pass_context
def rectify(
    context: click.Context, original: str, number: int, reason: str, date: dt.date | None, register: str
) -> None:
    """Enter that a copy is faulty; a new one is then issued under a new number.

    Nothing is overwritten: the faulty copy keeps its number and its file.
    """
    from typeset.register import Register

    with Register.open(register) as book:
        book.rectify(original, number, reason, date or today())
    say(
        context,
        phrase(
            "copy {number} of {original} is rectified; next: {command}",
            number=number,
            original=original,
            command=f"typeset copy … --replaces {number}",
        ),
    )
