"""The very HTML and style that typeset's press is given, as one file for the bare `weasyprint`.

Every text and annex begins a page, as with us; nothing is guarded, balanced or settled, and no tags are asked for.
"""

import re
from pathlib import Path

from matter import Matter

_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
_APART = ".text + .text { break-before: page }"


def same(matter: Matter, folder: Path) -> Path:
    """Write the HTML of all sections as one document, with its style in its head."""
    made = matter.composition
    styles = dict.fromkeys(style for section in made.sections for style in (*section.stylesheets, *made.stylesheets))
    # What is said of the root of a Chinese section is said of the section here, where the root is that of all.
    style = "\n".join((*styles, _APART)).replace("html:lang(", ".text:lang(")
    bodies = "".join(found[1] for section in made.sections for found in _BODY.finditer(section.html))
    folder.mkdir(parents=True)
    path = folder / "same.html"
    path.write_text(
        f'<!DOCTYPE html><html lang="{made.languages[0]}"><head><meta charset="utf-8"><title>{made.title}</title>'
        f"<style>{style}</style></head><body>{bodies}</body></html>",
        encoding="utf-8",
    )
    return path
