"""The rules that a finished page can be measured by: one model a kind, figures with their unit in the key."""

import typing as t

from pydantic import AfterValidator, Field, model_validator

from typeset.messages import phrase
from typeset.model.base import Closed, Language

Length = t.Annotated[float, Field(ge=0, strict=True)]
"""Millimetres, points or ems, as the key says."""
Count = t.Annotated[int, Field(ge=1, strict=True)]
Role = t.Literal[
    "letterhead", "title", "subtitle", "preamble", "provision", "subitem", "heading", "closing",
    "signature", "mark", "annex-title", "annex", "participants", "table", "page-number",
]  # fmt: skip
"""What a block of text is on the page; `provision` is an item's or article's own text, `annex` an annex's, but for the
names in a list of participants."""
Roles = t.Annotated[tuple[Role, ...], Field(min_length=1)]


def _one_page(value: str) -> str:
    if value.count("{page}") != 1:
        raise ValueError(phrase("a page number is written with `{field}`, once", field="{page}"))
    return value


class _Rule(Closed):
    """What every rule has, whatever it measures."""

    id: t.Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    """A short stable name, by which reports call the rule."""
    clause: t.Annotated[str, Field(min_length=1)]
    """Where the rule stands, such as `GB/T 9704-2012 5.2.3`; where it is only practice, so."""
    certainty: t.Literal["A", "B", "C"]
    """A: the text of the rule was read; B: a secondary source; C: general knowledge, and no official wording."""
    languages: tuple[Language, ...] = ()
    """In which languages the rule holds; in all where empty."""


class PageSize(_Rule):
    """Every page has this size."""

    kind: t.Literal["page-size"]
    width_mm: Length
    height_mm: Length
    tolerance_mm: Length


class Margins(_Rule):
    """The blank around text and rules of tables, page number aside.

    Of `at-least` every page is held to the figures; of `exactly` also the smallest of all pages is.
    """

    kind: t.Literal["margins"]
    measure: t.Literal["at-least", "exactly"]
    left_mm: Length | None = None
    right_mm: Length | None = None
    top_mm: Length | None = None
    bottom_mm: Length | None = None
    tolerance_mm: Length


class Face(_Rule):
    """Text is set in one of these faces, by the beginning of their names in the file."""

    kind: t.Literal["face"]
    roles: Roles
    faces: t.Annotated[tuple[str, ...], Field(min_length=1)]


class Size(_Rule):
    """Text is no smaller and no larger than this."""

    kind: t.Literal["size"]
    roles: Roles
    at_least_pt: Length
    at_most_pt: Length
    tolerance_pt: Length


class LinePitch(_Rule):
    """The distance of the baselines of a paragraph."""

    kind: t.Literal["line-pitch"]
    roles: Roles
    pitch_mm: Length
    tolerance_mm: Length


class LineSpacing(_Rule):
    """The distance of the baselines of a paragraph, in sizes of its text."""

    kind: t.Literal["line-spacing"]
    roles: Roles
    at_least_em: Length
    at_most_em: Length
    tolerance_em: Length


class LinesPerPage(_Rule):
    """Lines of text on a page, tables and signatures aside.

    `full_at_least` holds where a page of running text goes on inside a paragraph.
    """

    kind: t.Literal["lines-per-page"]
    at_most: Count
    full_at_least: Count | None = None


class CharactersPerLine(_Rule):
    """Full-width characters of a line that the paragraph goes on after; a first line's indent counts as characters."""

    kind: t.Literal["characters-per-line"]
    roles: Roles
    characters: Count
    fewer: t.Annotated[int, Field(ge=0)]
    """By how many a line may be shorter, where a mark is kept from a line's end or start."""


class Indent(_Rule):
    """How far the first line of a paragraph is set in."""

    kind: t.Literal["indent"]
    roles: Roles
    indent_mm: Length | None = None
    indent_em: Length | None = None
    tolerance_mm: Length

    @model_validator(mode="after")
    def _one_figure(self) -> t.Self:
        if (self.indent_mm is None) == (self.indent_em is None):
            raise ValueError(phrase("an indent has either `indent_mm` or `indent_em`"))
        return self


class Alignment(_Rule):
    """Every line of a paragraph but the last reaches the right edge.

    In a language whose words are not broken lines end where their words end, and all gaps between words are alike.
    """

    kind: t.Literal["alignment"]
    roles: Roles
    short_em: Length = 0
    """By how many squares a line may end early, where a mark is kept from its end, or figures fill no squares."""
    tolerance_mm: Length


