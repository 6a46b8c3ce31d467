"""A path into the files of a source: the root, and the files of texts and of the emblem that it names."""

import re
from pathlib import Path, PurePosixPath

from typeset.bounds import MEGABYTE, bounds
from typeset.errors import SourceError
from typeset.messages import phrase
from typeset.model.look import picture_kind
from typeset.model.source import SourceFiles
from typeset.source.complaint import Complaint, Place, refusal
from typeset.source.reading import read

ROOTS = ("protocol.yaml", "protocol.yml", "protocol.json")
_SUFFIXES = (".yaml", ".yml", ".json")
_ROOT_MARK = re.compile(rb"""(?m)^[\s{]*["']?typeset["']?[ \t]*:""")


def collect(path: Path) -> SourceFiles:
    """Read a root file and the files that it names; a folder stands for the root file in it.

    What is in the files is judged by `load`; here only a file that cannot be had is an error.

    Raises:
        SourceError: there is no such file, or a file that it names is missing, unreadable or lies outside its folder.
    """
    root = _root_in(path) if path.is_dir() else path
    if not root.is_file():
        raise SourceError(
            phrase("there is no file `{name}`", name=path),
            phrase("name a YAML or JSON file, or the folder that it is in"),
        )
    try:
        files = SourceFiles(root=root.name, contents={root.name: content_of(root)}, folder=str(root.parent))
    except OSError as error:
        raise SourceError(
            phrase("cannot read `{path}`: {reason}", path=root, reason=_reason(error)),
            phrase("correct the name or the permissions"),
        ) from error
    contents, complaints = dict(files.contents), []
    for name, place in _named(files):
        found = _below(root.parent, name)
        if isinstance(found, bytes):
            contents[name] = found
        else:
            shown, (message, hint) = files.shown(files.root), found
            complaints.append(Complaint(shown, place.line, place.column, message, "", hint))
    if complaints:
        raise refusal(files.shown(files.root), complaints)
    return files.model_copy(update={"contents": contents})


def _root_in(folder: Path) -> Path:
    """The root file of a folder: the one of the usual name, or the only one with a `typeset:` key."""
    for name in ROOTS:
        if (folder / name).is_file():
            return folder / name
    candidates = [path for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES and path.is_file()]
    roots = [path for path in candidates if _ROOT_MARK.search(content_of(path))]
    if len(roots) == 1:
        return roots[0]
    if roots:
        names = ", ".join(f"`{path.name}`" for path in roots)
        raise SourceError(
            phrase("the folder `{folder}` has several sources: {names}", folder=folder, names=names),
            phrase("name one of them"),
        )
    raise SourceError(
        phrase("the folder `{folder}` has no source", folder=folder),
        phrase("write `{name}`, with the key `typeset: 1`", name=ROOTS[0]),
    )


def _named(files: SourceFiles) -> list[tuple[str, Place]]:
    """The file names under `texts` and of the emblem, with the places where they are named."""
    reading = read(files.shown(files.root), files.contents[files.root])
    texts, look = _under(reading.value, "texts"), _under(reading.value, "look")
    named: dict[tuple[str, ...], object] = {("texts", language): name for language, name in texts.items()}
    emblem = _under(look, "emblem").get("file")
    if isinstance(emblem, str) and picture_kind(emblem):
        named["look", "emblem", "file"] = emblem
    return [
        (name, reading.values.get(path, Place(1, 1)))
        for path, name in named.items()
        if isinstance(name, str) and path not in reading.spoiled
    ]


def _under(value: object, key: str) -> dict[str, object]:
    """The mapping under `key`; empty where there is none."""
    below = value.get(key) if isinstance(value, dict) else None
    return below if isinstance(below, dict) else {}


def _below(folder: Path, name: str) -> bytes | tuple[str, str]:
    """Read the file `name` below `folder`, or say why not, and what to do."""
    if not is_plain_name(name):
        return phrase("`{name}` is no plain file name", name=name), phrase(
            "write it relative to this file, with `/`, without `..`"
        )
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            return phrase("`{name}` leads out of the folder of this file", name=name), phrase(
                "put the file itself there, not a link"
            )
        if not path.is_file():
            return phrase("there is no file `{name}` beside this one", name=name), phrase(
                "correct the name, or add the file"
            )
        return content_of(path, bounds().picture_mb if picture_kind(name) else None)
    except (OSError, ValueError) as error:
        return phrase("cannot read `{path}`: {reason}", path=name, reason=_reason(error)), phrase(
            "correct the name or the permissions"
        )


def is_plain_name(name: str) -> bool:
    """Whether a name is relative, written in one way only, and leads downwards."""
    path = PurePosixPath(name)
    plain = not path.is_absolute() and ".." not in path.parts and not re.search(r"[\\:\x00-\x1f]", name)
    return plain and str(path) == name != "."


def content_of(path: Path, megabytes: int | None = None) -> bytes:
    """Read a file; of one that is larger than a source's, or so many megabytes, only so much that it is noticed."""
    with path.open("rb") as file:
        return file.read((megabytes or bounds().source_mb) * MEGABYTE + 1)


def _reason(error: Exception) -> str:
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return said[:1].lower() + said[1:]
