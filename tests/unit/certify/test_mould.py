"""What is cast is what would be written: the same objects at the places that the list names, whatever the number."""

import io
import re
import typing as t

import pikepdf
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.certify.conftest import Workshop

from typeset.certify.listing import Listing, listing
from typeset.certify.mould import SUBJECT, Content, Mould
from typeset.certify.streams import saved, stream

BLANK = Content(margin=b"m", page=b"p", file=b"f", packet=b"x", subject="s")


def objects(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    root = pdf.Root
    return {"margin": root.M, "page": root.P, "file": root.F, "packet": root.Metadata, "subject": pdf.docinfo}


def written(subject: str = SUBJECT) -> bytes:
    """A file with all that a mould needs, and not much besides."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    checksum = pikepdf.Dictionary(CheckSum=pikepdf.String("unknown"), Size=0)
    pdf.Root.M, pdf.Root.P = (pdf.make_indirect(stream(pdf, b"")) for _ in range(2))
    pdf.Root.F = pdf.make_indirect(stream(pdf, b"", Params=checksum))
    pdf.Root.Metadata = pdf.make_indirect(pdf.make_stream(b"", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML))
    pdf.Root.Many = pikepdf.Array([pdf.make_indirect(pikepdf.Dictionary(N=number)) for number in range(250)])
    pdf.docinfo["/Subject"] = pikepdf.String(subject)
    entry = pdf.make_indirect(pikepdf.Dictionary(Desc="d", UF="u", F="f", EF=pikepdf.Dictionary()))
    return saved(pdf, entry)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.binary(max_size=400), st.binary(max_size=400), st.binary(max_size=400), st.binary(max_size=400), TEXTS)
def test_what_is_cast_is_read_back(margin: bytes, page: bytes, file: bytes, packet: bytes, subject: str) -> None:
    made = Mould(written(), objects).cast(Content(margin, page, file, packet, subject))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert not pdf.check_pdf_syntax()
        assert [pdf.Root[name].read_bytes() for name in ("/M", "/P", "/F", "/Metadata")] == [margin, page, file, packet]
        assert str(pdf.docinfo["/Subject"]) == str(pikepdf.String(subject))
        assert int(pdf.Root.F.Params.Size) == len(file)
        assert [int(one.N) for one in pdf.Root.Many] == list(range(250))
    assert made.count(b"\r\nendstream") == packet.endswith(b"\r")
    many = t.cast("t.Any", pypdf.PdfReader(io.BytesIO(made), strict=True).root_object["/Many"])
    assert [one.get_object()["/N"] for one in many] == list(range(250))


def test_equal_content_gives_equal_bytes_and_other_content_another_identifier() -> None:
    mould = Mould(written(), objects)
    other = Content(margin=b"m", page=b"p", file=b"f", packet=b"x", subject="t")
    made = [mould.cast(one) for one in (BLANK, other, BLANK)]
    assert made[0] == made[2] == Mould(written(), objects).cast(BLANK)
    first, second = (re.findall(rb"/ID \[<(\w+)><(\w+)>\]", pdf)[0] for pdf in made[:2])
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_no_stream_that_is_cast_ends_badly() -> None:
    mould = Mould(written(), objects)
    for number in range(700):
        content = Content(b"m", b"p", b"f%d" % number, b"x", f"copy {number}")
        assert b"\r\nendstream" not in mould.cast(content)


def test_what_came_before_does_not_show(small: bytes, workshop: Workshop) -> None:
    one, other = workshop.master(small), workshop.master(small)
    for number in (5, 123_456, 6):
        one.copy(number, "PK")
    assert one.copy(7, "PK") == other.copy(7, "PK")


def test_only_what_bears_the_number_is_written_anew(small: bytes, workshop: Workshop) -> None:
    master = workshop.master(small)
    with pikepdf.open(io.BytesIO(master.copy(1, "PK"))) as one, pikepdf.open(io.BytesIO(master.copy(99, "PK"))) as two:
        pairs = zip(one.objects, two.objects, strict=True)
        changed = [a for a, b in pairs if isinstance(a, pikepdf.Stream) and a.read_raw_bytes() != b.read_raw_bytes()]
        assert len([a for a in changed if a.get("/Type") not in {"/XRef", "/ObjStm"}]) == 4


def test_offsets_of_a_copy_may_need_more_room() -> None:
    base = written()
    assert re.findall(rb"/W \[ 1 (\d) 1 \]", base) == [b"2"]
    made = Mould(base, objects).cast(Content(margin=b"m", page=b"p", file=b"f", packet=b"x" * 70_000, subject="s"))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert not pdf.check_pdf_syntax()
        assert len(pdf.Root.Metadata.read_bytes()) == 70_000


def test_the_list_is_read_as_qpdf_writes_it() -> None:
    base = written()
    found = listing(base)
    assert isinstance(found, Listing)
    for offset, number in found.direct:
        assert base[offset:].startswith(b"%d 0 obj\n" % number)
    offsets = {number: offset for offset, number in found.direct}
    again = base[: found.start] + found.moved(offsets, found.start, found.identifier)
    assert listing(again).rows == found.rows


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"%%EOF\n", b"%%EOF"), (b"/Predictor 12", b"/Predictor 15"), (b"/CheckSum", b"/Checksum")],
)
def test_what_is_written_otherwise_makes_no_mould(old: bytes, new: bytes) -> None:
    assert old in written()
    with pytest.raises(ValueError, match=r"written|end"):
        Mould(written().replace(old, new), objects)


def test_without_a_place_for_the_subject_there_is_no_mould() -> None:
    with pytest.raises(ValueError, match="called"):
        Mould(written("another"), objects)


def test_what_moulds_have_in_common_is_kept_once() -> None:
    known: dict[bytes, bytes] = {}
    one, other = (Mould(written(), objects, known) for _ in range(2))
    assert one.cast(BLANK) == other.cast(BLANK)
    assert sum(map(len, known)) < len(written())
