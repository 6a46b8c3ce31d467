"""The files of a source, all in memory, into a `Protocol`, or into every complaint about them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.look import picture_kind
from typeset.model.profile import Profile
from typeset.model.protocol import Protocol
from typeset.model.source import SourceFiles
from typeset.model.text import AuthenticText
from typeset.model.wording import Wording
from typeset.source import agreement, collation, profiles, references
from typeset.source.complaint import Complaint, Objection, Path, listed, refusal
from typeset.source.pictures import pictures
from typeset.source.places import Places
from typeset.source.reading import Reading, read
from typeset.source.validation import validated

WordingOf = Callable[[str], Wording] | Mapping[str, Wording]
"""From a language to its table: a function, or a mapping."""
ProfilesOf = Callable[[tuple[str, ...]], Mapping[str, Profile]]
"""From names of profiles to the rules of those that there are."""


def load(files: SourceFiles, wording_of: WordingOf, profiles_of: ProfilesOf | None = None) -> Protocol:
    """Make the protocol of a source; whether its profiles are fit is judged where `profiles_of` is given.

    Raises:
        SourceError: the source has faults; the message has every complaint, one a line.
        ResourceError: a language of the source has no usable table, or a profile's rules are faulty.
    """
    protocol, complaints = _examined(files, wording_of, profiles_of)
    if protocol is None or complaints:
        raise refusal(files.shown(files.root), complaints)
    return protocol


def check(files: SourceFiles, wording_of: WordingOf, profiles_of: ProfilesOf | None = None) -> tuple[Complaint, ...]:
    """Every complaint about a source, in the order of its files, lines and columns.

    Raises:
        ResourceError: nothing is wrong but that a language of the source has no usable table, or a profile no usable
            rules.
    """
    return _examined(files, wording_of, profiles_of)[1]


@dataclass(frozen=True)
class _Source:
    """A source as it was read: the facts, and where the text of each language came from."""

    facts: object
    """The root's data, without its texts where these are a mapping."""
    places: Places
    named: frozenset[str] = frozenset()
    """The languages that a text is named for, whether it could be read or not."""
    texts: Mapping[str, object] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()


def _examined(
    files: SourceFiles, wording_of: WordingOf, profiles_of: ProfilesOf | None
) -> tuple[Protocol | None, tuple[Complaint, ...]]:
    source = _read_all(files)
    protocol, objections = validated(Protocol, source.facts, source.places.root.plain)
    found = [*source.objections, *objections]
    texts: dict[str, AuthenticText] = {}
    for language, data in source.texts.items():
        text, objections = validated(AuthenticText, data, _plain(source.places, language), ("texts", language))
        found += objections
        if text is not None:
            texts[language] = text
    found += _disagreements(protocol, texts, source)
    if protocol is not None:
        found += pictures(protocol, files)
        ordered = {language: texts[language] for language in protocol.languages if language in texts}
        protocol = protocol.model_copy(update={"texts": ordered})
        try:
            found += _unknown_forms(protocol, wording_of)
            if profiles_of is not None:
                found += profiles.unfit(protocol, profiles_of(protocol.profiles))
        except ResourceError:  # a misspelt language has no table either: then the spelling is what to complain about
            if not source.places.complaints(found):
                raise
    return protocol, source.places.complaints(found)


def _disagreements(facts: Protocol | None, texts: Mapping[str, AuthenticText], source: _Source) -> Iterator[Objection]:
    """Everything that can be said of the parts that are valid in themselves."""
    if facts is not None:
        yield from agreement.facts(facts)
        yield from _languages(facts, source)
    for language, text in texts.items():
        yield from agreement.order(language, text)
        if text.language != language:
            path: Path = ("texts", language, "language")
            yield Objection(
                path,
                phrase(
                    "the text of `{language}` says that it is `{other}`",
                    language=language,
                    other=text.language,
                ),
                f"`{language}`",
            )
        if facts is not None and language in facts.languages:
            yield from agreement.words(facts, language, text)
            yield from references.unresolved(facts, language, text)
    declared = [language for language in facts.languages if language in texts] if facts else list(texts)
    pairs = [(language, texts[language]) for language in dict.fromkeys(declared)]
    yield from chain.from_iterable(collation.collated(pairs[0], other) for other in pairs[1:])


def _languages(facts: Protocol, source: _Source) -> Iterator[Objection]:
    """Every language of the protocol has a text, and every text is in a language of the protocol."""
    for index, language in enumerate(facts.languages):
        if language not in source.named:
            hint = phrase("add `{language}: {language}.yaml` to `texts`", language=language)
            yield Objection(
                ("languages", index), phrase("language `{language}` has no text", language=language), hint=hint
            )
    for language in sorted(source.named):
        if language not in facts.languages:
            expected = phrase("one of {names}", names=listed(facts.languages))
            yield Objection(
                ("texts", language),
                phrase("text `{language}` is not among `languages`", language=language),
                expected,
                on_key=True,
            )


def _unknown_forms(protocol: Protocol, wording_of: WordingOf) -> Iterator[Objection]:
    for language, text in protocol.texts.items():
        if isinstance(wording_of, Mapping):
            if language not in wording_of:
                raise ResourceError(
                    phrase("there is no language table for `{language}`", language=language),
                    phrase("add `languages/{language}.yaml`", language=language),
                )
            wording = wording_of[language]
        else:
            wording = wording_of(language)
        yield from references.formless(protocol, language, text, wording)


def _read_all(files: SourceFiles) -> _Source:
    root = _read(files, files.root)
    named = root.value.get("texts") if isinstance(root.value, dict) else None
    if not isinstance(root.value, dict) or not isinstance(named, dict):
        return _Source(root.value, Places(root, {}))
    readings: dict[str, Reading] = {}
    objections: list[Objection] = []
    for language, content in named.items():
        if isinstance(content, str) and content in files.contents:
            readings[language] = _read(files, content)
        elif isinstance(content, str):
            others = sorted(name for name in files.contents if name != files.root and not picture_kind(name))
            expected = phrase("one of {names}", names=listed(others)) if others else ""
            objections.append(
                Objection(("texts", language), phrase("there is no file `{name}`", name=content), expected)
            )
    texts = {
        language: readings[language].value if language in readings else content
        for language, content in named.items()
        if language in readings or not isinstance(content, str)
    }
    return _Source({**root.value, "texts": {}}, Places(root, readings), frozenset(named), texts, tuple(objections))


def _read(files: SourceFiles, name: str) -> Reading:
    if name in files.contents:
        return read(files.shown(name), files.contents[name])
    complaint = Complaint(files.shown(name), 1, 1, phrase("there is no file `{name}`", name=name))
    return Reading(complaint.file, None, complaints=(complaint,), spoiled=frozenset({()}))


def _plain(places: Places, language: str) -> Mapping[Path, str]:
    """The unquoted words of a text, by path within that text."""
    if language in places.texts:
        return places.texts[language].plain
    return {path[2:]: said for path, said in places.root.plain.items() if path[:2] == ("texts", language)}
