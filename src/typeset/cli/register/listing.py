"""`typeset register list` and `show`: what was issued, to whom, under which number."""

import typing as t

import click

from typeset.cli.commands import command
from typeset.cli.console import data, stream, table
from typeset.cli.options import json_option, register_option
from typeset.cli.speech import translated
from typeset.messages import phrase

if t.TYPE_CHECKING:
    from typeset.model.register import RegisteredCopy

_STATES = {"pending": phrase("pending"), "issued": phrase("issued"), "faulty": phrase("faulty")}
_HEAD = (
    phrase("original"), phrase("no."), phrase("recipient"), phrase("issued"), phrase("state"), phrase("sha-256"),
    phrase("file"),
)  # fmt: skip
_SHORT = 12
"""Figures of a digest in a table."""


@command("list")
@register_option
@json_option
def list_copies(register: str, as_json: bool) -> None:
    """List every copy that was ever numbered."""
    from typeset.garbage import uncollected
    from typeset.register import Register

    with uncollected(), Register.open(register) as book:
        if as_json:
            stream(copy.model_dump_json(indent=2) for copy in book.each_copy())
        else:
            # Translated once, and not once a copy.
            states = {state: translated(word) for state, word in _STATES.items()}
            table(_HEAD, (_row(copy, states) for copy in book.each_copy()))


def _row(copy: "RegisteredCopy", states: dict[str, str]) -> tuple[str, ...]:
    return (
        copy.identifier, str(copy.number), copy.recipient or copy.addressee or "", str(copy.issued),
        states[copy.state], (copy.sha256 or "")[:_SHORT], copy.file_name,
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
