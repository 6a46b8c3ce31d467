"""A source into its original by templates of a house, in a process of its own that may take only so much.

Templates are programs, and bring pictures and faces along that libraries of others open. The bundled ones are typeset's
own, and need no such care.
"""

import contextlib
import functools
from collections.abc import Iterator, Sequence

from typeset.ahead import Engine
from typeset.bounds import MEGABYTE, raising
from typeset.confined import ExceededError, Limits, confined
from typeset.errors import PressError
from typeset.messages import phrase
from typeset.model.look import picture_kind
from typeset.pipeline import originals
from typeset.resources import Resources

JAVA = 300, 8 * 2**30
"""What veraPDF's own machine may take besides: seconds, and bytes that it reserves and mostly does not use."""


def original(  # noqa: PLR0913 - six of them by name
    source: originals.Source,
    resources: Resources,
    *,
    languages: Sequence[str] = (),
    validator: str = "page",
    draft: bool = False,
    processes: int = 1,
    engine: Engine | None = None,
) -> originals.Original:
    """Press an original and prove it; see `originals.original`.

    Raises:
        PressError: also where it takes too much.
    """
    emblem = source.protocol.look.emblem
    press = functools.partial(originals.original, languages=languages, validator=validator, draft=draft)
    if not resources.further and (emblem is None or picture_kind(emblem.file) != "pdf"):
        return press(source, resources, processes=processes, engine=engine)
    limits = Limits.of_press(sum(map(len, source.files.contents.values())))
    if validator == "verapdf":
        limits = limits.with_room(*JAVA)
    with for_pages(limits, resources):
        return confined(limits, source.files.shown(source.files.root), press, source, resources)


@contextlib.contextmanager
def for_pages(limits: Limits, resources: Resources) -> Iterator[None]:
    """Say of pages that they could not be made, where they take too much."""
    try:
        yield
    except ExceededError as error:
        message = phrase(
            "could not be pressed within {seconds} seconds and {megabytes} MB: {cause}",
            seconds=limits.seconds,
            megabytes=limits.memory // MEGABYTE,
            cause=error.cause,
        )
        places = ", ".join(f"`{folder}`" for folder in resources.further)
        hint = phrase("look for a loop, or for huge pictures or faces, in {places}", places=places)
        if not places:
            hint = phrase("take the emblem for damaged; save it anew")
        if error.limit:
            setting = {"seconds": "press_seconds", "memory": "press_memory_mb"}[error.limit]
            hint = phrase("{hint}, {raising}", hint=hint, raising=raising(setting))
        raise PressError(message, hint, error.where) from error
