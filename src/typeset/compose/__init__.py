"""A `Protocol` into a `Composition`: HTML by Jinja2 templates, with style, metadata and the embedded source."""

from collections.abc import Iterator, Mapping, Sequence

from typeset.compose.environment import render
from typeset.compose.look import Head, heads, styles, title_of
from typeset.compose.typography import bound
from typeset.compose.view import TextView, view
from typeset.model.composition import Composition, EmbeddedFile, Section
from typeset.model.look import PICTURES, picture_kind
from typeset.model.profile import file_of
from typeset.model.protocol import Protocol
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import Resources

_YAML = "application/yaml"


def compose(  # noqa: PLR0913 - one of them by name
    protocol: Protocol,
    wordings: Mapping[str, Wording],
    files: SourceFiles,
    resources: Resources,
    languages: Sequence[str],
    *,
    draft: bool = False,
) -> Composition:
    """Set the protocol's texts one after the other, in the order of its languages.

    Args:
        protocol: the content.
        wordings: the generated words, one table a language.
        files: what the protocol was read from, to be embedded.
        resources: templates, stylesheets and tables.
        languages: which texts, of those that the protocol has.
        draft: mark every page as that of a draft.

    Raises:
        ResourceError: a template is missing or faulty.
    """
    texts = tuple(bound(view(protocol, language, wordings[language])) for language in languages)
    made = heads(protocol, wordings, languages, draft=draft)
    titles = {tag: title_of(protocol.texts[tag], wordings[tag], draft=draft) for tag in languages}
    title = titles[languages[0]]
    sections = [
        section
        for text in texts
        for section in _sections(text, made[text.language], title, protocol.profile_of(text.language), resources)
    ]
    opening = (*sections[0].stylesheets, *_first(protocol.profile_of(languages[0]), resources))
    sections[0] = sections[0].model_copy(update={"stylesheets": opening})
    return Composition(
        sections=tuple(sections),
        stylesheets=styles(made, resources),
        title=title,
        titles=tuple(titles.items()),
        languages=tuple(languages),
        identifier=protocol.identifier,
        date=protocol.signed,
        files=(
            *_sources(files, wordings[languages[0]].source),
            *_tables(protocol, resources),
        ),
        pictures=(protocol.look.emblem,) if protocol.look.emblem else (),
        draft=draft,
    )


def _sections(text: TextView, head: Head, title: str, profile: str, resources: Resources) -> Iterator[Section]:
    """The text itself, then each of its annexes: all of them begin on new pages."""
    styles = tuple(resources.template(name).decode() for name in ("protocol.css", f"profiles/{profile}.css"))
    html = render("text.html", resources, text=text, head=head, title=title)
    yield Section(html=html, stylesheets=styles, name=text.language, signed=True)
    for annex in text.annexes:
        html = render("annex.html", resources, text=text, head=head, annex=annex, title=title)
        yield Section(html=html, stylesheets=styles, name=annex.id)


def _first(profile: str, resources: Resources) -> tuple[str, ...]:
    """What a profile says of the first page of the document: most of them print no number there."""
    name = f"profiles/{profile}.first.css"
    return (resources.template(name).decode(),) if resources.has_template(name) else ()


def _sources(files: SourceFiles, description: str) -> tuple[EmbeddedFile, ...]:
    """The source files, the root first: that is how a reader of the PDF finds it."""
    names = [files.root, *sorted(set(files.contents) - {files.root})]
    return tuple(
        EmbeddedFile(
            name=name,
            content=files.contents[name],
            media_type=_media_type(name),
            description=f"{description}: {name}",
        )
        for name in names
    )


def _media_type(name: str) -> str:
    if picture_kind(name):
        return PICTURES[f".{picture_kind(name)}"]
    return "application/json" if name.endswith(".json") else _YAML


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
