"""`typeset original`: the pressed and proven original."""

from pathlib import Path

import click

from typeset import output
from typeset.cli.commands import command, option
from typeset.cli.console import data, say
from typeset.cli.options import (
    force_option,
    json_option,
    language_option,
    resources,
    source_argument,
    templates_option,
    validator_option,
)
from typeset.cli.reporting import adjusted, pressed, report_data
from typeset.errors import OutputError
from typeset.garbage import uncollected
from typeset.messages import phrase


@command()
@source_argument
@option("-o", "--output", "target", type=click.Path(path_type=Path),
              help="The PDF. [default: SOURCE's name.pdf; of a draft, name-draft.pdf]")  # fmt: skip
@option("--draft", is_flag=True, help="Mark every page as a draft, of which no copy can be made.")
@language_option
@templates_option
@validator_option
@force_option
@json_option
@click.pass_context
@uncollected()
def original(
    context: click.Context,
    source: Path,
    target: Path | None,
    draft: bool,
    languages: tuple[str, ...],
    templates: Path | None,
    validator: str,
    force: bool,
    as_json: bool,
) -> None:
    """Press a source into a proven PDF original.

    SOURCE is a protocol's root file, or the folder of it. The file is read back and held against the source,
    word by word, before it is written: an unproven original never reaches the disk.
    """
    name = (source if source.is_dir() else source.with_suffix("")).resolve().name
    target = target or Path(f"{name}-draft.pdf" if draft else f"{name}.pdf")
    if target.exists() and not force:
        hint = phrase("choose another name, or say `--force`")
        raise OutputError(phrase("`{path}` exists and is not overwritten", path=target), hint)
    from typeset.cli.pressing import press

    made = press(source, resources(templates, source), languages=languages, validator=validator, draft=draft)
    output.write(target, made.pdf, overwrite=force)
    report = made.report.model_copy(update={"subject": str(target)})
    if as_json:
        data(report_data(report))
    else:
        click.echo(f"{report.sha256}  {target}")
    for language, adjustment in made.adjustments.items():
        say(context, phrase("{language}: {adjusted}", language=language, adjusted=adjusted(adjustment)))
    say(context, pressed(report, draft=draft))
