"""Where templates, language tables and fonts come from; made once at the edge and passed in.

A `Resources` value reads only below its own folders: no link and no `..` leads out of them.
"""

import functools
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from typeset.errors import ResourceError
from typeset.messages import phrase

FONT_DIGESTS = "SHA256SUMS"
FONT_CONFIGURATION = "fonts.conf"
_FACES = frozenset({".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2", ".pfa", ".pfb", ".pcf"})
_DIGEST_LINE = re.compile(r"([0-9a-f]{64}) [ *](\S+)")


@dataclass(frozen=True)
class Resources:
    """Templates and fonts of one run.

    Args:
        templates: folders of templates; what stands in an earlier one goes before its namesake in a later one.
        fonts: the folder of the faces that pages may use.
        source: the folder of the source, from which images may be taken; none where there is none.
        given: templates or tables by name and content, which go before all folders.
    """

    templates: tuple[Path, ...]
    fonts: Path
    source: Path | None = None
    given: tuple[tuple[str, bytes], ...] = ()

    @property
    def further(self) -> tuple[Path, ...]:
        """The folders of templates that are not typeset's own."""
        return tuple(folder for folder in self.templates if folder != _home() / "templates")

    def template(self, name: str) -> bytes:
        """Read a template, stylesheet or language table.

        Raises:
            ResourceError: there is none of this name, or it lies outside the template folders.
        """
        content = self._found(name)
        if content is not None:
            return content
        places = ", ".join(f"`{folder}`" for folder in self.templates)
        raise ResourceError(
            phrase("there is no template `{name}` in {places}", name=name, places=places),
            phrase("correct `--templates`, or the name"),
        )

    def has_template(self, name: str) -> bool:
        """Whether a template of this name is there."""
        return self._found(name) is not None

    def coverage(self) -> frozenset[int]:
        """The code points that at least one listed face has.

        Raises:
            ResourceError: as `font_files`.
        """
        return frozenset().union(*(_code_points(self.fonts / name) for name in self.font_files()))

    def _found(self, name: str) -> bytes | None:
        for given, content in self.given:
            if given == name:
                return content
        contents = (_read_below(folder, name) for folder in self.templates)
        return next((content for content in contents if content is not None), None)

    def image(self, name: str) -> bytes | None:
        """Read an image that stands beside the source, or none."""
        return _read_below(self.source, name) if self.source else None

    def font_files(self) -> dict[str, str]:
        """The faces that pages may use, by file name, with their SHA-256.

        Raises:
            ResourceError: a face is missing, altered or not listed, or the folder has no list of digests.
        """
        return dict(_checked_fonts(self.fonts))


@functools.cache
def _checked_fonts(folder: Path) -> tuple[tuple[str, str], ...]:
    try:
        listed = _DIGEST_LINE.findall((folder / FONT_DIGESTS).read_text(encoding="utf-8"))
    except OSError as error:
        raise ResourceError(
            phrase("the font folder `{folder}` has no readable `{digests}`", folder=folder, digests=FONT_DIGESTS),
            _REINSTALL,
        ) from error
    if not listed:
        raise ResourceError(
            phrase("`{digests}` in the font folder `{folder}` lists no face", digests=FONT_DIGESTS, folder=folder),
            _REINSTALL,
        )
    names = {name for _digest, name in listed}
    for path in sorted(folder.rglob("*")):
        # Fontconfig offers the engine every face below the folder, listed or not.
        if path.suffix.lower() in _FACES and path.relative_to(folder).as_posix() not in names:
            named = {"name": path.name, "folder": folder, "digests": FONT_DIGESTS}
            what = phrase("the font `{name}` in `{folder}` is not listed in `{digests}`", **named)
            raise ResourceError(what, _REINSTALL)
    for digest, name in listed:
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError as error:
            raise ResourceError(
                phrase("the font `{name}` is missing in `{folder}`", name=name, folder=folder), _REINSTALL
            ) from error
        if found != digest:
            raise ResourceError(
                phrase(
                    "the font `{name}` in `{folder}` is not the one listed: its digest differs",
                    name=name,
                    folder=folder,
                ),
                _REINSTALL,
            )
    return tuple((name, digest) for digest, name in listed)


@functools.cache
def _code_points(face: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - slow to import, and mostly not needed

    with TTFont(face, lazy=True) as font:
        # Numbers instead of names: to name thousands of glyphs, for nobody, would take most of the time.
        font.setGlyphOrder(range(font["maxp"].numGlyphs))
        return frozenset(font.getBestCmap())


_REINSTALL = phrase("install typeset again, or restore the folder from the repository")


def _read_below(folder: Path, name: str) -> bytes | None:
    """Read `name` below `folder`; none where it is no file or leads out of the folder."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            return None
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def bundled(*templates: Path, source: Path | None = None) -> Resources:
    """The resources that come with typeset, with further template folders before its own.

    Raises:
        ResourceError: a further folder does not exist.
    """
    for folder in templates:
        if not folder.is_dir():
            raise ResourceError(
                phrase("the template folder `{folder}` does not exist", folder=folder),
                phrase("name an existing folder"),
            )
    home = _home()
    return Resources((*templates, home / "templates"), home / "fonts", source)


def _home() -> Path:
    """The folder that holds `templates/` and `fonts/`: the package's own, or the checkout's."""
    package = Path(__file__).resolve().parent
    return package if (package / "templates").is_dir() else package.parents[1]
