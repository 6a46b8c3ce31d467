"""A `Protocol` into a `Composition`: HTML by Jinja2 templates, with style, metadata and the embedded source."""

from collections.abc import Mapping, Sequence

from typeset.compose.environment import render
from typeset.compose.typography import bound
from typeset.compose.view import view
from typeset.model.composition import Composition, EmbeddedFile
from typeset.model.profile import file_of
from typeset.model.protocol import Protocol
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources

_YAML = "application/yaml"


def compose(
    protocol: Protocol,
    wordings: Mapping[str, Wording],
    files: SourceFiles,
    resources: Resources,
    languages: Sequence[str],
) -> Composition:
    """Set the protocol's texts one after the other, in the order of its languages.

    Args:
        protocol: the content.
        wordings: the generated words, one table a language.
        files: what the protocol was read from, to be embedded.
        resources: templates, stylesheets and tables.
        languages: which texts, of those that the protocol has.

    Raises:
        ResourceError: a template is missing or faulty.
    """
    texts = tuple(bound(view(protocol, language, wordings[language])) for language in languages)
    first = protocol.texts[languages[0]]
    return Composition(
        html=render("protocol.html", resources, protocol=protocol, texts=texts, title=first.full_title),
        stylesheets=(resources.template("protocol.css").decode(),),
        title=first.full_title,
        titles=tuple((language, protocol.texts[language].full_title) for language in languages),
        languages=tuple(languages),
        identifier=protocol.identifier,
        date=protocol.signed,
        files=(
            *_sources(files, wordings[languages[0]].source),
            *_tables(protocol, resources),
        ),
    )


def _sources(files: SourceFiles, description: str) -> tuple[EmbeddedFile, ...]:
    """The source files, the root first: that is how a reader of the PDF finds it."""
    names = [files.root, *sorted(set(files.contents) - {files.root})]
    return tuple(
        EmbeddedFile(
            name=name,
            content=files.contents[name],
            media_type="application/json" if name.endswith(".json") else _YAML,
            description=f"{description}: {name}",
        )
        for name in names
    )


def _tables(protocol: Protocol, resources: Resources) -> tuple[EmbeddedFile, ...]:
    """The language tables and rules, so that the file can be proven where tables of the house's own are not at hand."""
    names = [f"languages/{tag}.yaml" for tag in protocol.languages] + [*map(file_of, protocol.profiles)]
    return tuple(
        EmbeddedFile(
            name=name,
            content=resources.template(name),
            media_type=_YAML,
            description=name,
            relationship="Supplement",
        )
        for name in names
        if resources.has_template(name)
    )
