"""`typeset copy`: certified copies of an original, numbered, registered, sealed."""

import datetime as dt
import functools
from pathlib import Path

import click

from typeset.cli.commands import command, option
from typeset.cli.console import data, say
from typeset.cli.options import PROCESSES, day, json_option, register_option, resources, templates_option, today
from typeset.cli.reporting import registered
from typeset.cli.sealing import seal_of, seal_options
from typeset.messages import phrase


@command()
@click.argument("original", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--for", "parties", multiple=True, metavar="PARTY", help="A party, by its key; may be repeated.")
@option("--all", "everybody", is_flag=True, help="Every party that has no copy yet.")
@option("--addressee", "addressees", multiple=True, help="Somebody who is no party, in words; may be repeated.")
@option("--resume", is_flag=True, help="First finish the numbers that a broken run left without a file.")
@option("-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), help="[default: copies]")
@option("--language", help="The language of the certification. [default: the protocol's]")
@option("--officer", help="The office of the certifying officer. [default: the protocol's]")
@option("--officer-name", help="The officer's name; without it the page leaves room.")
@option("--place", help="Where the copies are certified. [default: the place of signature]")
@option("--kept-in", help="Where the original is kept. [default: with the depositary]")
@option("--date", type=day, help="The date of certification. [default: today]")
@option("--conformed", is_flag=True, help="Mark the signatures that stand on the original.")
@option("--replaces", type=int, help="The number of the rectified copy that this one stands for.")
@option("--protocol", type=click.Path(path_type=Path), help="The source of a scan, for what it settles.")
@register_option
@seal_options
@templates_option
@json_option
@click.pass_context
def copy(
    context: click.Context, original: Path, folder: Path | None, key: Path | None, pkcs11: Path | None,
    passphrase_file: Path | None, tsa: str | None, templates: Path | None, protocol: Path | None, register: str,
    resume: bool, everybody: bool, parties: tuple[str, ...], addressees: tuple[str, ...], date: dt.date | None,
    language: str | None, officer: str | None, officer_name: str | None, place: str | None, kept_in: str | None,
    conformed: bool, replaces: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Issue certified copies of an original.

    ORIGINAL is a file that `typeset original` wrote, or a scan entered by `typeset register add-original`. Every
    copy is the original with named marks and a certification page; it is proven against the original, entered in
    the register, and never overwritten. An original is entered with its first copy.
    """
    from typeset.pipeline import copies

    wish = copies.Wish(
        parties=parties, everybody=everybody, addressees=addressees, resume=resume, language=language,
        officer=officer, officer_name=officer_name, place=place, kept_in=kept_in, conformed=conformed,
        replaces=replaces, date=date or today(),
    )  # fmt: skip
    seal = seal_of(key, pkcs11, passphrase_file, tsa)
    rows = []
    call = functools.partial(copies.issue, seal=seal, protocol=protocol, processes=PROCESSES)
    for one in call(original, wish, register, folder or Path("copies"), resources(templates)):
        number, recipient = one.allotment.number, one.recipient.name
        rows.append({"number": number, "recipient": recipient, "file": str(one.path), "sha256": one.sha256})
        if not as_json:
            click.echo(f"{one.sha256}  {one.path}")
        say(context, registered(number, recipient, one.report))
    if as_json:
        data(rows)
    if not rows:
        say(context, phrase("nothing to issue: every party has its copy, and no number is pending"))
