"""The typography of a source into a list, a diff and new files: what `typeset check --typography` does."""

import typing as t
from pathlib import Path

import click

from typeset import output
from typeset.cli.console import data, say
from typeset.cli.speech import translated
from typeset.errors import OutputError, VerificationError
from typeset.messages import counted, phrase

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
            click.echo(translated(one.complaint.said))
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
                raise OutputError(
                    phrase("`{path}` exists and is not overwritten", path=taken),
                    phrase("choose another name, or say `--force`"),
                )
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
                click.echo(translated(one.complaint.said))
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
        return phrase("nothing was certain enough to be changed; nothing is written")
    tags = ", ".join(f"`{tag}`" for tag in languages)
    return phrase(
        "wrote {path}; {places} changed in {texts}: a changed text has to be agreed anew before it is signed",
        path=new,
        places=counted("{count} places", "{count} places", count),
        texts=counted(
            "the authentic text in {languages}", "the authentic texts in {languages}", len(languages), languages=tags
        ),
    )


def _refuse(departures: t.Iterable["Departure"]) -> None:
    advised = [one for one in departures if one.advice]
    if not advised:
        return
    certain = sum(one.instead is not None for one in advised)
    hint = phrase("`--fix` writes a new source with {certain} of {count} changed", certain=certain, count=len(advised))
    raise VerificationError(
        counted(
            "{count} place differs from the typography of the language",
            "{count} places differ from the typography of the language",
            len(advised),
        ),
        hint if certain else phrase("change the source"),
    )
