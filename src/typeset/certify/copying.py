"""An original and pressed pages of certification into certified copies, a number at a time.

What all copies for a recipient share is joined once; a further copy changes its number where it stands: margin
line, certification page, QR code, metadata and `certification.json`.
"""

import io
from dataclasses import dataclass

import pikepdf
from pikepdf import Pdf

from typeset.certify.joining import join
from typeset.certify.marking import MARGIN, PAGE_NUMBER, SIGNED, WATERMARK, mark_page, open_states
from typeset.certify.mould import Content, Mould
from typeset.certify.pieces import Pressed, at_origin, origin, parted
from typeset.certify.qr import qr_path
from typeset.certify.statement import CERTIFICATION_FILE, Statement
from typeset.certify.streams import form, saved
from typeset.certify.watermark import PAGE, watermark
from typeset.errors import CopyError, PressError, TypesetError
from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.certification import Certification, Recipient, Subject, Terms
from typeset.model.wording import CertificationWords
from typeset.resources import Resources

__all__ = ["CERTIFICATION_FILE", "Master"]

_PIXELS = "1 0 0 -1 0 841.889764 cm 0.75 0 0 0.75 0 0 cm"
"""From the press's coordinates, CSS pixels from the top left of an A4 page, to those of a PDF page."""
_QR_SIDE = 173.858  # pixels: 46 mm, as the stylesheet has it
_QR_BASELINE = 0.8375  # of the side from the top, where the figure stands that the code replaces
_MARGIN_LINES = 2
_NAMED = ("certification", "number", "qr")
"""Elements of a certification page that have an ID."""
_SIGNED_GAP = (8.0, 4.0)  # points from the left end of a signature's line, and above it


@dataclass(frozen=True)
class _Base:
    """A copy for one recipient, complete but for its number."""

    mould: Mould
    content: tuple[bytes | int, ...]
    """What stands on the page, with the marks of number and QR code in their places."""
    index: int
    statement: Statement


