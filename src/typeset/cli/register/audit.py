"""`typeset register audit`: whether everything that was issued still stands."""

from pathlib import Path

import click

from typeset.cli.commands import command, option
from typeset.cli.console import say
from typeset.cli.options import register_option
from typeset.messages import phrase


@command()
@option("--copies", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder of copies.")
@option("--head", help="A head noted down earlier, as an audit prints it.")
@register_option
@click.pass_context
def audit(context: click.Context, copies: Path | None, head: str | None, register: str) -> None:
    """Hold the register against its chain, and the copies against their files.

    Prints the head of the register: noted down elsewhere, it proves later that the past was not rewritten.
    """
    from typeset.model.register import Head
    from typeset.register import Register

    with Register.open(register) as book:
        found = book.audit(copies, noted=Head.parse(head) if head else None)
    if found.head is not None:
        click.echo(found.head)
    found.raise_for_findings()
    files = (
        phrase("chain and files agree") if found.files_checked else phrase("the chain holds; files were not looked at")
    )
    say(context, phrase("audited: {files}", files=files))
