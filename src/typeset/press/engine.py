"""HTML and style into a PDF's bytes, by WeasyPrint; every warning of the engine is an error.

Two names of WeasyPrint that are not public are used, and tests/unit/press/test_engine.py fails loudly where one
of them changes: `weasyprint.pdf.generate_pdf`, which gives the file before it is written, and
`weasyprint.pdf.add_tags`, which is replaced by a structure tree of our own (see `structure`). Its hottest functions
are replaced by quicker ones that give the same (see `swift`).
"""

import importlib
import logging
import typing as t
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from typeset import beside
from typeset.errors import PressError, TypesetError
from typeset.garbage import uncollected
from typeset.messages import lines, phrase
from typeset.model.composition import Adjustment, Composition
from typeset.press.isolation import isolate
from typeset.resources import Resources

if t.TYPE_CHECKING:
    import pydyf

    from typeset.press.carried import CarriedPage
    from typeset.press.halves import Laid


@dataclass(frozen=True)
class Pressed:
    """A file, and what was done so that its signatures are guarded: by the name of the section."""

    pdf: bytes
    adjustments: dict[str, Adjustment]


def load(resources: Resources) -> None:
    """Load all that pressing needs, with these fonts; whoever presses does it himself.

    Raises:
        ResourceError: a font is missing or altered.
        MissingDependency: Pango or HarfBuzz is not on this machine.
    """
    isolate(resources)
    importlib.import_module("typeset.press.halves")


def press(composition: Composition, resources: Resources) -> bytes:
    """Press the pages, as `guarded` does, and give the file alone."""
    return guarded(composition, resources).pdf


def guarded(composition: Composition, resources: Resources, processes: int = 1) -> Pressed:
    """Press the pages; equal compositions and resources give equal bytes, whatever the number of processes.

    Args:
        composition: the pages.
        resources: templates and fonts.
        processes: how many may work at it, where this one may be forked; more than two are of no use.

    Raises:
        PressError: the engine failed or warned of anything, a character has no glyph, a page asks for a file
            that is not there or lies outside the template and source folders, or the signatures cannot be guarded.
        ResourceError: a font is missing or altered.
        MissingDependency: Pango or HarfBuzz is not on this machine.
    """
    isolate(resources)
    with _warnings() as warnings, uncollected():
        pressed, missing = _generated(composition, resources, processes, warnings)
    if missing:
        named = ", ".join(f"`{chr(point)}` (U+{point:04X})" for point in sorted(missing))
        raise PressError(
            phrase("no bundled face has {named}", named=named),
            phrase("replace the characters, or add a face that has them"),
        )
    if warnings:
        raise PressError(lines([phrase("the engine warned:"), *warnings]), phrase("correct the template or the style"))
    return pressed


def _generated(
    composition: Composition, resources: Resources, processes: int, warnings: list[str]
) -> tuple[Pressed, frozenset[int]]:
    """Run the engine; whatever it raises is a `PressError`."""
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - imported only after the fonts are isolated

    try:
        return _generate(composition, resources, processes, warnings)
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


def _generate(
    composition: Composition, resources: Resources, processes: int, warnings: list[str]
) -> tuple[Pressed, frozenset[int]]:
    import weasyprint.pdf  # noqa: PLC0415 - imported only after the fonts are isolated

    from typeset.press import halves, structure, swift  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.carried import UncarriedError  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.fetch import Fetcher  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.halves import Halves, Tickets  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.layout import Layout  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.picture import pictures  # noqa: PLC0415 - loaded where it is needed

    weasyprint.pdf.add_tags = structure.add_tags
    swift.install()
    layout = Layout(Fetcher(resources, pictures(composition)), composition.stylesheets, composition.sections)
    if processes > 1 and beside.possible() and halves.worthwhile(composition):
        try:
            with Tickets(len(composition.sections) - 1) as tickets:
                both = Halves(layout, tickets, warnings)
                with both.begun() as fork:
                    laid = both.first()
                    part, adjustments = halves.joined(fork, laid, layout)
                    return _written(composition, laid, part.pages, adjustments)
        except (UncarriedError, OSError):
            # Pressed anew, and by nobody else: what is wrong with the pages is found here, what is wrong with the other
            # process is of no account.
            warnings.clear()
            layout = Layout(Fetcher(resources, pictures(composition)), composition.stylesheets, composition.sections)
    return _written(composition, halves.lay(layout))


def _written(
    composition: Composition,
    laid: "Laid",
    others: "Sequence[CarriedPage]" = (),
    further: Mapping[str, Adjustment] = MappingProxyType({}),
) -> tuple[Pressed, frozenset[int]]:
    """Paint pages, those that were laid out here before those that arrive, and finish the file."""
    import weasyprint  # noqa: PLC0415 - imported only after the fonts are isolated
    import weasyprint.pdf  # noqa: PLC0415 - loaded where it is needed

    from typeset.press import finish  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.layout import VARIANT  # noqa: PLC0415 - loaded where it is needed

    document = laid.document([*laid.pages, *others])
    document.metadata = finish.Metadata(composition)
    variant = weasyprint.pdf.VARIANTS[VARIANT][1]
    options = {**weasyprint.DEFAULT_OPTIONS, **variant, "pdf_variant": VARIANT}
    pdf: pydyf.PDF = weasyprint.pdf.generate_pdf(document, None, 1, **options)
    missing = frozenset[int]().union(*(font.missing for font in document.fonts.values()))
    return Pressed(finish.write(pdf, composition), {**laid.adjustments, **further}), missing


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
