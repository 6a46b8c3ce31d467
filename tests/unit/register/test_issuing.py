"""Numbers are taken before files are made, and confirmed after; neither is lost or given twice."""

import datetime as dt
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from typeset.errors import CopyError
from typeset.model.register import CopyTerms, RegisteredOriginal, RegisteredParty
from typeset.register import Register

MakeTerms = Callable[..., CopyTerms]
Digest = Callable[[object], str]
DAY = dt.date(2018, 6, 1)
NAME = "SCO-2018/1"


@pytest.fixture
def begun(register: Register, make_original: Callable[..., RegisteredOriginal]) -> Register:
    """A register with one original and no copy."""
    register.add_original(make_original())
    return register


def test_numbers_are_consecutive_and_carry_all_that_makes_the_copy(begun: Register, make_terms: MakeTerms) -> None:
    first = begun.allot(NAME, [make_terms("IN"), make_terms("KZ")])
    second = begun.allot(begun.original(NAME).sha256, [make_terms(None, addressee="Библиотека ООН")])
    assert [one.number for one in (*first, *second)] == [1, 2, 3]
    assert [one.file_name for one in (*first, *second)] == [
        "SCO-2018-1-1-IN.pdf",
        "SCO-2018-1-2-KZ.pdf",
        "SCO-2018-1-3-other.pdf",
    ]
    assert begun.pending() == (*first, *second)
    assert begun.pending(NAME) == begun.pending()
    assert first[1].options == {"watermark": {"opacity": 0.15}}
    assert first[0].due == dt.date(2018, 6, 6)
    assert begun.audit().findings[0].number == 1


def test_nothing_is_allotted_where_one_recipient_is_no_party(begun: Register, make_terms: MakeTerms) -> None:
    with pytest.raises(CopyError, match="`US` is no party of `SCO-2018/1`") as raised:
        begun.allot(NAME, [make_terms("IN"), make_terms("US")])
    assert "CN, IN, KZ" in raised.value.hint
    assert begun.head().entries == 1


def test_no_number_is_allotted_of_what_is_not_registered(register: Register, make_terms: MakeTerms) -> None:
    with pytest.raises(CopyError, match="`SCO-2018/1` is not the original of any entry"):
        register.allot(NAME, [make_terms()])


def test_a_copy_is_for_a_party_or_for_an_addressee(make_terms: MakeTerms) -> None:
    with pytest.raises(ValidationError, match="either a `recipient` or an `addressee`"):
        make_terms("KZ", addressee="Библиотека ООН")
    with pytest.raises(ValidationError, match="either a `recipient` or an `addressee`"):
        make_terms(None)


@pytest.mark.parametrize("name", ["../{number}.pdf", "a/b.pdf", ".hidden.pdf", "a\\b.pdf", "a\nb.pdf", "", "{x}.pdf"])
def test_a_file_name_stays_in_its_folder(make_terms: MakeTerms, name: str) -> None:
    with pytest.raises(ValidationError, match=r"file_name|no field of a file name"):
        make_terms(file_name=name)


def test_a_file_name_serves_one_copy(begun: Register, make_terms: MakeTerms) -> None:
    with pytest.raises(CopyError, match=r"`same.pdf` serves one copy only"):
        begun.allot(NAME, [make_terms(file_name="same.pdf"), make_terms(file_name="same.pdf")])
    begun.allot(NAME, [make_terms(file_name="same.pdf")])
    with pytest.raises(CopyError, match=r"`same.pdf` is that of copy 1 of `SCO-2018/1`"):
        begun.allot(NAME, [make_terms(file_name="same.pdf")])


def test_a_file_name_that_grows_too_long_is_refused(
    begun: Register, make_original: Callable[..., RegisteredOriginal], make_terms: MakeTerms, digest: Digest
) -> None:
    key = "K" * 64
    begun.add_original(
        make_original(sha256=digest("long"), identifier="L", parties=(RegisteredParty(key=key, names={}),))
    )
    with pytest.raises(CopyError, match="cannot be entered: `file_name`: longer than 200 bytes"):
        begun.allot("L", [make_terms(key, file_name="К" * 70 + "{number}-{recipient}")])


def test_a_confirmed_copy_is_issued(begun: Register, make_terms: MakeTerms, digest: Digest) -> None:
    (allotted,) = begun.allot(NAME, [make_terms()])
    assert begun.copy(NAME, 1).state == "pending"
    begun.confirm(allotted.made(digest(1), 9))
    copy = begun.copy(NAME, 1)
    assert (copy.state, copy.sha256, copy.sheets) == ("issued", digest(1), 9)
    assert copy.officer.name == "И. И. Иванов"
    assert begun.pending() == ()
    assert [entry.state for entry in begun.entries()] == ["standing", "issued", "issued"]


def test_the_same_confirmation_is_entered_once(begun: Register, make_terms: MakeTerms, digest: Digest) -> None:
    (allotted,) = begun.allot(NAME, [make_terms()])
    made = allotted.made(digest(1), 9)
    begun.confirm_many([made, made])
    begun.confirm(made)
    assert begun.head().entries == 3


