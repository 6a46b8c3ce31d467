"""The certification page in the copy: structure, IDs, fields, labels and bookmarks, read by another library."""

import io
import typing as t

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name
from pypdf.generic import DictionaryObject
from tests.unit.certify.conftest import PARTIES, Pages, Workshop
from tests.unit.certify.looking import run


def root(pdf: bytes) -> DictionaryObject:
    return pypdf.PdfReader(io.BytesIO(pdf)).root_object


def pairs(tree: t.Any, key: str) -> dict[t.Any, t.Any]:  # noqa: ANN401 - pypdf's objects
    """The entries of a name or number tree."""
    node = tree.get_object()
    flat = list(node.get(key, []))
    found = dict(zip(flat[::2], flat[1::2], strict=True))
    for kid in node.get("/Kids", []):
        found |= pairs(kid, key)
    return found


@pytest.mark.parametrize("recipient", [party.key for party in PARTIES])
def test_the_structure_of_the_page_hangs_together(recipient: str, small: bytes, workshop: Workshop) -> None:
    reader = pypdf.PdfReader(io.BytesIO(workshop.copy(small, 1, recipient)))
    tree = t.cast("t.Any", reader.root_object["/StructTreeRoot"])
    parents = pairs(tree["/ParentTree"], "/Nums")
    page = t.cast("t.Any", reader.pages[-1])
    owners = parents[page["/StructParents"]].get_object()
    assert len(owners) > 10
    for mark, owner in enumerate(owners):
        kids = owner.get_object()["/K"]
        assert mark in (kids if isinstance(kids, list) else [kids])
        assert owner.get_object()["/Pg"].get_object() == page
    widget = page["/Annots"][0].get_object()
    assert parents[widget["/StructParent"]].get_object()["/S"] == "/Form"
    assert tree["/ParentTreeNextKey"] > max(parents)
    part = tree["/K"][0].get_object()["/K"][-1].get_object()
    assert (part["/S"], part["/Lang"]) == ("/Part", "ru")


def test_the_keys_of_the_original_are_as_they_were(small: bytes, workshop: Workshop) -> None:
    before, after = (
        pairs(t.cast("t.Any", root(pdf)["/StructTreeRoot"])["/ParentTree"], "/Nums")
        for pdf in (small, workshop.copy(small))
    )
    assert list(after)[: len(before)] == list(before)
    assert len(after) == len(before) + 2


def test_ids_fields_labels_and_bookmarks_come_after_the_originals(small: bytes, workshop: Workshop) -> None:
    copy = workshop.copy(small, 1, "PK")
    before, after = (pairs(t.cast("t.Any", root(pdf)["/StructTreeRoot"])["/IDTree"], "/Names") for pdf in (small, copy))
    assert {"certification-1", "number-1", "qr-1"} <= set(after) - set(before)
    assert set(before) < set(after)
    assert not {"certification-2", "number-2", "margin-digest"} & set(after)
    assert list(after) == sorted(after)
    original, reader = pypdf.PdfReader(io.BytesIO(small)), pypdf.PdfReader(io.BytesIO(copy))
    assert list(reader.get_fields() or {}) == [*(original.get_fields() or {}), "certification"]
    assert reader.page_labels == [*original.page_labels, "Заверка"]
    last = t.cast("t.Any", reader.outline[-1])
    assert last.title == "Заверительная надпись"
    assert reader.get_destination_page_number(last) == len(reader.pages) - 1
    assert len(reader.outline) == len(original.outline) + 1


def test_the_page_is_read_in_the_order_of_its_words(small: bytes, workshop: Workshop) -> None:
    text = run(workshop.copy(small, 5, "PK"), "pdfinfo", "-struct-text", "FILE").decode()
    there = text[text.rindex('"Верно"') :]
    places = [there.index(words) for words in ("Копия с подлинника", "Исламская Республика", "Заместитель", "М. П.")]
    assert places == sorted(places)


def tagged(kids: list[str], **entries: t.Any) -> bytes:  # noqa: ANN401 - PDF objects
    """A foreign tagged file with these elements at the top of its tree."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.obj.Contents = pdf.make_stream(b"/P <</MCID 0>> BDC EMC")
    page.obj.StructParents = 0
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    made = [
        pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kid}"), P=tree, Pg=page.obj, K=0)) for kid in kids
    ]
    tree.K = made[0] if len(made) == 1 else Array(made)
    for key, value in entries.items():
        tree[f"/{key}"] = value
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    output = io.BytesIO()
    pdf.save(output)
    return output.getvalue()


FOREIGN = {
    "no parent tree": tagged(["Document"]),
    "no next key": tagged(["Document"], ParentTree=Dictionary(Nums=Array([0, Array()]))),
    "a next key in use": tagged(["Document"], ParentTree=Dictionary(Nums=Array([7, Array()])), ParentTreeNextKey=1),
    "several at the top": tagged(["P", "Sect"]),
    "a paragraph at the top": tagged(["P"]),
    "an ID tree": tagged(["Document"], IDTree=Dictionary(Names=Array())),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_tagged_file_of_another_maker_is_joined(name: str, workshop: Workshop) -> None:
    copy = workshop.scan(FOREIGN[name])
    tree = t.cast("t.Any", root(copy)["/StructTreeRoot"])
    parents = pairs(tree["/ParentTree"], "/Nums")
    assert tree["/ParentTreeNextKey"] > max(parents)
    page = t.cast("t.Any", pypdf.PdfReader(io.BytesIO(copy)).pages[-1])
    owner = parents[page["/StructParents"]][0].get_object()
    path = []
    while owner.get("/S") is not None:
        path.append(owner["/S"])
        owner = owner["/P"].get_object()
    assert path[-2 if "/Document" in path else -1] == "/Part"
    assert "/P" not in path[path.index("/Part") :]
    text = run(copy, "pdfinfo", "-struct-text", "FILE").decode()
    assert '"Верно"' in text


def test_a_scan_without_anything_gets_label_bookmark_and_field(bare: Pages, workshop: Workshop) -> None:
    reader = pypdf.PdfReader(io.BytesIO(workshop.scan(bare({}, {}))))
    assert reader.page_labels == ["1", "2", "Заверка"]
    assert [t.cast("t.Any", one).title for one in reader.outline] == ["Заверительная надпись"]
    assert list(reader.get_fields() or {}) == ["certification"]
    assert "/StructTreeRoot" not in reader.root_object
    assert "/StructParents" not in reader.pages[-1]
