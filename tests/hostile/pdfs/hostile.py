"""A good PDF into hostile ones: locked, broken, circular, acting, carrying, hiding; each with one thing wrong."""

import re
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Encryption, Name, Object, Pdf, String
from tests.hostile import spoil as s

Make = Callable[[bytes], bytes]
HOSTILE: dict[str, Make] = {}
_SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
_BOX = [0, 0, 595, 842]
_WORDS = "15 дней"


def bare(make: Make) -> Make:
    """List a file that is made of the good one's bytes."""
    HOSTILE[make.__name__] = make
    return make


def planted(change: Callable[[Pdf], None]) -> Callable[[Pdf], None]:
    """List a file that is made of the good one's objects."""
    HOSTILE[change.__name__] = lambda pdf: s.spoilt(pdf, change)
    return change


# Locked


def _locked(pdf: bytes, user: str, owner: str, strength: int = 6) -> bytes:
    lock = Encryption(user=user, owner=owner, R=strength)  # type: ignore[arg-type] # pikepdf names the figures one by one
    return s.spoilt(pdf, s.untouched, encryption=lock, deterministic_id=False)


@bare
def locked_by_a_password(pdf: bytes) -> bytes:
    return _locked(pdf, "secret", "master")


@bare
def locked_by_an_empty_password(pdf: bytes) -> bytes:
    return _locked(pdf, "", "")


@bare
def locked_against_changes_alone(pdf: bytes) -> bytes:
    return _locked(pdf, "", "master", 4)


@bare
def locked_by_an_old_cipher(pdf: bytes) -> bytes:
    lock = Encryption(user="", owner="master", R=3, aes=False, metadata=False)
    return s.spoilt(pdf, s.untouched, encryption=lock, deterministic_id=False)


