"""A batch: what a manifest asks for, and what became of every document."""

import typing as t

from pydantic import BeforeValidator, Field, StringConstraints, TypeAdapter, ValidationError, model_validator

from typeset.messages import phrase
from typeset.model.base import Closed, Key, Language, Prose, Sentence, fields
from typeset.model.certification import Officer
from typeset.model.protocol import Count, Day
from typeset.model.register import FileName

ORIGINAL_FIELDS = frozenset({"identifier", "id"})
COPY_FIELDS = ORIGINAL_FIELDS | {"number", "recipient"}
"""What may stand in the pattern of a file name."""
_KEY: TypeAdapter[str] = TypeAdapter(Key)
_Path = t.Annotated[str, StringConstraints(min_length=1)]
_OF_SOURCES = frozenset({"languages", "name"})
_OF_ORIGINALS = frozenset({"protocol", "signed_by"})


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
    """One source or one original that is there already, and what is made of it; paths are relative to the manifest."""

    source: _Path | None = None
    """A root file or a folder, of which an original is pressed."""
    original: _Path | None = None
    """A PDF of which copies are made, and nothing else: one that typeset has pressed, or a scan."""
    protocol: _Path | None = None
    """The source of what a scan shows: a root file or a folder."""
    signed_by: tuple[Key, ...] = ()
    """The signatories whose signatures stand on a scan; all where empty."""
    id: t.Annotated[str, StringConstraints(pattern=r"^\w[\w.-]{0,99}$")] | None = None
    """The name of the instrument within the batch; by default made of the path."""

    @property
    def path(self) -> str:
        """The file or folder that the instrument is known by."""
        return self.source or self.original or ""

    @property
    def called(self) -> str:
        """The id that the manifest's reader has given."""
        return self.id or self.path

    @model_validator(mode="after")
    def _one_beginning(self) -> t.Self:
        if (self.source is None) == (self.original is None):
            raise ValueError(phrase("name either a `source` to be pressed, or an `original` that is there already"))
        of_source = self.model_fields_set & _OF_SOURCES
        if self.original is not None and of_source:
            raise ValueError(
                phrase("`{of_source}` is for a `source`: an `original` stays as it is", of_source=min(of_source))
            )
        of_original = self.model_fields_set & _OF_ORIGINALS
        if self.source is not None and of_original:
            raise ValueError(
                phrase("`{of_original}` is for an `original` that is there already", of_original=min(of_original))
            )
        if self.signed_by and self.protocol is None:
            raise ValueError(phrase("`signed_by` needs the `protocol` of the scan, which names the signatories"))
        return self


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


State = t.Literal["made", "found", "unchanged", "failed"]
"""Found: an original that was there already was looked at, and is what it should be."""


class Result(Closed):
    """What became of one document."""

    id: str
    document: Sentence
    """`original`, `copy 3`, or `copies` where no number was taken."""
    state: State
    file: str = ""
    """Relative to the output folder; of an original that was there already, relative to the manifest."""
    sha256: str = ""
    pages: int = 0
    recipient: str = ""
    seconds: float = 0.0
    worker: str = ""
    memory: int = 0
    """Of the worker, in bytes, when it was done."""
    failure: Failure | None = None


Action = t.Literal["make", "make again", "copies only", "unchanged", "refused"]
"""What is done with an original; one that is there already is proven and entered, and then only copied."""


class Planned(Closed):
    """What a run would do with one instrument."""

    id: str
    source: str
    original: Action
    copies: Sentence
    """In words: `none`, `3 to make`, `all parties`, `unchanged`."""
    reason: Sentence = ""
