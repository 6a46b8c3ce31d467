"""A good file to plant bombs in."""

from tests.fuzz.conftest import good

__all__ = ["good"]