class Master:
    """An original, ready to be copied.

    Args:
        original: its bytes.
        subject: what the certification says of it.
        terms: what all copies share.
        words: the words of the certification's language.
        recipients: whom copies may be for, in the order in which the pages were pressed.
        pressed: the pressed pages of certification.
        resources: the fonts that the watermark is drawn from.

    Raises:
        PressError: a certification does not fit on one page, or a recipient in the margin line.
    """

    def __init__(  # noqa: PLR0913 - a copy is made of all these
        self,
        original: bytes,
        *,
        subject: Subject,
        terms: Terms,
        words: CertificationWords,
        recipients: tuple[Recipient, ...],
        pressed: bytes,
        resources: Resources,
    ) -> None:
        self._original = original
        self._subject = subject
        self._terms = terms
        self._words = words
        self._recipients = recipients
        self._pressed = pressed
        self._resources = resources
        self._bases: dict[str, _Base] = {}
        self._shared: dict[bytes, bytes] = {}
        """What the moulds of all recipients have in common."""
        self._pages = Pressed(Pdf.open(io.BytesIO(pressed)))
        self._fits()

    def certification(self, number: int, recipient: str) -> Certification:
        """What copy `number` says of itself."""
        pages = self._subject.pages + 1
        return Certification(
            number=number,
            recipient=self._recipients[self._index(recipient)],
            original=self._subject,
            terms=self._terms,
            pages=pages,
            sheets=self._terms.sheets(pages),
        )

    def copy(self, number: int, recipient: str) -> bytes:
        """Make copy `number` for the recipient of this key; equal arguments give equal bytes.

        Raises:
            CopyError: the original is no PDF that can be copied, or the recipient is none of these.
        """
        if recipient not in self._bases:
            self._bases[recipient] = self._joined(recipient)
        base = self._bases[recipient]
        certification = self.certification(number, recipient)
        description = self._description(certification)
        content = Content(
            margin=self._margin(base.index, number),
            page=self._certified(base, number),
            file=certification.model_dump_json(indent=2).encode(),
            packet=base.statement.packet(certification, description),
            subject=description,
        )
        return base.mould.cast(content)

    def _fits(self) -> None:
        """See that every certification stands on a page of its own, and every recipient on two lines of the margin."""
        for index, recipient in enumerate(self._recipients):
            page, _ = self._pages.place(f"number-{index + 1}")
            ends, _ = self._pages.place(f"qr-{index + 1}")
            if not page == ends == index + 1:
                raise PressError(
                    phrase("the certification for `{name}` does not fit on one page", name=recipient.name),
                    phrase("shorten what it says, or set it smaller in `certification.css`"),
                )
            self._pages.element(f"margin-copy-{index + 1}")
            lines = self._pages.lines(f"margin-copy-{index + 1}")
            number = origin(self._pages.piece(f"margin-number-{index + 1}"))
            if not 0 < len(lines) <= _MARGIN_LINES or origin(lines[-1])[1] != number[1]:
                raise PressError(
                    phrase("the recipient `{name}` does not fit on two lines of the margin", name=recipient.name),
                    phrase("shorten it, or set the lines smaller in `certification.css`"),
                )

    def _index(self, recipient: str) -> int:
        for index, known in enumerate(self._recipients):
            if known.key == recipient:
                return index
        raise CopyError(
            phrase("no certification was pressed for `{recipient}`", recipient=recipient),
            phrase("name one of the run's recipients"),
        )

    def _description(self, certification: Certification) -> str:
        values = {
            "number": str(certification.number),
            "identifier": certification.original.identifier,
            "recipient": certification.recipient.name,
        }
        return fill(self._words.description, values)

    def _joined(self, recipient: str) -> _Base:
        """The copy but for its number.

        Raises:
            CopyError: the original is not built as PDFs are.
        """
        try:
            return self._base(recipient)
        except TypesetError:
            raise
        except (pikepdf.PdfError, AttributeError, IndexError, LookupError, TypeError, ValueError) as error:
            # A scan is whatever somebody's machine wrote; one entry of a wrong kind is enough.
            reason = str(error).strip() or type(error).__name__
            raise CopyError(
                phrase("the original cannot be copied: {reason}", reason=reason),
                phrase("scan it anew, or have it repaired"),
            ) from error

    def _base(self, recipient: str) -> _Base:
        """Join what does not depend on the number."""
        index = self._index(recipient)
        pdf = _opened(self._original)
        # The pieces are taken from a copy of its own: joining cuts the element out of its tree.
        pressed = Pressed(Pdf.open(io.BytesIO(self._pressed)))
        part = pressed.element(f"certification-{index + 1}")
        for name in _NAMED:
            # Which of the pressed pages it was is nothing that a copy should differ by.
            pressed.element(f"{name}-{index + 1}").ID = pikepdf.String(f"{name}-1")
        place, mark = pressed.place(f"number-{index + 1}")
        _, code = pressed.place(f"qr-{index + 1}")
        join(pdf, pressed.pdf, place, part, label=self._words.label, bookmark=self._words.bookmark)
        forms = self._forms(pdf, pressed)
        marks = self._signed(pdf)
        for number, marked in enumerate(pdf.pages, 1):
            scanned = self._subject.scanned and number <= self._subject.pages
            own = {**forms, PAGE_NUMBER: forms[f"{PAGE_NUMBER}{number}"]}
            named = {name: own[name] for name in (WATERMARK, MARGIN, PAGE_NUMBER)}
            signed = marks.get(number, [])
            named |= {name: forms[name] for _, _, name in signed}
            depths = open_states(marked, number) if scanned else (0, 0)
            mark_page(pdf, marked, named, signed=signed, on_top=scanned, depths=depths)
        statement = Statement(pdf, self.certification(1, recipient), self._words.bookmark)
        parts = parted(self._pages.contents[place], (mark, code))
        mould = Mould(saved(pdf, statement.specification), _changing, self._shared)
        return _Base(mould, parts, index, statement)

    def _forms(self, pdf: Pdf, pressed: Pressed) -> dict[str, pikepdf.Stream]:
        fonts = pdf.make_indirect(pressed.resources(pdf))
        words = self._terms.watermark.words or self._words.watermark
        water = watermark(words, self._terms.watermark, self._resources)
        forms = {
            WATERMARK: pdf.make_indirect(_darkening(pdf, water) if self._subject.scanned else form(pdf, water, PAGE)),
            MARGIN: pdf.make_indirect(form(pdf, b"", PAGE, fonts)),
        }
        for number in range(1, self._subject.pages + 2):
            piece = pressed.piece(f"margin-page-{number}")
            forms[f"{PAGE_NUMBER}{number}"] = pdf.make_indirect(form(pdf, _drawn(piece), PAGE, fonts))
        for language in {_language(field) for field in self._terms.conformed}:
            piece = at_origin(pressed.piece(f"signed-{language}"))
            content = b"0.75 0 0 -0.75 0 0 cm\n" + piece
            forms[f"{SIGNED}-{language}"] = pdf.make_indirect(form(pdf, content, PAGE, fonts))
        return forms

    def _signed(self, pdf: Pdf) -> dict[int, list[tuple[float, float, str]]]:
        """Where the marks of signatures go, by page counted from 1."""
        places: dict[int, list[tuple[float, float, str]]] = {}
        for number, page in enumerate(pdf.pages, 1):
            for note in page.obj.get("/Annots", pikepdf.Array()):
                field = str(note.get("/T", ""))
                if field in self._terms.conformed:
                    left, bottom = float(note.Rect[0]) + _SIGNED_GAP[0], float(note.Rect[1]) + _SIGNED_GAP[1]
                    places.setdefault(number, []).append((left, bottom, f"{SIGNED}-{_language(field)}"))
        return places

    def _margin(self, index: int, number: int) -> bytes:
        pages = self._pages
        figure = pages.numbered(pages.piece(f"margin-number-{index + 1}"), number)
        pieces = (*pages.lines(f"margin-copy-{index + 1}"), figure, pages.piece("margin-digest"))
        return _drawn(b"\n".join(pieces))

    def _certified(self, base: _Base, number: int) -> bytes:
        """The content of the certification page, with the number and the QR code."""
        name, code = f"number-{base.index + 1}", f"qr-{base.index + 1}"
        left, baseline = origin(self._pages.piece(code))
        instead = {
            self._pages.place(name)[1]: self._pages.numbered(self._pages.piece(name), number),
            self._pages.place(code)[1]: qr_path(
                self._qr_text(number), left, baseline - _QR_BASELINE * _QR_SIDE, _QR_SIDE
            ),
        }
        return b"".join(instead[part] + b"\n" if isinstance(part, int) else part for part in base.content)

    def _qr_text(self, number: int) -> str:
        lines = [f"{self._subject.identifier} / {number}", f"SHA-256 {self._subject.sha256}"]
        if link := self._terms.link(number, self._subject.sha256):
            lines.append(link)
        return "\n".join(lines)


