"""The rules of stylesheets into the values that they give each element."""

import math
import typing as t
from collections.abc import Iterable, Sequence

from weasyprint import css
from weasyprint.css.validation import preprocess_declarations
from weasyprint.logger import PROGRESS_LOGGER

# WeasyPrint is untyped: its styles, stylesheets and declarations, HTML and elements.
StyleFor = t.Any
Html = t.Any
Element = t.Any
Target = t.Any
Sheets = Sequence[tuple[t.Any, str, t.Any]]
"""Stylesheets, each with its origin and a specificity that stands for all of its selectors."""
Specificity = t.Any
Declaration = tuple[str, t.Any, bool]
"""A property, its value, and whether it is important."""
Cascaded = dict[str, tuple[t.Any, tuple[int, float, t.Any]]]
"""Values by property, with their weight."""


class _Match(t.NamedTuple):
    """A rule that matches an element."""

    specificity: Specificity
    pseudo: str | None
    declarations: Sequence[Declaration]
    layer: float
    origin: str


def style_for(  # noqa: PLR0913, PLR0917 - the signature of the original
    self: StyleFor,
    html: Html,
    sheets: Sheets,
    presentational_hints: bool,  # noqa: FBT001 - likewise
    font_config: t.Any,  # noqa: ANN401 - untyped engine
    target_collector: Target,
) -> None:
    """Find the values of every element.

    The original weighs every declaration of every rule for every element anew. Elements that the same rules match, and
    that have no values of their own, have the same values: they are weighed once, and given to all of them.
    """
    cascaded: dict[tuple[Element, str | None], Cascaded] = {}
    self._cascaded_styles = cascaded
    self._computed_styles = {}
    self.initial_page_sizes = {"box": None, "area": None}
    self._sheets, self.font_config = sheets, font_config
    PROGRESS_LOGGER.info("Step 3 - Applying CSS")
    root, base = html.etree_element, html.base_url
    declared: dict[Element, tuple[t.Any, ...]] = {}
    for specificity, element, found, base_url in css.find_style_attributes(root, presentational_hints, base):
        declared[element] = tuple(found)
        own = cascaded.setdefault((element, None), {})
        _weigh(own, preprocess_declarations(base_url, found), "author", math.inf, specificity)
    _match(self, html, declared, target_collector)
    for element, pseudo in cascaded:
        if pseudo:
            self.set_computed_styles(
                element,
                pseudo_type=pseudo,
                root=root,
                parent=element,
                base_url=base,
                target_collector=target_collector,
            )
    cascaded.clear()


def _match(self: StyleFor, html: Html, declared: dict[Element, tuple[t.Any, ...]], target: Target) -> None:
    """Match all elements, parents first, and make the styles of those that differ."""
    cascaded, computed = self._cascaded_styles, self._computed_styles
    alike: dict[t.Any, t.Any] = {}
    weighed: dict[t.Any, dict[str | None, Cascaded]] = {}
    for wrapper in html.wrapper_element.iter_subtree():
        element = wrapper.etree_element
        parent = wrapper.parent.etree_element if wrapper.parent else None
        keys: list[tuple[t.Any, ...]] = []
        matches: list[_Match] = []
        for sheet, origin, general in self._sheets:
            for specificity, _order, pseudo, (declarations, layer) in sheet.matcher.match(wrapper):
                rank = math.inf if layer is None else sheet.layers.index(layer)
                keys.append((sheet, specificity, id(declarations), rank))
                matches.append(_Match(general or specificity, pseudo, declarations, rank, origin))
        which = tuple([(one.specificity, one.pseudo, id(one.declarations), one.layer, one.origin) for one in matches])
        own = cascaded.get((element, None))
        values = _cascaded(matches, own) if own is not None else weighed.get(which)
        if values is None:
            values = weighed[which] = _cascaded(matches, None)
        for pseudo, one in values.items():
            cascaded[element, pseudo] = one
        key = (None if parent is None else id(computed[parent, None]), declared.get(element), tuple(keys))
        if key in alike:
            computed[element, None] = alike[key]
        else:
            self.set_computed_styles(
                element, root=html.etree_element, parent=parent, base_url=html.base_url, target_collector=target
            )
            alike[key] = computed[element, None]


def _cascaded(matches: Sequence[_Match], own: Cascaded | None) -> dict[str | None, Cascaded]:
    """What rules say of an element and of its pseudo-elements; `own` are the values that it has of itself."""
    values: dict[str | None, Cascaded] = {} if own is None else {None: own}
    for one in matches:
        _weigh(values.setdefault(one.pseudo, {}), one.declarations, one.origin, one.layer, one.specificity)
    return values


def _weigh(
    style: Cascaded, declarations: Iterable[Declaration], origin: str, layer: float, specificity: Specificity
) -> None:
    """Add declarations that outweigh what is there."""
    for name, value, important in declarations:
        weight = (css.declaration_precedence(origin, important), layer, specificity)
        if name not in style or style[name][1] <= weight:
            style[name] = value, weight


OWN = ((css.StyleFor, "__init__", style_for),)
