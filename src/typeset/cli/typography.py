"""The typography of a source into a list, a diff and new files: what `typeset check --typography` does."""

import typing as t
from pathlib import Path

import click

from typeset import output
from typeset.cli.console import data, say
from typeset.errors import OutputError, VerificationError

if t.TYPE_CHECKING:
    # Models bring pydantic with them, and `--help` shall answer at once.
    from typeset.pipeline.originals import Source
    from typeset.source.typography import Departure

_SUFFIXES = {".yaml", ".yml", ".json"}


def list_departures(source: "Source", *, everything: bool, as_json: bool) -> None:
    """List what differs from the convention; with `everything`, also what the press sees to.

    Raises:
        VerificationError: something has to be changed in the source.
    """
    from typeset.pipeline.typography import typography

    found = typography(source)
    shown = [one for one in found if one.advice or everything]
    if as_json:
        data({"valid": True, "identifier": source.protocol.identifier, "departures": departures_data(shown)})
    else:
        for one in shown:
            click.echo(one)
    _refuse(found)


def fix(
    context: click.Context, source: "Source", path: Path, target: Path | None, *, force: bool, as_json: bool
) -> None:
    """Write a new source with what is certain mended, show what that changed, and list what is left.

    Raises:
        VerificationError: something is left that has to be changed.
        OutputError: the new source cannot be written, or would overwrite a file.
    """
    from typeset.pipeline.typography import mended

    new = _target(source, path, target)
    made = mended(source, new.name, str(new.parent))
    written = []
    if made.count:
        written = [new.parent / name for name in made.source.files.contents]
        for taken in written:
            if taken.exists() and not force:
                raise OutputError(f"`{taken}` exists and is not overwritten", "choose another name, or say `--force`")
        for name, content in made.source.files.contents.items():
            output.write(new.parent / name, content, overwrite=force)
    if as_json:
        left = departures_data([one for one in made.departures if one.advice])
        head = {"valid": True, "identifier": source.protocol.identifier, "departures": left}
        data(
            {**head, "changed": made.count, "differences": made.differences, "written": [str(name) for name in written]}
        )
    else:
        click.echo(made.differences, nl=False)
        for one in made.departures:
            if one.advice:
                click.echo(one)
    say(context, _said(made.count, made.languages, new))
    _refuse(made.departures)


def departures_data(departures: t.Iterable["Departure"]) -> list[dict[str, t.Any]]:
    """Departures as JSON knows them."""
    return [
        {
            "file": one.complaint.file,
            "line": one.complaint.line,
            "column": one.complaint.column,
            "language": one.language,
            "kind": one.kind,
            "found": one.found,
            "message": one.complaint.message,
            "expected": one.complaint.expected,
            "instead": one.instead,
            "press": not one.advice,
        }
        for one in departures
    ]


def _target(source: "Source", path: Path, target: Path | None) -> Path:
    """The new root file: beside the old one where there is no other, else in a folder of its own."""
    files = source.files
    root = path / files.root if path.is_dir() else path
    if target is not None:
        alone = len(files.contents) == 1 and target.suffix in _SUFFIXES
        return target if alone else target / root.name
    if len(files.contents) == 1:
        return root.with_name(f"{root.stem}.typography{root.suffix}")
    folder = root.parent if root.parent.name not in {"", ".."} else root.parent.resolve()
    return folder.with_name(f"{folder.name}.typography") / root.name


def _said(count: int, languages: tuple[str, ...], new: Path) -> str:
    if not count:
        return "nothing was certain enough to be changed; nothing is written"
    texts = f"the authentic text{'' if len(languages) == 1 else 's'} in {', '.join(f'`{tag}`' for tag in languages)}"
    return f"wrote {new}; {count} places changed in {texts}: a changed text has to be agreed anew before it is signed"


def _refuse(departures: t.Iterable["Departure"]) -> None:
    advised = [one for one in departures if one.advice]
    if not advised:
        return
    certain = sum(one.instead is not None for one in advised)
    places = f"{len(advised)} place{' differs' if len(advised) == 1 else 's differ'}"
    hint = f"`--fix` writes a new source with {certain} of {len(advised)} changed"
    raise VerificationError(f"{places} from the typography of the language", hint if certain else "change the source")
