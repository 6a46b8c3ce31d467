"""A certification page into the copy: the page, its structure, its field, its label and its bookmark."""

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Pdf


def join(  # noqa: PLR0913 - two files, a place and two names
    pdf: Pdf, pressed: Pdf, page: int, part: pikepdf.Object, *, label: str, bookmark: str
) -> pikepdf.Page:
    """Append page `page` of `pressed` to `pdf`, with the structure element `part` that stands on it.

    Args:
        pdf: the copy; where it has no structure tree, as a scan has none, the page brings none either.
        pressed: the pressed pages of certification.
        page: which of them, counted from 0.
        part: the structure element of that page.
        label: the page label.
        bookmark: the bookmark's words.
    """
    count = len(pdf.pages)
    pdf.pages.append(pressed.pages[page])
    joined = pdf.pages[-1]
    # Without its parent, the element brings nothing but what stands on its own page.
    del part["/P"]
    element = pdf.copy_foreign(part)
    if Name.StructTreeRoot in pdf.Root:
        _join_structure(pdf, joined, element)
    elif "/StructParents" in joined.obj:
        del joined.obj["/StructParents"]
    _join_fields(pdf, joined)
    _label(pdf, count, label)
    _bookmark(pdf, joined, bookmark)
    return joined


def _join_structure(pdf: Pdf, page: pikepdf.Page, element: pikepdf.Object) -> None:
    root = pdf.Root.StructTreeRoot
    top = _top(root)
    element.P = top
    if not isinstance(top.get("/K"), Array):
        top.K = Array([top.K] if "/K" in top else [])
    top.K.append(element)
    if "/ParentTree" not in root:
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array()))
    parents = NumberTree(root.ParentTree)
    key = max(int(root.get("/ParentTreeNextKey", 0)), max(parents, default=-1) + 1)
    owners: dict[int, pikepdf.Object] = {}
    identified: dict[str, pikepdf.Object] = {}
    annotated: list[tuple[pikepdf.Object, pikepdf.Object]] = []
    _survey(element, owners, identified, annotated)
    page.obj.StructParents = key
    parents[key] = Array([owners.get(number) for number in range(max(owners, default=-1) + 1)])
    for annotation, owner in annotated:
        key += 1
        annotation.StructParent = key
        parents[key] = owner
    root.ParentTreeNextKey = key + 1
    if "/IDTree" in root:
        names = NameTree(root.IDTree)
        for name, owner in identified.items():
            names[name] = owner


def _top(root: pikepdf.Object) -> pikepdf.Object:
    """The element that holds all others, or the root itself where a foreign file has none such."""
    kids = root.get("/K", Array())
    first = kids if isinstance(kids, Dictionary) else kids[0] if len(kids) == 1 else Dictionary()
    return first if first.get("/S") == Name.Document else root


def _survey(
    element: pikepdf.Object,
    owners: dict[int, pikepdf.Object],
    identified: dict[str, pikepdf.Object],
    annotated: list[tuple[pikepdf.Object, pikepdf.Object]],
) -> None:
    """Note which element owns which mark, ID and annotation, from `element` downwards."""
    if "/ID" in element:
        identified[str(element.ID)] = element
    kids = element.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int):
            owners[kid] = element
        elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR:
            annotated.append((kid.Obj, element))
        elif isinstance(kid, Dictionary):
            _survey(kid, owners, identified, annotated)


def _join_fields(pdf: Pdf, page: pikepdf.Page) -> None:
    fields = [note for note in page.obj.get("/Annots", Array()) if note.get("/FT") == Name.Sig]
    if not fields:
        return
    if Name.AcroForm not in pdf.Root:
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(), SigFlags=0))
    form = pdf.Root.AcroForm
    if "/Fields" not in form:
        form.Fields = Array()
    for field in fields:
        form.Fields.append(field)


def _label(pdf: Pdf, page: int, label: str) -> None:
    if "/PageLabels" not in pdf.Root:
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    NumberTree(pdf.Root.PageLabels)[page] = Dictionary(P=pikepdf.String(label))


def _bookmark(pdf: Pdf, page: pikepdf.Page, words: str) -> None:
    """Append a bookmark at the top level, beside what is there."""
    if "/Outlines" not in pdf.Root:
        pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=0))
    outlines = pdf.Root.Outlines
    item = pdf.make_indirect(
        Dictionary(
            Title=pikepdf.String(words), Parent=outlines, Dest=Array([page.obj, Name.XYZ, 0, page.mediabox[3], 0])
        )
    )
    last = outlines.get("/Last")
    if last is None:
        outlines.First = item
    else:
        last.Next, item.Prev = item, last
    outlines.Last = item
    outlines.Count = int(outlines.get("/Count", 0)) + 1
