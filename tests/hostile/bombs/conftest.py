"""A good file to plant bombs in."""

from tests.fuzz.conftest import good, made

__all__ = ["good", "made"]
