"""The talk of `typeset batch`: its options, progress, and what is said at the end."""

import os
import re
import shlex
import sys
import typing as t
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import click

from typeset import output
from typeset.cli.commands import option
from typeset.cli.console import data, say, table
from typeset.cli.exits import EXIT_CODES
from typeset.cli.progress import progress_of
from typeset.cli.speech import translated
from typeset.messages import joined, phrase

if t.TYPE_CHECKING:
    from typeset.batch import Phase
    from typeset.model.batch import Instrument, Planned, Result

_Command = t.TypeVar("_Command", bound=Callable[..., t.Any])
_CODES = {kind.__name__: code for kind, code in EXIT_CODES.items()}
_ACTIONS = {
    "make": phrase("make"),
    "make again": phrase("make again"),
    "unchanged": phrase("unchanged"),
    "copies only": phrase("copies only"),
    "refused": phrase("refused"),
}
"""What a run would do with an original, in words."""
_STATES = {
    "made": phrase("made"),
    "found": phrase("found"),
    "unchanged": phrase("unchanged"),
    "failed": phrase("failed"),
}
"""What became of documents, in words."""
_PASSWORD = re.compile(r"(\w://[^\s/:@]*:)[^\s/]*(@)")
"""What stands in an address between the user and the machine."""
_VALUES = {"--only", "--report"}
"""What the command that repeats one document says anew, or not at all."""

copies_option = option(
    "--copies", type=click.Choice(["all", "none"]), default="none", show_default=True,
    help="Who gets copies where the manifest does not say.",
)  # fmt: skip


class ReportFile(click.Path):
    """A file whose name says in which format the report is written."""

    def convert(self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None) -> t.Any:  # noqa: ANN401 - click's own
        """Refuse a format that is not known before hours of work, not after."""
        from typeset.batch.reports import FORMATS

        path = super().convert(value, param, ctx)
        if Path(os.fsdecode(path)).suffix.lower() not in FORMATS:
            said = phrase(
                "`{value}` names no format of a report: write {formats}", value=value, formats=", ".join(FORMATS)
            )
            self.fail(translated(said), param, ctx)
        return path


report_option = option(
    "--report", "reports", multiple=True, type=ReportFile(dir_okay=False, path_type=Path),
    help="A report: .json, .xml (JUnit) or .csv; may be repeated.",
)  # fmt: skip


def workers_options(command: _Command) -> _Command:
    """Add the options that say who does the work."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    for add in (
        option("--cluster", metavar="URL", help="A Dask scheduler, such as tcp://host:8786."),
        option("--memory", type=click.IntRange(0), default=4096, show_default=True,
                     help="Address space of a worker in MB; 0 for no limit."),
        option("--time-limit", type=click.FloatRange(1), default=120, show_default=True,
                     help="Seconds for one task."),
        option("-j", "--jobs", type=click.IntRange(1), default=cores, show_default="the cores",
                     help="How many worker processes."),
    ):  # fmt: skip
        command = add(command)
    return command


def chosen(instruments: Sequence["Instrument"], only: tuple[str, ...]) -> tuple["Instrument", ...]:
    """The instruments asked for, or all."""
    if unknown := set(only) - {one.called for one in instruments}:
        raise click.BadParameter(
            translated(phrase("`{name}` is no instrument of the manifest", name=min(unknown))), param_hint="--only"
        )
    return tuple(one for one in instruments if not only or one.called in only)


def show_plan(plan: Iterable["Planned"], *, as_json: bool) -> None:
    """Print what a run would do."""
    rows = list(plan)
    if as_json:
        data([one.model_dump() for one in rows])
        return
    cells = [(one.id, _ACTIONS[one.original], one.copies, translated(one.reason).partition("\n")[0]) for one in rows]
    table((phrase("instrument"), phrase("original"), phrase("copies"), ""), cells)


def followed(context: click.Context, events: Iterator["Phase | Result"]) -> list["Result"]:
    """Show how far a run is, and gather what came of it."""
    from typeset.model.batch import Result

    results = []
    with progress_of(context) as progress:
        for event in events:
            if isinstance(event, Result):
                results.append(event)
                progress.advance(event)
            else:
                progress.begin(event.title, event.total)
    return results


def close(context: click.Context, results: list["Result"], reports: tuple[Path, ...], *, as_json: bool) -> None:
    """Write the reports, name the failures with the command that repeats each, and leave with 1 where there are any."""
    from typeset.batch.reports import cells, counts, report

    for path in reports:
        output.write(path, report(path.suffix.lower(), results, _CODES), overwrite=True)
    if as_json:
        data({"counts": counts(results), "results": [cells(one, _CODES) for one in results]})
    else:
        for one in results:
            if one.state == "made":
                click.echo(f"{one.sha256}  {one.file}")
    failed = [(one, one.failure) for one in results if one.failure is not None]
    for one, failure in failed:
        place = f"{failure.where}: " if failure.where else ""
        label = click.style(translated(phrase("failed:")), fg="red", bold=True)
        words = f"{failure.kind}: {place}{translated(failure.message)}"
        click.echo(f"{label} {one.id}, {translated(one.document)}: {words}", err=True)
        if failure.hint:
            click.echo(f"  {click.style(translated(phrase('hint:')), fg='cyan')} {translated(failure.hint)}", err=True)
    if failed:
        rows = [(one.id, one.document, failure.kind, again(sys.argv[1:], one.id)) for one, failure in failed]
        head = (phrase("failed"), phrase("document"), phrase("error"), phrase("again"))
        table(head, rows, err=True)
    found = [(state, count) for state, count in counts(results).items() if count or state != "found"]
    say(context, joined(", ", (phrase("{count} {state}", count=count, state=_STATES[state]) for state, count in found)))
    context.exit(1 if failed else 0)


def again(arguments: list[str], name: str) -> str:
    """The command that repeats one instrument: the same, but for `--only`, and without passwords; reports stay."""
    kept: list[str] = []
    words = iter(arguments)
    for word in words:
        if word in _VALUES:
            next(words, None)
        elif word.partition("=")[0] not in _VALUES:
            kept.append(word)
    return shlex.join(["typeset", *(_PASSWORD.sub(r"\1***\2", word) for word in kept), "--only", name])
