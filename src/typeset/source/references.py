"""The references of a text, `{annex agenda}`, into objections: each leads somewhere, each annex is mentioned."""

from collections.abc import Iterable, Iterator

from typeset.messages import phrase
from typeset.model.mention import Mention, mentions
from typeset.model.protocol import Protocol
from typeset.model.text import AuthenticText, Listing, Paragraph, Quote, SubItems
from typeset.model.wording import Wording
from typeset.source.agreement import Objections, below
from typeset.source.complaint import Objection, Path, listed
from typeset.source.validation import nearest

Found = tuple[Path, Mention]


_KINDS = {"annex": phrase("annex"), "item": phrase("item")}


def unresolved(protocol: Protocol, language: str, text: AuthenticText) -> Objections:
    """References to annexes or items that are not there; annexes that nobody mentions, or not in their order."""
    found = list(_mentions(text))
    annexes = [annex.id for annex in protocol.annexes]
    for objection in (
        *_known(found, "annex", annexes),
        *_known(found, "item", [item.id for item in text.items]),
        *_mentioned(protocol, text),
        *_mentioned_in_order(protocol, text),
    ):
        yield below(language, objection)


def formless(protocol: Protocol, language: str, text: AuthenticText, wording: Wording) -> Objections:
    """A reference asks only for a case form that its language has."""
    for path, mention in _mentions(text):
        known = wording.forms(mention.kind, articles=protocol.form == "articles").forms
        if mention.form not in known:
            message = phrase(
                "`{language}` has no form `{form}` of the word for an {kind}",
                language=language,
                form=mention.form,
                kind=_KINDS[mention.kind],
            )
            objection = Objection(
                path, message, phrase("one of {names}", names=listed(known)), nearest(mention.form, known)
            )
            yield below(language, objection)


def _known(found: Iterable[Found], kind: str, known: list[str]) -> Objections:
    """A reference leads to an annex or item that is there."""
    for path, mention in found:
        for key in mention.keys:
            if mention.kind == kind and key not in known:
                expected = (
                    phrase("one of {names}", names=listed(known)) if known else phrase("no {kind}", kind=_KINDS[kind])
                )
                yield Objection(
                    path,
                    phrase("there is no {kind} `{key}`", kind=_KINDS[kind], key=key),
                    expected,
                    nearest(key, known),
                )


def _mentioned(protocol: Protocol, text: AuthenticText) -> Objections:
    """Every annex is mentioned in the operative text, in each language."""
    mentioned = set(_annexes_by_mention(text))
    for annex in protocol.annexes:
        if annex.id not in mentioned:
            message = phrase("annex `{id}` is nowhere mentioned in this text", id=annex.id)
            yield Objection(
                ("annexes", annex.id), message, hint=phrase("mention it: `{annex {id}}`", id=annex.id), on_key=True
            )


def _mentioned_in_order(protocol: Protocol, text: AuthenticText) -> Objections:
    """Annexes are numbered in the order in which the operative text first mentions them."""
    numbers = {annex.id: annex.number for annex in protocol.annexes}
    first = {key: path for key, path in _annexes_by_mention(text).items() if key in numbers}
    order = sorted(first, key=lambda key: numbers[key])
    for key, expected in zip(first, order, strict=True):
        if key != expected:
            message = phrase(
                "annex `{key}` (number {number}) is mentioned before `{expected}` ({next})",
                key=key,
                number=numbers[key],
                expected=expected,
                next=numbers[expected],
            )
            yield Objection(
                first[key], message, phrase("mentions in the order of the numbers"), phrase("number the annexes anew")
            )
            return


def _annexes_by_mention(text: AuthenticText) -> dict[str, Path]:
    """The annexes that the operative text mentions, in the order of their first mention, and where."""
    first: dict[str, Path] = {}
    for path, prose in _operative(text):
        for mention in mentions(prose):
            if mention.kind == "annex":
                for key in mention.keys:
                    first.setdefault(key, path)
    return first


def _mentions(text: AuthenticText) -> Iterator[Found]:
    for path, prose in (*_operative(text), *_annexed(text)):
        yield from ((path, mention) for mention in mentions(prose))


def _operative(text: AuthenticText) -> Iterator[tuple[Path, str]]:
    """All prose outside the annexes that may refer to something, in the order of the pages."""
    yield from _blocks(("preamble",), text.preamble)
    for index, item in enumerate(text.items):
        yield from _blocks(("items", index, "body"), item.body)
    yield ("closing",), text.closing
    yield ("deposit",), text.deposit


def _annexed(text: AuthenticText) -> Iterator[tuple[Path, str]]:
    for key, annex in text.annexes.items():
        path = ("annexes", key)
        yield from (((*path, "points", index), point) for index, point in enumerate(annex.points or ()))
        yield from _blocks((*path, "body"), annex.body or ())


def _blocks(path: Path, blocks: Iterable[object]) -> Iterator[tuple[Path, str]]:
    for index, block in enumerate(blocks):
        place = (*path, index)
        if isinstance(block, Paragraph):
            yield (*place, "text"), block.text
        elif isinstance(block, Quote):
            yield from (((*place, "quote", number), prose) for number, prose in enumerate(block.quote))
        elif isinstance(block, Listing):
            yield from (((*place, "list", number), prose) for number, prose in enumerate(block.list))
        elif isinstance(block, SubItems):
            yield from _subitems((*place, "subitems"), block)


def _subitems(path: Path, block: SubItems) -> Iterator[tuple[Path, str]]:
    for index, subitem in enumerate(block.subitems):
        yield (*path, index, "text"), subitem.text
        for number, lower in enumerate(subitem.subitems):
            yield (*path, index, "subitems", number, "text"), lower.text
