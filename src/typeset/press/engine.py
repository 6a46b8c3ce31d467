"""HTML and style into a PDF's bytes, by WeasyPrint; every warning of the engine is an error.

Two names of WeasyPrint that are not public are used, and tests/unit/press/test_engine.py fails loudly where one
of them changes: `weasyprint.pdf.generate_pdf`, which gives the file before it is written, and
`weasyprint.pdf.add_tags`, which is replaced by a structure tree of our own (see `structure`).
"""

import logging
import typing as t
from collections.abc import Iterator
from contextlib import contextmanager

from typeset.errors import PressError, TypesetError
from typeset.messages import lines, phrase
from typeset.model.composition import Composition
from typeset.press.isolation import isolate
from typeset.resources import Resources

if t.TYPE_CHECKING:
    import pydyf

VARIANT = "pdf/a-3a"


def press(composition: Composition, resources: Resources) -> bytes:
    """Press the pages; equal compositions and resources give equal bytes.

    Raises:
        PressError: the engine failed or warned of anything, a character has no glyph, or a page asks for a file
            that is not there or lies outside the template and source folders.
        ResourceError: a font is missing or altered.
        MissingDependency: Pango or HarfBuzz is not on this machine.
    """
    isolate(resources)
    with _warnings() as warnings:
        pdf, missing = _generated(composition, resources)
    if missing:
        named = ", ".join(f"`{chr(point)}` (U+{point:04X})" for point in sorted(missing))
        raise PressError(
            phrase("no bundled face has {named}", named=named),
            phrase("replace the characters, or add a face that has them"),
        )
    if warnings:
        raise PressError(lines([phrase("the engine warned:"), *warnings]), phrase("correct the template or the style"))
    return pdf


def _generated(composition: Composition, resources: Resources) -> tuple[bytes, frozenset[int]]:
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


def _generate(composition: Composition, resources: Resources) -> tuple[bytes, frozenset[int]]:
    import weasyprint  # noqa: PLC0415 - imported only after the fonts are isolated
    import weasyprint.pdf  # noqa: PLC0415 - loaded where it is needed

    from typeset.press import finish, structure  # noqa: PLC0415 - loaded where it is needed
    from typeset.press.fetch import BASE, Fetcher  # noqa: PLC0415 - loaded where it is needed

    weasyprint.pdf.add_tags = structure.add_tags
    fetcher = Fetcher(resources)
    fonts = weasyprint.text.fonts.FontConfiguration()
    html = weasyprint.HTML(string=composition.html, base_url=BASE, url_fetcher=fetcher)
    styles = [
        weasyprint.CSS(string=style, base_url=BASE, url_fetcher=fetcher, font_config=fonts)
        for style in composition.stylesheets
    ]
    document = html.render(stylesheets=styles, font_config=fonts, pdf_variant=VARIANT)
    document.metadata = finish.Metadata(composition)
    variant = weasyprint.pdf.VARIANTS[VARIANT][1]
    options = {**weasyprint.DEFAULT_OPTIONS, **variant, "pdf_variant": VARIANT}
    pdf: pydyf.PDF = weasyprint.pdf.generate_pdf(document, None, 1, **options)
    missing = frozenset[int]().union(*(font.missing for font in document.fonts.values()))
    return finish.write(pdf, composition), missing


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
