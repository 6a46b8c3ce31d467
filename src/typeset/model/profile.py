"""The rules of official paper as data: what can be measured on a finished page, and for which languages.

One file a profile, `templates/profiles/NAME.yaml`, beside the style that keeps it; a house adds files of its own.
"""

import typing as t

from pydantic import Field, model_validator

from typeset.messages import phrase
from typeset.model.base import Closed, Language
from typeset.model.rule import Rule

DEFAULT = "treaty"
"""The profile of a protocol that names none."""
BUNDLED = (DEFAULT, "gost-r-7.0.97", "gbt-9704")
"""The profiles that come with typeset."""

ProfileName = t.Annotated[str, Field(pattern=r"^[a-z0-9]+([.-][a-z0-9]+)*$", max_length=64)]


class Profile(Closed):
    """A table of rules, and for which languages it is meant."""

    name: ProfileName
    title: t.Annotated[dict[t.Literal["en", "ru", "zh"], str], Field(min_length=3)]
    """What the profile is called, in every language of the command line."""
    languages: tuple[Language, ...] = ()
    """The languages that it is meant for; any where empty."""
    rules: t.Annotated[tuple[Rule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _told_apart(self) -> t.Self:
        seen: set[tuple[str, str]] = set()
        for rule in self.rules:
            for language in rule.languages or ("",):
                if (rule.id, language) in seen:
                    raise ValueError(phrase("the rule `{id}` stands twice", id=rule.id))
                seen.add((rule.id, language))
        return self

    def meant_for(self, language: str) -> bool:
        """Whether a text in this language may have the profile; `zh-CN` is among `zh`."""
        return not self.languages or _among(language, self.languages)

    def rules_for(self, language: str) -> tuple[Rule, ...]:
        """The rules that hold in a language."""
        return tuple(rule for rule in self.rules if not rule.languages or _among(language, rule.languages))


def _among(language: str, languages: tuple[str, ...]) -> bool:
    return any(language == one or language.startswith(f"{one}-") for one in languages)


def file_of(name: str) -> str:
    """Where the rules of a profile stand, among templates and among the files that a PDF carries."""
    return f"profiles/{name}.yaml"
