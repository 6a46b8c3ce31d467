"""A small source with an emblem and a letterhead, for the tests that need one."""

import io
import shutil
import struct
import zlib
from pathlib import Path

import pikepdf
from PIL import Image, ImageDraw

SMALL = Path(__file__).parent / "golden" / "small"
SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 80" width="100" height="80">
<title>Emblem</title>
<circle cx="50" cy="40" r="37" fill="none" stroke="#1d3f7a" stroke-width="3"/>
<g fill="#1d3f7a" transform="translate(50 40) rotate(10) scale(.9)">
<path d="M0-30 L7-9 L28-9 L11 4 L17 25 L0 12 L-17 25 L-11 4 L-28-9 L-7-9 Z m0 40q5 5 10 0t8 0h2v-4z"/>
<path fill-rule="evenodd" d="M-4-4H4V4H-4ZM-2-2H2V2H-2Z"/>
</g>
<path d="M14 62A48 48 0 0 0 86 62C80 70 70 75 50 75S20 70 14 62" fill="#c8a13a" style="stroke:none"/>
<rect x="46" y="2" width="8" height="8" rx="2" fill="#c00" stroke="black" stroke-linejoin="round"/>
<ellipse cx="20" cy="10" rx="6" ry="3"/>
<polygon points="80,5 90,5 85,15" fill="white" stroke="#000"/>
<polyline points="2,2 8,2 8,8" fill="none" stroke="#000" stroke-linecap="round"/>
<line x1="2" y1="78" x2="12" y2="78" stroke="#000"/>
</svg>"""


def png(width: int = 240, height: int = 200, mode: str = "RGBA") -> bytes:
    """A picture with transparent corners."""
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10, 5, width - 10, height - 5), fill=(20, 60, 120, 255))
    draw.ellipse((width // 4, height // 4, width // 2, height // 2), fill=(255, 220, 80, 128))
    output = io.BytesIO()
    picture.convert(mode).save(output, format="PNG")
    return output.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf(pages: int = 1, width: float = 120, height: float = 100) -> bytes:
    """A page with a red rectangle and a white one."""
    output = io.BytesIO()
    with pikepdf.new() as file:
        for _ in range(pages):
            file.add_blank_page(page_size=(width, height))
            file.pages[-1].Contents = file.make_stream(b"0.8 0.1 0.1 rg 10 10 100 80 re f 1 g 30.3 30.7 40 20 re f")
        file.save(output, deterministic_id=True)
    return output.getvalue()


PICTURES = {"svg": SVG, "png": png(), "pdf": pdf()}


def headed(folder: Path, kind: str = "svg", *, content: bytes | None = None) -> Path:
    """Write the small source into `folder`, with an emblem of this kind and a letterhead; gives its root."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.html", "*.txt"))
    root = folder / "protocol.yaml"
    look = f"look:\n  emblem: {{file: emblem.{kind}, width_mm: 24}}\n  letterhead_rule: true\n"
    root.write_text(root.read_text(encoding="utf-8") + look, encoding="utf-8")
    for language, alt, lines in (
        ("ru", "Звезда в круге", "[Организация, Секретариат]"),
        ("zh", "圆中之星", "[组织, 秘书处]"),
    ):
        path = folder / f"{language}.yaml"
        text = path.read_text(encoding="utf-8").replace("title:", f"letterhead: {lines}\ntitle:", 1)
        path.write_text(text.replace("names:\n", f"names:\n  emblem: {alt}\n", 1), encoding="utf-8")
    (folder / f"emblem.{kind}").write_bytes(PICTURES[kind] if content is None else content)
    return root
