"""Good files with a head, as originals and as a draft, and their proofs."""

from collections.abc import Callable

import pytest
from tests import looks

from typeset import verify
from typeset.compose import compose
from typeset.model.report import Report
from typeset.pipeline import Source, read
from typeset.press import press
from typeset.resources import Resources

Prove = Callable[[str, bytes], Report]
KINDS = ("svg", "png", "pdf")


@pytest.fixture(scope="session")
def headed(tmp_path_factory: pytest.TempPathFactory, resources: Resources) -> dict[str, Source]:
    """The small source with an emblem of each kind."""
    return {kind: read(looks.headed(tmp_path_factory.mktemp(kind), kind), resources) for kind in KINDS}


@pytest.fixture(scope="session")
def pressed(headed: dict[str, Source], resources: Resources) -> Callable[[str], bytes]:
    """The original of a kind, or the draft of the SVG, each once a session."""
    made: dict[str, bytes] = {}

    def of(kind: str) -> bytes:
        if kind not in made:
            source = headed["svg" if kind == "draft" else kind]
            languages = source.protocol.languages
            composition = compose(
                source.protocol, source.wordings, source.files, resources, languages, draft=kind == "draft"
            )
            made[kind] = press(composition, resources)
        return made[kind]

    return of


@pytest.fixture(scope="session")
def prove(headed: dict[str, Source], resources: Resources) -> Prove:
    """Holds a file against the source of a kind."""

    def held(kind: str, pdf: bytes) -> Report:
        source = headed["svg" if kind == "draft" else kind]
        facts = verify.read(pdf, f"{kind}.pdf")
        return verify.prove(facts, source.protocol, source.wordings, files=source.files, resources=resources)

    return held
