#!/usr/bin/env python3
"""Turns this interpreter's machine into one line of words: what `bootstrap.sh` still has to do.

    probe.py libraries        the system libraries that cannot be loaded
    probe.py state LEVEL      `ready`, or what of .venv is out of date: `environment`, `packages`, `project`
    probe.py stamp LEVEL      writes down that .venv is now ready for LEVEL (`runtime` or `dev`)

Standard library only; runs before anything is installed, and on every `make`, so it must be quick.
"""

import ctypes
import ctypes.util
import hashlib
import json
import sys
from pathlib import Path

STAMP = Path(".venv/bootstrap.json")

# Library → the names it goes by, as WeasyPrint looks for them (weasyprint/text/ffi.py).
LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "pango-1.0"),
    "pangoft2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "pangoft2-1.0"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "fontconfig"),
    "harfbuzz-subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "harfbuzz-subset"),
}


def loads(names: tuple[str, ...]) -> bool:
    """Whether one of the names can be loaded; the last is the bare name, searched for only when the others fail."""
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    found = ctypes.util.find_library(names[-1])
    if found is None:
        return False
    try:
        ctypes.CDLL(found)
    except OSError:
        return False
    return True


def digest(path: str) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def wanted(level: str) -> dict[str, str]:
    """What the stamp must say for a .venv that is ready."""
    return {
        "root": str(Path.cwd()),  # scripts in .venv/bin name it: a moved checkout needs a new .venv
        "python": sys.version,
        f"{level} lock": digest(f"requirements/{level}.txt"),
        "project": digest("pyproject.toml"),
    }


def state(level: str) -> str:
    """`ready`, or the first thing out of date. The dev lock holds all of the runtime lock, so it serves for both."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return "environment"
    want = wanted("dev" if "dev lock" in stamp else level)
    if any(stamp.get(key) != want[key] for key in ("root", "python")):
        return "environment"
    if level == "dev" and "dev lock" not in stamp:
        return "packages"
    if any(stamp.get(key) != text for key, text in want.items() if key.endswith("lock")):
        return "packages"
    return "ready" if stamp.get("project") == want["project"] else "project"


def main(command: str, *arguments: str) -> None:
    """Runs one command; the words go to stdout."""
    if command == "libraries":
        sys.stdout.write(" ".join(name for name, names in LIBRARIES.items() if not loads(names)) + "\n")
    elif command == "state":
        sys.stdout.write(state(*arguments) + "\n")
    else:
        STAMP.write_text(json.dumps(wanted(*arguments), indent=1) + "\n")


main(*sys.argv[1:])
