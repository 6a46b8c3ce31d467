"""A PDF into its printed lines, each with its place, size and face, as the independent reader finds them."""

import itertools
from collections.abc import Iterator

from typeset.verify import read
from typeset.verify.facts import Facts, Page, Run
from typeset.verify.limits import MILLIMETRE

SAME_BASELINE = 0.5
"""Points."""
GAP = 0.1
"""Ems between two stretches of one line. The space between words is a glyph; what stands further off is a column."""


def printed_lines(pdf: bytes) -> str:
    """One line of text for each printed one, from top to bottom and left to right.

    Page; millimetres from the left edge to the line, and from the top edge to its baseline; size in points; face;
    words.
    """
    facts = read(pdf, "pages")
    return "".join(f"{line}\n" for page in facts.pages for line in _lines(facts, page))


def _lines(facts: Facts, page: Page) -> Iterator[str]:
    for row in _rows(page):
        for line in _columns(row):
            first = line[0]
            faces = dict.fromkeys(facts.fonts[run.font].name.partition("+")[2] for run in line)
            left, top = first.box[0] / MILLIMETRE, (page.media[3] - first.baseline) / MILLIMETRE
            words = "".join(run.text for run in line).rstrip(" ")
            yield f"{page.number:2} {left:5.1f} {top:5.1f} {first.size:4.1f} {' + '.join(faces)} | {words}"


def _rows(page: Page) -> Iterator[list[Run]]:
    """What stands on one baseline, from left to right."""
    runs = sorted((run for run in page.runs if run.text), key=lambda run: -run.baseline)
    row: list[Run] = []
    for run in runs:
        if row and row[0].baseline - run.baseline > SAME_BASELINE:
            yield sorted(row, key=lambda one: one.box[0])
            row = []
        row.append(run)
    if row:
        yield sorted(row, key=lambda one: one.box[0])


def _columns(row: list[Run]) -> Iterator[list[Run]]:
    """The lines of a row, which stand beside each other."""
    starts = [0]
    for index, (run, following) in enumerate(itertools.pairwise(row), 1):
        if following.box[0] - run.box[2] > GAP * run.size:
            starts.append(index)
    for start, end in itertools.pairwise([*starts, len(row)]):
        yield row[start:end]
