"""A font folder into the only fonts that the engine sees.

Fontconfig reads its configuration when WeasyPrint is imported; so this module comes before that import, and
a process presses with one font folder only.
"""

import os
import sys

from typeset.errors import MissingDependency, ResourceError
from typeset.messages import phrase
from typeset.press.starting import quietly
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
        with quietly():
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


def _advice() -> str:
    managers = {"apt": "/usr/bin/apt-get", "dnf": "/usr/bin/dnf", "apk": "/sbin/apk", "brew": "/opt/homebrew/bin/brew"}
    here = [name for name, path in managers.items() if os.path.exists(path)]  # noqa: PTH110 - a look, no work on paths
    wanted = here or list(_PACKAGES)
    choices = [f"`{_PACKAGES[name]}` ({name})" for name in wanted]
    if len(choices) == 1:
        return phrase("install {choice}", choice=choices[0])
    return phrase("install {some} or {last}", some=", ".join(choices[:-1]), last=choices[-1])
