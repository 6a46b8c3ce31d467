"""Whether the quicker functions give exactly what the engine's own give, and were written against its sources."""

import hashlib
import inspect
import pydoc
import sys
import typing as t
from collections.abc import Callable
from pathlib import Path

import pytest
import weasyprint
from tests import looks
from tests.engine import engine_alone
from weasyprint.css.properties import Dimension
from weasyprint.text.fonts import FontConfiguration

from typeset.compose import compose
from typeset.pipeline import Source, read
from typeset.press import press, swift
from typeset.press.swift import lengths, text
from typeset.resources import Resources

# The engine's sources. Where one of these fails after an upgrade, read the function again, and ours beside it; only
# then is its digest changed here, and the pin moved.

REPLACED = {
    "weasyprint.css.ComputedStyle.__missing__": "b318d8efc8ac79d7",
    "weasyprint.css.AnonymousStyle.__missing__": "d392527077647306",
    "weasyprint.css.StyleFor.__init__": "b1e725a7552502aa",
    "weasyprint.layout.percent.resolve_percentages": "71673078096fcf87",
    "weasyprint.layout.percent.resolve_radii_percentages": "4980b3798c671710",
    "weasyprint.layout.background.layout_box_backgrounds": "617a870678c82755",
    "weasyprint.formatting_structure.boxes.Box.is_in_normal_flow": "5f49d6ab23da7e51",
    "weasyprint.formatting_structure.boxes.Box.establishes_formatting_context": "2eafc1fb385569d6",
    "weasyprint.layout.block.collapse_margin": "c91ad56f81717b09",
    "weasyprint.layout.float.avoid_collisions": "5fc7793c573af328",
    "weasyprint.text.line_break.Layout.setup": "fb227a55094f41d4",
    "weasyprint.text.line_break.split_first_line": "39ad1016863ca34d",
    "weasyprint.layout.inline.add_word_spacing": "879516e71f1b80fa",
    "weasyprint.text.line_break._font_style_cache_key": "d6b09d54b8258d58",
    "weasyprint.text.line_break.strut": "b57885b70dd08efe",
    "weasyprint.text.fonts.FontConfiguration.add_font_face": "e4fcfcc36ed8c310",
    "tinyhtml5.inputstream.HTMLUnicodeInputStream.chars_until": "dfe353323dff1fdc",
    "pydyf._to_bytes": "1cefd02c285d3aee",
}
"""The beginning of the SHA-256 of the source of every function that is replaced."""
RELIED_ON = {
    "weasyprint.css.text_decoration": "4fa9ec3b45ef2fc6",
    "weasyprint.css.Style": "d3fe87424e314c43",
    "weasyprint.css.InitialStyle": "a552b6e6072b9801",
    "weasyprint.css.AnonymousStyle": "414bbf41061e0a4a",
    "weasyprint.css.ComputedStyle": "4ff0512c0af12674",
    "weasyprint.css.StyleFor": "dac5a13261681453",
    "weasyprint.css.find_style_attributes": "c5b4eb4d3c008b07",
    "weasyprint.css.declaration_precedence": "510a33df7059e753",
    "weasyprint.css.functions.check_math": "4f8e6a21258e09ba",
    "weasyprint.css.computed_values.border_width": "37eb5e362ae9cc54",
    "weasyprint.css.computed_values.length": "b1f26d66dbdf10bc",
    "weasyprint.css.computed_values.physical_size": "33353323246bb2f4",
    "weasyprint.css.computed_values.physical_inset": "7953fed902db2da2",
    "weasyprint.css.computed_values.physical_radius": "2ee69467be81dd19",
    "weasyprint.css.computed_values.display": "1182f5b7e512e9dc",
    "weasyprint.css.computed_values.compute_float": "f2196825f795ea29",
    "weasyprint.layout.percent.percentage": "ebe404ccd9da50bf",
    "weasyprint.layout.percent.resolve_one_percentage": "4cfaa9ad134e4f7b",
    "weasyprint.layout.percent.adjust_box_sizing": "88f3351db0280d16",
    "weasyprint.draw.color.get_color": "8196bf0c7ddc3e54",
    "weasyprint.formatting_structure.boxes.Box": "ff6d62300bafef85",
    "weasyprint.formatting_structure.boxes.ParentBox": "2ff6abe36fdc8991",
    "weasyprint.formatting_structure.boxes.LineBox": "1a068a4d0ed800f8",
    "weasyprint.layout.absolute.AbsolutePlaceholder": "336e26c56311f105",
    "weasyprint.layout.inline.count_expandable_spaces": "175fe6f42576ed38",
    "weasyprint.text.line_break.Layout": "681b737d1ba5e004",
    "weasyprint.text.line_break.line_size": "03fa04fd51fc69aa",
    "weasyprint.text.line_break.first_line_metrics": "55ec5d0b58b29a8b",
    "weasyprint.text.line_break.create_layout": "6587192cc0ab3ffa",
    "weasyprint.text.line_break.character_ratio": "c508b0ec8c10b35b",
    "weasyprint.text.fonts.FontConfiguration": "c9caaf607dac068c",
    "weasyprint.text.fonts.font_features": "e35741064c068852",
    "weasyprint.text.fonts.get_font_description": "85734b8947b9bf64",
    "weasyprint.text.ffi.unicode_to_char_p": "c9ab2afbd2c1f69d",
    "weasyprint.draw.text.draw_text": "ebaf96239c6ca363",
    "weasyprint.draw.text.draw_first_line": "1bb8eae6d88e71b1",
    "tinyhtml5.inputstream.HTMLUnicodeInputStream": "10c90dbbdab831cb",
    "cssselect2.Matcher": "a651e3a3f14e94a1",
    "pydyf.Object": "09d351b7b8390001",
}
"""The same of what they call and are called by, where ours know what it does."""


