"""A `Matter` into a flat OpenDocument text, and that into PDFs by LibreOffice: one process for all of a call."""

import html
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from matter import Block, Mark, Matter

NAME, SUFFIX, WARM = "libreoffice", ".fodt", False
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
_FACES = {"zh": "Noto Serif SC"}
_PITCHES = {"Noto Serif SC": 111}
"""Line height in per cent of what the face asks for."""
_COUNTRIES = {"ru": "RU", "zh": "CN", "en": "GB"}
_STYLES = {
    "title": ("center", 17, "bold", 0), "subtitle": ("center", 14, "bold", 0), "heading": ("center", 14, "bold", 0),
    "paragraph": ("justify", 14, "normal", 12.5), "point": ("justify", 14, "normal", 12.5),
    "mark": ("left", 12, "normal", 0), "cell": ("left", 12, "normal", 0), "party": ("left", 12, "bold", 0),
}  # fmt: skip
"""Alignment, points, weight, and the indent of the first line in millimetres."""


def version() -> str | None:
    """Which one is installed."""
    program = shutil.which("soffice")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return said.split()[1]


def written(matter: Matter, mark: Mark | None) -> str:
    """The file, with its styles and its page."""
    body = [*_texts(matter.blocks), *(_certification(mark) if mark else ())]
    styles = "".join(_style(kind, tag, new) for kind in _STYLES for tag in matter.languages for new in ("", "-new"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:font-face-decls>'
        + "".join(f'<style:font-face style:name="{face}" svg:font-family="\'{face}\'"/>' for face in _faces())
        + f"</office:font-face-decls><office:styles>{styles}</office:styles>{_page(mark)}"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document>"
    )


def set_all(inputs: list[Path]) -> None:
    """Set the inputs, each into a PDF of its name."""
    subprocess.run(_command(inputs), check=True, capture_output=True)


def command(path: Path) -> list[str]:
    """The same for one."""
    return _command([path])


def _command(inputs: list[Path]) -> list[str]:
    # One home for all runs: a first start makes it, which is not what is measured.
    home = (Path(tempfile.gettempdir()) / "typeset-bench-office").as_uri()
    options = ["--headless", f"-env:UserInstallation={home}", "--convert-to", "pdf", "--outdir", str(inputs[0].parent)]
    return ["soffice", *options, *map(str, inputs)]


def _faces() -> tuple[str, ...]:
    return ("Liberation Serif", *_FACES.values())


def _style(kind: str, tag: str, new: str) -> str:
    align, size, weight, indent = _STYLES[kind]
    face, country = _FACES.get(tag, "Liberation Serif"), _COUNTRIES[tag]
    page = ' fo:break-before="page"' if new else ""
    pitch = _PITCHES.get(face, 113)
    left = 82 if kind == "mark" else 0
    return (
        f'<style:style style:name="{kind}-{tag}{new}" style:family="paragraph"><style:paragraph-properties{page} '
        f'fo:text-align="{align}" fo:text-indent="{indent}mm" fo:margin-left="{left}mm" fo:line-height="{pitch}%" '
        f'fo:orphans="2" fo:widows="2"/><style:text-properties style:font-name="{face}" fo:font-size="{size}pt" '
        f'fo:font-weight="{weight}" fo:language="{tag}" fo:country="{country}" fo:hyphenate="true" '
        f'style:font-name-asian="Noto Serif SC" style:font-size-asian="{size}pt" style:font-weight-asian="{weight}" '
        'style:language-asian="zh" style:country-asian="CN"/></style:style>'
    )


def _page(mark: Mark | None) -> str:
    """The page with its number; of a copy with watermark and margin line."""
    number = '<text:p text:style-name="number"><text:page-number/></text:p>'
    foot, graphic = "", ""
    if mark is not None:
        graphic = (
            '<style:style style:name="water" style:family="graphic"><style:graphic-properties draw:stroke="none" '
            'draw:fill="none" style:run-through="background" style:wrap="run-through" '
            'draw:auto-grow-width="true"/></style:style><style:style style:name="pale" style:family="paragraph">'
            '<style:text-properties fo:font-size="56pt" fo:color="#dbdbdb" style:font-name="Liberation Serif"/>'
            "</style:style>"
        )
        shape = (
            '<draw:custom-shape text:anchor-type="paragraph" draw:style-name="water" svg:width="200mm" '
            'svg:height="25mm" draw:transform="rotate (0.907) translate (2cm 20cm)">'
            f'<text:p text:style-name="pale">{html.escape(mark.watermark)}</text:p></draw:custom-shape>'
        )
        number = number.replace("<text:page-number/>", f"{shape}<text:page-number/>")
        foot = f'<style:footer><text:p text:style-name="foot">{html.escape(mark.margin)}</text:p></style:footer>'
    return (
        '<office:automatic-styles><style:page-layout style:name="a4"><style:page-layout-properties '
        'fo:page-width="210mm" fo:page-height="297mm" fo:margin-top="11mm" fo:margin-right="15mm" '
        'fo:margin-bottom="10mm" fo:margin-left="30mm"/><style:header-style><style:header-footer-properties '
        'fo:min-height="11mm"/></style:header-style><style:footer-style><style:header-footer-properties '
        'fo:min-height="10mm"/></style:footer-style></style:page-layout><style:style style:name="number" '
        'style:family="paragraph"><style:paragraph-properties fo:text-align="center"/></style:style>'
        '<style:style style:name="foot" style:family="paragraph"><style:text-properties fo:font-size="7pt" '
        f'style:font-name="Liberation Serif"/></style:style>{graphic}</office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Standard" style:page-layout-name="a4"><style:header>'
        f"{number}</style:header>{foot}</style:master-page></office:master-styles>"
    )


def _texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    new = ""
    for number, block in enumerate(blocks):
        if block.kind in {"text", "annex"}:
            new = "-new" if number else ""
        elif block.kind in {"table", "signatures"}:
            yield _table(block) if block.kind == "table" else _signatures(block)
        else:
            yield _line(block.kind, block.language, block.words, new)
            new = ""


def _line(kind: str, tag: str, words: str, new: str = "") -> str:
    return f'<text:p text:style-name="{kind}-{tag}{new}">{html.escape(words)}</text:p>'


def _table(block: Block) -> str:
    head, *rows = (_row(tuple(_line("cell", block.language, cell) for cell in row)) for row in block.rows)
    column = f'<table:table-column table:number-columns-repeated="{len(block.rows[0])}"/>'
    return (
        f"<table:table>{column}<table:table-header-rows>{head}</table:table-header-rows>{''.join(rows)}</table:table>"
    )


def _signatures(block: Block) -> str:
    cells = [
        _line("party", block.language, party) + _line("cell", block.language, office)
        + "<text:p/>" + _line("cell", block.language, "_" * 30) + _line("cell", block.language, name)
        for party, office, name in block.rows
    ]  # fmt: skip
    rows = (_row((*cells[at : at + 2], "<text:p/>")[:2]) for at in range(0, len(cells), 2))
    return f'<table:table><table:table-column table:number-columns-repeated="2"/>{"".join(rows)}</table:table>'


def _row(cells: tuple[str, ...]) -> str:
    return (
        f"<table:table-row>{''.join(f'<table:table-cell>{one}</table:table-cell>' for one in cells)}</table:table-row>"
    )


def _certification(mark: Mark) -> Iterator[str]:
    tag = mark.language
    yield _line("title", tag, mark.heading, "-new")
    yield from (_line("paragraph", tag, one) for one in mark.statements)
    rows = "".join(_row(tuple(_line("cell", tag, cell) for cell in row)) for row in mark.rows)
    yield f'<table:table><table:table-column table:number-columns-repeated="2"/>{rows}</table:table>'
    yield from (_line("cell", tag, words) for words in (mark.office, "_" * 30, mark.date, mark.seal))
