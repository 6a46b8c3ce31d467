"""What the engine loads, and what only when it is asked for."""

import io
import subprocess
import sys
from pathlib import Path

import fontTools.subset
import weasyprint.pdf.fonts
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables.TupleVariation import TupleVariation

ROOT = Path(__file__).parents[3]
_LOADED = """
import sys
from typeset.press.isolation import isolate
from typeset.resources import bundled
isolate(bundled())
print(*sorted(name for name in sys.modules if name.startswith(("fontTools.subset", "fontTools.varLib"))))
import fontTools.varLib.instancer
print(fontTools.varLib.instancer.__file__ is not None, callable(fontTools.varLib.instancer.instantiateVariableFont))
"""


def test_what_no_bundled_face_needs_is_not_loaded_with_the_engine() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert done.stdout.splitlines() == ["", "True True"], done.stderr


def test_it_is_loaded_when_it_is_asked_for() -> None:
    assert weasyprint.pdf.fonts.subset.Options is fontTools.subset.Options
    made = weasyprint.pdf.fonts.instantiateVariableFont(TTFont(io.BytesIO(_variable())), {"wght": 700}, static=True)
    assert "fvar" not in made
    assert made["hmtx"]["a"][0] == 600


def _variable() -> bytes:
    """A face of one glyph, which is wider in bold."""
    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({97: "a"})
    builder.setupGlyf({".notdef": Glyph(), "a": Glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "a": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Sample", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.setupFvar([("wght", 400, 400, 700, "Weight")], [])
    wider = TupleVariation({"wght": (0, 1, 1)}, [(0, 0), (100, 0), (0, 0), (0, 0)])
    builder.setupGvar({"a": [wider]})
    output = io.BytesIO()
    builder.save(output)
    return output.getvalue()
