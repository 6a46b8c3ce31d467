"""A structure tree into PDF objects: elements, parent tree, ID tree, and the signature fields at their places.

ISO 32000-1, 14.7.2 to 14.7.4 (structure), 12.7.4.5 (signature fields); ISO 14289-1, 7.18 (annotations).
"""

import typing as t

import pydyf

from typeset.press.carried import CarriedPage
from typeset.press.tree import Annotation, Mark, Node, Place, Tree


def add_tags(pdf: pydyf.PDF, document: t.Any, _version: object, streams: list[t.Any]) -> None:  # noqa: ANN401 - untyped engine
    """Give the file its structure tree; takes the place of WeasyPrint's function of the same name."""
    tree = Tree()
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        if isinstance(page, CarriedPage):
            page.graft(tree, number)
        else:
            tree.add_page(number, page, stream)
    _Writer(pdf, len(document.pages)).write(tree.root)
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})


class _Writer:
    def __init__(self, pdf: pydyf.PDF, pages: int) -> None:
        self.pdf = pdf
        self.pages = [pdf.objects[int(reference.split()[0])] for reference in pdf.page_references]
        self.marks: list[dict[int, bytes]] = [{} for _ in range(pages)]
        self.annotations: list[bytes] = []
        self.ids: dict[str, bytes] = {}
        self.fields = pydyf.Array()
        self.looks: dict[tuple[float, float], bytes] = {}

    def write(self, root: Node) -> None:
        pdf = self.pdf
        top = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        pdf.add_object(top)
        document = self.element(root, top.reference)
        nums = pydyf.Array()
        for number, marks in enumerate(self.marks):
            nums.extend([number, pydyf.Array([marks[mark] for mark in sorted(marks)])])
        for number, reference in enumerate(self.annotations, len(self.marks)):
            nums.extend([number, reference])
        names = pydyf.Array()
        for identifier in sorted(self.ids):
            names.extend([pydyf.String(identifier), self.ids[identifier]])
        top["K"] = pydyf.Array([document])
        top["ParentTree"] = self.added({"Nums": nums})
        top["ParentTreeNextKey"] = len(self.marks) + len(self.annotations)
        top["IDTree"] = self.added({"Names": names})
        pdf.catalog["StructTreeRoot"] = top.reference
        if self.fields:
            pdf.catalog["AcroForm"] = self.added({"Fields": self.fields, "SigFlags": 0})

    def element(self, node: Node, parent: bytes) -> bytes:
        """Write one element and what is below it; gives its reference."""
        # Without a type it is an element all the same (ISO 32000-1, table 323), and there are hundreds.
        entries = {"S": f"/{node.role}", "P": parent, **node.attributes}
        made = pydyf.Dictionary(entries)
        self.pdf.add_object(made)
        if "ID" in node.attributes:
            self.ids[node.attributes["ID"].string] = made.reference
        first = next((kid.page for kid in node.kids if isinstance(kid, Mark)), None)
        if first is not None:
            made["Pg"] = self.pdf.page_references[first]
        made["K"] = pydyf.Array([self.kid(kid, made, first) for kid in node.kids])
        return bytes(made.reference)

    def kid(self, kid: Mark | Annotation | Place | Node, parent: pydyf.Dictionary, page: int | None) -> object:
        match kid:
            case Mark():
                self.marks[kid.page][kid.number] = parent.reference
                if kid.page == page:
                    return kid.number
                entries = {"Type": "/MCR", "Pg": self.pdf.page_references[kid.page], "MCID": kid.number}
                return pydyf.Dictionary(entries)
            case Annotation():
                return self.annotation(kid.anchor.link_annotation, kid.page, parent.reference)
            case Place():
                return self.field(kid, parent.reference)
            case Node():
                return self.element(kid, parent.reference)

    def annotation(self, dictionary: pydyf.Dictionary, page: int, owner: bytes) -> pydyf.Dictionary:
        """Tie an annotation to its element; gives the object reference that stands among the element's kids."""
        dictionary["StructParent"] = len(self.marks) + len(self.annotations)
        self.annotations.append(owner)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": dictionary.reference, "Pg": self.pdf.page_references[page]})

    def field(self, place: Place, parent: bytes) -> bytes:
        """Write an empty signature field with its widget and form element."""
        left, bottom, right, top = (round(value, 3) for value in place.box)
        look = self.look(round(right - left, 3), round(top - bottom, 3))
        page = self.pages[place.page]
        widget = pydyf.Dictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Widget",
                "FT": "/Sig",
                "T": pydyf.String(place.name),
                "TU": pydyf.String(place.label),
                "Rect": pydyf.Array([left, bottom, right, top]),
                "P": self.pdf.page_references[place.page],
                "AP": pydyf.Dictionary({"N": look}),
            }
        )
        self.pdf.add_object(widget)
        page.setdefault("Annots", pydyf.Array()).append(widget.reference)
        self.fields.append(widget.reference)
        form = pydyf.Dictionary({"S": "/Form", "P": parent, "Alt": pydyf.String(place.label)})
        self.pdf.add_object(form)
        form["Pg"] = self.pdf.page_references[place.page]
        form["K"] = pydyf.Array([self.annotation(widget, place.page, form.reference)])
        return bytes(form.reference)

    def look(self, width: float, height: float) -> bytes:
        """How an empty field of this size looks: all such share it."""
        if (width, height) not in self.looks:
            box = pydyf.Array([0, 0, width, height])
            extra = {"Type": "/XObject", "Subtype": "/Form", "BBox": box, "Resources": pydyf.Dictionary()}
            made = pydyf.Stream([b"q Q"], extra)
            self.pdf.add_object(made)
            self.looks[width, height] = bytes(made.reference)
        return self.looks[width, height]

    def added(self, entries: dict[str, object]) -> bytes:
        dictionary = pydyf.Dictionary(entries)
        self.pdf.add_object(dictionary)
        return bytes(dictionary.reference)
