"""The words that typeset itself writes in a language: marks, numbers, signature lines, references.

One table a language, `templates/languages/TAG.yaml`; a further language is a further file.
"""

import datetime as dt
import typing as t
from collections.abc import Callable

from pydantic import AfterValidator, Field

from typeset.messages import phrase
from typeset.model.base import Closed, Language, fields, fill
from typeset.model.mention import Mention, parse
from typeset.model.numerals import NUMERALS, numerals
from typeset.model.typography import Typography


def _pattern(*names: str, numbered: bool = False) -> AfterValidator:
    known = frozenset(names) | (NUMERALS if numbered else frozenset())

    def check(value: str) -> str:
        if unknown := fields(value) - known:
            raise ValueError(
                phrase(
                    "`{{unknown}}` is no field here; known are {known}",
                    unknown=min(unknown),
                    known=", ".join(sorted(known)),
                )
            )
        return value

    return AfterValidator(check)


Numbered = t.Annotated[str, _pattern(numbered=True)]
"""A pattern with a numeral field: `{decimal}`, `{han}`, `{roman}`, `{Roman}` or `{letter}`."""


class MentionForms(Closed):
    """How the text refers to annexes or items."""

    forms: dict[str, tuple[str, str]]
    """Case form to (one, several): `prepositional: [приложении, приложениях]`."""
    first: t.Annotated[str, _pattern("word", numbered=True)]
    """The pattern of the first number, with its word."""
    further: t.Annotated[str, _pattern("word", numbered=True)]
    """The pattern of every further number in the same reference."""


class CertificationWords(Closed):
    """The words of a certified copy: its mark, its margin line and its certification page."""

    watermark: str
    signed: str
    """The mark that stands for a signature on the original: «(подпись)»."""
    date: t.Annotated[str, _pattern("day", "month", "year")]
    months: t.Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    margin_copy: t.Annotated[str, _pattern("recipient")]
    """The margin line up to the number, which follows it at once."""
    margin_page: t.Annotated[str, _pattern("page", "pages")]
    margin_digest: t.Annotated[str, _pattern("digest")]
    heading: str
    statement: t.Annotated[str, _pattern("title", "identifier")]
    signed_on: t.Annotated[str, _pattern("date")]
    scanned: str
    kept: t.Annotated[str, _pattern("kept_in")]
    kept_in_file: t.Annotated[str, _pattern("kept_in", "file")]
    number: str
    recipient: str
    sheets: str
    digest: str
    place_and_date: t.Annotated[str, _pattern("place", "date")]
    seal: str
    signature: t.Annotated[str, _pattern("office")]
    qr: str
    bookmark: str
    label: str
    """The page label of the certification page."""
    description: t.Annotated[str, _pattern("number", "identifier", "recipient")]

    def written_date(self, date: dt.date) -> str:
        """Write a date as the language does."""
        return fill(self.date, {"day": str(date.day), "month": self.months[date.month - 1], "year": str(date.year)})


class Run(Closed):
    """A stretch of text; `target` is the (kind, key) of the annex or item it leads to."""

    text: str
    target: tuple[t.Literal["annex", "item"], str] | None = None


class Wording(Closed):
    """The generated words of one language."""

    language: Language
    direction: t.Literal["ltr", "rtl"] = "ltr"
    hyphens: bool = False
    """Whether words may be broken: true only where a dictionary of hyphenation exists."""
    justified: bool = True
    letters: t.Annotated[str, Field(min_length=2)]
    """The alphabet of lettered sub-items."""
    item: Numbered
    subitems: tuple[Numbered, Numbered]
    article: Numbered
    article_headed: t.Annotated[str, _pattern("heading", numbered=True)]
    bullet: str
    label_gap: str = " "
    """What stands between a number, letter or bullet and the words."""
    annex: Numbered
    annex_of: t.Annotated[str, _pattern("cited_as")] | None = None
    member: t.Annotated[str, _pattern("name", "office")]
    signature_for: t.Annotated[str, _pattern("party")]
    signature_field: t.Annotated[str, _pattern("party")]
    draft: t.Annotated[str, Field(min_length=1)] | None = None
    """The mark of a draft; none where the language has no word for it yet."""
    page: t.Annotated[str, _pattern("page")]
    text_bookmark: t.Annotated[str, _pattern("title")]
    item_bookmark: t.Annotated[str, _pattern("number", "words")]
    annex_bookmark: t.Annotated[str, _pattern("mark", "title")]
    signatures_bookmark: str
    source: str
    """What the embedded source is called in the list of attached files."""
    mention_annex: MentionForms
    mention_item: MentionForms
    mention_article: MentionForms
    comma: str
    conjunction: str
    certification: CertificationWords | None = None
    """None where the language has no words for certified copies yet."""
    typography: Typography | None = None
    """None where nothing is known of the language's convention: its spaces and marks are then left alone."""

    def number(self, pattern: str, number: int, /, **values: str) -> str:
        """Write `number` by `pattern`, one of this table's own."""
        return fill(pattern, numerals(number, self.letters) | values)

    def runs(self, prose: str, number_of: Callable[[str, str], int], *, articles: bool) -> tuple[Run, ...]:
        """Prose with its references written out.

        Args:
            prose: text that may hold references.
            number_of: from (kind, key) to the number of that annex or item.
            articles: whether the protocol's items are articles.

        Raises:
            KeyError: the language knows no such case form.
        """
        written: list[Run] = []
        for piece in parse(prose):
            if isinstance(piece, Mention):
                written += self._mention(piece, number_of, articles=articles)
            else:
                written.append(Run(text=piece))
        return tuple(written)

    def forms(self, kind: str, *, articles: bool) -> MentionForms:
        """The forms by which the text refers to annexes, items or articles."""
        if kind == "annex":
            return self.mention_annex
        return self.mention_article if articles else self.mention_item

    def _mention(self, mention: Mention, number_of: Callable[[str, str], int], *, articles: bool) -> t.Iterator[Run]:
        table = self.forms(mention.kind, articles=articles)
        word = table.forms[mention.form][len(mention.keys) > 1]
        last = len(mention.keys) - 1
        for index, key in enumerate(mention.keys):
            if index:
                yield Run(text=self.conjunction if index == last else self.comma)
            pattern = table.further if index else table.first
            written = self.number(pattern, number_of(mention.kind, key), word=word)
            if mention.capital and not index:
                written = written[:1].upper() + written[1:]
            yield Run(text=written, target=(mention.kind, key))