class PageNumber(_Rule):
    """Where the page number stands, how it is written, and from which page on."""

    kind: t.Literal["page-number"]
    place: t.Literal["top-centre", "bottom-centre", "bottom-outer"]
    pattern: t.Annotated[str, AfterValidator(_one_page)]
    from_page: Count
    """Of the file."""
    edge_at_least_mm: Length = 0
    """Blank between the number and the edge of the page."""
    inset_mm: Length = 0
    """Of an outer number: blank between it and the edge of the text."""
    tolerance_mm: Length


class TitleCentred(_Rule):
    """Every line of the title stands in the middle between the edges of the text."""

    kind: t.Literal["title-centred"]
    tolerance_mm: Length


class AnnexNewPage(_Rule):
    """An annex begins on a page that bears nothing before it."""

    kind: t.Literal["annex-new-page"]


class AnnexMark(_Rule):
    """The mark is the first line of its page: in the right half of the text, or at its left edge."""

    kind: t.Literal["annex-mark"]
    place: t.Literal["right", "left"]
    tolerance_mm: Length


class AnnexBelongs(_Rule):
    """The line that says to what the annex belongs stands under its mark, and begins where the mark begins."""

    kind: t.Literal["annex-belongs"]
    tolerance_mm: Length


class AnnexTitle(_Rule):
    """An annex's title stands under its mark, in the middle between the edges of the text."""

    kind: t.Literal["annex-title"]
    line: Count | None = None
    """On which line of the page, where the rule says so; the mark's is the first."""
    pitch_mm: Length | None = None
    """The distance of those lines."""
    tolerance_mm: Length

    @model_validator(mode="after")
    def _line_has_pitch(self) -> t.Self:
        if (self.line is None) != (self.pitch_mm is None):
            raise ValueError(phrase("`line` and `pitch_mm` go together"))
        return self


class AnnexOpening(_Rule):
    """So many lines of an annex stand under its title on its first page, or all that it has."""

    kind: t.Literal["annex-opening"]
    lines_at_least: Count


class SignaturePage(_Rule):
    """Each page that bears a signature block bears words of an item or article too."""

    kind: t.Literal["signature-page"]


class SignatureBlocks(_Rule):
    """A signature block stands on one page, its name within reach of its line."""

    kind: t.Literal["signature-blocks"]
    name_at_most_mm: Length
    """Between the line to sign on and the name under or beside it."""


class HeadingEnd(_Rule):
    """No heading is the last line of a page: what it heads begins under it."""

    kind: t.Literal["heading-end"]


class SingleLines(_Rule):
    """Where a paragraph runs over a page end, so many of its lines stand on either page."""

    kind: t.Literal["single-lines"]
    lines_at_least: Count


class TableRows(_Rule):
    """A row of a table stands on one page."""

    kind: t.Literal["table-rows"]


class TableHead(_Rule):
    """A table that goes on over a page end shows its head again on every page."""

    kind: t.Literal["table-head"]


class LineEdges(_Rule):
    """What may not begin a line, what may not end one, and what may not be parted."""

    kind: t.Literal["line-edges"]
    not_first: str
    """Each of these characters by itself."""
    not_last: str
    unbroken: tuple[str, ...] = ()


class NoBreak(_Rule):
    """Between what words no line may end."""

    kind: t.Literal["no-break"]
    after: tuple[str, ...] = ()
    """Words that keep what follows them: №, §, one-letter prepositions."""
    before: tuple[str, ...] = ()
    """Words that keep to what stands before them, such as a dash."""
    units: tuple[str, ...] = ()
    """Words that keep to a number before them; what follows a number with an abbreviation of a year too."""
    initials: bool = False
    """Whether initials and surname stay together."""


class Hyphenation(_Rule):
    """How words are broken at line ends."""

    kind: t.Literal["hyphenation"]
    letters_before: Count
    letters_after: Count
    lines_in_a_row: Count
    over_page: bool
    """Whether the last word of a page may be broken."""


Rule = t.Annotated[
    PageSize | Margins | Face | Size | LinePitch | LineSpacing | LinesPerPage | CharactersPerLine | Indent | Alignment
    | PageNumber | TitleCentred | AnnexNewPage | AnnexMark | AnnexBelongs | AnnexTitle | AnnexOpening | SignaturePage
    | SignatureBlocks | HeadingEnd | SingleLines | TableRows | TableHead | LineEdges | NoBreak | Hyphenation,
    Field(discriminator="kind"),
]  # fmt: skip
