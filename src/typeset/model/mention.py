"""Prose with references, `(see {annex agenda, list})`, into plain words and mentions."""

import re
import typing as t

from typeset.messages import phrase
from typeset.model.base import Closed

_MENTION = re.compile(
    r"(?P<kind>[Aa]nnex|[Ii]tem)(?::(?P<form>[a-z]+))?\s+(?P<keys>[A-Za-z][\w-]*(?:\s*,\s*[A-Za-z][\w-]*)*)"
)
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")


class Mention(Closed):
    """A reference to one or more annexes or items; the wording gives it its words and case form."""

    kind: t.Literal["annex", "item"]
    form: str = "nominative"
    keys: tuple[str, ...]
    capital: bool = False


def parse(prose: str) -> tuple[str | Mention, ...]:
    """Split prose at its references; `{{` and `}}` stand for literal braces.

    Raises:
        ValueError: a brace is left open, or what stands in braces is no reference.
    """
    pieces: list[str | Mention] = []
    plain, end = "", 0
    for match in _PIECE.finditer(prose):
        plain, end = plain + prose[end : match.start()], match.end()
        if match[0] in {"{{", "}}"}:
            plain += match[0][0]
            continue
        if plain:
            pieces.append(plain)
        plain = ""
        pieces.append(_mention(match[0]))
    plain += prose[end:]
    return (*pieces, plain) if plain else tuple(pieces)


def _mention(braced: str) -> Mention:
    match = _MENTION.fullmatch(braced[1:-1].strip())
    if match is None:
        raise ValueError(
            phrase(
                "`{braced}` is no reference; write `{annex KEY}`, `{annex:genitive KEY, KEY}` or `{item "
                "KEY}`, and `{{` for a brace",
                braced=braced,
            )
        )
    return Mention(
        kind="annex" if match["kind"].lower() == "annex" else "item",
        form=match["form"] or "nominative",
        keys=tuple(key.strip() for key in match["keys"].split(",")),
        capital=match["kind"][0].isupper(),
    )


def mentions(prose: str) -> tuple[Mention, ...]:
    """Only the references of `prose`."""
    return tuple(piece for piece in parse(prose) if isinstance(piece, Mention))
