"""Names of profiles into their rules, `profiles/NAME.yaml` of the templates; and into what is wrong with the names."""

from collections.abc import Iterable, Iterator, Mapping

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.profile import BUNDLED, Profile, file_of
from typeset.model.protocol import Protocol
from typeset.resources import Resources
from typeset.source.complaint import Objection, listed
from typeset.source.tables import table
from typeset.source.validation import nearest


def profiles(names: Iterable[str], resources: Resources) -> dict[str, Profile]:
    """The rules of each profile, by its name.

    Raises:
        ResourceError: a profile's file is missing or faulty.
    """
    return {name: _profile(name, resources) for name in names}


def known_profiles(names: Iterable[str], resources: Resources) -> dict[str, Profile]:
    """The same, without those that have no file.

    Raises:
        ResourceError: a profile's file is faulty.
    """
    return profiles((name for name in names if resources.has_template(file_of(name))), resources)


def unfit(protocol: Protocol, known: Mapping[str, Profile]) -> Iterator[Objection]:
    """Object to a profile that is not known, not meant for the language, or named for a language that has no text."""
    for language in protocol.profile:
        if language and language not in protocol.languages:
            expected = phrase("one of {names}", names=listed(protocol.languages))
            message = phrase("a profile is named for `{language}`, which is not among `languages`", language=language)
            yield Objection(("profile", language), message, expected, on_key=True)
    for language in protocol.languages:
        name = protocol.profile_of(language)
        path = ("profile", language) if language in protocol.profile else ("profile",)
        if name not in known:
            hint = nearest(name, BUNDLED) or phrase(
                "write `{name}` in a folder and give that with `--templates`", name=file_of(name)
            )
            message = phrase("there is no profile `{name}`", name=name)
            yield Objection(path, message, phrase("one of {names}", names=listed(BUNDLED)), hint)
        elif not known[name].meant_for(language):
            message = phrase(
                "profile `{name}` is not meant for `{language}`, but for {languages}",
                name=name,
                language=language,
                languages=listed(known[name].languages),
            )
            hint = phrase("name one a language: `profile: {ru: gost-r-7.0.97, zh: gbt-9704}`")
            yield Objection(path, message, hint=hint)


def _profile(name: str, resources: Resources) -> Profile:
    file = file_of(name)
    if not resources.has_template(file):
        hint = phrase("write `{file}` in a folder and give that folder with `--templates`", file=file)
        raise ResourceError(phrase("there is no profile `{name}`", name=name), hint)
    return table(Profile, file, resources.template(file), "name", name)
