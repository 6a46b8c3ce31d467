"""Pages under the press; the fonts are isolated before any test can import the engine."""

import datetime as dt
from collections.abc import Callable

import pytest

from typeset.compose import compose
from typeset.model.composition import Composition, EmbeddedFile, Section
from typeset.pipeline import Source
from typeset.press import press
from typeset.press.isolation import isolate
from typeset.resources import Resources, bundled

isolate(bundled())


@pytest.fixture(scope="session")
def sheet(resources: Resources) -> Callable[..., Composition]:
    """Puts a body of HTML under the bundled style, and under one of the test's own."""
    names = ("protocol.css", "profiles/treaty.css", "profiles/treaty.first.css")
    bundled_style = "".join(resources.template(name).decode() for name in names)

    def made(body: str, style: str = "", files: tuple[EmbeddedFile, ...] = ()) -> Composition:
        html = f'<!DOCTYPE html><html lang="en"><head><title>Sheet</title></head><body>{body}</body></html>'
        return Composition(
            sections=(Section(html=html),),
            stylesheets=(bundled_style, style) if style else (bundled_style,),
            title="Sheet",
            titles=(("en", "Sheet"),),
            languages=("en",),
            identifier="SHEET-1",
            date=dt.date(2024, 5, 2),
            files=files,
        )

    return made


@pytest.fixture(scope="session")
def composition(source: Callable[[str], Source], resources: Resources) -> Callable[[str], Composition]:
    """Composes a source by its name."""

    def of(name: str) -> Composition:
        own = source(name)
        return compose(own.protocol, own.wordings, own.files, resources, own.protocol.languages)

    return of


@pytest.fixture(scope="session")
def pressed(composition: Callable[[str], Composition], resources: Resources) -> Callable[[str], bytes]:
    """Presses a source by its name; each once a session."""
    known: dict[str, bytes] = {}

    def of(name: str) -> bytes:
        if name not in known:
            known[name] = press(composition(name), resources)
        return known[name]

    return of
