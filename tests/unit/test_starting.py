"""What a command spends before it works, and after: engines started quietly, and no look at what dies anyway."""

import subprocess
import sys

_ENGINE = """
import subprocess, sys
class Refused(subprocess.Popen):
    def __init__(self, *command, **settings):
        raise AssertionError(command)
subprocess.Popen = Refused
import ctypes.util
search = ctypes.util.find_library
from typeset.pipeline import engine
from typeset.resources import bundled
engine.start(bundled())
import weasyprint.pdf.fonts as pages
assert ctypes.util.find_library is search
print([name for name in ("fontTools.subset", "fontTools.varLib", "fontTools.feaLib") if name in sys.modules])
assert pages.subset.Options(hinting=False).hinting is False
import fontTools.subset
print(type(pages.subset.Options()) is fontTools.subset.Options)
"""
_END = """
import gc, sys
sys.argv = ["typeset", "--version"]
from typeset.__main__ import run
try:
    run()
except SystemExit:
    print(gc.isenabled(), gc.get_freeze_count() > len(gc.get_objects()))
"""


def _said(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_engine_starts_no_processes_and_loads_the_subsetter_only_where_it_is_called() -> None:
    assert _said(_ENGINE) == ["[]", "True"]


def test_what_ends_with_the_process_is_not_looked_through_once_more() -> None:
    assert _said(_END)[-1] == "True True"
