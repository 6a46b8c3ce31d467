"""A `Matter` into Typst's markup, and that into PDFs by the package `typst`."""

import functools
import importlib.metadata
import json
import sys
import typing as t
from pathlib import Path

from matter import Block, Mark, Matter

from typeset.resources import bundled

NAME, SUFFIX, WARM = "typst", ".typ", True
_HEAD = """
#set page(paper: "a4", margin: (top: 22mm, right: 15mm, bottom: 20mm, left: 30mm), header: context {
  if counter(page).get().first() > 1 { align(center, text(12pt, counter(page).display())) } })
#set text(font: ("Liberation Serif", "Noto Serif SC"), size: 14pt, hyphenate: true,
  top-edge: 0.8em, bottom-edge: -0.2em)
#set par(justify: true, leading: 0.3em, spacing: 0.3em, first-line-indent: (amount: 12.5mm, all: true))
#show heading: set align(center)
#show heading: set text(size: 14pt)
#show heading.where(level: 1): set text(size: 17pt)
#set table(stroke: 0.5pt)
"""
_FACES = {"zh": ('("Noto Serif SC",)', 0.6)}
"""Faces and leading, where they are others than those of the head."""


def version() -> str | None:
    """Which one is installed."""
    try:
        return importlib.metadata.version("typst")
    except importlib.metadata.PackageNotFoundError:
        return None


def written(matter: Matter, mark: Mark | None) -> str:
    """The markup: every word is a string, so that nothing in it is markup."""
    parts = [f"#set document(title: {_quoted(matter.composition.title)})", _HEAD]
    if mark is not None:
        turned = f"rotate(-52deg, text(56pt, fill: luma(86%), hyphenate: false, {_quoted(mark.watermark)}))"
        parts.append(f"#set page(background: {turned}, footer: text(7pt, {_quoted(mark.margin)}))")
    parts += map(_block, matter.blocks)
    if mark is not None:
        parts.append(_certification(mark))
    return "\n".join(parts)


def set_all(inputs: list[Path]) -> None:
    """Set the inputs, each into a PDF of its name, by one compiler that has read the fonts."""
    compiler = _compiler()
    for path in inputs:
        compiler.compile(input=path, output=path.with_suffix(".pdf"))


def command(path: Path) -> list[str]:
    """A process that sets one input: there is no program beside the package."""
    call = (
        f"import sys; sys.path.append({str(_place())!r}); import typst; typst.compile({str(path)!r}, "
        f"output={str(path.with_suffix('.pdf'))!r}, font_paths=[{str(bundled().fonts)!r}], ignore_system_fonts=True)"
    )
    return [sys.executable, "-I", "-c", call]


@functools.cache
def _compiler() -> t.Any:  # noqa: ANN401 - a peer, which need not be there
    import typst  # noqa: PLC0415 - likewise

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[bundled().fonts])
    return typst.Compiler(root="/", font_paths=fonts)


def _place() -> Path:
    import typst  # noqa: PLC0415 - a peer, which need not be there

    return Path(typst.__file__).parents[1]


def _block(block: Block) -> str:
    words = _quoted(block.words)
    match block.kind:
        case "text":
            face, leading = _FACES.get(block.language, ('("Liberation Serif", "Noto Serif SC")', 0.3))
            style = f'#set text(lang: "{block.language}", font: {face})'
            return f"#pagebreak(weak: true)\n{style}\n#set par(leading: {leading}em, spacing: {leading}em)"
        case "annex":
            return "#pagebreak(weak: true)"
        case "title":
            return f"#heading(level: 1, {words})"
        case "heading":
            return f"#heading(level: 2, {words})"
        case "subtitle":
            return f"#align(center, strong({words}))\n#v(9mm)"
        case "mark":
            return f"#pad(left: 82mm, text(12pt, {words}))"
        case "table":
            return _table(block)
        case "signatures":
            return _signatures(block)
        case _:
            return f"#pad(left: {block.depth * 12.5}mm, par({words}))" if block.depth else f"#par({words})"


def _table(block: Block) -> str:
    head, *rows = block.rows
    cells = ", ".join(_quoted(cell) for row in rows for cell in row)
    return f"#text(12pt, table(columns: {len(head)}, table.header({', '.join(map(_quoted, head))}), {cells}))"


def _signatures(block: Block) -> str:
    cells = (
        f"block(breakable: false, text(12pt, stack(spacing: 2mm, strong({_quoted(party)}), {_quoted(office)}, v(12mm), "
        f"line(length: 100%, stroke: 0.5pt), {_quoted(name)}, v(5mm))))"
        for party, office, name in block.rows
    )
    return f"#v(8mm)\n#grid(columns: (1fr, 1fr), column-gutter: 8mm, {', '.join(cells)})"


def _certification(mark: Mark) -> str:
    rows = ", ".join(f"{_quoted(label)}, {_quoted(value)}" for label, value in mark.rows)
    parts = [
        f'#pagebreak()\n#set text(lang: "{mark.language}", font: ("Liberation Serif", "Noto Serif SC"), size: 13pt)'
    ]
    parts += [f"#heading(level: 1, {_quoted(mark.heading)})", *(f"#par({_quoted(one)})" for one in mark.statements)]
    parts += [f"#table(columns: (52mm, 1fr), {rows})", f"#par({_quoted(mark.office)})"]
    parts += ["#v(14mm)\n#line(length: 42mm, stroke: 0.5pt)", f"#par({_quoted(mark.date)})"]
    parts += [f"#circle(radius: 21mm, stroke: 0.5pt + luma(60%), align(center + horizon, {_quoted(mark.seal)}))"]
    return "\n".join(parts)


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)
