"""An original is entered once, found again, and gives way only for a reason."""

import datetime as dt
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from typeset.errors import CopyError
from typeset.model.register import CopyTerms, RegisteredOriginal, RegisteredParty
from typeset.register import Register

MakeOriginal = Callable[..., RegisteredOriginal]
DAY = dt.date(2018, 6, 1)


def test_an_original_is_found_by_digest_and_by_identifier(register: Register, make_original: MakeOriginal) -> None:
    original = make_original()
    assert register.add_original(original) == original
    assert register.original(original.sha256) == original
    assert register.original("SCO-2018/1") == original
    assert register.originals() == (original,)


def test_what_is_not_registered_is_refused(register: Register) -> None:
    with pytest.raises(CopyError, match="`SCO-2018/1` is no original"):
        register.original("SCO-2018/1")


def test_the_same_original_again_is_entered_once(register: Register, make_original: MakeOriginal) -> None:
    first = register.add_original(make_original())
    assert register.add_original(make_original(file_name="moved.pdf")) == first
    assert register.head().entries == 1


def test_the_same_file_with_other_particulars_is_refused(register: Register, make_original: MakeOriginal) -> None:
    register.add_original(make_original())
    with pytest.raises(CopyError, match="with other particulars: pages, signed"):
        register.add_original(make_original(pages=17, signed=DAY))


def test_another_file_for_the_same_identifier_is_refused(
    register: Register, make_original: MakeOriginal, digest: Callable[[object], str]
) -> None:
    register.add_original(make_original())
    with pytest.raises(CopyError, match="`SCO-2018/1` has another original"):
        register.add_original(make_original(sha256=digest("other")))
    assert register.head().entries == 1


def test_an_original_is_superseded_for_a_reason(
    filled: Register, make_original: MakeOriginal, digest: Callable[[object], str]
) -> None:
    newer = make_original(sha256=digest("scan"), kind="scanned", conformance="scan")
    superseded = filled.supersede(newer, "a better scan", DAY)
    assert (superseded.sha256, superseded.by_sha256) == (digest("original"), digest("scan"))
    assert filled.original("SCO-2018/1") == newer
    assert filled.original(digest("original")).kind == "pressed"
    states = [entry.state for entry in filled.entries() if entry.kind == "original"]
    assert states == ["superseded", "standing"]
    assert filled.audit().sound


def test_no_copy_is_made_of_a_superseded_original_and_numbers_go_on(
    filled: Register, make_original: MakeOriginal, make_terms: Callable[..., CopyTerms], digest: Callable[[object], str]
) -> None:
    filled.supersede(make_original(sha256=digest("scan")), "a better scan", DAY)
    with pytest.raises(CopyError, match="is superseded"):
        filled.allot(digest("original"), [make_terms()])
    allotted = filled.allot("SCO-2018/1", [make_terms()])
    assert (allotted[0].number, allotted[0].original_sha256) == (4, digest("scan"))


def test_a_superseded_original_does_not_come_back(
    filled: Register, make_original: MakeOriginal, digest: Callable[[object], str]
) -> None:
    filled.supersede(make_original(sha256=digest("scan")), "a better scan", DAY)
    with pytest.raises(CopyError, match="a superseded original of `SCO-2018/1`"):
        filled.add_original(make_original())
    with pytest.raises(CopyError, match="is or was an original already"):
        filled.supersede(make_original(), "back again", DAY)


def test_there_must_be_something_to_supersede_and_a_reason(
    register: Register, make_original: MakeOriginal, digest: Callable[[object], str]
) -> None:
    with pytest.raises(CopyError, match="`SCO-2018/1` is not the original"):
        register.supersede(make_original(), "no reason", DAY)
    register.add_original(make_original())
    with pytest.raises(CopyError, match="cannot be entered: `reason`: the text is empty"):
        register.supersede(make_original(sha256=digest("scan")), " ", DAY)


def test_the_title_is_that_of_the_first_language_that_has_one(make_original: MakeOriginal) -> None:
    assert make_original().title == "议定书"
    assert make_original(titles={"en": "Protocol"}).title == "Protocol"


def test_a_party_is_named_once(make_original: MakeOriginal) -> None:
    party = RegisteredParty(key="KZ", names={"ru": "Казахстан"})
    with pytest.raises(ValidationError, match="a party is named twice"):
        make_original(parties=(party, party))


def test_originals_are_numbered_each_on_their_own(
    filled: Register, make_original: MakeOriginal, make_terms: Callable[..., CopyTerms], digest: Callable[[object], str]
) -> None:
    filled.add_original(make_original(sha256=digest("second"), identifier="SCO-2018/2"))
    allotted = filled.allot("SCO-2018/2", [make_terms(file_name="SCO-2018-2-{number}.pdf")])
    assert allotted[0].number == 1
    assert len(filled.copies("SCO-2018/1")) == 3
    assert len(filled.copies()) == 4
