"""Two files into pairs of objects: equal but for the numbers that a writer gives them, and one to one."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from typeset.verify.copies.reading import File
from typeset.verify.copies.twins import Memory, Twins


def written(change: Callable[[Pdf], None] = lambda _: None, *, shifted: int = 0, plain: bool = False) -> bytes:
    """A file with a shared object, a circle and a stream; `shifted` moves all object numbers."""
    file = pikepdf.new()
    for _ in range(shifted):
        file.make_indirect(Dictionary(Unused=True))
    file.add_blank_page()
    shared = file.make_indirect(Dictionary(Words=String("(5 0 R) \\ слова"), Number=1.5, Yes=True))
    one, other = (file.make_indirect(Dictionary(Name=Name.One, Shared=shared)) for _ in range(2))
    one.Next, other.Next = other, one
    file.Root.Test = Dictionary(List=Array([one, other, 7]), Stream=file.make_stream(b"stream " * 20))
    change(file)
    output = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.disable if plain else pikepdf.ObjectStreamMode.generate
    file.save(output, object_stream_mode=mode, compress_streams=not plain, static_id=True)
    return output.getvalue()


def compared(original: bytes, copy: bytes, memory: Memory | None = None) -> list[str]:
    files = File(original, ""), File(copy, "")
    twins = Twins(*files, Memory() if memory is None else memory)
    first, second = (file.catalog["/Test"] for file in files)
    return [finding.message for finding in twins.compare(first, second, "it")]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("shifted", [0, 3, 50])
def test_numbers_and_packing_do_not_count(shifted: int, plain: bool) -> None:  # noqa: FBT001 - parametrised
    memory, original = Memory(), written(plain=plain)
    for _ in range(2):
        assert compared(original, written(shifted=shifted), memory) == []
    assert memory.known


def other_words(file: Pdf) -> None:
    file.Root.Test.List[0].Shared.Words = String("(6 0 R) \\ слова")


def other_number(file: Pdf) -> None:
    file.Root.Test.List[0].Shared.Number = 1.25


def no_longer_shared(file: Pdf) -> None:
    file.Root.Test.List[1].Shared = file.make_indirect(Dictionary(dict(file.Root.Test.List[1].Shared.items())))


def crossed(file: Pdf) -> None:
    file.Root.Test.List[0].Next = file.Root.Test.List[0]


def one_entry_more(file: Pdf) -> None:
    file.Root.Test.List[1].Extra = Name.One


def one_member_less(file: Pdf) -> None:
    del file.Root.Test.List[2]


def true_for_one(file: Pdf) -> None:
    file.Root.Test.List[0].Shared.Yes = 1


def name_for_string(file: Pdf) -> None:
    file.Root.Test.List[0].Name = String("/One")


def other_stream(file: Pdf) -> None:
    file.Root.Test.Stream.write(b"stream " * 19 + b"Stream ")


def stream_read_otherwise(file: Pdf) -> None:
    file.Root.Test.Stream.write(b"stream " * 20, filter=Name.DCTDecode)


CHANGES = (
    *(other_words, other_number, no_longer_shared, crossed, one_entry_more, one_member_less, true_for_one),
    *(name_for_string, other_stream, stream_read_otherwise),
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("warm", [False, True])
def test_every_difference_is_found(change: Callable[[Pdf], None], warm: bool) -> None:  # noqa: FBT001 - parametrised
    memory, original = Memory(), written()
    if warm:
        assert compared(original, written(shifted=9), memory) == []
    assert compared(original, written(change, shifted=4), memory) != []


def test_what_was_learnt_from_a_bad_copy_hides_nothing() -> None:
    memory, original = Memory(), written()
    assert compared(original, written(other_words), memory) != []
    assert compared(original, written(other_words, shifted=2), memory) != []
