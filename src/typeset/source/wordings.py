"""Languages into their tables of words, `languages/TAG.yaml` of the templates."""

from collections.abc import Iterable

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.base import Language
from typeset.model.wording import Wording
from typeset.resources import Resources
from typeset.source.tables import table


def wordings(languages: Iterable[str], resources: Resources) -> dict[Language, Wording]:
    """The table of each language; `zh-CN` falls back to `zh` where it has none of its own.

    Raises:
        ResourceError: a table is missing or faulty.
    """
    return {language: _wording(language, resources) for language in languages}


def _wording(language: str, resources: Resources) -> Wording:
    for tag in _from_narrow_to_wide(language):
        name = f"languages/{tag}.yaml"
        if resources.has_template(name):
            return table(Wording, name, resources.template(name), "language", tag)
    hint = phrase(
        "write `languages/{language}.yaml` in a folder and give that folder with `--templates`", language=language
    )
    raise ResourceError(phrase("there is no table of words for the language `{language}`", language=language), hint)


def _from_narrow_to_wide(language: str) -> list[str]:
    subtags = language.split("-")
    return ["-".join(subtags[:count]) for count in range(len(subtags), 0, -1)]
