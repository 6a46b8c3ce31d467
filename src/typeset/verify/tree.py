"""The structure tree and its parent and ID trees into elements (ISO 32000-1, 14.7)."""

import typing as t

from typeset.errors import VerificationError
from typeset.messages import phrase
from typeset.verify import limits
from typeset.verify.drawn import Mark
from typeset.verify.facts import Element, ObjectRef
from typeset.verify.objects import Objects, get, integer, items, mapping, number_of, rect, reference, resolve, text

_Kid = Element | Mark | ObjectRef


class TreeReader:
    """Reads structure elements.

    Args:
        objects: where remarks go.
        pages: object number to page number.
    """

    def __init__(self, objects: Objects, pages: dict[int, int]) -> None:
        self.objects, self.pages = objects, pages
        self._seen: set[int] = set()
        self._nameless = 0

    def root(self, catalog: object) -> Element | None:
        """The one element below the root of the tree; none where there is none."""
        kids = get(get(catalog, "/StructTreeRoot"), "/K")
        entries = items(kids) if isinstance(kids, list) else [mapping(get(catalog, "/StructTreeRoot")).get("/K")]
        elements = [kid for entry in entries if isinstance(kid := self._kid(entry, 0, 0), Element)]
        if len(elements) > 1:
            self.objects.remark(phrase("the structure tree has more than one root element"), check="structure")
        return elements[0] if elements else None

    def _element(self, source: object, number: int, depth: int) -> Element:
        if not number:
            self._nameless -= 1
            number = self._nameless
        page = self.pages.get(number_of(source, "/Pg"), 0)
        value = get(source, "/K")
        entries = items(value) if isinstance(value, list) else [mapping(source)["/K"]] if value is not None else []
        kids = tuple(kid for entry in entries if (kid := self._kid(entry, page, depth + 1)) is not None)
        keys = mapping(source)
        return Element(
            number=number,
            type=text(source, "/S").removeprefix("/"),
            lang=text(source, "/Lang") if "/Lang" in keys else None,
            id=text(source, "/ID") if "/ID" in keys else None,
            alt=text(source, "/Alt") if "/Alt" in keys else None,
            keys=frozenset(keys),
            parent=number_of(source, "/P"),
            box=rect(get(source, "/A"), "/BBox"),
            kids=kids,
        )

    def _kid(self, entry: object, page: int, depth: int) -> _Kid | None:
        value = resolve(entry)
        if isinstance(value, int):
            return Mark(page, value)
        refusal = self._refusal(entry, depth)
        if refusal:
            self.objects.remark(refusal, check="structure")
            return None
        kind = text(value, "/Type")
        if kind == "/MCR":
            own = self.pages.get(number_of(value, "/Pg"), 0) if "/Pg" in mapping(value) else page
            return Mark(own, -1 if (mcid := integer(value, "/MCID")) is None else mcid)
        if kind == "/OBJR":
            return ObjectRef(number_of(value, "/Obj"))
        if kind != "/StructElem" and get(value, "/Type") is not None:
            # Readers tell elements from content by it.
            self.objects.remark(
                phrase("an element of the structure tree calls itself something else"), check="structure"
            )
        self._seen.add(reference(entry))
        return self._element(value, reference(entry), depth)

    def _refusal(self, entry: object, depth: int) -> str:
        """Why this kid is not followed; empty where it is."""
        if depth > limits.MAX_DEPTH:
            return phrase("the structure tree is nested too deep")
        if not mapping(entry):
            return phrase("the structure tree has a kid that is neither element nor content")
        if get(resolve(entry), "/Stm") is not None:
            return phrase("the structure tree refers to content outside the pages")
        if reference(entry) and reference(entry) in self._seen:
            return phrase("a structure element has two parents")
        return ""


def parent_tree(root: object) -> dict[int, int | tuple[int, ...]]:
    """The parent tree: key to element number, or to one element number for each MCID."""
    found: dict[int, int | tuple[int, ...]] = {}
    for key, entry in pairs(get(root, "/ParentTree"), "/Nums"):
        value = resolve(entry)
        if isinstance(key, int):
            found[key] = tuple(map(reference, value)) if isinstance(value, list) else reference(entry)
    return found


def id_tree(root: object) -> dict[str, int]:
    """The ID tree: ID to element number."""
    return {str(key): reference(entry) for key, entry in pairs(get(root, "/IDTree"), "/Names")}


def pairs(node: object, key: str) -> t.Iterator[tuple[object, object]]:
    """The (key, unresolved value) pairs of a name tree or number tree.

    Raises:
        VerificationError: one of its nodes stands in two places: the tree runs in a circle, or branches without end.
    """
    seen: set[int] = set()

    def below(node: object, depth: int) -> t.Iterator[tuple[object, object]]:
        entries = items(node, key)
        for index in range(0, len(entries) - 1, 2):
            name = resolve(entries[index])
            yield (name.decode("latin-1") if isinstance(name, bytes) else name), entries[index + 1]
        for kid in items(node, "/Kids") if depth < limits.MAX_DEPTH else ():
            number = reference(kid)
            if number in seen:
                raise VerificationError(phrase("could not be read: a tree of names or numbers runs in a circle"))
            seen.update({number} - {0})
            yield from below(resolve(kid), depth + 1)

    return below(node, 0)
