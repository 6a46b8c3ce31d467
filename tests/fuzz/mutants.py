"""A good PDF and dice into a mutant: changed in its bytes, or in its objects and written anew."""

import io
import re
import typing as t
from collections.abc import Callable
from random import Random

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

_NUMBER = re.compile(rb"\d+")
_TOKENS = (
    b"endobj",
    b"stream\n",
    b"endstream",
    b"xref",
    b"trailer",
    b"startxref",
    b"%%EOF\n",
    b"<<",
    b">>",
    b"[",
    b"(",
)
_FIGURES = (0, -1, 1, 2**31 - 1, 2**31, 2**63, 10**40, -(2**31), 65_536)
_KEYS = (
    "/AA", "/A", "/AF", "/Alt", "/ActualText", "/Annots", "/Contents", "/CropBox", "/Dest", "/E", "/EF", "/Extends",
    "/F", "/Filter", "/Font", "/JS", "/K", "/Kids", "/Lang", "/Length", "/Matrix", "/MediaBox", "/Metadata", "/Names",
    "/Next", "/Nums", "/OpenAction", "/Outlines", "/P", "/Parent", "/Pg", "/Prev", "/Resources", "/RoleMap", "/Rotate",
    "/S", "/StructParents", "/Subtype", "/T", "/Type", "/UF", "/URI", "/UserUnit", "/V", "/W", "/XFA", "/XObject",
)  # fmt: skip
_WORDS = (b"", b"\xfe\xff\xd8\x00", b"../../etc/passwd", b"x" * 70_000, b"\x00", "дней".encode("utf-16"))
_FILTERS = ("/FlateDecode", "/LZWDecode", "/ASCIIHexDecode", "/ASCII85Decode", "/RunLengthDecode", "/DCTDecode", "/X")
_DEEP = 300
_ATTEMPTS = 20


def of_bytes(pdf: bytes, dice: Random) -> bytes:
    """One to four changes of bytes, anywhere in the file."""
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        pdf = dice.choice(_BYTES)(pdf, dice)
    return pdf


def _flipped(pdf: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(pdf))
    return pdf[:at] + bytes([pdf[at] ^ 1 << dice.randrange(8)]) + pdf[at + 1 :]


def _cut(pdf: bytes, dice: Random) -> bytes:
    start, end = _span(pdf, dice)
    return pdf[:start] + pdf[end:] or b"%"


def _doubled(pdf: bytes, dice: Random) -> bytes:
    start, end = _span(pdf, dice)
    return pdf[:end] + pdf[start:end] + pdf[end:]


def _moved(pdf: bytes, dice: Random) -> bytes:
    start, end = _span(pdf, dice)
    rest = pdf[:start] + pdf[end:]
    at = dice.randrange(len(rest) + 1)
    return rest[:at] + pdf[start:end] + rest[at:]


def _overwritten(pdf: bytes, dice: Random) -> bytes:
    start, end = _span(pdf, dice)
    return pdf[:start] + dice.randbytes(end - start) + pdf[end:]


def _ended_early(pdf: bytes, dice: Random) -> bytes:
    return pdf[: dice.randrange(1, len(pdf) + 1)]


def _figure(pdf: bytes, dice: Random) -> bytes:
    """Another figure where one stands, more often than not in the tables at the end."""
    start = dice.choice((0, max(pdf.rfind(b"startxref"), 0), max(len(pdf) - 3_000, 0)))
    found = list(_NUMBER.finditer(pdf, start))
    if not found:
        return _flipped(pdf, dice)
    match = dice.choice(found)
    other = dice.choice((str(dice.choice(_FIGURES)).encode(), dice.choice(found)[0], b"%d" % dice.randrange(10_000)))
    return pdf[: match.start()] + other + pdf[match.end() :]


def _token(pdf: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(pdf) + 1)
    return pdf[:at] + dice.choice(_TOKENS) + pdf[at:]


def _appended(pdf: bytes, dice: Random) -> bytes:
    start, _ = _span(pdf, dice)
    return pdf + dice.choice((b"\n", b"\x00", b"%%EOF\n", b"startxref\n0\n%%EOF\n", pdf[start:], dice.randbytes(60)))