def _digest(source: t.Any) -> str:  # noqa: ANN401 - a function or a class
    return hashlib.sha256(inspect.getsource(source).encode()).hexdigest()[:16]


def _path(one: swift.Replacement) -> str:
    owner = one.owner
    return (
        f"{owner.__module__}.{owner.__qualname__}.{one.name}"
        if inspect.isclass(owner)
        else f"{owner.__name__}.{one.name}"
    )


def test_every_function_that_is_replaced_is_known() -> None:
    assert [_path(one) for one in swift.REPLACEMENTS] == list(REPLACED)


@pytest.mark.parametrize("replacement", swift.REPLACEMENTS, ids=_path)
def test_the_source_of_what_is_replaced(replacement: swift.Replacement) -> None:
    path = _path(replacement)
    assert _digest(replacement.original) == REPLACED[path], f"`{path}` has changed: compare it with ours again"


@pytest.mark.parametrize("path", RELIED_ON)
def test_the_source_of_what_is_relied_on(path: str) -> None:
    assert _digest(pydoc.locate(path)) == RELIED_ON[path], f"`{path}` has changed: ours may rely on what it did"


def test_every_module_has_ours_once_they_are_installed() -> None:
    """Most modules of the engine import functions from each other by name."""
    swift.install()
    originals = {one.original: one.own for one in swift.REPLACEMENTS}
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "weasyprint"]
    found = [
        (module.__name__, name)
        for module in modules
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value in originals
    ]
    assert not found
    with engine_alone():
        for one in swift.REPLACEMENTS:
            assert vars(one.owner)[one.name] is one.original
    for one in swift.REPLACEMENTS:
        assert vars(one.owner)[one.name] is one.own
        assert inspect.signature(one.own).parameters.keys() == inspect.signature(one.original).parameters.keys()


def test_a_style_that_is_changed_is_read_again() -> None:
    swift.install()
    (page,) = weasyprint.HTML(string="<p style='width: 5px; margin: 10%'>x").render().pages
    box = next(box for box in page._page_box.descendants() if box.element_tag == "p")
    lengths.resolve_percentages(box, (200, 100))
    assert (box.width, box.margin_left) == (5, 20)
    box.style["width"], box.style["margin_left"] = Dimension(50, "%"), Dimension(3, "px")
    lengths.resolve_percentages(box, (200, 100))
    assert (box.width, box.margin_left) == (100, 3)


def test_a_face_that_is_added_drops_what_was_kept() -> None:
    fonts = FontConfiguration()
    swift.install()
    weasyprint.HTML(string="<p>x").render(font_config=fonts)
    assert text._KEPT in vars(fonts)
    fonts.add_font_face({"src": (), "font_family": "x"}, None)
    assert text._KEPT not in vars(fonts)


# The pages of the examples.

EXAMPLES: tuple[tuple[str, dict[str, str]], ...] = (
    ("sco-2018", {"": "treaty"}),
    ("sco-2018", {"ru": "gost-r-7.0.97", "zh": "gbt-9704"}),
    ("articles", {"": "treaty"}),
    ("articles", {"ru": "gost-r-7.0.97"}),
    ("small", {"": "treaty"}),
    ("small", {"ru": "gost-r-7.0.97", "zh": "gbt-9704"}),
)


def _equal(source: Source, profile: dict[str, str], resources: Resources, *, draft: bool = False) -> None:
    protocol = source.protocol.model_copy(update={"profile": profile})
    made = compose(protocol, source.wordings, source.files, resources, protocol.languages, draft=draft)
    with engine_alone():
        expected = hashlib.sha256(press(made, resources)).hexdigest()
    assert hashlib.sha256(press(made, resources)).hexdigest() == expected


@pytest.mark.parametrize(("name", "profile"), EXAMPLES)
def test_an_example_is_pressed_to_the_same_bytes(
    name: str, profile: dict[str, str], source: Callable[[str], Source], resources: Resources
) -> None:
    _equal(source(name), profile, resources)


@pytest.mark.parametrize("name", ["sco-2018", "small"])
def test_a_draft_is_pressed_to_the_same_bytes(name: str, source: Callable[[str], Source], resources: Resources) -> None:
    _equal(source(name), {"": "treaty"}, resources, draft=True)


@pytest.mark.parametrize("profile", [profile for name, profile in EXAMPLES if name == "small"])
@pytest.mark.parametrize("kind", looks.PICTURES)
def test_emblem_and_letterhead_are_pressed_to_the_same_bytes(
    kind: str, profile: dict[str, str], resources: Resources, tmp_path: Path
) -> None:
    _equal(read(looks.headed(tmp_path, kind), resources), profile, resources)
