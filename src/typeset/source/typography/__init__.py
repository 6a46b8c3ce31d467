"""The texts of a source into what differs from the typography of their languages, and into sources without that."""

from typeset.source.typography.mending import differences, mended
from typeset.source.typography.survey import Departure, survey

__all__ = ["Departure", "differences", "mended", "survey"]
