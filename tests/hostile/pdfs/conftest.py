"""A good file to be spoiled, and its proof."""

from collections.abc import Callable

import pytest

from typeset import verify
from typeset.compose import compose
from typeset.model.report import Report
from typeset.pipeline import Source
from typeset.press import press
from typeset.resources import Resources

Prove = Callable[[bytes], Report]


@pytest.fixture(scope="session")
def small(source: Callable[[str], Source]) -> Source:
    return source("small")


@pytest.fixture(scope="session")
def good(small: Source, resources: Resources) -> bytes:
    return press(compose(small.protocol, small.wordings, small.files, resources, small.protocol.languages), resources)


@pytest.fixture(scope="session")
def prove(small: Source, resources: Resources) -> Prove:
    tables = {f"languages/{lang}.yaml": resources.template(f"languages/{lang}.yaml") for lang in small.wordings}

    def held(pdf: bytes) -> Report:
        facts = verify.read(pdf, "small.pdf")
        return verify.prove(
            facts, small.protocol, small.wordings, files=small.files, resources=resources, tables=tables
        )

    return held
