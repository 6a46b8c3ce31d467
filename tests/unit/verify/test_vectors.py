"""Drawings read for the proof: shapes, paths and transformations, each against points known beforehand."""

import math

import pytest
from tests import looks

from typeset.verify import routes, strokes, vectors

BOX = (100.0, 200.0, 200.0, 300.0)
HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'


def _only(body: str) -> vectors.Wanted:
    (path,) = vectors.paths(f"{HEAD}{body}</svg>".encode(), BOX)
    return path


def _flat(route: routes.Route) -> list[float]:
    return [side for point in route.points for side in point]


@pytest.mark.parametrize(
    ("d", "corners"),
    [
        ("M1 2L3 4", [(1, 2), (3, 4)]),
        ("M1,2 3,4h2v-1H0V0", [(1, 2), (3, 4), (5, 4), (5, 3), (0, 3), (0, 0)]),
        ("m1 2 1 1l1-1.5.5.5", [(1, 2), (2, 3), (3, 1.5), (3.5, 2)]),
        ("M1 1l1 0zl0 2", [(1, 1), (1, 3)]),
    ],
)
def test_straight_commands(d: str, corners: list[tuple[float, float]]) -> None:
    assert _flat(routes.drawn(d)[-1]) == pytest.approx([side for corner in corners for side in corner])


def test_closing_and_moving_divide_a_path() -> None:
    first, second, third = routes.drawn("M0 0H1V1zM5 5H6 M9 9 h1 z M3 3")
    assert (first.closed, second.closed, third.closed) == (True, False, True)


@pytest.mark.parametrize(
    ("d", "same"),
    [
        ("M0 0Q3 6 6 0T12 0", "M0 0C2 4 4 4 6 0C8-4 10-4 12 0"),
        ("M0 0C0 2 2 2 2 0S4-2 4 0", "M0 0C0 2 2 2 2 0C2-2 4-2 4 0"),
        ("M0 0L1 1S4-2 4 0", "M0 0L1 1C1 1 4-2 4 0"),
        ("M0 0c0 2 2 2 2 0s2-2 2 0", "M0 0C0 2 2 2 2 0C2-2 4-2 4 0"),
        ("M5 0A5 5 0 0 1-5 0", "M5 0A5 5 0 0 1 0 5A5 5 0 0 1-5 0"),
        ("M5 0a5 5 0 01-10 0", "M5 0A5 5 0 0 1-5 0"),
        ("M0 0A1 1 0 0 1 6 0", "M0 0A3 3 0 0 1 6 0"),
        ("M0 0A0 1 0 0 1 6 0", "M0 0L6 0"),
    ],
)
def test_curves_that_are_written_in_two_ways_run_alike(d: str, same: str) -> None:
    (one,), (two,) = routes.drawn(d), routes.drawn(same)
    assert strokes.apart(one.way(), two.way()) < 0.01


@pytest.mark.parametrize("flags", ["0 0", "0 1", "1 0", "1 1"])
def test_arcs_keep_their_radius_and_their_side(flags: str) -> None:
    (route,) = routes.drawn(f"M3 0A5 5 0 {flags} 3 8")
    large, sweep = flags.startswith("1"), flags.endswith("1")
    middle = (6.0, 4.0) if large == sweep else (0.0, 4.0)
    assert {round(math.dist(point, middle), 6) for point in route.points} == {5}
    assert (strokes.length(route.points) > 5 * math.pi) == large


def test_a_command_without_its_values_is_no_path() -> None:
    with pytest.raises(ValueError, match="the command `L`"):
        routes.drawn("M0 0L1")


def test_a_drawing_fills_its_box_head_up() -> None:
    path = _only('<path d="M0 0L10 10"/>')
    assert _flat(path.routes[0]) == pytest.approx([100, 300, 200, 200])


@pytest.mark.parametrize(
    ("transform", "point"),
    [
        ("translate(1 2)", (2, 3)),
        ("translate(1)", (2, 1)),
        ("scale(2)", (2, 2)),
        ("scale(2,3)", (2, 3)),
        ("rotate(90)", (-1, 1)),
        ("rotate(90 1 0)", (0, 0)),
        ("matrix(1 2 3 4 5 6)", (9, 12)),
        ("translate(1 0) scale(2)", (3, 2)),
    ],
)
def test_transformations(transform: str, point: tuple[float, float]) -> None:
    path = _only(f'<g transform="{transform}"><path d="M1 1L0 0"/></g>')
    assert path.routes[0].points[0] == pytest.approx((100 + 10 * point[0], 300 - 10 * point[1]))


def test_paint_is_inherited_and_style_goes_first() -> None:
    path = _only(
        '<g fill="#f00" stroke="white" stroke-width="2px"><rect width="1" height="1" style="fill: #00ff00"/></g>'
    )
    assert (path.fill, path.stroke, path.painted) == ((0, 1, 0), (1, 1, 1), "B")
    assert path.width == pytest.approx(20)
    assert _only('<rect width="1" height="1" fill-rule="evenodd"/>').painted == "f*"
    assert _only('<rect width="1" height="1" stroke="#000" stroke-width="0"/>').painted == "f"


def test_what_paints_nothing_is_not_wanted() -> None:
    for body in ("<rect/>", '<circle cx="3"/>', '<path d=""/>', '<line x2="3" fill="none"/>', '<polygon points=""/>'):
        assert not vectors.paths(f"{HEAD}{body}</svg>".encode(), BOX)


def test_round_corners_are_quarters_of_circles() -> None:
    (route,) = _only('<rect width="10" height="10" rx="5"/>').routes
    assert {round(math.dist(point, (150, 250)), 6) for point in route.points} == {50}
    assert len(vectors.paths(looks.SVG, BOX)) == 9
