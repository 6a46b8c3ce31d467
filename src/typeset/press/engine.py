"""HTML and style into a PDF's bytes, by WeasyPrint; every warning of the engine is an error.

Two names of WeasyPrint that are not public are used, and tests/unit/press/test_engine.py fails loudly where one
of them changes: `weasyprint.pdf.generate_pdf`, which gives the file before it is written, and
`weasyprint.pdf.add_tags`, which is replaced by a structure tree of our own (see `structure`). Its hottest functions
are replaced by quicker ones that give the same (see `swift`).
"""

import logging
import typing as t
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from typeset.errors import PressError, TypesetError
from typeset.garbage import uncollected
from typeset.messages import lines, phrase
from typeset.model.composition import Adjustment, Composition
from typeset.press.isolation import isolate
from typeset.resources import Resources

if t.TYPE_CHECKING:
    import pydyf


@dataclass(frozen=True)
class Pressed:
    """A file, and what was done so that its signatures are guarded: by the name of the section."""

    pdf: bytes
    adjustments: dict[str, Adjustment]


def press(composition: Composition, resources: Resources) -> bytes:
    """Press the pages, as `guarded` does, and give the file alone."""
    return guarded(composition, resources).pdf


def guarded(composition: Composition, resources: Resources) -> Pressed:
    """Press the pages; equal compositions and resources give equal bytes.

    Raises:
        PressError: the engine failed or warned of anything, a character has no glyph, a page asks for a file
            that is not there or lies outside the template and source folders, or the signatures cannot be guarded.
        ResourceError: a font is missing or altered.
        MissingDependency: Pango or HarfBuzz is not on this machine.
    """
    isolate(resources)
    with _warnings() as warnings, uncollected():
        pressed, missing = _generated(composition, resources)
    if missing:
        named = ", ".join(f"`{chr(point)}` (U+{point:04X})" for point in sorted(missing))
        raise PressError(
            phrase("no bundled face has {named}", named=named),
            phrase("replace the characters, or add a face that has them"),
        )
    if warnings:
        raise PressError(lines([phrase("the engine warned:"), *warnings]), phrase("correct the template or the style"))
    return pressed


def _generated(composition: Composition, resources: Resources) -> tuple[Pressed, frozenset[int]]:
    """Run the engine; whatever it raises is a `PressError`."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - imported only after the fonts are isolated

    try:
        return _generate(composition, resources)
    except TypesetError:
        raise
    except FatalURLFetchingError as error:  # derives from BaseException, so that the engine itself lets it through
        raise PressError(
            phrase("the pages ask for what they may not have: {error}", error=error), phrase("correct the template")
        ) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PressError(
            phrase("the engine failed: {reason}", reason=reason), phrase("correct the template or the style")
        ) from error


def _generate(composition: Composition, resources: Resources) -> tuple[Pressed, frozenset[int]]:
    import weasyprint  # noqa: PLC0415 - imported only after the fonts are isolated
    import weasyprint.pdf  # noqa: PLC0415 - loaded where it is needed

    from typeset.press import finish, structure, swift  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.fetch import Fetcher  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.guard import guard  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.layout import VARIANT, Layout, Sheets  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.picture import pictures  # noqa: PLC0415 - loaded where it is needed

    weasyprint.pdf.add_tags = structure.add_tags
    swift.install()
    layout = Layout(Fetcher(resources, pictures(composition)), composition.stylesheets, composition.sections)
    pages: list[t.Any] = []
    adjustments: dict[str, Adjustment] = {}
    for section in composition.sections:
        laid = guard(Sheets(layout, section, len(pages) + 1))
        pages += laid.rendered.pages
        if laid.adjustment:
            adjustments[section.name] = laid.adjustment
    document = laid.rendered.copy(pages)
    document.metadata = finish.Metadata(composition)
    variant = weasyprint.pdf.VARIANTS[VARIANT][1]
    options = {**weasyprint.DEFAULT_OPTIONS, **variant, "pdf_variant": VARIANT}
    pdf: pydyf.PDF = weasyprint.pdf.generate_pdf(document, None, 1, **options)
    missing = frozenset[int]().union(*(font.missing for font in document.fonts.values()))
    return Pressed(finish.write(pdf, composition), adjustments), missing


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what WeasyPrint and fontTools complain about."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(collector)
    try:
        yield collector.lines
    finally:
        for logger in loggers:
            logger.removeHandler(collector)