def test_a_number_already_issued_is_refused(filled: Register, digest: Digest) -> None:
    copy = filled.copy(NAME, 2)
    for other in (copy.made(digest("other"), 9), copy.made(digest(2), 10)):
        with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` was issued before, with another file"):
            filled.confirm(other)
    assert filled.head().entries == 7


def test_many_are_confirmed_or_none(begun: Register, make_terms: MakeTerms, digest: Digest) -> None:
    first, second = begun.allot(NAME, [make_terms(), make_terms()])
    begun.confirm(second.made(digest(2), 9))
    with pytest.raises(CopyError, match="copy 2"):
        begun.confirm_many([first.made(digest(1), 9), second.made(digest("other"), 9)])
    assert begun.pending() == (first,)


def test_one_file_is_not_two_copies(begun: Register, make_terms: MakeTerms, digest: Digest) -> None:
    first, second = begun.allot(NAME, [make_terms(), make_terms()])
    with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` has the same file as copy 1"):
        begun.confirm_many([first.made(digest(1), 9), second.made(digest(1), 9)])
    begun.confirm(first.made(digest(1), 9))
    with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` has the same file as copy 1"):
        begun.confirm(second.made(digest(1), 9))


def test_a_number_that_was_never_allotted_is_refused(filled: Register, digest: Digest) -> None:
    never = filled.copy(NAME, 1).model_copy(update={"number": 9})
    with pytest.raises(CopyError, match="copy 9 of `SCO-2018/1` was never allotted"):
        filled.confirm(never.made(digest(9), 9))
    with pytest.raises(CopyError, match="copy 9 of `SCO-2018/1` was never allotted"):
        filled.copy(NAME, 9)
    with pytest.raises(CopyError, match="copy 9 of `SCO-2018/1` was never allotted"):
        filled.rectify(NAME, 9, "misprint", DAY)


def test_a_faulty_copy_gets_a_new_number(filled: Register, make_terms: MakeTerms, digest: Digest) -> None:
    filled.rectify(NAME, 2, "misprint on page 3", DAY)
    assert filled.copy(NAME, 2).state == "faulty"
    (again,) = filled.allot(NAME, [make_terms(replaces=2)])
    filled.confirm(again.made(digest(4), 9))
    faulty = filled.copy(NAME, 2)
    assert faulty.rectification is not None
    assert (faulty.rectification.reason, faulty.rectification.replaced_by) == ("misprint on page 3", 4)
    assert filled.copies()[1] == faulty
    assert filled.audit().sound
    assert [entry.state for entry in filled.entries()][2] == "faulty"


def test_a_copy_is_rectified_once_and_for_a_reason(filled: Register) -> None:
    with pytest.raises(CopyError, match="`reason`: the text is empty"):
        filled.rectify(NAME, 2, "", DAY)
    filled.rectify(NAME, 2, "misprint", DAY)
    with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` is rectified already"):
        filled.rectify(NAME, 2, "misprint", DAY)


def test_only_a_faulty_copy_is_replaced_and_once(filled: Register, make_terms: MakeTerms) -> None:
    with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` is not rectified"):
        filled.allot(NAME, [make_terms(replaces=2)])
    filled.rectify(NAME, 2, "misprint", DAY)
    with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` is replaced already"):
        filled.allot(NAME, [make_terms(replaces=2), make_terms(replaces=2)])
    filled.allot(NAME, [make_terms(replaces=2)])
    with pytest.raises(CopyError, match="copy 2 of `SCO-2018/1` is replaced already"):
        filled.allot(NAME, [make_terms(replaces=2)])


def test_a_pending_number_is_annulled_by_its_rectification(
    begun: Register, make_terms: MakeTerms, digest: Digest
) -> None:
    (allotted,) = begun.allot(NAME, [make_terms()])
    begun.rectify(NAME, 1, "the officer fell ill", DAY)
    assert begun.pending() == ()
    assert begun.audit().sound
    with pytest.raises(CopyError, match="copy 1 of `SCO-2018/1` is rectified"):
        begun.confirm(allotted.made(digest(1), 9))


def test_parties_without_a_valid_copy_are_due(
    begun: Register, make_original: Callable[..., RegisteredOriginal], make_terms: MakeTerms, digest: Digest
) -> None:
    begun.add_original(make_original(sha256=digest("timeless"), identifier="A", due_days=None))
    india, china = begun.allot(NAME, [make_terms("IN"), make_terms("CN")])
    begun.confirm(india.made(digest(1), 9))
    due = begun.due(dt.date(2018, 6, 7))
    assert [(one.identifier, one.party.key, one.pending, one.days_left) for one in due] == [
        (NAME, "KZ", None, -1),
        (NAME, "CN", china.number, -1),
        ("A", "IN", None, None),
        ("A", "KZ", None, None),
        ("A", "CN", None, None),
    ]
    begun.rectify(NAME, 1, "misprint", DAY)
    assert [one.party.key for one in begun.due(DAY)[:3]] == ["IN", "KZ", "CN"]
    assert begun.due(DAY)[0].due == dt.date(2018, 6, 6)


def test_copies_of_a_superseded_original_fall_due_again(
    filled: Register, make_original: Callable[..., RegisteredOriginal], digest: Digest
) -> None:
    assert filled.due(DAY) == ()
    filled.supersede(make_original(sha256=digest("scan")), "a better scan", DAY)
    assert [one.party.key for one in filled.due(DAY)] == ["IN", "KZ", "CN"]
