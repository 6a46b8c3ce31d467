"""`typeset batch`: many instruments and all their copies in one run, on one machine or many."""

import datetime as dt
from pathlib import Path

import click

from typeset.cli.batching import copies_option, report_option, workers_options
from typeset.cli.commands import command, option
from typeset.cli.options import day, json_option, register_option, resources, templates_option, today, validator_option
from typeset.cli.sealing import seal_of, seal_options


@command()
@click.argument("manifest", type=click.Path(exists=True, path_type=Path))
@option("-o", "--output", "out", required=True, type=click.Path(file_okay=False, path_type=Path),
              help="The folder for originals, copies and the journal.")  # fmt: skip
@option("--only", multiple=True, metavar="ID", help="Only this instrument; may be repeated.")
@option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@option("--resume", is_flag=True, help="Finish a run that was broken off.")
@option("--date", type=day, help="The date of certifications that name none. [default: today]")
@option("--reason", help="Why originals take the place of earlier ones, for the register.")
@copies_option
@workers_options
@report_option
@register_option
@seal_options
@templates_option
@validator_option
@json_option
@click.pass_context
def batch(
    context: click.Context, manifest: Path, out: Path, only: tuple[str, ...], dry_run: bool, resume: bool,
    date: dt.date | None, reason: str | None, copies: str, jobs: int, time_limit: float, memory: int,
    cluster: str | None, reports: tuple[Path, ...], register: str, key: Path | None, pkcs11: Path | None,
    passphrase_file: Path | None, tsa: str | None, templates: Path | None, validator: str, as_json: bool,
) -> None:  # fmt: skip
    """Make many instruments and all their copies.

    MANIFEST is a YAML, JSON or CSV file that names sources, or originals that are there already, and what to make of
    each; or a folder of them. Every original is proven and registered, every copy numbered, proven and registered.
    What was made before and has not changed is not made again. A document that is refused costs only itself; the run
    then ends with 1.
    """
    from typeset import batch as room
    from typeset.cli import batching
    from typeset.model.batch import Making

    limits = room.Limits(seconds=time_limit, memory=memory * 2**20 if memory else None)
    executor = room.Cluster(cluster, time_limit) if cluster else room.Pool(jobs, limits)
    instruments = room.read_manifest(manifest, Making.model_validate({"copies": copies}))
    setting = room.Setting(
        base=manifest if manifest.is_dir() else manifest.parent, out=out, register=register,
        resources=resources(templates), today=date or today(), validator=validator, resume=resume,
        seal=None if dry_run else seal_of(key, pkcs11, passphrase_file, tsa),
        **({"reason": reason} if reason else {}),
    )  # fmt: skip
    order = room.Batch(batching.chosen(instruments, only), setting)
    if dry_run:
        batching.show_plan(order.plan(), as_json=as_json)
        return
    results = batching.followed(context, order.run(executor))
    batching.close(context, results, reports, as_json=as_json)
