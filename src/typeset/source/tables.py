"""Tables of the house – words of a language, rules of a profile – from their files into models.

They are few, small and read with every protocol: each is read once a process, for as long as its bytes are the same.
"""

import functools
import typing as t

import pydantic

from typeset.errors import ResourceError
from typeset.messages import lines, phrase
from typeset.source.complaint import Objection
from typeset.source.places import Places
from typeset.source.reading import parsed
from typeset.source.validation import Model, validated

_KEPT = 32


def table(model: type[Model], file: str, content: bytes, key: str, named: str) -> Model:
    """A table, which says of itself what its file is named after.

    Args:
        model: what it is.
        file: its name among the templates.
        content: its bytes.
        key: where it says what it is for.
        named: what it must say there.

    Raises:
        ResourceError: with everything that is wrong with it.
    """
    return t.cast("Model", _table(model, file, content, key, named))


@functools.lru_cache(maxsize=_KEPT)
def _table(model: type[pydantic.BaseModel], file: str, content: bytes, key: str, named: str) -> pydantic.BaseModel:
    reading = parsed(file, content)
    made, objections = validated(model, reading.value, reading.plain)
    found = list(objections)
    if made is not None and (says := getattr(made, key)) != named:
        found.append(Objection((key,), phrase("the table says that it is for `{says}`", says=says), f"`{named}`"))
    complaints = Places(reading, {}).complaints(found)
    if made is None or complaints:
        each = lines(complaint.said for complaint in complaints)
        raise ResourceError(
            phrase("the table `{file}` is faulty\n{complaints}", file=file, complaints=each),
            phrase("correct `{file}`", file=file),
            file,
        )
    return made
