"""Rules of the parts of an instrument: title, annexes, and the page of the signatures."""

from collections.abc import Iterator

from typeset.messages import both, phrase
from typeset.model.protocol import signature_field
from typeset.model.rule import (
    AnnexBelongs,
    AnnexMark,
    AnnexNewPage,
    AnnexOpening,
    AnnexTitle,
    SignatureBlocks,
    SignaturePage,
    TitleCentred,
)
from typeset.verify.expected import signatory_id
from typeset.verify.facts import Annotation
from typeset.verify.limits import MILLIMETRE
from typeset.verify.rules.layout import Layout, NothingToMeasureError, Row, lines
from typeset.verify.rules.outcome import Broken, at, figure, mm


def title_centred(rule: TitleCentred, layout: Layout) -> Iterator[Broken]:
    """The title and its second part stand in the middle between the edges of the text."""
    for para in layout.of("title", "subtitle"):
        yield from _off_centre(para.rows, layout, rule.tolerance_mm)


def _off_centre(rows: tuple[Row, ...], layout: Layout, tolerance: float) -> Iterator[Broken]:
    for row in rows:
        off = mm((row.left + row.right) / 2 - layout.centre)
        if abs(off) > tolerance:
            yield at(row, phrase("a line stands {off} mm beside the middle", off=figure(off)))


def annex_new_page(_: AnnexNewPage, layout: Layout) -> Iterator[Broken]:
    """Nothing stands on the page of an annex's mark above it."""
    for annex in layout.annexes:
        mark = annex.mark.rows[0]
        for run in layout.case.facts.pages[mark.page - 1].runs:
            if not run.artifact and run.text.strip() and run.baseline > mark.baseline + mark.size / 2:
                yield at(mark, phrase("on page {page} stands something above an annex", page=mark.page))
                break


def annex_mark(rule: AnnexMark, layout: Layout) -> Iterator[Broken]:
    """The mark of an annex stands in the right half of the text, or at its left edge."""
    tolerance = rule.tolerance_mm * MILLIMETRE
    for annex in layout.annexes:
        row = annex.mark.rows[0]
        if rule.place == "left" and abs(row.left - layout.left) > tolerance:
            yield at(
                row, phrase("a mark begins {left} mm beside the left edge", left=figure(mm(row.left - layout.left)))
            )
        elif rule.place == "right" and row.left < layout.centre - tolerance:
            yield at(
                row, phrase("a mark begins {centre} mm left of the middle", centre=figure(mm(layout.centre - row.left)))
            )


def annex_belongs(rule: AnnexBelongs, layout: Layout) -> Iterator[Broken]:
    """What says to what an annex belongs stands under its mark, in line with it at the left or at the right."""
    if not any(annex.belongs for annex in layout.annexes):
        raise NothingToMeasureError(phrase("no annex says to what it belongs"))
    for annex in layout.annexes:
        mark = annex.mark.rows[0]
        for row in (row for para in annex.belongs for row in para.rows):
            off = mm(min(abs(row.left - mark.left), abs(row.right - mark.right)))
            if row.page != mark.page or row.baseline >= mark.baseline:
                yield at(row, phrase("it does not stand under the mark"))
            elif off > rule.tolerance_mm:
                yield at(row, phrase("a line stands {off} mm out of line with the mark", off=figure(off)))


def annex_title(rule: AnnexTitle, layout: Layout) -> Iterator[Broken]:
    """The title of an annex stands under its mark, in the middle, on the line that the rule names."""
    for annex in layout.annexes:
        mark, rows = annex.mark.rows[0], tuple(row for para in annex.titles for row in para.rows)
        if not rows or rows[0].page != mark.page or rows[0].baseline >= mark.baseline:
            yield at(mark, phrase("no title stands under the mark"))
            continue
        yield from _off_centre(rows, layout, rule.tolerance_mm)
        down = mm(mark.baseline - rows[0].baseline)
        if rule.line and rule.pitch_mm and abs(down - (rule.line - 1) * rule.pitch_mm) > rule.tolerance_mm:
            yield at(rows[0], phrase("the title stands on line {down}", down=figure(down / rule.pitch_mm + 1)))


def annex_opening(rule: AnnexOpening, layout: Layout) -> Iterator[Broken]:
    """Under the title of an annex stand lines of it on its first page."""
    for annex in layout.annexes:
        rows = [row for para in annex.body for row in para.rows]
        first = lines(row for row in rows if row.page == annex.page)
        if len(first) < rule.lines_at_least and len(rows) > len(first):
            yield at(annex.mark.rows[0], phrase("{count} stand on page {page}", count=len(first), page=annex.page))


def signature_page(_: SignaturePage, layout: Layout) -> Iterator[Broken]:
    """Each page that bears a signature block bears words of an item or article too, not the closing clause alone."""
    operative = {row.page for para in layout.paras if para.role in {"provision", "subitem"} for row in para.rows}
    signing = [row for para in layout.of("signature") for row in para.rows]
    for page in sorted({row.page for row in signing} - operative):
        yield Broken(phrase("page {page} bears signatures and no words of an item or article", page=page), page)


def signature_blocks(rule: SignatureBlocks, layout: Layout) -> Iterator[Broken]:
    """Party, office, line and name of a signatory stand on one page, and the name within reach of the line."""
    layout.of("signature")
    for signatory in layout.case.protocol.signatories:
        anchor = signatory_id(layout.lang, signatory.id)
        rows = [row for para in layout.paras if para.anchor == anchor for row in para.rows]
        field = layout.fields.get(signature_field(layout.lang, signatory))
        if not rows or field is None:
            continue
        pages = sorted({row.page for row in rows} | {field.page})
        if len(pages) > 1:
            yield at(rows[0], phrase("a signature block stands on pages {pages}", pages=both(map(str, pages))))
        elif layout.case.protocol.texts[layout.lang].signatories[signatory.id].name:
            gap = mm(_gap(field, rows[-1]))
            if gap > rule.name_at_most_mm:
                yield at(rows[-1], phrase("a name stands {gap} mm from its line", gap=figure(gap)))


def _gap(field: Annotation, name: Row) -> float:
    """Points between the line to sign on, the lower edge of its field, and the name under or beside it."""
    bottom, top = name.height
    return max(field.box[1] - top, bottom - field.box[1], 0)