def _with_trailer(pdf: bytes, entry: bytes) -> bytes:
    """The good file with a classic table, and one more entry in its trailer."""
    classic = s.spoilt(pdf, s.untouched, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return classic.replace(b"trailer <<", b"trailer << " + entry, 1)


@bare
def locked_by_a_public_key(pdf: bytes) -> bytes:
    handler = b"<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 /Length 128 /CF << /DefaultCryptFilter "
    handler += b"<< /CFM /AESV2 /Recipients [<3000>] >> >> /StmF /DefaultCryptFilter /StrF /DefaultCryptFilter >>"
    return _with_trailer(pdf, b"/Encrypt " + handler)


@bare
def locked_by_nobody_knows_what(pdf: bytes) -> bytes:
    return _with_trailer(pdf, b"/Encrypt << /Filter /Nobody /V 1 >>")


# Broken


@bare
def cut_in_the_middle(pdf: bytes) -> bytes:
    return pdf[: len(pdf) // 2]


@bare
def cut_before_the_end(pdf: bytes) -> bytes:
    return pdf[: pdf.rindex(b"startxref")]


@bare
def without_a_beginning(pdf: bytes) -> bytes:
    return pdf[100:]


@bare
def something_else(pdf: bytes) -> bytes:
    return b"MZ" + pdf


@bare
def nothing_at_all(pdf: bytes) -> bytes:
    return pdf[:0]


@bare
def table_that_leads_to_itself(pdf: bytes) -> bytes:
    classic = _with_trailer(pdf, b"")
    start = int(classic[classic.rindex(b"startxref") :].split()[1])
    return classic.replace(b"trailer << ", b"trailer << /Prev %d " % start, 1)


@bare
def table_that_leads_beyond_the_file(pdf: bytes) -> bytes:
    return re.sub(rb"startxref\n\d+", b"startxref\n99999999", pdf)


@bare
def number_of_ten_thousand_figures(pdf: bytes) -> bytes:
    return _with_trailer(pdf, b"/X " + b"9" * 10_000)


@planted
def object_of_eight_megabytes(file: Pdf) -> None:
    file.Root.X = Array([String("x" * 1000)] * 8_000)


# Circular


@planted
def page_tree_in_a_circle(file: Pdf) -> None:
    file.Root.Pages.Kids[0] = file.Root.Pages


@planted
def page_that_is_its_own_parent(file: Pdf) -> None:
    page = file.pages[0].obj
    page.Parent = page
    del page["/Resources"]


@planted
def structure_in_a_circle(file: Pdf) -> None:
    element = s.nth(file, "P", 0)
    element.K = Array([element.P])


@planted
def roles_in_a_circle(file: Pdf) -> None:
    file.Root.StructTreeRoot.RoleMap = Dictionary(P=Name.Q, Q=Name.P)


@planted
def font_in_a_circle(file: Pdf) -> None:
    font = s.fonts(file)["Liberation-Serif"]
    font.DescendantFonts = Array([font])


@planted
def form_that_paints_itself(file: Pdf) -> None:
    form = _form(file, b"/Self Do")
    form.Resources = Dictionary(XObject=Dictionary(Self=form))
    file.pages[1].Resources.XObject = Dictionary(Self=form)
    s.appended(1, b"/Self Do")(file)


# Acting


@planted
def script_on_opening(file: Pdf) -> None:
    file.Root.OpenAction = _SCRIPT


@planted
def script_among_the_names(file: Pdf) -> None:
    file.Root.Names.JavaScript = Dictionary(Names=Array([String("a"), _SCRIPT]))


@planted
def script_on_printing(file: Pdf) -> None:
    file.Root.AA = Dictionary(WP=_SCRIPT)


@planted
def script_on_a_page(file: Pdf) -> None:
    file.pages[0].obj.AA = Dictionary(O=_SCRIPT)


@planted
def script_behind_a_link(file: Pdf) -> None:
    link = next(note for note in file.pages[0].Annots if note.Subtype == Name.Link)
    link.A = _SCRIPT
    if "/Dest" in link:
        del link["/Dest"]


@planted
def script_in_a_field(file: Pdf) -> None:
    s.widget(file, "signature_ru_BB").AA = Dictionary(F=_SCRIPT)


@planted
def script_after_another_action(file: Pdf) -> None:
    link = next(note for note in file.pages[0].Annots if note.Subtype == Name.Link)
    link.A = Dictionary(S=Name.GoTo, D=Array([file.pages[0].obj, Name.Fit]), Next=_SCRIPT)
    if "/Dest" in link:
        del link["/Dest"]


@planted
def script_behind_a_bookmark(file: Pdf) -> None:
    entry = file.Root.Outlines.First
    entry.A = _SCRIPT
    if "/Dest" in entry:
        del entry["/Dest"]


@planted
def program_on_opening(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.Launch, Win=Dictionary(F=String("cmd.exe"), P=String("/c calc")))


@planted
def form_sent_on_opening(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.SubmitForm, F=Dictionary(FS=Name.URL, F=String("https://example.org")))


@planted
def other_file_on_opening(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.GoToR, F=String("\\\\example.org\\share\\x.pdf"), D=Array([0, Name.Fit]))


@planted
def form_of_xml(file: Pdf) -> None:
    file.Root.AcroForm.XFA = file.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")


@planted
def film_over_a_page(file: Pdf) -> None:
    s.annotation(file, 1, {"/Subtype": Name.RichMedia, "/Rect": Array(_BOX)})


# Carrying


def _attached(file: Pdf, name: str, *, listed: bool = True) -> Object:
    stream = file.make_stream(b"MZ" + bytes(100), Type=Name.EmbeddedFile)
    entry = file.make_indirect(
        Dictionary(Type=Name.Filespec, F=String(name), UF=String(name), EF=Dictionary(F=stream, UF=stream))
    )
    entry.AFRelationship = Name.Source
    names = file.Root.Names.EmbeddedFiles.Names
    names.extend([String(name), entry])
    if listed:
        file.Root.AF.append(entry)
    return entry


@planted
def program_attached(file: Pdf) -> None:
    _attached(file, "setup.exe", listed=False)


@planted
def program_on_a_page(file: Pdf) -> None:
    stream = file.make_stream(b"MZ")
    entry = Dictionary(Type=Name.Filespec, F=String("a.exe"), UF=String("a.exe"), EF=Dictionary(F=stream))
    s.annotation(file, 1, {"/Subtype": Name.FileAttachment, "/Rect": Array([85, 600, 105, 620]), "/FS": entry})


def carrying(pdf: bytes, name: str) -> bytes:
    """The good file with one more source of this name."""

    def change(file: Pdf) -> None:
        _attached(file, name)

    return s.spoilt(pdf, change)


NAMES = {
    "above": "../../evil.yaml",
    "above_in_the_middle": "a/../../evil.yaml",
    "of_the_root": "/evil.yaml",
    "of_a_drive": "C:\\evil.yaml",
    "of_a_drive_alone": "C:evil.yaml",
    "of_a_share": "\\\\example.org\\share\\evil.yaml",
    "above_the_other_way": "..\\evil.yaml",
    "of_nothing": "",
    "of_dots": "..",
    "with_a_nought": "ru.yaml\0.exe",
    "turned_round": "ru\u202elmay.exe",
    "with_a_line_break": "ru.yaml\nevil",
    "of_a_device": "NUL.yaml",
    "with_a_stream": "ru.yaml:evil",
    "with_a_dot_at_the_end": "ru.yaml.",
    "of_three_hundred_letters": "я" * 300,
    "of_a_page_by_other_letters": "RU.yaml",
}
"""What the name of an attached file would do on some disk."""


def _named(how: str, name: str) -> None:
    def change(file: Pdf) -> None:
        _attached(file, name)

    change.__name__ = f"name_{how}"
    planted(change)


for _how, _name in NAMES.items():
    _named(_how, _name)


# Hiding


def _form(file: Pdf, content: bytes) -> Object:
    return file.make_indirect(file.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(_BOX)))


@planted
def text_under_a_picture(file: Pdf) -> None:
    white = file.make_stream(
        b"\xff",
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=1,
        Height=1,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
    )
    file.pages[0].Resources.XObject = Dictionary(Im=file.make_indirect(white))
    s.appended(0, b"q 500 0 0 300 60 400 cm /Im Do Q")(file)


@planted
def text_under_a_picture_in_line(file: Pdf) -> None:
    s.appended(0, b"q 500 0 0 300 60 400 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q")(file)


@planted
def text_under_a_white_area(file: Pdf) -> None:
    s.appended(0, b"1 1 1 rg 60 400 480 300 re f")(file)


@planted
def text_under_a_form(file: Pdf) -> None:
    file.pages[0].Resources.XObject = Dictionary(Over=_form(file, b"1 1 1 rg 60 400 480 300 re f"))
    s.appended(0, b"/Over Do")(file)


@planted
def text_under_a_shade(file: Pdf) -> None:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1]), C1=Array([1]), N=1)
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceGray, Coords=Array([0, 0, 1, 0]), Function=function,
        Extend=Array([True, True]),
    )  # fmt: skip
    file.pages[0].Resources.Shading = Dictionary(Sh=shading)
    s.appended(0, b"/Sh sh")(file)


