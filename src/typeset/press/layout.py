"""Sections into laid-out pages, one section after the other, their pages numbered through."""

import typing as t
from dataclasses import dataclass, field

import weasyprint

from typeset.model.composition import Adjustment, Section
from typeset.press.balance import balanced
from typeset.press.fetch import BASE, Fetcher
from typeset.press.hyphens import settle

VARIANT = "pdf/a-3a"
_ROUNDS = 2
# WeasyPrint is untyped.
Rendered = t.Any


@dataclass(frozen=True)
class Layout:
    """The engine with what it has read of one composition: every stylesheet is parsed once.

    Args:
        fetcher: answers the addresses in HTML and styles.
        common: stylesheets under which all sections stand, after their own.
    """

    fetcher: Fetcher
    common: tuple[str, ...]
    fonts: t.Any = field(default_factory=weasyprint.text.fonts.FontConfiguration)
    _styles: dict[str, t.Any] = field(default_factory=dict)
    _read: dict[str, tuple[t.Any, str]] = field(default_factory=dict)
    """HTML by its text, with the style that balances its titles."""

    def lay(self, section: Section, first: int, adjustment: Adjustment | None = None) -> Rendered:
        """Lay a section out.

        Args:
            section: what is laid out.
            first: the number of its first page.
            adjustment: sets it a little tighter or looser.
        """
        # What is settled may crowd other words, further on in the same paragraph or in one that was settled before.
        for _ in range(_ROUNDS):
            rendered, settled = self.rough(section, first, adjustment)
            if not settled:
                return rendered
        return self._rendered(section, first, adjustment)[0]

    def rough(self, section: Section, first: int, adjustment: Adjustment | None = None) -> tuple[Rendered, bool]:
        """Lay a section out once; whether paragraphs break too many words, and will be set otherwise from now on."""
        rendered, styles = self._rendered(section, first, adjustment)
        html, _ = self._read[section.html]
        return rendered, settle(
            rendered, html.etree_element, lambda text: self._render(section, self._html(text), *styles)
        )

    def _rendered(
        self, section: Section, first: int, adjustment: Adjustment | None
    ) -> tuple[Rendered, tuple[str, ...]]:
        if section.html not in self._read:
            html = self._html(section.html)
            style = balanced(html.etree_element, lambda text, style: self._render(section, self._html(text), style))
            self._read[section.html] = html, style
        html, style = self._read[section.html]
        styles = (_numbered(first), style, adjustment.style if adjustment else "")
        return self._render(section, html, *styles), styles

    def _render(self, section: Section, html: t.Any, *further: str) -> Rendered:  # noqa: ANN401 - untyped engine
        styles = [self._style(style) for style in (*section.stylesheets, *self.common, *further) if style]
        return html.render(stylesheets=styles, font_config=self.fonts, pdf_variant=VARIANT)

    def _html(self, text: str) -> t.Any:  # noqa: ANN401 - untyped engine
        return weasyprint.HTML(string=text, base_url=BASE, url_fetcher=self.fetcher)

    def _style(self, style: str) -> t.Any:  # noqa: ANN401 - untyped engine
        if style not in self._styles:
            self._styles[style] = weasyprint.CSS(
                string=style, base_url=BASE, url_fetcher=self.fetcher, font_config=self.fonts
            )
        return self._styles[style]


def _numbered(first: int) -> str:
    """The style by which a section goes on counting, and its first page is a left or a right one."""
    if first == 1:
        return ""
    side = "right" if first % 2 else "left"
    return f"@page :first {{ counter-reset: page {first} }} html {{ break-before: {side} }}"
