"""A `Composition` into one PDF that is PDF/A-3a and PDF/UA-1 at once."""

from typeset.press.engine import press

__all__ = ["press"]
