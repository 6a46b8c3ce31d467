"""Content streams into operators, and what is no such thing."""

import pytest

from typeset.verify.tokens import UnknownSyntax, operations, properties, shown


def test_operators_come_with_their_operands() -> None:
    content = b"q\n1 0 0 -1 0.5 -.5 cm /F1 12 Tf[<0001>-20.5<0002>] TJ <</MCID 0>>BDC\r\n"
    assert list(operations(content)) == [
        ("q", []),
        ("cm", [1, 0, 0, -1, 0.5, -0.5]),
        ("Tf", ["/F1", 12]),
        ("TJ", [b"[<0001>-20.5<0002>]"]),
        ("BDC", [b"<</MCID 0>>"]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"(text) Tj",
        b"1 2",
        b"{ }",
        b"% remark\nq",
        b"1e5 w",
        b"[(a)] TJ",
        b"<</A <41>>> BDC",
        b"q \xff",
        b"1.2.3 w",
        b"--1 w",
    ],
)
def test_anything_else_stops_the_reading(content: bytes) -> None:
    with pytest.raises(UnknownSyntax):
        list(operations(content))


def test_shown_text_is_measured() -> None:
    assert shown(b"[10<0001 0002>20<>30<0003>-5]") == (b"\0\1\0\2\0\3", 55, 50, 10)
    assert shown(b"<0001>") == (b"\0\1", 0, 0, 0)
    with pytest.raises(UnknownSyntax):
        shown(b"[<0001> /Name]")


def test_properties_give_an_mcid_only_where_there_is_one() -> None:
    assert properties(b"<</MCID 7>>") == (7, frozenset({"MCID"}))
    assert properties(b"<</MCID 7 /MCID 8>>")[0] is None
    assert properties("/MC0") == (None, frozenset({"/MC0"}))
