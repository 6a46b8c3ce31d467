"""Templates, fonts and versions into the fingerprint of a workplace: equal fingerprints press equal bytes."""

import contextlib
import ctypes
import ctypes.util
import functools
import hashlib
import importlib.metadata
import json
import zlib

from typeset import __version__
from typeset.messages import joined, phrase
from typeset.model.base import Closed
from typeset.resources import Resources

_LIBRARIES = (
    "weasyprint",
    "pydyf",
    "pyphen",
    "fonttools",
    "pikepdf",
    "pypdf",
    "pillow",
    "pypdfium2",
    "page-validation",
    "jinja2",
    "segno",
)
_SHOWN = 3
_KINDS = {"versions": phrase("version"), "templates": phrase("template"), "fonts": phrase("font")}


class Fingerprint(Closed):
    """What determines the pressed bytes, besides the source: by name, with version or SHA-256."""

    versions: dict[str, str]
    templates: dict[str, str]
    fonts: dict[str, str]

    @functools.cached_property
    def digest(self) -> str:
        """One digest of all."""
        return digest_of(self.model_dump(mode="json"))

    def differences(self, other: "Fingerprint") -> str:
        """Name what differs, the first few; empty where nothing does."""
        names = [
            phrase("{kind} `{name}`", kind=what, name=name)
            for kind, what in (
                ("versions", phrase("version")),
                ("templates", phrase("template")),
                ("fonts", phrase("font")),
            )
            for name in sorted(getattr(self, kind).keys() | getattr(other, kind).keys())
            if getattr(self, kind).get(name) != getattr(other, kind).get(name)
        ]
        shown = joined(", ", names[:_SHOWN])
        if len(names) <= _SHOWN:
            return shown
        return phrase("{some} and {count} more", some=shown, count=len(names) - _SHOWN)


def digest_of(value: object) -> str:
    """The SHA-256 of a value that JSON can hold."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@functools.lru_cache(maxsize=8)
def fingerprint(resources: Resources) -> Fingerprint:
    """Look at a workplace; once a process.

    Raises:
        ResourceError: a font is missing or altered.
    """
    templates = {}
    for folder in reversed(resources.templates):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                templates[path.relative_to(folder).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    templates |= {name: hashlib.sha256(content).hexdigest() for name, content in resources.given}
    return Fingerprint(versions=_versions(), templates=templates, fonts=resources.font_files())


def _versions() -> dict[str, str]:
    versions = {"typeset": __version__, "zlib": zlib.ZLIB_RUNTIME_VERSION}
    versions |= {name: importlib.metadata.version(name) for name in _LIBRARIES}
    with contextlib.suppress(OSError, AttributeError):
        pango = ctypes.CDLL(ctypes.util.find_library("pango-1.0")).pango_version_string
        pango.restype = ctypes.c_char_p
        versions["pango"] = pango().decode()
    with contextlib.suppress(OSError, AttributeError):
        harfbuzz = ctypes.CDLL(ctypes.util.find_library("harfbuzz")).hb_version_string
        harfbuzz.restype = ctypes.c_char_p
        versions["harfbuzz"] = harfbuzz().decode()
    return versions
