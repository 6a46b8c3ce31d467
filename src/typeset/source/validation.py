"""Plain data into a frozen model, or into objections that say in our words what pydantic found."""

import copy
import difflib
import typing as t
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pydantic
from pydantic_core import ErrorDetails

from typeset.messages import phrase
from typeset.source.complaint import Objection, Path, listed
from typeset.source.sentences import kind_of, sentence

Model = t.TypeVar("Model", bound=pydantic.BaseModel)

# The shapes that a block may have, by the name pydantic gives the branch, and the key that tells them apart.
_SHAPES = {"Paragraph": "text", "Quote": "quote", "SubItems": "subitems"}
_SHAPES |= {"Heading": "heading", "Listing": "list", "TableBlock": "table"}


@dataclass(frozen=True, slots=True)
class _Error:
    """One error of pydantic, found again in the data."""

    details: ErrorDetails
    path: Path
    """Where the data stands, without the names of union branches."""
    whole: Path
    """The same from the root of the source, for names in messages."""
    value: object
    missing: str = ""
    """The key that is not there."""
    on_key: bool = False
    shape: str = ""
    """The branch of a union that this error belongs to."""
    block: Path = ()
    """The path of the block that was tried as `shape`."""


def validated(
    model: type[Model], data: object, plain: Mapping[Path, str], prefix: Path = ()
) -> tuple[Model | None, tuple[Objection, ...]]:
    """Make a model of `data`, and say everything that keeps it from being one.

    Where unknown keys are all that is wrong, there is a model besides the objections.

    Args:
        model: what to make.
        data: plain data as `reading` gives it.
        plain: the unquoted words of values that are no text, by path within `data`.
        prefix: what leads to `data` in the whole source; the objections' paths begin with it.
    """
    try:
        return model.model_validate(data), ()
    except pydantic.ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
    errors = [_found(one, data, prefix) for one in details]
    found = _without_misspelt(list(_objections(model, errors, data, plain)))
    rest = _without_unknown_keys(model, errors, data)
    return rest, tuple(replace(one, path=(*prefix, *one.path)) for one in found)


def _without_unknown_keys(model: type[Model], errors: list[_Error], data: object) -> Model | None:
    """The model where unknown keys are all that is wrong, so that what they do not touch is judged too."""
    if any(error.details["type"] != "extra_forbidden" or error.shape for error in errors):
        return None
    pruned = copy.deepcopy(data)
    for error in errors:
        *above, key = error.path
        holder = _at(pruned, tuple(above))
        if isinstance(holder, dict):
            holder.pop(key, None)
    try:
        return model.model_validate(pruned)
    except pydantic.ValidationError:
        return None


def _found(details: ErrorDetails, data: object, prefix: Path) -> _Error:
    """Follow pydantic's location through the data; what is no key there is the name of a union branch."""
    path: Path = ()
    block: Path = ()
    shape, missing, on_key = "", "", details["type"] == "extra_forbidden"
    for step in details["loc"]:
        if (isinstance(data, dict) and step in data) or (isinstance(data, list) and isinstance(step, int)):
            path, data = (*path, step), _at(data, (step,))
        elif step == "[key]":
            on_key = True
        elif step in _SHAPES and not shape:
            shape, block = str(step), path
        else:
            missing = str(step)
    return _Error(details, path, (*prefix, *path), data, missing, on_key, shape, block)


def _objections(
    model: type[pydantic.BaseModel], errors: list[_Error], data: object, plain: Mapping[Path, str]
) -> Iterator[Objection]:
    blocks: dict[Path, list[_Error]] = {}
    for error in errors:
        if error.shape:
            blocks.setdefault(error.block, []).append(error)
        elif not _follows_from_another(error):
            yield _objection(model, error, plain)
    for path, tried in blocks.items():
        yield from _block(model, path, _at(data, path), tried, plain)


def _follows_from_another(error: _Error) -> bool:
    """Whether a list counts as too short only because its entries were refused."""
    return error.details["type"] == "too_short" and bool(error.value)


