"""Languages into their tables of words, `languages/TAG.yaml` of the templates."""

from collections.abc import Iterable

from typeset.errors import ResourceError
from typeset.messages import lines, phrase
from typeset.model.base import Language
from typeset.model.wording import Wording
from typeset.resources import Resources
from typeset.source.complaint import Objection
from typeset.source.places import Places
from typeset.source.reading import read
from typeset.source.validation import validated


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
            return _table(tag, name, resources.template(name))
    hint = phrase(
        "write `languages/{language}.yaml` in a folder and give that folder with `--templates`", language=language
    )
    raise ResourceError(phrase("there is no table of words for the language `{language}`", language=language), hint)


def _table(tag: str, name: str, content: bytes) -> Wording:
    reading = read(name, content)
    wording, objections = validated(Wording, reading.value, reading.plain)
    found = list(objections)
    if wording is not None and wording.language != tag:
        found.append(
            Objection(
                ("language",),
                phrase("the table says that it is for `{language}`", language=wording.language),
                f"`{tag}`",
            )
        )
    complaints = Places(reading, {}).complaints(found)
    if wording is None or complaints:
        each = lines(complaint.said for complaint in complaints)
        raise ResourceError(
            phrase("the table of words `{name}` is faulty\n{complaints}", name=name, complaints=each),
            phrase("correct `{name}`", name=name),
            name,
        )
    return wording


def _from_narrow_to_wide(language: str) -> list[str]:
    subtags = language.split("-")
    return ["-".join(subtags[:count]) for count in range(len(subtags), 0, -1)]
