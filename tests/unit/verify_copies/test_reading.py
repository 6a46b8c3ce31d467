"""What was read of one file into another's: equal bytes are read once, and lead to the objects of their own file."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from typeset.verify.copies.reading import File, Known
from typeset.verify.objects import get, items, resolve, text


def written(words: str, *, more: str = "") -> bytes:
    """A file whose holder leads to words, directly, in a list and in a dictionary."""
    file = pikepdf.new()
    file.add_blank_page()
    said = file.make_indirect(Dictionary(Words=String(words)))
    holder = Dictionary(Straight=said, List=Array([said]), Inner=Dictionary(Deep=said), Plain=Name.Same)
    if more:
        holder.More = String(more)
    file.Root.Test = file.make_indirect(holder)
    output = io.BytesIO()
    file.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    return output.getvalue()


def said(file: File) -> list[str]:
    holder = get(file.catalog, "/Test")
    places = (get(holder, "/Straight"), resolve(items(holder, "/List")[0]), get(get(holder, "/Inner"), "/Deep"))
    return [text(place, "/Words") for place in places]


def learnt(pdf: bytes) -> Known:
    known = Known()
    first = File(pdf, "", known)
    assert said(first) == ["one"] * 3
    known.learn(first)
    return known


def test_equal_bytes_are_read_once() -> None:
    known = learnt(written("one"))
    second = File(written("two"), "", known)
    assert said(second) == ["two"] * 3
    # Only the words are other bytes than in the first file.
    assert [text(found, "/Words") for found in second.parsed.values()] == ["two"]


def test_references_lead_into_their_own_file() -> None:
    known = learnt(written("one"))
    second, third = (File(written(words), "", known) for words in ("two", "three"))
    assert said(second) == ["two"] * 3
    assert said(third) == ["three"] * 3
    holder = get(third.catalog, "/Test")
    assert holder is not get(second.catalog, "/Test")


def test_other_bytes_are_read_anew() -> None:
    known = learnt(written("one"))
    second = File(written("one", more="added"), "", known)
    assert text(get(second.catalog, "/Test"), "/More") == "added"


def test_nothing_is_known_of_a_file_that_was_not_learnt() -> None:
    known = Known()
    said(File(written("one"), "", known))
    second = File(written("one"), "", known)
    assert said(second) == ["one"] * 3
    assert len(second.parsed) > 1


@pytest.mark.parametrize(("cut", "damaged"), [(0, False), (2, True), (9, True)])
def test_data_that_end_too_early_are_called_damaged(cut: int, damaged: bool) -> None:  # noqa: FBT001 - parametrised
    packed = zlib.compress(b"words and more words, " * 20)
    file = pikepdf.new()
    file.add_blank_page()
    file.Root.Test = file.make_stream(packed[: len(packed) - cut], Filter=Name.FlateDecode)
    output = io.BytesIO()
    file.save(output, stream_decode_level=pikepdf.StreamDecodeLevel.none, static_id=True)
    read = File(output.getvalue(), "")
    assert read.objects.data(get(read.catalog, "/Test")).startswith(b"words and")
    assert any("damaged" in remark.message for remark in read.objects.remarks) == damaged
