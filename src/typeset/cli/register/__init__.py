"""`typeset register`: what was issued, to whom, what is due, and whether all of it still stands."""

from typeset.cli.commands import group
from typeset.cli.register import audit, due, export, listing, originals, rectify


@group()
def register() -> None:
    """Ask and keep the register of originals and copies."""


for command in (listing.list_copies, listing.show, due.due, export.export, audit.audit):
    register.add_command(command)
for command in (rectify.rectify, originals.add_original):
    register.add_command(command)
