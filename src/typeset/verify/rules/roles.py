"""A block's place in the structure tree into its role on the page: title, provision, annex's mark, signature."""

from typeset.messages import phrase
from typeset.model.rule import Role
from typeset.verify.blocks import Found
from typeset.verify.checks.case import Case
from typeset.verify.expected import annex_id, item_id, signatory_id

_HEADINGS = frozenset({"H2", "H3"})

WORDS = {
    "letterhead": phrase("letterhead"),
    "title": phrase("title"),
    "subtitle": phrase("subtitle"),
    "preamble": phrase("preamble"),
    "provision": phrase("provision"),
    "subitem": phrase("subitem"),
    "heading": phrase("heading"),
    "closing": phrase("closing"),
    "signature": phrase("signature"),
    "mark": phrase("mark"),
    "annex-title": phrase("annex-title"),
    "annex": phrase("annex"),
    "participants": phrase("participants"),
    "table": phrase("table"),
    "page-number": phrase("page-number"),
}
"""The roles in words for a reader."""


class Roles:
    """What each block of a text is, by its place in the tree; asked in logical order."""

    def __init__(self, case: Case, lang: str) -> None:
        protocol, words = case.protocol, case.protocol.texts[lang]
        self._lang, self._subtitle = lang, words.subtitle is not None
        self._items = {item_id(lang, item.id) for item in words.items}
        self._signing = {signatory_id(lang, signatory.id) for signatory in protocol.signatories}
        self._annexes = {annex_id(lang, key): annex.delegations is not None for key, annex in words.annexes.items()}
        self._titled: set[str] = set()
        self._next: Role = "letterhead"

    def of(self, block: Found) -> Role:
        """The role of the next block of the text."""
        kind, anchor = block.path[-1], block.anchor
        if anchor in self._signing:
            return "signature"
        if "Table" in block.path:
            return "table"
        if anchor in self._annexes:
            return self._in_annex(kind, anchor)
        return self._in_text(kind) if anchor == self._lang else self._in_item(kind, anchor)

    def _in_text(self, kind: str) -> Role:
        """What stands before the first item or after the last; the title parts the one from the other."""
        if kind == "H1":
            self._next = "subtitle" if self._subtitle else "preamble"
            return "title"
        role = self._next
        self._next = "preamble" if role == "subtitle" else role
        return role

    def _in_item(self, kind: str, anchor: str) -> Role:
        self._next = "closing"
        if kind in _HEADINGS:
            return "heading"
        return "provision" if anchor in self._items else "subitem"

    def _in_annex(self, kind: str, anchor: str) -> Role:
        if kind == "H2":
            self._titled.add(anchor)
            return "annex-title"
        if anchor not in self._titled:
            return "mark"
        if kind in _HEADINGS:
            return "heading"
        return "participants" if self._annexes[anchor] else "annex"
