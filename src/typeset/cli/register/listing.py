"""`typeset register list` and `show`: what was issued, to whom, under which number."""

import click

from typeset.cli.commands import command
from typeset.cli.console import data, table
from typeset.cli.options import json_option, register_option
from typeset.messages import phrase

_STATES = {"pending": phrase("pending"), "issued": phrase("issued"), "faulty": phrase("faulty")}
_SHORT = 12
"""Figures of a digest in a table."""


@command("list")
@register_option
@json_option
def list_copies(register: str, as_json: bool) -> None:
    """List every copy that was ever numbered."""
    from typeset.register import Register

    with Register.open(register) as book:
        copies = book.copies()
    if as_json:
        data([copy.model_dump(mode="json") for copy in copies])
        return
    rows = [
        (copy.identifier, str(copy.number), copy.recipient or copy.addressee or "", str(copy.issued),
         _STATES[copy.state], (copy.sha256 or "")[:_SHORT], copy.file_name)
        for copy in copies
    ]  # fmt: skip
    table(
        (phrase("original"), phrase("no."), phrase("recipient"), phrase("issued"), phrase("state"), phrase("sha-256"),
         phrase("file")),
        rows,
    )  # fmt: skip


@command()
@click.argument("original")
@click.argument("number", type=int, required=False)
@register_option
def show(original: str, number: int | None, register: str) -> None:
    """Show an original, or one copy of it, with all that is known.

    ORIGINAL is an identifier or a SHA-256.
    """
    from typeset.register import Register

    with Register.open(register) as book:
        found = book.original(original) if number is None else book.copy(original, number)
    data(found.model_dump(mode="json"))
