"""Text into lines: Pango's objects are made once, and what was broken before is not broken again.

A section is laid out several times, and every layout breaks the same paragraphs at the same widths. How a text breaks
follows from the text, the room, and the values of its style that are read on the way; Pango, told the same, answers
the same. All that is kept belongs to one font configuration: it is dropped when a face is added, and goes with it.
"""

import operator
import typing as t
from dataclasses import dataclass, field

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout import inline
from weasyprint.text import fonts, line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p

# WeasyPrint is untyped: its styles, contexts, layouts and boxes; and so are pointers.
Style = t.Any
Context = t.Any
Layout = t.Any
Box = t.Any
Pointer = t.Any
Line = tuple[Layout, int, int | None, float, float, float]

_KEPT = "swift_kept"
"""The attribute of a font configuration that keeps what was made of it."""
_LONGEST = 8192
"""Characters of a text whose lines are kept; a paragraph has so many only where something is strange."""
_MOST = 10_000_000
"""Characters of all texts whose lines are kept, each of them counted as so many more as go with it."""
_EACH = 500
_described = operator.itemgetter(
    *("font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_variant_caps"),
    "font_variation_settings",
)
_featured = operator.itemgetter(
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings"),
)
_set = operator.itemgetter(
    *("white_space", "direction", "font_language_override", "text_decoration_line"),
    *("word_spacing", "letter_spacing", "overflow_wrap"),
)
_ZONE = "hyphenate_limit_zone"
_ON_THE_WAY = ("lang", "hyphens", "hyphenate_limit_chars", "hyphenate_character", "word_break", _ZONE)
"""Values that are read for some lines only; with those that are read for all, there is no other but `tab_size`."""
_BREAKS = frozenset("\n\t\0")
"""Characters at which a text is cut, or that are taken out of it."""
_UNREAD = object()
_STRUT = operator.itemgetter(
    *("font_family", "font_style", "font_stretch", "font_weight", "font_variant_ligatures", "font_variant_position"),
    *("font_variant_caps", "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override", "lang"),
)

_setup = line_break.Layout.setup
_split_first_line = line_break.split_first_line
_font_style_cache_key = line_break._font_style_cache_key  # noqa: SLF001 - it is replaced
_strut = line_break.strut
_add_word_spacing = inline.add_word_spacing
_add_font_face = fonts.FontConfiguration.add_font_face


@dataclass
class _Kept:
    """What was made of a font configuration."""

    contexts: dict[tuple[str, str | None], tuple[Pointer, Pointer]] = field(default_factory=dict)
    """Pango's contexts and languages, by direction and language."""
    descriptions: dict[tuple[t.Any, ...], Pointer] = field(default_factory=dict)
    features: dict[tuple[t.Any, ...], bytes] = field(default_factory=dict)
    lines: dict[tuple[t.Any, ...], Line] = field(default_factory=dict)
    size: int = 0
    """What the texts in `lines` come to."""

    def context(self, font_map: Pointer, direction: str, tag: str | None) -> tuple[Pointer, Pointer]:
        """Pango's context and language for a direction and a language."""
        if (direction, tag) not in self.contexts:
            context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
            pango.pango_context_set_round_glyph_positions(context, False)  # noqa: FBT003 - Pango's function
            pango.pango_context_set_base_dir(context, PANGO_DIRECTION[direction])
            if tag is None:
                language = pango.pango_language_get_default()
            else:
                pointer, _bytes = unicode_to_char_p(tag)
                language = pango.pango_language_from_string(pointer)
                pango.pango_context_set_language(context, language)
            self.contexts[direction, tag] = context, language
        return self.contexts[direction, tag]

    def keep(self, key: tuple[t.Any, ...], text: str, line: Line) -> None:
        """Keep a line, of not too many."""
        if self.size > _MOST:
            self.lines.clear()
            self.size = 0
        self.lines[key] = (_copied(line[0]), *line[1:])
        self.size += len(text) + _EACH


def _kept(style: Style) -> _Kept:
    configuration = vars(style.font_config)
    if _KEPT not in configuration:
        configuration[_KEPT] = _Kept()
    kept: _Kept = configuration[_KEPT]
    return kept


def _copied(layout: Layout) -> Layout:
    """A layout without pointers, to be set up again when it is drawn."""
    copy = line_break.Layout.__new__(line_break.Layout)
    vars(copy).update(vars(layout))
    return copy


def setup(self: Layout, style: Style) -> None:
    """Make Pango's layout for a style.

    The original makes a context, a language and a description of the font for every line, three objects that no one
    changes afterwards. Pango's layout has a reference to the first, and copies the last.
    """
    kept = _kept(style)
    try:
        described, featured = _described(style), _featured(style)
        description = kept.descriptions.get(described)
        features = kept.features.get(featured)
    except TypeError:  # a value that is no key
        _setup(self, style)
        return
    if description is None:
        description = kept.descriptions[described] = fonts.get_font_description(style)
    if features is None:
        made = fonts.font_features(*featured)
        features = kept.features[featured] = ",".join(f"{key} {value}" for key, value in made.items()).encode()
    self.style = style
    self.first_line_direction = 0
    override = style["font_language_override"]
    tag = LST_TO_ISO.get(override.lower(), override) if override != "normal" else style["lang"] or None
    context, self.language = kept.context(style.font_config.font_map, style["direction"], tag)
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)  # noqa: FBT003 - Pango's function
    pango.pango_layout_set_font_description(self.layout, description)
    _measure_decoration(self, style, context, description)
    if features:
        known = style.font_config.font_features
        if features not in known:
            known[features] = pango.pango_attr_font_features_new(features)
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, known[features])
        pango.pango_layout_set_attributes(self.layout, attributes)


