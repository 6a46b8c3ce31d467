"""The progress of a batch: a bar on a terminal, lines in a log, nothing where it is quiet."""

import contextlib
import sys
import time
import typing as t
from collections.abc import Iterator

import click

from typeset.cli.speech import translated
from typeset.messages import phrase

if t.TYPE_CHECKING:
    from typeset.model.batch import Result

_EVERY = 10.0
"""Seconds between two lines of a log."""
_STEPS = 10
"""So many lines a stretch, where it is fast."""


class Progress(t.Protocol):
    """What follows a run."""

    def begin(self, title: str, total: int) -> None:
        """A stretch of the run begins."""

    def advance(self, result: "Result") -> None:
        """One document is settled."""


class Quiet:
    """Says nothing."""

    def begin(self, title: str, total: int) -> None:
        """Say nothing."""

    def advance(self, result: "Result") -> None:
        """Say nothing."""


class Lines:
    """A line now and then, and one for every failure: for logs and pipes."""

    def begin(self, title: str, total: int) -> None:
        """Name the stretch."""
        self._title, self._total, self._done, self._failed = title, total, 0, 0
        self._start = self._said = time.monotonic()
        if total:
            click.echo(f"{translated(title)}: {total}", err=True)

    def advance(self, result: "Result") -> None:
        """Count, and say so now and then."""
        self._done += 1
        if result.failure is not None:
            self._failed += 1
            said = phrase(
                "{title}: {id}, {document}: failed: {kind}",
                title=self._title, id=result.id, document=result.document, kind=result.failure.kind,
            )  # fmt: skip
            click.echo(translated(said), err=True)
        now = time.monotonic()
        step = max(1, self._total // _STEPS)
        if self._done % step and self._done != self._total and now - self._said < _EVERY:
            return
        self._said = now
        rate = self._done / max(now - self._start, 1e-9)
        left = (self._total - self._done) / rate
        said = phrase(
            "{title}: {done}/{total}, {failed} failed, {rate}/s, {left} s left",
            title=self._title, done=self._done, total=self._total, failed=self._failed,
            rate=f"{rate:.2f}", left=f"{left:.0f}",
        )  # fmt: skip
        click.echo(translated(said), err=True)


class Bar:
    """A bar with counts, rate and time left."""

    def __init__(self, bar: t.Any) -> None:  # noqa: ANN401 - rich is loaded when it is needed
        self._bar = bar

    def begin(self, title: str, total: int) -> None:
        """Begin a line of its own."""
        self._failed, self._start, self._done = 0, time.monotonic(), 0
        self._task = self._bar.add_task(translated(title), total=total, failed="", rate="")

    def advance(self, result: "Result") -> None:
        """Move on."""
        self._done += 1
        self._failed += result.failure is not None
        rate = self._done / max(time.monotonic() - self._start, 1e-9)
        failed = f"[red]{translated(phrase('{failed} failed', failed=self._failed))}" if self._failed else ""
        self._bar.update(self._task, advance=1, failed=failed, rate=translated(phrase("{rate}/s", rate=f"{rate:.2f}")))


@contextlib.contextmanager
def progress_of(context: click.Context) -> Iterator[Progress]:
    """The right kind for where stderr leads."""
    if context.find_root().params.get("quiet"):
        yield Quiet()
    elif not sys.stderr.isatty():
        yield Lines()
    else:
        import rich.progress
        from rich.console import Console

        columns = (
            rich.progress.TextColumn("{task.description:<9}"), rich.progress.BarColumn(),
            rich.progress.MofNCompleteColumn(),
            rich.progress.TextColumn("{task.fields[rate]}"), rich.progress.TimeRemainingColumn(),
            rich.progress.TextColumn("{task.fields[failed]}"),
        )  # fmt: skip
        with rich.progress.Progress(*columns, console=Console(stderr=True)) as bar:
            yield Bar(bar)