def _span(pdf: bytes, dice: Random) -> tuple[int, int]:
    start = dice.randrange(len(pdf))
    return start, min(len(pdf), start + dice.choice((1, 2, 10, 100, 1_000, 20_000)))


_BYTES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flipped, _flipped, _flipped,
    _cut, _doubled, _moved, _overwritten, _ended_early, _figure, _figure, _token, _appended,
)  # fmt: skip


def of_objects(pdf: bytes, dice: Random) -> bytes:
    """One to three entries of dictionaries, arrays or streams that are others; the file is whole and well written."""
    for _ in range(_ATTEMPTS):
        with pikepdf.open(io.BytesIO(pdf)) as file:
            try:
                for _ in range(dice.choice((1, 1, 2, 3))):
                    _change(file, dice)
                return _saved(file)
            except (pikepdf.PdfError, ValueError, KeyError, TypeError, RuntimeError, NotImplementedError):
                # A change that the writer itself refuses makes no mutant.
                continue
    return of_bytes(pdf, dice)


def _change(file: Pdf, dice: Random) -> None:
    # Element 0 of the table of objects is none.
    value: Object = file.objects[dice.randrange(1, len(file.objects))]
    while True:
        inner = [one for one in _inside(value) if isinstance(one, Dictionary | Array) and not one.is_indirect]
        if not inner or dice.random() < 0.5:
            break
        value = dice.choice(inner)
    if isinstance(value, Stream) and dice.random() < 0.6:
        _content(value, dice)
    elif isinstance(value, Array):
        _array(file, value, dice)
    elif isinstance(value, Dictionary | Stream):
        keys = sorted(value.keys())
        key = dice.choice(keys) if keys and dice.random() < 0.7 else dice.choice(_KEYS)
        if key in value and dice.random() < 0.2:
            del value[key]
        else:
            value[key] = _instead(file, value.get(key), dice)


def _inside(value: Object) -> list[t.Any]:
    if isinstance(value, Array):
        return list(value)
    return [one for _, one in sorted(value.items())] if isinstance(value, Dictionary | Stream) else []


def _content(stream: Stream, dice: Random) -> None:
    """Other content, soundly packed; or packed otherwise than the stream says."""
    if dice.random() < 0.2:
        stream.write(stream.read_raw_bytes(), filter=Name(dice.choice(_FILTERS)), type_check=False)
        return
    content = stream.read_bytes()
    stream.write(dice.choice(_BYTES)(content, dice) if content else b"q")


def _array(file: Pdf, array: Array, dice: Random) -> None:
    if not len(array):  # an array of qpdf has no truth value
        array.append(_instead(file, None, dice))
        return
    at, other = dice.randrange(len(array)), dice.randrange(len(array))
    match dice.randrange(4):
        case 0:
            del array[at]
        case 1:
            array[at], array[other] = array[other], array[at]
        case 2:
            array.append(array[at])
        case _:
            array[at] = _instead(file, array[at], dice)


def _instead(file: Pdf, value: object, dice: Random) -> object:
    """Something else: near to what there was, or of any other kind."""
    anything = file.objects[dice.randrange(1, len(file.objects))]
    if isinstance(value, int | float) and dice.random() < 0.6:
        return dice.choice((value + 1, -value, value * 2, 0))
    deep: Object = Array()
    for _ in range(dice.choice((1, _DEEP))):
        deep = Array([deep])
    strange = Dictionary({dice.choice(_KEYS): Name(dice.choice(_KEYS)), "/S": Name.JavaScript, "/JS": String("1")})
    words, figure = String(dice.choice(_WORDS)), min(dice.choice(_FIGURES), 2**62)
    return dice.choice((anything, anything, Name(dice.choice(_KEYS)), words, figure, 0.1, True, deep, strange))


def _saved(file: Pdf) -> bytes:
    output = io.BytesIO()
    file.save(
        output,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        static_id=True,
        fix_metadata_version=False,
    )
    return output.getvalue()
