"""Sources with one thing wrong each, named for it; each must be complained about there, and for that."""

from pathlib import Path

import pytest

from typeset.errors import SourceError
from typeset.model.source import SourceFiles
from typeset.model.wording import Wording
from typeset.resources import bundled
from typeset.source import check, load, wordings

FOLDER = Path(__file__).parent
FAULTS = {
    "alias": ("33:14", "alias `*words` cannot stand here"),
    "anchor": ("33:14", "anchor `&words` has no use here"),
    "annex-kind-differs": ("72:37", "annex `agenda` has `body`, but `points` in `en`"),
    "annex-mentioned-out-of-order": ("21:9", "annex `people` (number 2) is mentioned before `agenda` (1)"),
    "annex-never-mentioned": ("40:7", "annex `people` is nowhere mentioned in this text"),
    "annex-numbers-with-gap": ("10:26", "annex `people` has the number 3"),
    "annex-of-two-kinds": ("39:15", "`agenda`: an annex has exactly one of `points`, `delegations`, `body`, `table`"),
    "annex-twice": ("10:10", "annex `agenda` stands twice"),
    "annex-undeclared": ("39:7", "annex `other` is not among `annexes` of the root"),
    "annex-without-words": ("39:7", "annex `agenda` has no words here"),
    "block-in-block-fault": ("28:25", "unknown key `txt`"),
    "block-is-number": ("32:13", "the number `12` stands for a block"),
    "block-kinds-differ": ("65:13", "here stands a paragraph, but a quotation in `en`"),
    "block-of-two-kinds": ("32:13", "`text` and `quote` stand in one block"),
    "block-of-unknown-kind": ("32:13", "`qoute` is no kind of block here"),
    "chair-of-no-party": ("4:69", "`CC` took the chair, but is not among the parties"),
    "closed-before-opened": ("4:39", "the meeting was closed on 2024-03-10, before it was opened on 2024-03-11"),
    "control-character-raw": ("33:18", "not valid YAML: character U+0001 cannot be read"),
    "date-as-number": ("5:9", "`signed` is `20240312`: not a date such as `2018-05-22`"),
    "date-not-in-calendar": ("5:9", "`signed` is `2024-02-30`: no day of the calendar"),
    "date-with-time": ("5:9", "`signed` is `2024-03-12T00:00:00`: not a date such as `2018-05-22`"),
    "delegation-count-differs": ("76:11", "1 delegations here, but 2 in `en`"),
    "delegation-of-no-party": ("43:21", "delegation of `CC`, which is not among the parties"),
    "delegation-order-differs": ("76:13", "the delegation has a heading, but party `AA` in `en`"),
    "delegation-without-party": ("43:13", "entry 1 of `delegations`: a delegation has either `party` or `heading`"),
    "directive": ("2:1", "a `%` directive has no use here"),
    "empty-list": ("6:10", "`parties` is empty"),
    "empty-text": ("33:14", "`closing` is `  `: the text is empty"),
    "empty": ("1:1", "the file is empty"),
    "heading-in-one-language": ("63:9", "`second` has no heading, but has a heading in `en`"),
    "identifier-with-slashes-first": ("2:13", "`identifier` is `/etc/passwd`: its form is not allowed"),
    "invisible-character": (
        "33:14",
        "character U+202E (RIGHT-TO-LEFT OVERRIDE) cannot stand in an official text",
    ),
    "item-begins-with-subitems": ("25:13", "item `first` begins with sub-items"),
    "item-id-differs": ("56:7", "`second` is missing here; it stands in `en`"),
    "item-missing-in-one-language": ("56:7", "`second` is missing here; it stands in `en`"),
    "item-twice": ("29:13", "item `first` stands twice"),
    "items-in-other-order": ("56:13", "`second` stands where `en` has `first`"),
    "key-is-a-list": ("2:3", "a key cannot be a mapping or list"),
    "key-twice": ("3:1", "key `identifier` stands twice, first in line 2"),
    "language-not-a-tag": (
        "3:21",
        "entry 3 of `languages` is `Russian`: not a BCP 47 language tag such as `ru`, `zh` or `uz-Latn`",
    ),
    "language-twice": ("3:21", "language `en` stands twice"),
    "language-without-text": ("3:21", "language `zh` has no text"),
    "list-for-mapping": ("1:1", "the file is a list"),
    "lone-surrogate": ("33:14", "half of a character (a lone surrogate)"),
    "mapping-for-text": ("25:19", "`text` is a mapping"),
    "member-count-differs": ("77:45", "2 members here, but 1 in `en`"),
    "missing-key": ("13:5", "`deposit` is missing"),
    "missing-signed": ("1:1", "`signed` is missing"),
    "not-utf-8": ("33:23", "byte 822 (0xE4) is not UTF-8"),
    "nothing-for-text": ("15:5", "`cited_as` has no value"),
    "number-for-text": ("14:12", "`title` is the number `2018`"),
    "paragraph-count-differs": ("58:11", "3 blocks here, but 2 in `en`"),
    "party-key-with-blank": ("6:19", "entry 3 of `parties` is `C C`: its form is not allowed"),
    "party-nobody-signs-for": ("6:15", "nobody signs for party `BB`"),
    "party-twice": ("6:19", "party `AA` stands twice"),
    "party-unknown-in-text": ("19:40", "party `CC` is not among `parties` of the root"),
    "party-without-name": ("19:16", "party `BB` has no words here"),
    "point-count-differs": ("72:45", "1 points here, but 2 in `en`"),
    "preamble-count-differs": ("54:7", "2 blocks here, but 1 in `en`"),
    "reference-in-unknown-case": ("31:13", "`en` has no form `genitive` of the word for an item"),
    "reference-of-no-kind": (
        "31:13",
        "entry 1 of `body` is `See {chapter first}.`: `{chapter first}` is no reference",
    ),
    "reference-open-brace": (
        "31:13",
        "entry 1 of `body` is `See {item first.`: `{` is no reference",
    ),
    "reference-to-no-annex": ("31:13", "there is no annex `agneda`"),
    "reference-to-no-item": ("31:13", "there is no item `third`"),
    "signatory-of-no-party": ("7:31", "signatory `BB-2` signs for `CC`, which is not among the parties"),
    "signatory-twice": ("7:23", "signatory `BB` stands twice"),
    "signatory-unknown-in-text": ("38:7", "signatory `CC` is not among `signatories` of the root"),
    "signatory-without-words": ("36:7", "signatory `BB` has no words here"),
    "signed-before-opened": ("5:9", "signed on 2024-03-10, before the meeting was opened on 2024-03-11"),
    "subitem-id-differs": ("60:15", "`b` is missing here; it stands in `en`"),
    "subitem-twice": ("28:22", "sub-item `a` stands twice in this item"),
    "syntax-colon-in-plain-text": ("14:20", "not valid YAML: mapping values are not allowed here"),
    "syntax-open-bracket": ("4:8", "not valid YAML: expected `,` or `]`, but got `:`"),
    "syntax-tab-for-indent": ("13:1", "not valid YAML: found character `\\t` that cannot start any token"),
    "table-row-too-short": ("39:38", "`table`: row 1 has 1 cells, the table has 2 columns"),
    "tag-of-python": ("33:14", "tag `!!python/name:os.system` does not belong here"),
    "text-file-missing": ("12:7", "there is no file `zh.yaml`"),
    "text-for-list": ("3:12", "`languages` is text"),
    "text-for-number": ("9:26", "`number` is text"),
    "text-of-no-language": ("45:3", "text `ru` is not among `languages`"),
    "text-says-other-language": ("46:15", "the text of `ru` says that it is `uk`"),
    "too-deep": ("2:36", "nested deeper than 24 levels"),
    "truth-value-for-text": ("17:14", "`place` is the truth value `true`"),
    "two-documents": ("11:1", "a second document starts here"),
    "unknown-form": ("3:7", "`form` is `chapters`"),
    "unknown-key": ("16:5", "unknown key `subtitel`"),
    "unknown-version": ("1:10", "`typeset` is `2`"),
    "zero-meeting-number": ("4:59", "`number` is 0"),
    "zero-width-space": (
        "33:14",
        "`closing` is `Done\u200bat Harbour.`: character U+200B (ZERO WIDTH SPACE) cannot stand in an official text",
    ),
}
# One fault may have to be told to several: who calls an annex by two names disagrees with every text.
CONSEQUENCES = {
    "annex-twice": 5,
    "delegation-of-no-party": 2,
    "item-begins-with-subitems": 2,
    "item-id-differs": 2,
    "item-twice": 3,
    "signatory-of-no-party": 3,
    "subitem-id-differs": 2,
    "subitem-twice": 2,
}


@pytest.fixture(scope="module")
def tables() -> dict[str, Wording]:
    return wordings(("en", "ru", "zh"), bundled())


def files(name: str) -> SourceFiles:
    path = FOLDER / f"{name}.yaml"
    return SourceFiles(root=path.name, contents={path.name: path.read_bytes()})


def test_every_hostile_source_is_expected_to_be_so() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == {*FAULTS, "faultless"}


def test_the_faultless_source_has_no_fault(tables: dict[str, Wording]) -> None:
    assert check(files("faultless"), tables) == ()
    assert list(load(files("faultless"), tables).texts) == ["en", "ru"]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_where_it_is(name: str, tables: dict[str, Wording]) -> None:
    place, phrase = FAULTS[name]
    complaints = check(files(name), tables)
    assert [one for one in complaints if f"{one.line}:{one.column}" == place and phrase in one.message]
    assert len(complaints) == CONSEQUENCES.get(name, 1)
    with pytest.raises(SourceError, match=f"{name}.yaml:{place}: "):
        load(files(name), tables)
