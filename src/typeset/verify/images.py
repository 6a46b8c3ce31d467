"""An image of a PDF into its dots, where it is of the one kind that a press of ours writes; and a PNG into the same.

Dots are unpacked by Pillow from a PNG that is put together around the packed bytes: a PDF's `Predictor 15` is a PNG's
own way of packing (ISO 32000-1, 7.4.4.4).
"""

import io
import struct
import zlib

from pypdf.generic import StreamObject

from typeset.messages import phrase
from typeset.model.look import PICTURE_DPI
from typeset.verify.drawn import Image
from typeset.verify.objects import get, integer, mapping, text

MOST_PIXELS = 2**24
_KEYS = frozenset(
    {"/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Interpolate", "/Filter"}
    | {"/DecodeParms", "/Length"}
)
"""What may stand in an image; not Decode, Mask or SMask, by which its dots would be shown as others."""
_PACKING = {"/Predictor": 15, "/Colors": 3}
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def read_image(source: object) -> Image:
    """Read an image without unpacking it."""
    width, height = integer(source, "/Width") or 0, integer(source, "/Height") or 0
    fault = _fault(source, width, height)
    packed = b"" if fault or not isinstance(source, StreamObject) else bytes(source._data)  # noqa: SLF001 - pypdf has no other way to raw bytes
    return Image(width, height, packed, fault)


def _fault(source: object, width: int, height: int) -> str:
    parameters = get(source, "/DecodeParms")
    if unknown := set(mapping(source)) - _KEYS:
        return phrase("it has the entry `{unknown}`", unknown=min(unknown))
    if not 0 < width * height <= MOST_PIXELS:
        return phrase("it is too large")
    if text(source, "/Filter") != "/FlateDecode" or integer(source, "/BitsPerComponent") != 8:  # noqa: PLR2004 - bits
        return phrase("it is packed in another way")
    if text(source, "/ColorSpace") != "/DeviceRGB":
        return phrase("its colours are not red, green and blue")
    if {key: integer(parameters, key) for key in mapping(parameters)} != {**_PACKING, "/Columns": width}:
        return phrase("it is packed in another way")
    return ""


def unpacked(image: Image) -> bytes:
    """The dots of an image, red, green and blue, row by row.

    Raises:
        ValueError: they are not as many as it says.
    """
    row = 1 + 3 * image.width
    rows = zlib.decompressobj().decompress(image.packed, row * image.height + 1)
    if len(rows) != row * image.height:
        raise ValueError(phrase("the image holds other than as many dots as it says"))
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b"")
    made = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return dots(_SIGNATURE + made)[2]


def dots(png: bytes) -> tuple[int, int, bytes]:
    """Width, height and dots of a PNG, as they are seen on white paper."""
    from PIL import Image as Pillow  # noqa: PLC0415 - few files hold a picture

    with Pillow.open(io.BytesIO(png), formats=["PNG"]) as picture:
        shown = picture.convert("RGBA")
        paper = Pillow.new("RGBA", shown.size, "white")
        seen = Pillow.alpha_composite(paper, shown).convert("RGB")
        return seen.width, seen.height, seen.tobytes()


def page_dots(pdf: bytes, width_mm: float) -> tuple[int, int, bytes]:
    """Width, height and dots of the first page of a PDF that is printed so wide."""
    import pypdfium2  # noqa: PLC0415 - few files hold a page of another

    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = width_mm / 25.4 * PICTURE_DPI / page.get_width()
        picture = page.render(scale=scale, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")
        return picture.width, picture.height, picture.tobytes()
