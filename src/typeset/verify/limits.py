"""What a PDF may cost to read, and where the eye stops seeing; every bound of the room by name."""

MAX_STREAM = 32 * 2**20
"""Bytes of one decoded stream."""
MAX_DECODED = 256 * 2**20
"""Bytes of all decoded streams together."""
MAX_OBJECTS = 200_000
MAX_PAGES = 5_000
MAX_OPERATORS = 2_000_000
"""Content operators of the whole file."""
MAX_GLYPHS = 4 * 65_536
"""Glyphs that one table of a font may name, each as often as it is named."""
MAX_DEPTH = 64
"""Levels of the structure tree, page tree, outline, and of saved graphics states."""
MAX_NESTING = 100
"""Levels of dictionaries and arrays in one object."""
MAX_FINDINGS = 50
"""Findings that one check lists; the rest is counted."""

MILLIMETRE = 72 / 25.4
"""PDF points in a millimetre."""
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)
PAGE_TOLERANCE = 0.5
"""Points by which a page may miss A4."""
PRINTABLE_MARGIN = 10 * MILLIMETRE
"""GOST R 7.0.97-2016: nothing stands nearer to the edge than this."""
INK_TOLERANCE = 1.0
"""Points by which a nominal glyph box may exceed its bound: letters seldom fill it."""

MIN_SIZE, MAX_SIZE = 6.0, 40.0
"""Points of text that can be read, and that is no picture."""
MIN_CONTRAST = 4.5
"""Text against white paper, WCAG 2 level AA."""
MAX_RULE = 2.0
"""Points of thickness up to which a painted path is a rule, and above which it is an area."""
MIN_RULE = 9.0
"""Points of length from which a painted path is a rule, and below which it could be part of a letter."""
MAX_BACKSTEP = 0.35
"""Ems by which a glyph may be moved back into its predecessor: kerning, not overprinting."""
SAME_LINE = 0.6
"""Ems of baseline by which two stretches of text may differ and still stand on one line."""