def _measure_decoration(layout: Layout, style: Style, context: Pointer, description: Pointer) -> None:
    """Where lines under and through the text stand."""
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    if style["text_decoration_line"] == "none":
        return
    metrics = ffi.gc(
        pango.pango_context_get_metrics(context, description, layout.language), pango.pango_font_metrics_unref
    )
    layout.ascent = FROM_UNITS * pango.pango_font_metrics_get_ascent(metrics)
    layout.underline_position = FROM_UNITS * pango.pango_font_metrics_get_underline_position(metrics)
    layout.strikethrough_position = FROM_UNITS * pango.pango_font_metrics_get_strikethrough_position(metrics)
    layout.underline_thickness = FROM_UNITS * pango.pango_font_metrics_get_underline_thickness(metrics)
    layout.strikethrough_thickness = FROM_UNITS * pango.pango_font_metrics_get_strikethrough_thickness(metrics)


def split_first_line(  # noqa: PLR0913, PLR0917 - the signature of the original
    text: str,
    style: Style,
    context: Context,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,  # noqa: FBT001, FBT002 - likewise
    minimum: bool = False,  # noqa: FBT001, FBT002 - likewise
) -> Line:
    """Fit as much text on a line as there is room for.

    The original has Pango shape the text twice to four times, for lines too that it has broken before.
    """
    if len(text) > _LONGEST or "\t" in text:
        line: Line = _split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
        return line
    kept = _kept(style)
    always = (text, max_width, justification_spacing, is_line_start, minimum, *_set(style))
    always += _described(style) + _featured(style)
    keep = True
    try:
        found = kept.lines.get(always + _read(style))
    except TypeError:  # a value that is no key
        found, keep = None, False
    if found is not None:
        return (_copied(found[0]), *found[1:])
    line = _split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)
    # What was read meanwhile stands in the style now.
    zone = style.get(_ZONE)
    if keep and (zone is None or hasattr(zone, "unit")):
        kept.keep(always + _read(style), text, line)
    return line


def add_word_spacing(context: Context, box: Box, justification_spacing: float, x_advance: float) -> float:
    """Widen the spaces of a line that is justified.

    The original has Pango set every text again, only to let go of it until it is drawn: what is left of that here is
    the text itself.
    """
    if not isinstance(box, TextBox) or box.style["text_decoration_line"] != "none" or not _ordinary(box.text):
        moved: float = _add_word_spacing(context, box, justification_spacing, x_advance)
        return moved
    box.justification_spacing = justification_spacing
    box.position_x += x_advance
    spaces = inline.count_expandable_spaces(box)
    if spaces > 0:
        box.pango_layout = layout = line_break.Layout.__new__(line_break.Layout)
        layout.justification_spacing = justification_spacing
        layout.max_width = layout.ascent = layout.underline_position = layout.strikethrough_position = None
        layout.first_line_direction = 0
        layout.text = box.text
        extra = justification_spacing * spaces
        x_advance += extra
        box.width += extra
    return x_advance


def _ordinary(text: str) -> bool:
    """Whether Pango is given a text as it is."""
    return not _BREAKS.intersection(text) and bool(text.strip(" "))


def _read(style: Style) -> tuple[t.Any, ...]:
    """Values that have been read before, and only those: to read them all would change what is seen of a style."""
    return tuple([style.get(name, _UNREAD) for name in _ON_THE_WAY])


def font_style_cache_key(style: Style, include_size: bool = False) -> t.Any:  # noqa: ANN401, FBT001, FBT002 - the signature of the original
    """A key for what depends on fonts; the original writes all values out."""
    key: tuple[t.Any, ...] = _STRUT(style)
    if include_size:
        key += (str(style["font_size"]), str(style["line_height"]))
    try:
        hash(key)
    except TypeError:
        return _font_style_cache_key(style, include_size)
    return key


def strut(style: Style) -> tuple[float, float]:
    """Line height and baseline of a style; the original imports functions before it looks up what it knows."""
    if style["font_size"] == 0:
        return 0, 0
    known: tuple[float, float] | None = style.font_config.strut_layouts.get(font_style_cache_key(style, True))  # noqa: FBT003 - the signature of the original
    return _strut(style) if known is None else known


def add_font_face(self: t.Any, rule_descriptors: t.Any, url_fetcher: t.Any) -> t.Any:  # noqa: ANN401 - untyped engine
    """Add a face; lines that were broken without it are not kept."""
    vars(self).pop(_KEPT, None)
    return _add_font_face(self, rule_descriptors, url_fetcher)


OWN = (
    (line_break.Layout, "setup", setup),
    (line_break, "split_first_line", split_first_line),
    (inline, "add_word_spacing", add_word_spacing),
    (line_break, "_font_style_cache_key", font_style_cache_key),
    (line_break, "strut", strut),
    (fonts.FontConfiguration, "add_font_face", add_font_face),
)
