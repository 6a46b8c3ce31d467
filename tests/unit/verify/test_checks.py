"""Small parts of the checks, each with what it lets pass and what not."""

import json

import pytest

from typeset import verify
from typeset.model.report import Check
from typeset.verify import limits
from typeset.verify.canvas import Canvas
from typeset.verify.checks.case import check
from typeset.verify.checks.conformance import conformance, verapdf_findings
from typeset.verify.checks.text import differing
from typeset.verify.checks.visible import contrast
from typeset.verify.drawing import Drawing
from typeset.verify.drawn import Paint
from typeset.verify.facts import Facts, Font


def test_the_words_that_differ_are_named_with_those_around_them() -> None:
    assert differing("в течение 15 дней со дня", "в течение 30 дней со дня") == ("15", "30", "в течение 30 дней со дня")
    assert differing("各方通过了声明", "各方否决了声明") == ("通过", "否决", "各方否决了声明")
    assert differing("одно", "одно")[0] == "одно"


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0)) == pytest.approx(21)
    assert contrast((1, 1, 1)) == pytest.approx(1)
    assert contrast((0.46, 0.46, 0.46)) > limits.MIN_CONTRAST > contrast((0.48, 0.48, 0.48))


def test_a_check_lists_so_many_findings_and_counts_the_rest() -> None:
    from typeset.model.report import Finding  # noqa: PLC0415 - only here

    listed = check("text", "title", [Finding(message=str(number)) for number in range(60)]).findings
    assert len(listed) == limits.MAX_FINDINGS + 1
    assert listed[-1].message == "and 10 more findings"


def drawn(content: bytes) -> Drawing:
    font = Font(1, "F", "", b"", {1: "A", 2: "B"}, {1: 500, 2: 600}, 1000)
    drawing = Drawing(1, {"/F1": font}, frozenset({"/a1"}), 1000)
    drawing.read(content)
    return drawing


def test_text_is_placed_by_matrix_widths_and_adjustments() -> None:
    drawing = drawn(
        b"1 0 0 -1 0 800 cm /Span <</MCID 3>> BDC BT 1 0 0 -1 100 200 Tm /F1 10 Tf [<0001>-100<0002>] TJ ET EMC"
    )
    (run,) = drawing.runs
    assert not drawing.remarks
    assert (run.text, run.baseline, run.size, run.upright) == ("AB", 600, 10, True)
    assert run.box == pytest.approx((100, 597.5, 112, 609))
    assert run.mark
    assert run.mark.mcid == 3


@pytest.mark.parametrize(
    ("content", "remark"),
    [
        (b"BT ET sh", "`sh`"),
        (b"Q", "malformed"),
        (b"q", "saved state"),
        (b"q " * 100, "malformed"),
        (b"/F1 10 Tf <0001> Tj", "malformed"),
        (b"/P <</MCID 1>> BDC /P <</MCID 2>> BDC EMC EMC", "inside other"),
        (b"/P <</MCID 1 /Lang /x>> BDC EMC", "only an MCID"),
        (b"BI /W 1 ID x EI", "`BI`"),
        (b"q Q " * 600, "more operators"),
    ],
)
def test_content_that_is_not_known_is_remarked(content: bytes, remark: str) -> None:
    assert any(remark in one.message for one in drawn(content).remarks)


def painted(content: bytes) -> list[Paint]:
    return drawn(content).paints


def test_a_frame_is_its_sides_only_where_its_middle_is_not_painted() -> None:
    frame = b"10 10 80 30 re 11 11 78 28 re "
    assert [one.box for one in painted(frame + b"f*")] == [
        *((10, 10, 11, 40), (89, 10, 90, 40)),
        *((10, 10, 90, 11), (10, 39, 90, 40)),
    ]
    assert (10, 10, 90, 40) in [one.box for one in painted(frame + b"f")]


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        (b"0 0 m 50 0 l S", True),
        (b"0 0 m 50 0 l 50 9 l 0 9 l h f", True),
        (b"0 0 m 50 1 l S", False),
        (b"0 0 m 9 0 l 9 9 l f", False),
        (b"0 0 m 9 0 l 9 9 l 20 9 l f", False),
        (b"0 0 m 1 2 3 4 5 6 c S", False),
    ],
)
def test_only_upright_lines_and_rectangles_are_plain(content: bytes, plain: bool) -> None:  # noqa: FBT001 - a table
    assert {one.plain for one in painted(content)} == {plain}


def test_a_clip_of_any_other_shape_is_not_known() -> None:
    canvas = Canvas(1, frozenset())
    canvas.rectangle([0.0, 0.0, 10.0, 10.0])
    canvas.clip([])
    canvas.end([])
    assert (canvas._state.clip, canvas._state.clip_known) == ((0, 0, 10, 10), True)
    for x, y in ((0.0, 0.0), (5.0, 9.0), (9.0, 0.0)):
        (canvas.line if canvas._points else canvas.move)([x, y])
    canvas.clip([])
    canvas.end([])
    assert not canvas._state.clip_known


def test_verapdf_reports_are_read() -> None:
    rule = {"clause": "6.2.11.4", "testNumber": 1, "description": "The font programs shall be embedded"}
    result = {"compliant": False, "details": {"ruleSummaries": [rule]}}
    output = json.dumps({"report": {"jobs": [{"validationResult": [result]}]}}).encode()
    (finding,) = verapdf_findings(output)
    assert finding.message == "rule 6.2.11.4-1: The font programs shall be embedded"
    result["details"] = {"ruleSummaries": []}
    output = json.dumps({"report": {"jobs": [{"validationResult": result}]}}).encode()
    assert len(verapdf_findings(output)) == 1
    with pytest.raises(ValueError, match="Expecting value"):
        verapdf_findings(b"")


def test_a_validator_that_is_not_there_is_not_checked_and_never_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only here

    monkeypatch.setenv("PATH", "")
    with ThreadPoolExecutor() as pool:
        checks: list[Check] = list(conformance(_facts(), "verapdf", pool))
    assert [one.result for one in checks] == ["not checked", "not checked"]
    assert all("not installed" in one.skipped for one in checks)


def _facts() -> Facts:
    empty: dict[str, object] = dict.fromkeys(Facts.__dataclass_fields__, ())
    return Facts(**empty | {"pdf": b"%PDF-1.7"})  # type: ignore[arg-type] # only the bytes are looked at


def test_the_room_offers_what_the_pipeline_needs() -> None:
    assert {"Facts", "prove", "read", "source_files"} <= set(verify.__all__)
