"""An engine that is begun before there is anything to press, and an original where it is lost."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from typeset import beside, pipeline, press
from typeset.ahead import Engine, engine
from typeset.beside import Beside, Talk
from typeset.compose import compose
from typeset.errors import PressError
from typeset.pipeline import Source
from typeset.resources import Resources, bundled


@pytest.fixture(autouse=True)
def _possible(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "possible", lambda **_wanted: True)


@pytest.fixture(scope="module")
def small(source: Callable[[str], Source]) -> Source:
    return source("small")


@pytest.fixture(scope="module")
def alone(small: Source, resources: Resources) -> bytes:
    return pipeline.original(small, resources).pdf


def test_it_presses_the_same_original(
    small: Source, alone: bytes, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine(resources, 2) as made:
        assert made is not None
        monkeypatch.setattr(press, "guarded", None)
        assert pipeline.original(small, resources, engine=made).pdf == alone


@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0])
def test_where_it_is_lost_the_original_is_pressed_all_the_same(
    end: Callable[[], object], small: Source, alone: bytes, resources: Resources
) -> None:
    def lost(parent: Talk) -> None:
        parent.hear()
        end()

    with Beside(lost) as fork:
        assert pipeline.original(small, resources, engine=Engine(fork)).pdf == alone


def test_what_it_refuses_is_said_with_its_place_in_the_source(small: Source, resources: Resources) -> None:
    composition = compose(small.protocol, small.wordings, small.files, resources, ("ru",))
    wrong = composition.model_copy(update={"stylesheets": (*composition.stylesheets, "p { colour: red }")})
    with engine(resources, 2) as made:
        assert made is not None
        made.begin(wrong)
        with pytest.raises(PressError, match="the engine warned") as raised:
            made.pressed()
    assert "colour" in raised.value.message
    assert raised.value.hint


def test_there_is_none_where_it_is_of_no_use(
    tmp_path: Path, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    for world, processes in ((resources, 1), (bundled(tmp_path), 2)):
        with engine(world, processes) as made:
            assert made is None
    monkeypatch.setattr(beside, "Beside", _refused)
    with engine(resources, 2) as made:
        assert made is None
    monkeypatch.setattr(beside, "possible", lambda **_wanted: False)
    with engine(resources, 2) as made:
        assert made is None


def _refused(*_arguments: object) -> Beside:
    raise BlockingIOError(11, "no more processes")
