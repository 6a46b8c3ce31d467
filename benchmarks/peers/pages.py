"""A `Matter` into one HTML page: the very HTML and styles of our own press, for engines that set HTML."""

import html
import re

from matter import Mark, Matter

_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
# In one file, what is said of a section's root is said of the section.
_ROOT = "html:lang(zh)"
_STYLE = "section.text { break-before: page } section.text:first-child { break-before: auto }"
_COPY = """
.watermark { position: fixed; top: 110mm; left: -20mm; width: 210mm; z-index: -1; text-align: center; color: #dbdbdb;
  font: 56pt "Liberation Serif", "Noto Serif SC"; transform: rotate(-52deg); white-space: nowrap }
.certification { break-before: page; font: 13pt/1.35 "Liberation Serif", "Noto Serif SC" }
.certification p { text-indent: 0; text-align: left; margin-bottom: 3mm }
.certification h1 { font-size: 18pt; font-weight: bold; margin-bottom: 8mm }
.certification th { width: 52mm; font-weight: normal; text-align: left }
.certification .line { width: 42mm; height: 14mm; border-bottom: .5pt solid #000 }
.certification .seal { width: 42mm; height: 42mm; border: .5pt solid #999; border-radius: 21mm; text-align: center }
"""


def written(matter: Matter, mark: Mark | None) -> str:
    """One file with all sections, each on a new page; of a copy with watermark, margin line and certification."""
    sections = matter.composition.sections
    styles = dict.fromkeys(style for section in sections for style in section.stylesheets)
    style = "".join((*styles, *matter.composition.stylesheets)).replace(_ROOT, ".text:lang(zh)") + _STYLE
    bodies = [found[1] for section in sections if (found := _BODY.search(section.html))]
    if mark is not None:
        quoted = mark.margin.replace('"', "'")
        style += _COPY + f'@page {{ @bottom-left {{ content: "{quoted}"; font: 7pt "Liberation Serif" }} }}'
        style += f'@page :first {{ @bottom-left {{ content: "{quoted}"; font: 7pt "Liberation Serif" }} }}'
        bodies = [f'<div class="watermark">{html.escape(mark.watermark)}</div>', *bodies, _certification(mark)]
    head = f'<meta charset="utf-8"><title>{html.escape(matter.composition.title)}</title><style>{style}</style>'
    return f'<!DOCTYPE html><html lang="{matter.languages[0]}"><head>{head}</head><body>{"".join(bodies)}</body></html>'


def _certification(mark: Mark) -> str:
    statements = "".join(f"<p>{html.escape(one)}</p>" for one in mark.statements)
    rows = "".join(f"<tr><th>{html.escape(a)}</th><td>{html.escape(b)}</td></tr>" for a, b in mark.rows)
    return (
        f'<section class="certification" lang="{mark.language}"><h1>{html.escape(mark.heading)}</h1>{statements}'
        f'<table>{rows}</table><p>{html.escape(mark.office)}</p><div class="line"></div><p>{html.escape(mark.date)}</p>'
        f'<div class="seal"><p>{html.escape(mark.seal)}</p></div></section>'
    )
