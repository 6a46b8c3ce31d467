"""A source into a proven original; a PDF into the proof that it says what its source says."""

import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from typeset.compose import compose
from typeset.errors import PressError, ResourceError, SourceError, VerificationError
from typeset.messages import phrase
from typeset.model.composition import Adjustment
from typeset.model.profile import Profile, file_of
from typeset.model.protocol import Protocol
from typeset.model.report import Report
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources

if t.TYPE_CHECKING:
    from typeset.ahead import Engine

    # The auditor's room is loaded where something is proven.
    from typeset.verify import Facts

TABLES = "languages/"
"""Where language tables stand, among templates and among the files that a PDF carries."""


@dataclass(frozen=True)
class Source:
    """A protocol with the files that it was read from and the words that go with it."""

    files: SourceFiles
    protocol: Protocol
    wordings: dict[str, Wording]


@dataclass(frozen=True)
class Original:
    """A pressed PDF and the proof that it says what its source says."""

    pdf: bytes
    report: Report
    source: Source
    adjustments: Mapping[str, Adjustment] = field(default_factory=dict)
    """What was done so that texts and annexes fit their pages: by language, or the annex's id in the file."""


def read(path: Path, resources: Resources) -> Source:
    """Read and check a source: a root file, or a folder that holds one.

    Raises:
        SourceError: with every complaint.
        ResourceError: a language table is missing or faulty, or a character stands in no face.
    """
    from typeset import source

    loaded = _loaded(source.collect(path), resources)
    # Of what is written now; an original that was pressed once is proven by the source that it carries, as it is.
    source.check_alphabets(loaded.files, loaded.protocol.mixed_alphabets)
    return loaded


def _loaded(files: SourceFiles, resources: Resources) -> Source:
    from typeset import source

    tables: dict[str, Wording] = {}

    def wording_of(language: str) -> Wording:
        if language not in tables:
            tables.update(source.wordings((language,), resources))
        return tables[language]

    def rules_of(names: tuple[str, ...]) -> dict[str, Profile]:
        return source.known_profiles(names, resources)

    protocol = source.load(files, wording_of, rules_of)
    return Source(files, protocol, {language: wording_of(language) for language in protocol.languages})


def check_characters(source: Source, resources: Resources) -> None:
    """Do nothing where every character of the source stands in a face.

    Raises:
        ResourceError: with every character that cannot be printed, and its place in the source.
    """
    from typeset.source import check_characters as check

    check(source.files, resources.coverage())


def original(  # noqa: PLR0913 - six of them by name
    source: Source,
    resources: Resources,
    *,
    languages: Sequence[str] = (),
    validator: str = "page",
    draft: bool = False,
    processes: int = 1,
    engine: "Engine | None" = None,
) -> Original:
    """Press an original and prove it by reading it back.

    Args:
        source: what is to be pressed.
        resources: templates and fonts.
        languages: the authentic texts to press; all where empty.
        validator: who judges the conformance: `page` or `verapdf`.
        draft: mark every page as that of a draft, of which no copy can be made.
        processes: how many may work at the pages, and at the proof.
        engine: presses them, where it was begun ahead.

    Raises:
        PressError: the engine warned of anything, or the pressed file is not proven.
        ResourceError: a template or font is missing, faulty or altered.
        MissingDependency: a library of the system is not there.
    """
    chosen = _chosen(source, languages)
    composition = compose(source.protocol, source.wordings, source.files, resources, chosen, draft=draft)
    if engine is not None:
        engine.begin(composition)
    # Loaded while the engine is at work.
    from typeset import verify as proof
    from typeset.press import guarded

    try:
        pressed = (engine and engine.pressed()) or guarded(composition, resources, processes)
    except PressError:
        # The press knows which glyph is missing, the source knows where the character stands.
        check_characters(source, resources)
        raise
    report = proof.prove(
        proof.read(pressed.pdf, source.files.root),
        source.protocol,
        source.wordings,
        files=source.files,
        resources=resources,
        languages=composition.languages,
        validator=validator,
        tables=_tables(source, resources),
        draft=draft,
        profiles=rules_of(source, resources, composition.languages),
        processes=processes,
    )
    try:
        report.raise_for_findings()
    except VerificationError as error:
        raise PressError(
            phrase("the pressed file is not proven, and was not written:\n{message}", message=error.message),
            phrase("correct the template where one of your own is used; otherwise report this with the source"),
            source.files.root,
        ) from error
    return Original(pressed.pdf, report, source, pressed.adjustments)


