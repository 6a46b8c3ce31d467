"""The examples as pages in the three profiles, each pressed once a session."""

from collections.abc import Callable

import pytest

from typeset.compose import compose
from typeset.pipeline import Source
from typeset.press import guarded
from typeset.resources import Resources

DOCUMENTS = {
    "sco-2018-treaty": ("sco-2018", {"": "treaty"}),
    "sco-2018-national": ("sco-2018", {"ru": "gost-r-7.0.97", "zh": "gbt-9704"}),
    "articles-treaty": ("articles", {"": "treaty"}),
    "articles-national": ("articles", {"ru": "gost-r-7.0.97"}),
}
"""By the folder of their golden files: the example, and the profile of each language."""


@pytest.fixture(scope="session", params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> str:
    """Each of the documents, by name."""
    return str(request.param)


@pytest.fixture(scope="session")
def pressed(source: Callable[[str], Source], resources: Resources) -> Callable[[str], bytes]:
    """Presses one of the documents, by name."""
    known: dict[str, bytes] = {}

    def of(name: str) -> bytes:
        if name not in known:
            example, profile = DOCUMENTS[name]
            own = source(example)
            protocol = own.protocol.model_copy(update={"profile": profile})
            made = compose(protocol, own.wordings, own.files, resources, protocol.languages)
            known[name] = guarded(made, resources).pdf
        return known[name]

    return of
