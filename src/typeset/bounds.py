"""How much may be handed in, and what it may cost: settings of a process, made once at its edge.

Every reader below asks for what is in force; processes that are started for a part of the work are told.
"""

import contextlib
import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from contextvars import ContextVar

from typeset.messages import Message, phrase

PREFIX = "TYPESET_LIMIT_"
"""What the variables of the environment begin with; the rest is the name of the setting in capitals."""
MEGABYTE = 2**20
_MOST = 10**9


@dataclasses.dataclass(frozen=True)
class Bounds:
    """What is read at most.

    Args:
        source_mb: megabytes of one file of a source, or of a manifest: some five hundred pages of Cyrillic.
        values: keys, words, lists and mappings of such a file; five hundred pages have some twenty thousand.
        depth: levels of nesting; the format itself needs eleven.
        picture_mb: megabytes of the file of an emblem.
        pixels: of an emblem: 80 × 80 mm in 600 dpi, and some more.
        pdf_mb: megabytes of a PDF.
        pdf_seconds: of the processor, to read a PDF; larger ones get more.
        pdf_memory_mb: likewise.
        press_seconds: of the processor, to press by templates of the house; longer sources get more.
        press_memory_mb: likewise.
    """

    source_mb: int = 2
    values: int = 100_000
    depth: int = 24
    picture_mb: int = 4
    pixels: int = 4 * 2**20
    pdf_mb: int = 128
    pdf_seconds: int = 10
    pdf_memory_mb: int = 512
    press_seconds: int = 60
    press_memory_mb: int = 1024


_LARGEST = {"depth": 100, "pixels": 2**24}
"""What no setting goes beyond, where the program itself could not follow."""
_IN_FORCE: ContextVar[Bounds] = ContextVar("bounds", default=Bounds())  # noqa: B039 - it is frozen


def bounds() -> Bounds:
    """Those in force."""
    return _IN_FORCE.get()


def settle(settings: Bounds) -> None:
    """Put others into force, for good."""
    _IN_FORCE.set(settings)


@contextlib.contextmanager
def within(**settings: int) -> Iterator[None]:
    """Put others into force for a while."""
    token = _IN_FORCE.set(dataclasses.replace(bounds(), **settings))
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def variable(name: str) -> str:
    """The variable of the environment that a setting is made by."""
    return f"{PREFIX}{name.upper()}"


def raising(name: str) -> Message:
    """How to let more pass, as part of a hint."""
    return phrase("or raise `{variable}`, which is {value}", variable=variable(name), value=getattr(bounds(), name))


def of_environment(environment: Mapping[str, str]) -> Bounds:
    """The settings that an environment makes.

    Raises:
        ValueError: a variable names no setting, or says no number that it may be; the message says which.
    """
    known = {variable(one.name): one.name for one in dataclasses.fields(Bounds)}
    made = {}
    for given, words in sorted(environment.items()):
        if not given.startswith(PREFIX):
            continue
        if given not in known:
            near = difflib.get_close_matches(given, known, 1, 0) or sorted(known)[:1]
            raise ValueError(phrase("`{given}` is no limit; write `{near}`", given=given, near=near[0]))
        name, most = known[given], _LARGEST.get(known[given], _MOST)
        if not (words.isascii() and words.isdecimal() and 0 < int(words[:12]) <= most):
            said = phrase(
                "`{given}` is `{words}`; write a whole number from 1 to {most}", given=given, words=words, most=most
            )
            raise ValueError(said)
        made[name] = int(words)
    return Bounds(**made)
