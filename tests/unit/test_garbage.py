"""What ends with a process is left alone by the garbage collector."""

import subprocess
import sys

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


def test_what_ends_with_the_process_is_not_looked_through_once_more() -> None:
    assert _said(_END)[-1] == "True True"