@planted
def text_under_an_annotation(file: Pdf) -> None:
    entries: dict[str, object] = {"/Subtype": Name.Square, "/Rect": Array([60, 400, 540, 700]), "/IC": Array([1, 1, 1])}
    s.annotation(file, 0, entries)


@planted
def text_under_a_field(file: Pdf) -> None:
    field = s.widget(file, "signature_ru_BB")
    field.Rect, field.AP = Array([60, 400, 540, 700]), Dictionary(N=_form(file, b"1 1 1 rg 0 0 600 850 re f"))


@planted
def text_in_a_layer_that_is_off(file: Pdf) -> None:
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    file.pages[0].Resources.Properties = Dictionary(L=layer)
    s.around(_WORDS, b"/OC /L BDC ", b" EMC")(file)


for _hidden, _spoiler in {
    "text_that_is_white": s.around(_WORDS, b"1 1 1 rg "),
    "text_that_is_pale": s.around(_WORDS, b"0.9 g "),
    "text_that_is_not_drawn": s.around(_WORDS, b"3 Tr ", b" 0 Tr"),
    "text_that_only_clips": s.around(_WORDS, b"7 Tr ", b" 0 Tr"),
    "text_that_is_clipped": s.around(_WORDS, b"0 0 10 10 re W n "),
    "text_that_is_tiny": s.around(_WORDS, b"1 Tz ", b" 100 Tz"),
    "text_outside_the_page": s.moved(_WORDS, 3000, 0),
    "text_on_the_edge": s.moved("Министр", -70, 0),
    "text_over_text": s.moved("Подлинник хранит", 0, -24),
    "text_struck_out": s.overstruck(_WORDS),
    "text_squeezed": s.squeezed(_WORDS),
    "text_that_was_not_there": s.printed(1, "Повестка"),
}.items():
    _spoiler.__name__ = _hidden
    planted(_spoiler)


@planted
def text_that_is_transparent(file: Pdf) -> None:
    file.pages[0].Resources.ExtGState["/t"] = Dictionary(ca=0)
    s.around(_WORDS, b"/t gs ")(file)


@planted
def text_that_is_masked(file: Pdf) -> None:
    mask = Dictionary(Type=Name.Mask, S=Name.Luminosity, G=_form(file, b"0 g 0 0 600 850 re f"))
    file.pages[0].Resources.ExtGState["/m"] = Dictionary(SMask=mask)
    s.around(_WORDS, b"/m gs ")(file)


# Revisions


@bare
def second_revision(pdf: bytes) -> bytes:
    from tests.hostile.shadow.updates import grown  # noqa: PLC0415 - this one alone needs it

    def turned(file: Pdf) -> None:
        file.pages[0].obj.Rotate = 180

    return grown(pdf, turned)


@bare
def archive_after_the_end(pdf: bytes) -> bytes:
    return pdf + b"PK\x03\x04"
