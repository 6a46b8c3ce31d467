"""Terms and recipients into the pages of certification: one a recipient, after a page of margin lines.

The number of a copy is not known here. It is printed as the figure 0 and replaced in the pressed page, so that
pages are laid out once, however many copies follow. All ten figures stand on the first page, for their glyphs.
"""

from collections.abc import Mapping, Sequence

from typeset.compose.environment import render
from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.base import fill
from typeset.model.certification import Recipient, Subject, Terms
from typeset.model.composition import Composition, Section
from typeset.model.wording import CertificationWords, Wording
from typeset.resources import Resources

_GROUP = 4
_SHORT_DIGEST = 16


def compose_certifications(
    subject: Subject,
    terms: Terms,
    recipients: Sequence[Recipient],
    wordings: Mapping[str, Wording],
    resources: Resources,
) -> Composition:
    """Set the pages of certification for `recipients`, in their order.

    Args:
        subject: the original.
        terms: what all copies share; their language is that of the certification.
        recipients: whom copies may be for.
        wordings: the language tables of the certification and of the original's texts.
        resources: templates.

    Raises:
        ResourceError: the language has no words for certified copies, or a template is faulty.
    """
    wording = wordings[terms.language]
    words = wording.certification
    if words is None:
        raise ResourceError(
            phrase("the language table of `{language}` has no `certification`", language=wording.language),
            phrase("add it to `languages/{language}.yaml`, or certify in another language", language=wording.language),
        )
    pages = subject.pages + 1
    html = render(
        "certification.html",
        resources,
        wording=wording,
        words=words,
        subject=subject,
        terms=terms,
        recipients=tuple(recipients),
        statements=_statements(subject, terms, words),
        sheets=terms.sheets(pages),
        digest=groups(subject.sha256),
        margin_pages=[fill(words.margin_page, {"page": str(n), "pages": str(pages)}) for n in range(1, pages + 1)],
        margin_digest=fill(words.margin_digest, {"digest": subject.sha256[:_SHORT_DIGEST]}),
        signed_marks=[(tag, table.certification.signed) for tag, table in wordings.items() if table.certification],
        margin_copies=[fill(words.margin_copy, {"recipient": recipient.name}) for recipient in recipients],
        place_and_date=fill(words.place_and_date, {"place": terms.place, "date": words.written_date(terms.date)}),
        signature=fill(words.signature, {"office": terms.officer.office}),
    )
    return Composition(
        sections=(Section(html=html, stylesheets=(resources.template("certification.css").decode(),)),),
        title=words.bookmark,
        titles=((terms.language, words.bookmark),),
        languages=(terms.language,),
        identifier=subject.identifier,
        date=terms.date,
    )


def groups(digest: str) -> tuple[str, ...]:
    """A digest in groups of four figures, as one reads it aloud."""
    return tuple(digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP))


def _statements(subject: Subject, terms: Terms, words: CertificationWords) -> tuple[str, ...]:
    kept = {"kept_in": terms.kept_in, "file": terms.file_reference or ""}
    lines = [fill(words.statement, {"title": subject.title, "identifier": subject.identifier})]
    if subject.signed:
        lines.append(fill(words.signed_on, {"date": words.written_date(subject.signed)}))
    if subject.scanned:
        lines.append(words.scanned)
    lines.append(fill(words.kept_in_file if terms.file_reference else words.kept, kept))
    return tuple(lines)
