"""Tampering with what is no page: structure, attachments, metadata, outline, catalog."""

from pikepdf import Array, Dictionary, Name, NameTree, String
from tests.hostile.copies.kinds import kind
from tests.hostile.copies.tools import (
    Tamper,
    document,
    kids_of,
    rewrite,
    swapped,
)


@kind(7, "document")
def structure_element_dropped(on: Tamper) -> None:
    parent = on.element()
    kids = kids_of(parent)
    del kids[on.dice.choice([i for i, kid in enumerate(kids) if isinstance(kid, Dictionary)])]
    parent.K = Array(kids)


@kind(7, "document")
def structure_elements_reordered(on: Tamper) -> None:
    parent = on.element()
    kids = kids_of(parent)
    one, other = on.dice.sample(range(len(kids)), 2)
    kids[one], kids[other] = kids[other], kids[one]
    parent.K = Array(kids)


@kind(5, "document")
def structure_element_altered(on: Tamper) -> None:
    element = next(kid for kid in kids_of(on.element()) if isinstance(kid, Dictionary))
    key, value = on.dice.choice(
        [("/ActualText", String("x")), ("/Lang", String("en")), ("/S", Name("/NonStruct")), ("/Alt", String("x"))]
    )
    element[key] = value


@kind(3, "document")
def second_part_added(on: Tamper) -> None:
    made = on.file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=document(on), K=Array([])))
    document(on).K.insert(on.dice.randrange(len(document(on).K)), made)


@kind(4, "document")
def attachment_altered(on: Tamper) -> None:
    entry = on.dice.choice([one for one in on.file.Root.AF if str(one.UF) != "certification.json"])
    rewrite(entry.EF.F, entry.EF.F.read_bytes() + b"# and more\n")


@kind(4, "document")
def attachment_added(on: Tamper) -> None:
    stream = on.file.make_stream(b"x", Type=Name.EmbeddedFile)
    made = Dictionary(Type=Name.Filespec, F=String("x.txt"), UF=String("x.txt"), EF=Dictionary(F=stream))
    entry = on.file.make_indirect(made)
    NameTree(on.file.Root.Names.EmbeddedFiles)["x.txt"] = entry
    if on.dice.random() > 0.5:
        on.file.Root.AF.insert(0, entry)


@kind(3, "document")
def attachment_removed(on: Tamper) -> None:
    del on.file.Root.AF[on.dice.randrange(len(on.file.Root.AF) - 1)]


@kind(5, "document")
def xmp_altered(on: Tamper) -> None:
    old, new = on.dice.choice(
        [
            (b"SMALL-1", b"SMALL-2"),
            (b"</rdf:RDF>", b"<rdf:Description rdf:about='' xmlns:x='urn:x' x:y='z'/></rdf:RDF>"),
            (b"<rdf:RDF", b"<!-- x --><rdf:RDF"),
            ("Первая Сторона".encode(), "Вторая Сторона".encode()),
        ]
    )
    swapped(on.file.Root.Metadata, old, new)


@kind(3, "document")
def info_altered(on: Tamper) -> None:
    key, value = on.dice.choice([("/Title", "x"), ("/Author", "x"), ("/CreationDate", "D:20200101000000Z")])
    on.file.docinfo[key] = String(value)


@kind(4, "document", "pages")
def javascript_added(on: Tamper) -> None:
    script = on.file.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
    place = on.dice.randrange(4)
    if place == 0:
        on.file.Root.OpenAction = script
    elif place == 1:
        on.file.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), script]))
    elif place == 2:
        on.file.Root.AA = Dictionary(WC=script)
    else:
        on.file.pages[on.page()].obj.AA = Dictionary(O=script)


@kind(5, "document")
def bookmark_changed(on: Tamper) -> None:
    first = on.file.Root.Outlines.First
    place = on.dice.randrange(4)
    if place == 0:
        first.Title = String("x")
    elif place == 1:
        first.Dest = Array([on.file.pages[1].obj, Name.XYZ, 0, 800, 0])
    elif place == 2:
        on.file.Root.Outlines.Last.Title = String("x")
    else:
        first.First.Title = String("x")


@kind(3, "document")
def page_label_changed(on: Tamper) -> None:
    on.file.Root.PageLabels.Nums[1] = Dictionary(S=Name.R)


@kind(5, "document")
def catalog_changed(on: Tamper) -> None:
    key, value = on.dice.choice(
        [("/Lang", String("en")), ("/PageLayout", Name.TwoPageLeft), ("/ViewerPreferences", Dictionary()),
         ("/OCProperties", Dictionary()), ("/PieceInfo", Dictionary()), ("/MarkInfo", Dictionary(Marked=False))]
    )  # fmt: skip
    on.file.Root[key] = value


@kind(3, "document")
def destination_moved(on: Tamper) -> None:
    names = on.file.Root.Names.Dests.Names
    names[1] = Array([on.file.pages[2].obj, Name.XYZ, 0, 800, 0])
