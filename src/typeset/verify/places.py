"""Destinations, outline and page labels into places, bookmarks and labels."""

import typing as t

from typeset.messages import phrase
from typeset.verify import limits
from typeset.verify.facts import Bookmark, Place
from typeset.verify.objects import Kind, Objects, foreign, get, items, mapping, number_of, reference, resolve, text
from typeset.verify.tree import pairs

_TOP = 3
"""Where an XYZ destination has its height."""
_BOOKMARK: dict[str, Kind] = {
    **dict.fromkeys(("/Parent", "/Prev", "/Next", "/First", "/Last"), dict),
    **dict.fromkeys(("/Dest", "/A", "/AA"), object),
    "/Title": (str, bytes),
    "/Count": int,
}
"""What a bookmark may say; not colours or styles, which readers show as they like."""


class Places:
    """Resolves destinations of one file.

    Args:
        catalog: the file's catalog.
        pages: object number to page number.
    """

    def __init__(self, catalog: object, pages: dict[int, int]) -> None:
        self.pages = pages
        named = dict(pairs(get(get(catalog, "/Names"), "/Dests"), "/Names"))
        older = {key.removeprefix("/"): value for key, value in mapping(catalog, "/Dests").items()}
        self.named: dict[object, object] = older | named

    def place(self, destination: object) -> Place | None:
        """Where an explicit or named destination leads; a place without page where it leads nowhere.

        Only XYZ destinations are known; the others would change how much of the page is seen.
        """
        value = resolve(destination)
        for _ in range(2):
            if isinstance(value, str | bytes):
                name = value.decode("latin-1") if isinstance(value, bytes) else str(value).removeprefix("/")
                value = resolve(self.named.get(name))
            if mapping(value):
                value = get(value, "/D")
        if value is None:
            return None if resolve(destination) is None else Place(None)
        parts = items(value)
        if len(parts) <= _TOP or resolve(parts[1]) != "/XYZ" or not _plain(parts[2], *parts[_TOP + 1 :]):
            return Place(None)
        page, tall = self.pages.get(reference(parts[0])), resolve(parts[_TOP])
        return Place(page, float(tall) if isinstance(tall, int | float) else None)

    def target(self, source: object) -> tuple[Place | None, tuple[str, ...]]:
        """Where a link or bookmark leads, and what else it would do."""
        action = get(source, "/A")
        active = [phrase("additional actions")] if get(source, "/AA") is not None else []
        if action is None:
            return self.place(mapping(source).get("/Dest")), tuple(active)
        kind = text(action, "/S").removeprefix("/")
        if kind != "GoTo" or get(action, "/Next") is not None or get(source, "/Dest") is not None:
            active.append(phrase("the action {kind}", kind=kind or phrase("without a name")))
        return self.place(mapping(action).get("/D")), tuple(active)


def _plain(left: object, zoom: object = None, *more: object) -> bool:
    """Whether a destination leaves the page in sight, and as large as it is."""
    aside, times = resolve(left), resolve(zoom)
    beside = isinstance(aside, int | float) and 0 <= aside <= limits.A4[0]
    return (aside is None or beside) and (times is None or times == 0) and not more


def outline(objects: Objects, catalog: object, places: Places) -> tuple[Bookmark, ...]:
    """All bookmarks in the order in which they are shown."""
    seen: set[int] = set()

    def below(parent: object, above: int, depth: int) -> t.Iterator[Bookmark]:
        entry, number, before = get(parent, "/First"), number_of(parent, "/First"), 0
        while entry is not None:
            if number in seen or depth > limits.MAX_DEPTH:
                objects.remark(phrase("the outline runs in a circle"), check="bookmarks")
                return
            seen.add(number)
            target, active = places.target(entry)
            title = text(entry, "/Title")
            if (number_of(entry, "/Parent"), number_of(entry, "/Prev")) != (above, before):
                objects.remark(phrase("a bookmark names another before or above it"), words=title, check="bookmarks")
            if key := foreign(entry, _BOOKMARK):
                message = phrase("a bookmark has the entry `{key}`, which is not known", key=key)
                objects.remark(message, words=title, check="bookmarks")
            yield Bookmark(title, depth, target, bool(active))
            yield from below(entry, number, depth + 1)
            entry, number, before = get(entry, "/Next"), number_of(entry, "/Next"), number
        if number_of(parent, "/Last") != before:
            objects.remark(phrase("the outline ends elsewhere than it says"), check="bookmarks")

    return tuple(below(get(catalog, "/Outlines"), number_of(catalog, "/Outlines"), 0))


def page_labels(catalog: object, count: int) -> list[str]:
    """The label of every page, `(none)` where the file gives none."""
    labels = ["(none)"] * count
    ranges = sorted(
        (int(first), resolve(entry))
        for first, entry in pairs(get(catalog, "/PageLabels"), "/Nums")
        if isinstance(first, int)
    )
    for position, (first, entry) in enumerate(ranges):
        last = ranges[position + 1][0] if position + 1 < len(ranges) else count
        style, start = text(entry, "/S"), get(entry, "/St")
        begin = start if isinstance(start, int) else 1
        for index in range(max(first, 0), min(last, count)):
            number = str(begin + index - first) if style == "/D" else style
            labels[index] = text(entry, "/P") + number
    return labels
