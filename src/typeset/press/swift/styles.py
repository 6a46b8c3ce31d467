"""Values that no rule gives an element: inherited from its parent, or initial ones.

That is nineteen of twenty values that are looked up, and what they are follows from the name of the property alone.
"""

import typing as t

from weasyprint import css
from weasyprint.css.computed_values import COMPUTER_FUNCTIONS, PHYSICAL_FUNCTIONS
from weasyprint.css.functions import check_math
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension

# WeasyPrint is untyped: its styles, and the values of CSS.
Style = t.Any
Value = t.Any

_SPECIFIED = ("position", "float")
"""Their specified values are kept beside the computed ones."""
_PECULIAR = {"page", "display", *_SPECIFIED, *(name for name in INITIAL_VALUES if name.startswith("text_decoration_"))}
_INITIAL: dict[str, Value] = {
    name: value
    for name, value in INITIAL_VALUES.items()
    if name not in INHERITED and name not in _PECULIAR and name not in INITIAL_NOT_COMPUTED and not check_math(value)
}
_ANONYMOUS = _INITIAL | {name: INITIAL_VALUES[name] for name in _SPECIFIED}
_TWINS = {
    name: {side: twin(block="ttb", inline=side) for side in ("ltr", "rtl")} for name, twin in PHYSICAL_FUNCTIONS.items()
}
"""The logical properties that may say what a physical one is, by the direction of the text."""
_COMPUTED = frozenset(COMPUTER_FUNCTIONS.keys() & INITIAL_NOT_COMPUTED - _PECULIAR - INHERITED)
"""Properties whose initial values are computed from others."""
_HANDED_DOWN = frozenset(INHERITED - _PECULIAR - PHYSICAL_FUNCTIONS.keys())
_NO_MATH = frozenset({str, int, float, type(None), Dimension})
"""Types of values that cannot be functions like `calc()`."""

_SIMPLE = frozenset({str, int, Dimension})
"""Types of values in rules that are neither functions nor to be worked out; but for some words."""
_KEYWORDS = ("inherit", "initial")

_computed_missing = css.ComputedStyle.__missing__
_anonymous_missing = css.AnonymousStyle.__missing__


def computed_missing(self: Style, key: str) -> Value:
    """The value of a property of an element.

    The original asks of every value whether it is pending, logical, inherited, initial or a function; of a property
    in no rule the name alone says so. The same other values are looked up: a style's items can be seen by the engine.
    """
    if key in self.cascaded or (key in _TWINS and _TWINS[key].get(self["direction"]) in self.cascaded):
        return _given(self, key)
    if key in _INITIAL:
        value = _INITIAL[key]
    elif key in _HANDED_DOWN and self.parent_style is not None:
        value = self.parent_style[key]
        if type(value) not in _NO_MATH and check_math(value):
            return _computed_missing(self, key)
    elif key in _COMPUTED:
        value = COMPUTER_FUNCTIONS[key](self, key, INITIAL_VALUES[key])
    elif key in _SPECIFIED:
        if key == "float":
            self["position"]
        value = self.specified[key] = INITIAL_VALUES[key]
    else:
        return _computed_missing(self, key)
    self[key] = value
    return value


def _given(self: Style, key: str) -> Value:
    """The value of a property that a rule gives."""
    value = self.cascaded.get(key, (None,))[0]
    if type(value) not in _SIMPLE or value in _KEYWORDS or key in _PECULIAR:
        return _computed_missing(self, key)
    if key in _TWINS and _TWINS[key].get(self["direction"]) in self.cascaded:
        return _computed_missing(self, key)
    if key in COMPUTER_FUNCTIONS:
        value = COMPUTER_FUNCTIONS[key](self, key, value)
    self[key] = value
    return value


def anonymous_missing(self: Style, key: str) -> Value:
    """The value of a property of a box that has no element.

    The original comes to initial values last, after four questions; none of those here is answered by an earlier one.
    """
    if key in _ANONYMOUS:
        value = self[key] = _ANONYMOUS[key]
        return value
    if key in INHERITED:
        value = self[key] = self.parent_style[key]
        return value
    return _anonymous_missing(self, key)


OWN = (
    (css.ComputedStyle, "__missing__", computed_missing),
    (css.AnonymousStyle, "__missing__", anonymous_missing),
)
