"""How complaints are worded, sorted and carried."""

from typeset.source.complaint import Complaint, in_order, listed, refusal

FIRST = Complaint("b.yaml", 2, 1, "`x` is wrong", "`y`", "write `y`")


def test_a_complaint_says_where_what_and_what_to_do() -> None:
    assert str(FIRST) == "b.yaml:2:1: `x` is wrong; expected `y`; write `y`"
    assert str(Complaint("b.yaml", 2, 1, "`x` is wrong")) == "b.yaml:2:1: `x` is wrong"


def test_what_a_terminal_would_obey_is_only_named() -> None:
    assert str(Complaint("a", 1, 1, "unknown key `\x1b[2J\u202e`")) == "a:1:1: unknown key `<U+001B>[2J<U+202E>`"


def test_complaints_are_sorted_by_file_as_given_then_by_place_and_said_once() -> None:
    second, third = Complaint("b.yaml", 10, 1, "second"), Complaint("a.yaml", 1, 1, "third")
    assert in_order([third, second, FIRST, second], ["b.yaml", "a.yaml"]) == (FIRST, second, third)


def test_names_are_listed_once() -> None:
    assert listed(["a", "b", "a"]) == "`a`, `b`"


def test_a_refusal_carries_everything() -> None:
    error = refusal("folder/protocol.yaml", [FIRST, FIRST])
    assert error.where == "folder/protocol.yaml"
    assert error.message.splitlines() == ["2 complaints about `protocol.yaml`", str(FIRST), str(FIRST)]
