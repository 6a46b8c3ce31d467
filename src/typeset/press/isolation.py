"""A font folder into the only fonts that the engine sees.

Fontconfig reads its configuration when WeasyPrint is imported; so this module comes before that import, and
a process presses with one font folder only.
"""

import contextlib
import importlib
import os
import sys
from collections.abc import Iterator
from types import ModuleType

from typeset.errors import MissingDependency, ResourceError
from typeset.messages import phrase
from typeset.resources import FONT_CONFIGURATION, Resources

_PACKAGES = {
    "apt": "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "pango harfbuzz",
    "apk": "pango harfbuzz-subset",
    "brew": "pango",
}


def isolate(resources: Resources) -> None:
    """Point fontconfig at the fonts of `resources` alone, then import the engine.

    Raises:
        ResourceError: a font is missing or altered, or another folder is already in use.
        MissingDependency: Pango or HarfBuzz is not on this machine.
    """
    resources.font_files()
    configuration = str(resources.fonts / FONT_CONFIGURATION)
    if "weasyprint" in sys.modules and os.environ.get("FONTCONFIG_FILE") != configuration:
        raise ResourceError(
            phrase("the engine has already been started with other fonts"),
            phrase("start a new process to press with the fonts of `{fonts}`", fonts=resources.fonts),
        )
    os.environ["FONTCONFIG_FILE"] = configuration
    try:
        with _deferred():
            import weasyprint  # noqa: F401, PLC0415 - only now may fontconfig be read
        from weasyprint.text import ffi  # noqa: PLC0415 - likewise
    except OSError as error:
        raise MissingDependency(
            phrase("Pango cannot be loaded, and without it nothing is pressed"), _advice()
        ) from error
    if ffi.harfbuzz_subset is None:
        raise MissingDependency(
            phrase("libharfbuzz-subset cannot be loaded, and without it fonts are not subset"), _advice()
        )


class _Deferred(ModuleType):
    """A module that is loaded when something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def _instantiated(*arguments: object, **options: object) -> object:
    """Make a variable font a static one."""
    instancer = importlib.import_module("fontTools.varLib.instancer")
    return instancer.instantiateVariableFont(*arguments, **options)


@contextlib.contextmanager
def _deferred() -> Iterator[None]:
    """Let the engine load only when it is needed what variable fonts need, and who has no HarfBuzz.

    That is a quarter of all that it loads, and no bundled face needs it. Others find the modules as they are.
    """
    places = ("fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer")
    made = {name: _Deferred(name) for name in places if name not in sys.modules}
    for module in made.values():
        module.__dict__["instantiateVariableFont"] = _instantiated
    sys.modules.update(made)
    try:
        yield
    finally:
        for name in made:
            del sys.modules[name]


def _advice() -> str:
    managers = {"apt": "/usr/bin/apt-get", "dnf": "/usr/bin/dnf", "apk": "/sbin/apk", "brew": "/opt/homebrew/bin/brew"}
    here = [name for name, path in managers.items() if os.path.exists(path)]  # noqa: PTH110 - a look, no work on paths
    wanted = here or list(_PACKAGES)
    choices = [f"`{_PACKAGES[name]}` ({name})" for name in wanted]
    if len(choices) == 1:
        return phrase("install {choice}", choice=choices[0])
    return phrase("install {some} or {last}", some=", ".join(choices[:-1]), last=choices[-1])
