"""WeasyPrint's laid-out boxes into a structure tree that follows the HTML, element by element.

WeasyPrint's own tree follows its boxes: a paragraph that crosses a page becomes two, page numbers become orphans,
every line a span. Here an HTML element with a role is one structure element however many pages it stands on, and
what has no role in the text (page numbers, repeated table heads) becomes an artifact. ISO 32000-1, 14.7 and 14.8.
"""

import typing as t
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pydyf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

# WeasyPrint is untyped, and so are its boxes, pages, streams and HTML elements.
Box = t.Any
Element = t.Any

_ROLES = {
    "p": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "a": "Link",
    "blockquote": "BlockQuote",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
}
_SCOPES = {"col": "/Column", "row": "/Row"}
_POINTS = 0.75  # a CSS pixel in PDF points


@dataclass(eq=False)
class Node:
    """One structure element."""

    role: str
    parent: "Node | None"
    element: Element = None
    join: str = ""
    """Elements of several sections with one such name are one."""
    kids: list["Mark | Annotation | Place | Node"] = field(default_factory=list)
    attributes: dict[str, t.Any] = field(default_factory=dict)

    def upwards(self) -> Iterator["Node"]:
        """The node, its parent, and so on up to the root."""
        yield self
        if self.parent is not None:
            yield from self.parent.upwards()


@dataclass(eq=False)
class Mark:
    """A stretch of marked content: the page, counted from 0, and its number there."""

    page: int
    number: int
    owner: Node


@dataclass(eq=False)
class Anchor:
    """Takes the place of the box that a link lies over, and is given its annotation when the file is written."""

    link_annotation: pydyf.Dictionary | None = None


@dataclass(eq=False)
class Annotation:
    """A link annotation that belongs to a structure element."""

    page: int
    anchor: Anchor


@dataclass(eq=False)
class Place:
    """Where a signature field goes: its name and label, and the box in points, up from the bottom left."""

    page: int
    name: str
    label: str
    box: tuple[float, float, float, float]


class Tree:
    """The structure of a document, grown page by page."""

    def __init__(self) -> None:
        self.root = Node("Document", None)
        self._nodes: dict[object, Node] = {}
        self._heads: dict[Element, int] = {}

    def add_page(self, number: int, page: t.Any, stream: t.Any) -> None:  # noqa: ANN401 - untyped engine
        """Add what stands on page `number`, and number its marks anew in the order of painting."""
        marks: dict[int, Mark] = {}
        walk = _Walk(self, number, page.height * _POINTS, stream._tags, marks)  # noqa: SLF001 - what it has marked
        walk.box(page._page_box, self.root)  # noqa: SLF001 - the laid-out page is not public
        tokens = stream.stream
        count = 0
        for index, token in enumerate(tokens):
            if not (isinstance(token, pydyf.Dictionary) and "MCID" in token):
                continue
            mark = marks.get(token["MCID"])
            if mark is None:
                tokens[index - 1 : index + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
            else:
                tokens[index - 1] = f"/{mark.owner.role}"
                token["MCID"] = mark.number = count
                count += 1

    def node(self, element: Element, box: Box, parent: Node, height: float) -> Node:
        """The node of an HTML element, made when its first box comes by, on a page of this height."""
        role = element.get("data-tag") or _ROLES.get(element.tag)
        if role is None:
            return parent
        join = element.get("data-join") or ""
        key = join or element
        if key not in self._nodes:
            self._nodes[key] = _new(role, element, box, parent, height)
            self._nodes[key].join = join
        return self._nodes[key]

    def graft(self, root: Node, first: int) -> None:
        """Add the structure of pages that come after all so far, the first of them with this number."""
        self._adopt(self.root, root, first)

    def bare(self) -> Node:
        """The root of the whole structure, which knows nothing any more of the HTML that it was made of."""
        for node in self._nodes.values():
            node.element = None
        return self.root

    def _adopt(self, parent: Node, other: Node, first: int) -> None:
        """Add what is below a node of another tree to one of this."""
        for kid in other.kids:
            if isinstance(kid, Annotation) and kid.anchor.link_annotation is None:
                continue  # the link leads nowhere, and the engine has said so
            if not isinstance(kid, Node):
                kid.page += first
                parent.kids.append(kid)
                continue
            known = self._nodes.get(kid.join) if kid.join else None
            made = known or replace(kid, parent=parent, kids=[])
            if known is None:
                parent.kids.append(made)
                self._nodes[kid.join or made] = made
            self._adopt(made, kid, first)

    def repeats(self, element: Element, page: int) -> bool:
        """Whether a table's head stands on a further page, where it is no text any more."""
        return element.tag == "thead" and self._heads.setdefault(element, page) != page


@dataclass(frozen=True)
class _Walk:
    """Goes through the boxes of one page, in the order of the text."""

    tree: Tree
    page: int
    height: float
    tags: dict[Box, dict[str, t.Any]]
    marks: dict[int, Mark]

    def box(self, box: Box, node: Node | None) -> None:
        """Add a box and what is in it to `node`; to nothing where `node` is none."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 - the box that it holds the place of
        node = node and self.node_of(box, node)
        if box in self.tags:
            number = self.tags.pop(box)["mcid"]
            if node is not None:
                self.marks[number] = Mark(self.page, number, node)
                node.kids.append(self.marks[number])
        if node is not None and node.role == "Link" and box.link_annotation is not None:
            found = box.link_annotation
            node.kids.append(Annotation(self.page, found if isinstance(found, Anchor) else Anchor(found)))
        for child in getattr(box, "children", ()):
            self.box(child, node)

    def node_of(self, box: Box, node: Node) -> Node | None:
        """The node that the box's content belongs to; none where the box is an artifact."""
        if isinstance(box, boxes.MarginBox):
            return None
        element = box.element
        if element is None or element is node.element or "::" in (box.element_tag or ""):
            return node
        if element.get("data-artifact") is not None or self.tree.repeats(element, self.page):
            return None
        if element.get("data-field") and isinstance(box, boxes.BlockBox):
            node.kids.append(self.place(box))
        return self.tree.node(element, box, node, self.height)

    def place(self, box: Box) -> Place:
        """The signature field of a box."""
        left, top = box.border_box_x() * _POINTS, box.border_box_y() * _POINTS
        width, height = box.border_width() * _POINTS, box.border_height() * _POINTS
        corners = (left, self.height - top - height, left + width, self.height - top)
        return Place(self.page, box.element.get("data-field"), box.element.get("data-field-label"), corners)


def _new(role: str, element: Element, box: Box, parent: Node, height: float) -> Node:
    if role == "Lbl":
        # The label stands in the first paragraph of its list item, and belongs before it.
        parent = next(ancestor for ancestor in parent.upwards() if ancestor.role == "LI")
    node = Node(role, parent, element)
    parent.kids.insert(0 if role == "Lbl" else len(parent.kids), node)
    if role == "TH":
        node.attributes["A"] = pydyf.Dictionary({"O": "/Table", "Scope": _SCOPES[element.get("scope", "col")]})
    if role == "Figure":
        left, top = box.content_box_x() * _POINTS, box.content_box_y() * _POINTS
        right, bottom = left + box.width * _POINTS, top + box.height * _POINTS
        corners = pydyf.Array([round(side, 3) for side in (left, height - bottom, right, height - top)])
        node.attributes["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": corners})
        node.attributes["Alt"] = pydyf.String(element.get("alt", ""))
    if language := element.get("lang"):
        node.attributes["Lang"] = pydyf.String(language)
    if identifier := element.get("id"):
        node.attributes["ID"] = pydyf.String(identifier)
    return node
