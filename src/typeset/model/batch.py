"""A batch: what a manifest asks for, and what became of every document."""

import typing as t

from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError

from typeset.messages import phrase
from typeset.model.base import Closed, Key, Language, Prose, Sentence, fields
from typeset.model.certification import Officer
from typeset.model.protocol import Count, Day
from typeset.model.register import FileName

ORIGINAL_FIELDS = frozenset({"identifier", "id"})
COPY_FIELDS = ORIGINAL_FIELDS | {"number", "recipient"}
"""What may stand in the pattern of a file name."""
_KEY: TypeAdapter[str] = TypeAdapter(Key)


class Wanted(Closed):
    """Which parties get copies, and how many."""

    everybody: bool = False
    parties: tuple[tuple[Key, Count], ...] = ()


def _wanted(value: object) -> object:
    """Read `all`, `none`, a list of parties, or a mapping from party to how many.

    Raises:
        ValueError: it is nothing of that, or a party's key is none.
    """
    try:
        return _read_wanted(value)
    except ValidationError as error:
        raise ValueError(phrase("a party's key is a letter, then letters, digits and hyphens")) from error


def _read_wanted(value: object) -> Wanted:
    match value:
        case Wanted():
            return value
        case "all":
            return Wanted(everybody=True)
        case "none":
            return Wanted()
        case [*keys] if keys and all(isinstance(key, str) for key in keys):
            return Wanted(parties=tuple((_KEY.validate_python(key), 1) for key in keys))
        case {**counts} if counts and all(_is_count(count) for count in counts.values()):
            return Wanted(parties=tuple((_KEY.validate_python(key), count) for key, count in counts.items()))
    raise ValueError(phrase("write `all`, `none`, a list of parties, or `PARTY: how many`"))


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _pattern(known: frozenset[str], needed: str = "") -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, str):
            if unknown := fields(value) - known:
                raise ValueError(
                    phrase(
                        "`{{unknown}}` is no field; known are {known}",
                        unknown=min(unknown),
                        known=", ".join(sorted(known)),
                    )
                )
            if needed and needed not in fields(value):
                raise ValueError(phrase("`{{needed}}` is missing, by which the files are told apart", needed=needed))
        return value

    return BeforeValidator(check)


class Certifying(Closed):
    """What certifications say; what is left open is settled by the protocol."""

    language: Language | None = None
    officer: Officer | None = None
    place: Prose | None = None
    kept_in: Prose | None = None
    date: Day | None = None
    """By default the day on which the numbers are taken."""
    conformed: bool = False


class Making(Closed):
    """What is made of an instrument."""

    languages: tuple[Language, ...] = ()
    """The authentic texts to press; all where empty."""
    copies: t.Annotated[Wanted, BeforeValidator(_wanted)] = Wanted()
    addressees: tuple[Prose, ...] = ()
    """Others who get a copy, in words."""
    seal: bool = False
    name: t.Annotated[FileName, _pattern(ORIGINAL_FIELDS)] = "{identifier}"
    """Of the original's file, without `.pdf`."""
    copy_name: t.Annotated[FileName, _pattern(COPY_FIELDS, "number")] = "{identifier}-copy-{number}-{recipient}"
    certification: Certifying = Certifying()


class Instrument(Making):
    """One source, and what is made of it."""

    source: t.Annotated[str, StringConstraints(min_length=1)]
    """A root file or a folder, relative to the manifest."""
    id: t.Annotated[str, StringConstraints(pattern=r"^\w[\w.-]{0,99}$")] | None = None
    """The name of the instrument within the batch; by default made of `source`."""

    @property
    def called(self) -> str:
        """The id that the manifest's reader has given."""
        return self.id or self.source


class Manifest(Closed):
    """The instruments of a batch; `defaults` hold where an instrument says nothing."""

    batch: t.Literal[1] = 1
    defaults: Making = Making()
    instruments: t.Annotated[tuple[Instrument, ...], Field(min_length=1)]

    def settled(self) -> tuple[Instrument, ...]:
        """The instruments, with the defaults where they say nothing themselves."""
        said = self.defaults.model_fields_set
        return tuple(
            one.model_copy(update={name: getattr(self.defaults, name) for name in said - one.model_fields_set})
            for one in self.instruments
        )


class Failure(Closed):
    """An error as a value, which travels between processes and into reports."""

    kind: str
    """The error's class; exit codes go by it."""
    message: Sentence
    hint: Sentence = ""
    where: str = ""

    @classmethod
    def of(cls, error: BaseException) -> t.Self:
        """The error's own words; those of a stranger with its class before them."""
        said = getattr(error, "message", None)
        if said is None:
            said = phrase("fault: {name}: {error}", name=type(error).__name__, error=error)
        hint, where = getattr(error, "hint", ""), str(getattr(error, "where", ""))
        return cls(kind=type(error).__name__, message=said, hint=hint, where=where)


State = t.Literal["made", "unchanged", "failed"]


class Result(Closed):
    """What became of one document."""

    id: str
    document: Sentence
    """`original`, `copy 3`, or `copies` where no number was taken."""
    state: State
    file: str = ""
    """Relative to the output folder."""
    sha256: str = ""
    pages: int = 0
    recipient: str = ""
    seconds: float = 0.0
    worker: str = ""
    memory: int = 0
    """Of the worker, in bytes, when it was done."""
    failure: Failure | None = None


class Planned(Closed):
    """What a run would do with one instrument."""

    id: str
    source: str
    original: t.Literal["make", "make again", "unchanged", "refused"]
    copies: Sentence
    """In words: `none`, `3 to make`, `all parties`, `unchanged`."""
    reason: Sentence = ""
