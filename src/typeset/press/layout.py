"""Sections into laid-out pages, one section after the other, their pages numbered through."""

import typing as t
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import weasyprint

from typeset.model.composition import Adjustment, Section
from typeset.press import hyphens, margins, spacing
from typeset.press.balance import balance
from typeset.press.fetch import BASE, Fetcher

VARIANT = "pdf/a-3a"
# WeasyPrint is untyped: what it rendered, the HTML and styles that it read, and the elements of HTML.
Rendered = t.Any
Html = t.Any
Style = t.Any
Element = t.Any


@dataclass(frozen=True)
class Layout:
    """The engine with what it has read of one composition: every section and stylesheet is parsed once.

    Args:
        fetcher: answers the addresses in HTML and styles.
        common: stylesheets under which all sections stand, after their own.
        sections: all that will be laid out.
    """

    fetcher: Fetcher
    common: tuple[str, ...]
    sections: Sequence[Section]
    fonts: t.Any = field(default_factory=weasyprint.text.fonts.FontConfiguration)
    _styles: dict[str, Style] = field(default_factory=dict)
    _read: dict[str, Html] = field(default_factory=dict)
    """Sections by their text."""
    _balanced: set[str] = field(default_factory=set)
    """Those whose titles are balanced, by their text."""

    def render(self, section: Section, html: str = "", *further: str) -> Rendered:
        """Lay out a section as it stands now, or other HTML, under its styles and further ones."""
        read = self._parsed(html) if html else self.html(section)
        styles = [self._style(style) for style in (*section.stylesheets, *self.common, *further) if style]
        return read.render(stylesheets=styles, font_config=self.fonts, pdf_variant=VARIANT)

    def html(self, section: Section) -> Html:
        """A section as it was read; what is found out about its lines is written into it."""
        if section.html not in self._read:
            self._read[section.html] = self._parsed(section.html)
        return self._read[section.html]

    def balance(self, section: Section) -> None:
        """Balance the titles of this section, and of all that look alike, at once."""
        if section.html in self._balanced:
            return
        alike = [one for one in self.sections if self._look(one) == self._look(section)]
        roots = [self.html(one).etree_element for one in alike]
        balance(roots, lambda html, style: self.render(section, html, style))
        self._balanced.update(one.html for one in alike)

    def _look(self, section: Section) -> tuple[str, ...]:
        """What sections have in common that are styled alike."""
        return (*section.stylesheets, self.html(section).etree_element.get("lang", ""))

    def _parsed(self, html: str) -> Html:
        return weasyprint.HTML(string=html, base_url=BASE, url_fetcher=self.fetcher)

    def _style(self, style: str) -> Style:
        if style not in self._styles:
            self._styles[style] = weasyprint.CSS(
                string=style, base_url=BASE, url_fetcher=self.fetcher, font_config=self.fonts
            )
        return self._styles[style]


@dataclass(frozen=True)
class Sheets:
    """One section in hand: it is laid out, and its paragraphs set, as often as it takes.

    Args:
        layout: the engine.
        section: what is laid out.
        first: the number of its first page.
    """

    layout: Layout
    section: Section
    first: int

    def lay(self, adjustment: Adjustment | None = None) -> Rendered:
        """Lay the section out once."""
        self.layout.balance(self.section)
        further = (_numbered(self.first), adjustment.style if adjustment else "")
        return self.layout.render(self.section, "", *further)

    def empty(self, first: int, count: int, adjustment: Adjustment | None) -> list[t.Any]:
        """So many pages without words, numbered from another first page on."""
        html = margins.empty(self._root.get("lang", ""), count)
        further = (_numbered(first), adjustment.style if adjustment else "")
        return list(self.layout.render(self.section, html, *further).pages)

    def settle(self, rendered: Rendered) -> dict[Element, int]:
        """Set paragraphs otherwise that break too many words; how many lines they will have."""
        return hyphens.settle(rendered, self._root, self._tried)

    def reached(self, near: Mapping[Element, int], way: spacing.Way) -> list[Element]:
        """Those paragraphs that will have so many lines, set wider or closer."""
        return spacing.reached(near, way, self._root, self._tried)

    @property
    def _root(self) -> Element:
        return self.layout.html(self.section).etree_element

    def _tried(self, html: str) -> Rendered:
        return self.layout.render(self.section, html)


def _numbered(first: int) -> str:
    """The style by which a section goes on counting, and its first page is a left or a right one."""
    if first == 1:
        return ""
    side = "right" if first % 2 else "left"
    return f"@page :first {{ counter-reset: page {first} }} html {{ break-before: {side} }}"
