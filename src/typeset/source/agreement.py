"""Facts, and a text held against them, into objections: what each part states must agree with the others.

One rule a function, stated in its docstring. Texts are held against each other in `collation`, references in
`references`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import replace

from typeset.messages import phrase
from typeset.model.protocol import Protocol
from typeset.model.text import AuthenticText, Item, SubItem, SubItems
from typeset.source.complaint import Objection, Path, listed

Objections = Iterator[Objection]


def facts(protocol: Protocol) -> Objections:
    """Hold the facts against each other; the texts are not looked at."""
    for rule in _FACTS:
        yield from rule(protocol)


def words(protocol: Protocol, language: str, text: AuthenticText) -> Objections:
    """Hold one text against the facts."""
    for rule in _WORDS:
        for found in rule(protocol, text):
            yield below(language, found)


def order(language: str, text: AuthenticText) -> Objections:
    """Hold one text against itself."""
    for rule in (_items_once, _subitems_once):
        for found in rule(text):
            yield below(language, found)


def below(language: str, found: Objection) -> Objection:
    """The same objection, with a path that begins at the root of the source."""
    return replace(found, path=("texts", language, *found.path))


def repeated(path: Path, values: Iterable[Hashable], what: str, key: str = "") -> Objections:
    """Object to every value that stands in the list at `path` for a second time."""
    seen = set()
    for index, value in enumerate(values):
        if value in seen:
            place = (*path, index, key) if key else (*path, index)
            yield Objection(
                place,
                phrase("{what} `{value}` stands twice", what=what, value=value),
                hint=phrase("remove one, or give it another name"),
            )
        seen.add(value)


def _languages_once(protocol: Protocol) -> Objections:
    """A language is listed once."""
    return repeated(("languages",), protocol.languages, phrase("language"))


def _parties_once(protocol: Protocol) -> Objections:
    """A party is listed once."""
    return repeated(("parties",), protocol.parties, phrase("party"))


def _signatories_once(protocol: Protocol) -> Objections:
    """A signatory's id names one signature only."""
    ids = [signatory.id for signatory in protocol.signatories]
    for found in repeated(("signatories",), ids, phrase("signatory"), "id"):
        yield Objection(found.path, found.message, hint=phrase("give each an `id` of its own: `{party: …, id: …}`"))


def _annexes_once(protocol: Protocol) -> Objections:
    """An annex's id names one annex only."""
    return repeated(("annexes",), [annex.id for annex in protocol.annexes], phrase("annex"), "id")


def _annexes_numbered(protocol: Protocol) -> Objections:
    """Annexes are numbered 1, 2, 3 … in the order in which they are listed."""
    for number, annex in enumerate(protocol.annexes, 1):
        if annex.number != number:
            path = ("annexes", number - 1, "number")
            yield Objection(
                path, phrase("annex `{id}` has the number {number}", id=annex.id, number=annex.number), f"{number}"
            )


def _signatories_of_parties(protocol: Protocol) -> Objections:
    """Only a listed party is signed for."""
    for index, signatory in enumerate(protocol.signatories):
        if signatory.party not in protocol.parties:
            path = ("signatories", index, "party")
            message = phrase(
                "signatory `{id}` signs for `{party}`, which is not among the parties",
                id=signatory.id,
                party=signatory.party,
            )
            yield Objection(path, message, phrase("one of {names}", names=listed(protocol.parties)))


def _parties_sign(protocol: Protocol) -> Objections:
    """Somebody signs for every party."""
    signing = {signatory.party for signatory in protocol.signatories}
    for index, party in enumerate(protocol.parties):
        if party not in signing:
            message = phrase("nobody signs for party `{party}`", party=party)
            yield Objection(
                ("parties", index),
                message,
                hint=phrase("add `{party}` to `signatories`, or remove the party", party=party),
            )


def _chair_of_parties(protocol: Protocol) -> Objections:
    """The chair is taken by a listed party."""
    chair = protocol.meeting.chair if protocol.meeting else None
    if chair is not None and chair not in protocol.parties:
        expected = phrase("one of {names}", names=listed(protocol.parties))
        yield Objection(
            ("meeting", "chair"),
            phrase("`{chair}` took the chair, but is not among the parties", chair=chair),
            expected,
        )


def _dates_in_order(protocol: Protocol) -> Objections:
    """A meeting is opened, then closed; a protocol is not signed before its meeting was opened."""
    meeting = protocol.meeting
    if meeting is None:
        return
    if meeting.closed < meeting.opened:
        message = phrase(
            "the meeting was closed on {closed}, before it was opened on {opened}",
            closed=meeting.closed,
            opened=meeting.opened,
        )
        yield Objection(("meeting", "closed"), message, phrase("{opened} or later", opened=meeting.opened))
    if protocol.signed < meeting.opened:
        message = phrase(
            "signed on {signed}, before the meeting was opened on {opened}",
            signed=protocol.signed,
            opened=meeting.opened,
        )
        yield Objection(("signed",), message, phrase("{opened} or later", opened=meeting.opened))