def _block(
    model: type[pydantic.BaseModel], path: Path, value: object, tried: list[_Error], plain: Mapping[Path, str]
) -> Iterator[Objection]:
    """Of the shapes that were tried on one block, keep the errors of the one that its key announces."""
    shapes = [name for name in _SHAPES if any(error.shape == name for error in tried)]
    allowed = phrase("plain text, or a mapping with one of {shapes}", shapes=listed(_SHAPES[name] for name in shapes))
    if isinstance(value, str):
        announced = ["Paragraph"]
    elif isinstance(value, dict):
        announced = [name for name in shapes if _SHAPES[name] in value]
    else:
        yield Objection(path, phrase("{value} stands for a block", value=kind_of(value, plain.get(path))), allowed)
        return
    if len(announced) == 1:
        own = [error for error in tried if error.shape == announced[0] and not _follows_from_another(error)]
        yield from (_objection(model, error, plain) for error in own)
    elif announced:
        keys = [f"`{_SHAPES[name]}`" for name in announced]
        both = phrase("{some} and {last}", some=", ".join(keys[:-1]), last=keys[-1])
        yield Objection(path, phrase("{both} stand in one block", both=both), allowed, phrase("make a block of each"))
    else:
        named = next(iter(t.cast("dict[str, object]", value)), None)
        hint = nearest(str(named), [_SHAPES[name] for name in shapes])
        what = phrase("`{named}` is no kind of block here", named=named) if named else phrase("the block is empty")
        yield Objection((*path, named) if named else path, what, allowed, hint, on_key=bool(named))


def _objection(model: type[pydantic.BaseModel], error: _Error, plain: Mapping[Path, str]) -> Objection:
    kind = error.details["type"]
    if kind == "missing":
        thing = phrase(" in `{whole}`", whole=_last_name(error.whole)) if _last_name(error.whole) else ""
        return Objection(
            error.path,
            phrase("`{missing}` is missing{thing}", missing=error.missing, thing=thing),
            hint=phrase("add `{missing}: …`", missing=error.missing),
        )
    if kind == "extra_forbidden":
        known = _known_keys(model, error.path[:-1])
        hint = nearest(str(error.path[-1]), known) or phrase("remove it")
        expected = phrase("one of {names}", names=listed(known)) if known else ""
        return Objection(error.path, phrase("unknown key `{path}`", path=error.path[-1]), expected, hint, on_key=True)
    thing = phrase("key `{path}`", path=error.path[-1]) if error.on_key else _thing(error.whole)
    message, expected, hint = sentence(thing, error.details, error.value, plain.get(error.path))
    return Objection(error.path, message, expected, hint, on_key=error.on_key)


def _without_misspelt(found: list[Objection]) -> list[Objection]:
    """Leave out that a key is missing where a misspelling of it was found in the same mapping."""
    meant = {(one.path[:-1], one.hint.removeprefix("write ")) for one in found if one.message.startswith("unknown key")}
    return [one for one in found if (one.path, one.message.split(" is missing")[0]) not in meant]


def nearest(word: str, known: Iterable[str]) -> str:
    """Advise the known word that `word` was probably meant to be, if any."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return phrase("write `{close}`", close=close[0]) if close else ""


def _thing(path: Path) -> str:
    """Name a value: by its key, or by its place in the list of that key."""
    name = _last_name(path)
    if not path or not name:
        return phrase("the file")
    return (
        phrase("entry {number} of `{name}`", number=path[-1] + 1, name=name)
        if isinstance(path[-1], int)
        else f"`{name}`"
    )


def _last_name(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _at(data: object, path: Path) -> object:
    for step in path:
        data = t.cast("dict[str | int, object]", data)[step]
    return data


def _known_keys(model: type[pydantic.BaseModel], path: Path) -> list[str]:
    """The keys of the models that may stand at `path`; list positions and free keys lead nowhere new."""
    models = {model}
    for step in path:
        fields = [each.model_fields[step] for each in models if step in each.model_fields]
        if fields:
            models = {found for field in fields for found in _models(field.annotation)}
    return sorted({name for each in models for name in each.model_fields})


def _models(annotation: object) -> Iterator[type[pydantic.BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        yield annotation
    for part in t.get_args(annotation):
        yield from _models(part)