def verify(  # noqa: PLR0913 - four of them by name
    pdf: bytes,
    name: str,
    resources: Resources,
    *,
    against: Path | None = None,
    languages: Sequence[str] = (),
    validator: str = "page",
) -> Report:
    """Prove a PDF against a source, or against the source that it carries.

    Args:
        pdf: the file.
        name: what the report calls it.
        resources: templates and fonts.
        against: the source; by default the one that the file carries, with the language tables that it carries.
        languages: the texts that the file shall hold; all of the source's where empty, so that a lost one is found.
        validator: who judges the conformance: `page` or `verapdf`.

    Raises:
        VerificationError: the file cannot be read as a PDF at all, or carries no readable source.
        SourceError: `against` is no valid source.
    """
    from typeset import verify as proof

    facts = proof.read(pdf, name)
    return hold(facts, resources, against=against, languages=languages, validator=validator)


def hold(  # noqa: PLR0913 - four of them by name
    facts: "Facts",
    resources: Resources,
    *,
    against: Path | None = None,
    languages: Sequence[str] = (),
    validator: str = "page",
    profiles: Sequence[str] = (),
) -> Report:
    """The same for a file that has been read already; `profiles` names rules of which the source may name others.

    Raises:
        ResourceError: also where a profile is not meant for any text of the file.
    """
    from typeset import verify as proof

    source = carried(facts, resources) if against is None else read(against, resources)
    home = resources if against or profiles else replace(resources, given=tuple(proof.supplements(facts).items()))
    return proof.prove(
        facts,
        source.protocol,
        source.wordings,
        files=source.files,
        resources=resources,
        languages=_chosen(source, languages),
        validator=validator,
        tables=None if against is None else _tables(source, resources),
        profiles=rules_of(source, home, _chosen(source, languages), profiles),
    )


def carried(facts: "Facts", resources: Resources) -> Source:
    """The source that a PDF carries, with the language tables that it carries.

    Raises:
        VerificationError: it carries none.
        SourceError: it is no valid source.
    """
    from typeset import verify as proof

    given = tuple(proof.supplements(facts).items())
    return _loaded(proof.source_files(facts), replace(resources, given=given))


def extract(pdf: bytes, name: str) -> SourceFiles:
    """Give back the source that a PDF carries.

    Raises:
        VerificationError: the file cannot be read, or carries no source.
    """
    from typeset import verify as proof

    return proof.source_files(proof.read(pdf, name))


def _chosen(source: Source, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages asked for, or all.

    Raises:
        SourceError: the protocol has no text in one of them.
    """
    known = source.protocol.languages
    for language in languages:
        if language not in known:
            hint = phrase("choose among {known}", known=", ".join(f"`{tag}`" for tag in known))
            raise SourceError(
                phrase("the protocol has no text in `{language}`", language=language), hint, source.files.root
            )
    return tuple(languages) or known


def rules_of(
    source: Source, resources: Resources, languages: Sequence[str], names: Sequence[str] = ()
) -> dict[str, Profile]:
    """The rules by which each text is measured: those named first that are meant for it, else those of the source.

    Raises:
        ResourceError: a profile is missing, faulty, or not meant for any of the texts.
    """
    from typeset.source import profiles

    named = profiles(names, resources).values()
    for profile in named:
        if not any(map(profile.meant_for, languages)):
            tags = ", ".join(f"`{tag}`" for tag in profile.languages)
            hint = phrase("name the profile of a language that the file has")
            raise ResourceError(
                phrase(
                    "the profile `{name}` is meant for {tags}, and there is no such text", name=profile.name, tags=tags
                ),
                hint,
            )
    fitting = {tag: next((one for one in named if one.meant_for(tag)), None) for tag in languages}
    rest = {tag: source.protocol.profile_of(tag) for tag, found in fitting.items() if found is None}
    own = profiles(rest.values(), resources)
    return {tag: fitting[tag] or own[rest[tag]] for tag in languages}


def _tables(source: Source, resources: Resources) -> dict[str, bytes]:
    """The language tables and rules of a source, as they are carried by a PDF."""
    names = [f"{TABLES}{language}.yaml" for language in source.protocol.languages]
    names += map(file_of, source.protocol.profiles)
    return {name: resources.template(name) for name in names if resources.has_template(name)}
