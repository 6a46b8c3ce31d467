"""What a rule finds in one text: a stretch that is not as the convention asks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A stretch of a text and what the convention has in its place.

    Args:
        start: where it begins in the text.
        end: where it ends.
        kind: the rule, by its short name.
        what: what stands there, in words.
        expected: what the convention asks, as messages name it.
        instead: what to write there; none where only the author can tell.
    """

    start: int
    end: int
    kind: str
    what: str
    expected: str
    instead: str | None = None
