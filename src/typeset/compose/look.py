"""The look of a protocol into what stands at the head of each text: emblem, letterhead, and the mark of a draft."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.model.look import Emblem
from typeset.model.protocol import Protocol
from typeset.model.text import AuthenticText
from typeset.model.wording import Wording
from typeset.resources import Resources

_WIDE = frozenset("WF")
_LARGEST, _ACROSS = 170, 680
"""Points of the mark of a draft: its letters' size at most, and the length of the word."""
HEAD_STYLE, DRAFT_STYLE = "letterhead.css", "draft.css"


@dataclass(frozen=True)
class Head:
    """What the template of one text prints above its title, and on every page of a draft."""

    emblem: Emblem | None
    alt: str
    """What the emblem shows."""
    letterhead: tuple[str, ...]
    rule: bool
    draft: str
    """The mark of a draft; empty where the text is none."""

    @property
    def draft_size(self) -> int:
        """The size of the mark in points: as large as lets it cross the page from margin to margin."""
        wide = sum(1.06 if unicodedata.east_asian_width(sign) in _WIDE else 0.84 for sign in self.draft)
        return min(_LARGEST, int(_ACROSS / max(wide, 1)))


def heads(
    protocol: Protocol, wordings: Mapping[str, Wording], languages: Sequence[str], *, draft: bool
) -> dict[str, Head]:
    """The head of each text, by its language.

    Raises:
        ResourceError: a draft is asked for in a language that has no word for it.
    """
    return {
        language: Head(
            emblem=protocol.look.emblem,
            alt=protocol.texts[language].names.emblem or "",
            letterhead=protocol.texts[language].letterhead,
            rule=protocol.look.letterhead_rule,
            draft=draft_mark(wordings[language]) if draft else "",
        )
        for language in languages
    }


def draft_mark(wording: Wording) -> str:
    """The word that marks a draft.

    Raises:
        ResourceError: the language has none.
    """
    if wording.draft is None:
        hint = phrase("add `draft: …` to `languages/{language}.yaml`", language=wording.language)
        raise ResourceError(phrase("there is no word for a draft in `{language}`", language=wording.language), hint)
    return wording.draft


def title_of(text: AuthenticText, wording: Wording, *, draft: bool) -> str:
    """The title by which catalogues and windows name the file; that of a draft begins with its mark."""
    return f"[{draft_mark(wording)}] {text.full_title}" if draft else text.full_title


def styles(made: Mapping[str, Head], resources: Resources) -> tuple[str, ...]:
    """The stylesheets that the heads need besides that of the protocol."""
    first = next(iter(made.values()))
    wanted = {HEAD_STYLE: first.emblem is not None or bool(first.letterhead), DRAFT_STYLE: bool(first.draft)}
    return tuple(resources.template(name).decode() for name, needed in wanted.items() if needed)
