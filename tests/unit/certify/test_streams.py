"""No stream of a copy ends in a carriage return, and the same content gives the same bytes."""

import hashlib
import io
import zlib

import pikepdf
import pytest
from pikepdf import Dictionary
from tests.unit.certify.conftest import Pages, Workshop

from typeset.certify.streams import form, refill, saved, stream

BAD_END = b"\r\nendstream"


def ends_badly() -> bytes:
    """Content whose compressed form ends in a carriage return."""
    return next(one for one in (f"{n}".encode() for n in range(10000, 99999)) if zlib.compress(one, 9).endswith(b"\r"))


@pytest.mark.parametrize("content", [b"", b"q Q", ends_badly(), b"\r", b"x" * 9999])
def test_a_stream_never_ends_in_a_carriage_return(content: bytes) -> None:
    pdf = pikepdf.new()
    made = stream(pdf, content)
    assert not made.read_raw_bytes().endswith(b"\r")
    assert made.read_bytes() == content
    refill(made, content * 2)
    assert made.read_bytes() == content * 2


def test_a_form_says_what_it_is() -> None:
    pdf = pikepdf.new()
    made = form(pdf, b"q Q", (10.0, 20.0), Dictionary(Font=Dictionary()))
    assert (str(made.Type), str(made.Subtype)) == ("/XObject", "/Form")
    assert [float(side) for side in made.BBox] == [0, 0, 10, 20]
    assert "/Font" in made.Resources
    assert "/Font" not in form(pdf, b"", (1, 1)).Resources


def test_no_stream_of_many_copies_ends_badly(small: bytes, workshop: Workshop) -> None:
    for number in range(1, 60):
        assert workshop.copy(small, number).count(BAD_END) == 0


def specification(pdf: pikepdf.Pdf) -> Dictionary:
    one = pikepdf.String
    made = pdf.make_indirect(Dictionary(Desc=one("d"), UF=one("u"), F=one("f"), EF=Dictionary()))
    pdf.Root.AF = pikepdf.Array([made])
    return made


def test_what_the_original_has_is_kept_and_costs_no_further_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = pikepdf.new()
    pdf.Root.Kept = pdf.make_stream(b"picture\r", Filter=pikepdf.Name.DCTDecode)
    attempts = []
    save = pdf.save

    def counted(*args: object, **options: object) -> None:
        attempts.append(1)
        save(*args, **options)  # type: ignore[arg-type] # as they come

    monkeypatch.setattr(pikepdf.Pdf, "save", lambda _, *args, **options: counted(*args, **options))
    written = saved(pdf, specification(pdf))
    assert written.count(BAD_END) == 1
    assert len(attempts) == 1


def test_saving_again_gives_the_same_bytes_and_leaves_the_file_as_it_was() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    entry = specification(pdf)
    first = saved(pdf, entry)
    assert saved(pdf, entry) == first
    assert not entry.Desc.is_indirect
    with pikepdf.open(io.BytesIO(first)) as read:
        assert read.pdf_version >= "1.7"
        assert not read.check_pdf_syntax()


def test_where_objects_pack_badly_they_are_packed_otherwise(bare: Pages, workshop: Workshop) -> None:
    """One file in some hundred packs badly at the first attempt: the last byte is a sum of all the others."""
    with pikepdf.open(io.BytesIO(workshop.scan(bare({})))) as pdf:
        entry = pdf.Root.AF[len(pdf.Root.AF) - 1]
        for number in range(2000):
            entry.Desc = pikepdf.String(hashlib.sha256(f"{number}".encode()).hexdigest())
            if pdf_ends_badly(pdf):
                break
        else:
            pytest.fail("no file packed badly: look for other content")
        assert BAD_END not in saved(pdf, entry)


def pdf_ends_badly(pdf: pikepdf.Pdf) -> bool:
    """Whether a first attempt packs an object stream badly."""
    output = io.BytesIO()
    pdf.save(
        output,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
        min_version="1.7",
    )
    return BAD_END in output.getvalue()
