"""A process that has loaded everything, and runs one command line after the other in children of its own.

A child is made in a moment, where a cold start takes seconds; it waits until whoever wants to look into it is ready.
Commands come as lines of JSON on stdin; answers go as lines of JSON to stdout.
"""

import contextlib
import importlib
import json
import os
import sys
import traceback
import typing as t

from typeset import __main__ as command
from typeset.press.isolation import isolate
from typeset.resources import bundled

# Loaded, and not used: whoever has pressed or validated has threads, which no child inherits.
for _module in ("cli.main", "pipeline.copies", "press.engine", "verify.reader", "verify.checks.conformance"):
    importlib.import_module(f"typeset.{_module}")
isolate(bundled())

_FAILED = 99
"""No exit code of typeset: what stands above its own catching has failed."""


def serve() -> None:
    """Answer until stdin ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        ready, go = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(go)
            _run(asked, ready)
        os.close(ready)
        _answer({"pid": child})
        sys.stdin.readline()  # whoever looks is ready
        os.close(go)
        _, status = os.waitpid(child, 0)
        _answer({"code": os.waitstatus_to_exitcode(status)})


def _run(asked: dict[str, t.Any], ready: int) -> t.NoReturn:
    """Be the command line, with what it says in files."""
    code = _FAILED
    try:
        os.chdir(asked["folder"])
        for stream, name in enumerate(("/dev/null", asked["stdout"], asked["stderr"])):
            os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), stream)
        sys.argv = ["typeset", *asked["words"]]
        os.read(ready, 1)
        command.run()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else _FAILED
    except BaseException:  # noqa: BLE001 - said, and told from every code of typeset
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
        os._exit(code)


def _answer(said: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
