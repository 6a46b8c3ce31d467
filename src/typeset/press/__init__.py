"""A `Composition` into one PDF that is PDF/A-3a and PDF/UA-1 at once."""

from typeset.press.engine import Pressed, guarded, load, press

__all__ = ["Pressed", "guarded", "load", "press"]