def _parties_named(protocol: Protocol, text: AuthenticText) -> Objections:
    """A text names every party, and no other."""
    return _same_keys(("names", "parties"), protocol.parties, text.names.parties, phrase("party"), "`parties`")


def _signatories_worded(protocol: Protocol, text: AuthenticText) -> Objections:
    """A text has the words of every signatory, and of no other."""
    ids = [signatory.id for signatory in protocol.signatories]
    return _same_keys(("signatories",), ids, text.signatories, phrase("signatory"), "`signatories`")


def _annexes_worded(protocol: Protocol, text: AuthenticText) -> Objections:
    """A text has the words of every annex, and of no other."""
    return _same_keys(
        ("annexes",), [annex.id for annex in protocol.annexes], text.annexes, phrase("annex"), "`annexes`"
    )


def _delegations_of_parties(protocol: Protocol, text: AuthenticText) -> Objections:
    """A delegation is that of a listed party, or has a heading of its own."""
    for key, annex in text.annexes.items():
        for index, delegation in enumerate(annex.delegations or ()):
            if delegation.party is not None and delegation.party not in protocol.parties:
                path = ("annexes", key, "delegations", index, "party")
                message = phrase("delegation of `{party}`, which is not among the parties", party=delegation.party)
                yield Objection(
                    path,
                    message,
                    phrase("one of {names}", names=listed(protocol.parties)),
                    phrase("or give it a `heading` instead"),
                )


def _same_keys(path: Path, stated: Iterable[str], worded: Iterable[str], what: str, where: str) -> Objections:
    stated, worded = list(dict.fromkeys(stated)), list(worded)
    for key in stated:
        if key not in worded:
            message = phrase("{what} `{key}` has no words here", what=what, key=key)
            yield Objection(
                path,
                message,
                hint=phrase(
                    "add `{key}` under `{path}`, or remove it from {where} of the root",
                    key=key,
                    path=path[-1],
                    where=where,
                ),
            )
    for key in worded:
        if key not in stated:
            expected = phrase("one of {names}", names=listed(stated)) if stated else ""
            message = phrase("{what} `{key}` is not among {where} of the root", what=what, key=key, where=where)
            yield Objection((*path, key), message, expected, on_key=True)


def _items_once(text: AuthenticText) -> Objections:
    """An item's id names one item only."""
    return repeated(("items",), [item.id for item in text.items], phrase("item"), "id")


def _subitems_once(text: AuthenticText) -> Objections:
    """Within an item every sub-item has an id of its own, and so has every one below it."""
    for number, item in enumerate(text.items):
        seen: set[str] = set()
        for path, subitem in subitems(item):
            if subitem.id in seen:
                place = ("items", number, *path, "id")
                yield Objection(
                    place,
                    phrase("sub-item `{id}` stands twice in this item", id=subitem.id),
                    hint=phrase("give it another id"),
                )
            seen.add(subitem.id)
            for found in repeated(
                (*path, "subitems"), [below.id for below in subitem.subitems], phrase("sub-item"), "id"
            ):
                yield Objection(("items", number, *found.path), found.message, hint=found.hint)


def subitems(item: Item) -> Iterator[tuple[Path, SubItem]]:
    """Every lettered sub-item with its path within the item."""
    for block, provision in enumerate(item.body):
        if isinstance(provision, SubItems):
            for index, subitem in enumerate(provision.subitems):
                yield ("body", block, "subitems", index), subitem


_FACTS: tuple[Callable[[Protocol], Objections], ...] = (
    _languages_once,
    _parties_once,
    _signatories_once,
    _annexes_once,
    _annexes_numbered,
    _signatories_of_parties,
    _parties_sign,
    _chair_of_parties,
    _dates_in_order,
)


def _numbers_have_words(protocol: Protocol, text: AuthenticText) -> Objections:
    """The number of an item stands before words: its heading, its first paragraph or its first quote."""
    for index, item in enumerate(text.items):
        if protocol.form == "items" and item.heading is None and isinstance(item.body[0], SubItems):
            yield Objection(
                ("items", index, "body", 0),
                phrase("item `{id}` begins with sub-items, and its number has no words to stand before", id=item.id),
                expected=phrase("a paragraph first"),
                hint=phrase("put the words that introduce the sub-items before them, or give the item a heading"),
            )


def _emblem_named(protocol: Protocol, text: AuthenticText) -> Objections:
    """Where there is an emblem, each text says what it shows; where there is none, no text does."""
    if protocol.look.emblem is not None and text.names.emblem is None:
        hint = phrase("add `emblem: …` under `names`: what it shows, for those who do not see it")
        yield Objection(("names",), phrase("the emblem has no words here"), hint=hint)
    if protocol.look.emblem is None and text.names.emblem is not None:
        hint = phrase("remove it, or add `look: {emblem: {file: …}}` to the root")
        yield Objection(("names", "emblem"), phrase("an emblem is named, but there is none"), hint=hint, on_key=True)


_WORDS: tuple[Callable[[Protocol, AuthenticText], Objections], ...] = (
    _parties_named,
    _signatories_worded,
    _annexes_worded,
    _delegations_of_parties,
    _numbers_have_words,
    _emblem_named,
)