def _changing(pdf: Pdf) -> dict[str, pikepdf.Object]:
    """The objects of a copy that its number changes, by the names of `Content`."""
    return {
        "margin": pdf.pages[0].obj.Resources.XObject[MARGIN],
        "page": pdf.pages[-1].obj.Contents[1],
        "file": pdf.Root.AF[-1].EF.F,
        "packet": pdf.Root.Metadata,
        "subject": pdf.docinfo,
    }


def _opened(original: bytes) -> Pdf:
    try:
        pdf = Pdf.open(io.BytesIO(original))
    except pikepdf.PasswordError as error:
        raise CopyError(phrase("the original is encrypted"), phrase("hand in a sound, unencrypted PDF")) from error
    except pikepdf.PdfError as error:
        raise CopyError(
            phrase("the original cannot be copied: {error}", error=error), phrase("hand in a sound, unencrypted PDF")
        ) from error
    if pdf.is_encrypted:
        raise CopyError(phrase("the original is encrypted"), phrase("hand in a sound, unencrypted PDF"))
    return pdf


def _darkening(pdf: Pdf, content: bytes) -> pikepdf.Stream:
    """The watermark of a scan: it stands on top, and multiplies, so that nothing under it becomes lighter."""
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply)
    resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(Multiply=state))
    return form(pdf, b"/Multiply gs\n" + content, PAGE, resources)


def _drawn(pieces: bytes) -> bytes:
    return _PIXELS.encode() + b"\n" + pieces


def _language(field: str) -> str:
    """The language of the text that a signature field stands in: `signature_ru_KZ`."""
    return field.split("_")[1]
