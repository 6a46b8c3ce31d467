"""What the engine loads and asks for at its start, and what only when it is needed."""

import io
import subprocess
import sys

import fontTools.subset
import weasyprint.pdf.fonts
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables.TupleVariation import TupleVariation

_ENGINE = """
import subprocess, sys
class Refused(subprocess.Popen):
    def __init__(self, *command, **settings):
        raise AssertionError(command)
subprocess.Popen = Refused
import ctypes.util
search = ctypes.util.find_library
from typeset.press.isolation import isolate
from typeset.resources import bundled
isolate(bundled())
assert ctypes.util.find_library is search
print([name for name in ("fontTools.subset", "fontTools.varLib", "fontTools.feaLib") if name in sys.modules])
import fontTools.varLib.instancer
print(fontTools.varLib.instancer.__file__ is not None)
"""


def test_the_engine_starts_no_processes_and_loads_the_subsetter_only_where_it_is_called() -> None:
    done = subprocess.run([sys.executable, "-c", _ENGINE], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["[]", "True"], done.stderr


def test_it_is_loaded_when_it_is_asked_for() -> None:
    assert type(weasyprint.pdf.fonts.subset.Options()) is fontTools.subset.Options
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
