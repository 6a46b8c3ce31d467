"""Pages into marked pages: watermark, margin line and signature marks, as artifacts around the page's own content."""

from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from typeset.certify.streams import stream
from typeset.certify.watermark import PAGE
from typeset.errors import CopyError
from typeset.messages import phrase

WATERMARK = "/TypesetWatermark"
MARGIN = "/TypesetMargin"
PAGE_NUMBER = "/TypesetPage"
SIGNED = "/TypesetSigned"

_INHERITED_DEPTH = 50
_ARTIFACT = "/Artifact <</Type /Pagination /Subtype /{kind}>> BDC\nq {matrix} cm {draw} Q\nEMC\n"


def mark_page(  # noqa: PLR0913 - three of them by name
    pdf: Pdf,
    page: pikepdf.Page,
    forms: Mapping[str, pikepdf.Object],
    *,
    signed: list[tuple[float, float, str]],
    on_top: bool,
    depths: tuple[int, int] = (0, 0),
) -> None:
    """Draw the marks of a copy on one page.

    Args:
        pdf: the copy.
        page: one of its pages.
        forms: the form XObjects by their names.
        signed: where signature marks go, in points, with the name of the form that shows each.
        on_top: draw the watermark over the page: on the picture of a scan it would not be seen under it.
        depths: as `open_states` finds them.
    """
    matrix = _fit(page)
    water = _ARTIFACT.format(kind="Watermark", matrix=matrix, draw=f"{WATERMARK} Do")
    foot = _ARTIFACT.format(kind="Footer", matrix=matrix, draw=f"{MARGIN} Do {PAGE_NUMBER} Do")
    stamps = "".join(
        _ARTIFACT.format(kind="Footer", matrix=f"1 0 0 1 {x:.3f} {y:.3f}", draw=f"{name} Do") for x, y, name in signed
    )
    before, after = ("", water) if on_top else (water, "")
    contents = page.obj.get("/Contents", Array())
    own = list(contents) if isinstance(contents, Array) else [contents]
    page.obj.Contents = Array(
        [
            pdf.make_indirect(stream(pdf, (before + "q\n" * (1 + depths[0])).encode())),
            *own,
            pdf.make_indirect(stream(pdf, ("\nQ" * (1 + depths[1]) + f"\n{after}{foot}{stamps}").encode())),
        ]
    )
    page.obj.Resources = _with_forms(page, forms)


def open_states(page: pikepdf.Page, number: int) -> tuple[int, int]:
    """How many graphics states a page restores that it has not saved, and how many it leaves open at its end.

    Scanners and their drivers write such pages, and readers show them; marks must not stand in what is left open.

    Raises:
        CopyError: the content cannot be read.
    """
    try:
        operations = pikepdf.parse_content_stream(page, "q Q")
    except pikepdf.PdfError as error:
        message = phrase("page {number} of the original cannot be read: {error}", number=number, error=error)
        raise CopyError(message, phrase("repair the scan, or scan it anew")) from error
    depth = lowest = 0
    for operation in operations:
        depth += 1 if str(operation.operator) == "q" else -1
        lowest = min(lowest, depth)
    return -lowest, depth - lowest


def _with_forms(page: pikepdf.Page, forms: Mapping[str, pikepdf.Object]) -> Dictionary:
    """The page's resources, its own dictionary now, with the forms among its XObjects."""
    resources = _copied(_inherited(page, Name.Resources))
    objects = _copied(resources.get("/XObject"))
    for name, form in forms.items():
        objects[name] = form
    resources.XObject = objects
    return resources


def _copied(dictionary: pikepdf.Object | None) -> Dictionary:
    """A new dictionary with the same entries: the old one may serve other pages too."""
    made = Dictionary()
    for key, value in dictionary.items() if dictionary is not None else ():
        made[key] = value
    return made


def _inherited(page: pikepdf.Page, name: pikepdf.Name) -> pikepdf.Object | None:
    node: pikepdf.Object | None = page.obj
    for _ in range(_INHERITED_DEPTH):
        if node is None or name in node:
            break
        node = node.get("/Parent")
    return None if node is None else node.get(name)


def _shown(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What a reader shows: the crop box as far as it lies within the page (ISO 32000-1, 14.11.2)."""
    (a, b, c, d), (e, f, g, h) = ([float(side) for side in box] for box in (page.mediabox, page.cropbox))
    media, crop = (min(a, c), min(b, d), max(a, c), max(b, d)), (min(e, g), min(f, h), max(e, g), max(f, h))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _fit(page: pikepdf.Page) -> str:
    """The matrix from the A4 page that marks are drawn for to what a reader sees of this page."""
    left, bottom, right, top = _shown(page)
    turn = int(_inherited(page, Name.Rotate) or 0) % 360
    width, height = (right - left, top - bottom) if turn in {0, 180} else (top - bottom, right - left)
    x, y = width / PAGE[0], height / PAGE[1]
    values: tuple[float, ...]
    match turn:
        case 90:
            values = (0, x, -y, 0, right, bottom)
        case 180:
            values = (-x, 0, 0, -y, right, top)
        case 270:
            values = (0, -x, y, 0, left, top)
        case _:
            values = (x, 0, 0, y, left, bottom)
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
