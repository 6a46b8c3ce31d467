"""A `Matter` into LaTeX, and that into PDFs by XeLaTeX, in one run each: there is nothing to refer to."""

import re
import shutil
import subprocess
from pathlib import Path

from matter import Block, Mark, Matter

from typeset.resources import bundled

NAME, SUFFIX, WARM = "xelatex", ".tex", False
_LANGUAGES = {"ru": "russian", "en": "english"}
"""Those whose words polyglossia breaks; Chinese lines are broken by XeTeX itself."""
_SPECIAL = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_{}"},
}  # fmt: skip
_FAMILY = r"[Path=%s/,Extension=.ttf,UprightFont=*-Regular,BoldFont=*-Bold]"
_HEAD = r"""\documentclass[14pt]{extarticle}
\usepackage[a4paper,top=22mm,right=15mm,bottom=20mm,left=30mm,headsep=5mm,headheight=14pt,footskip=12mm]{geometry}
\usepackage{fontspec,polyglossia,longtable,eso-pic,graphicx,xcolor,fancyhdr}
\setmainfont{LiberationSerif}FAMILY
\newfontfamily\han{NotoSerifSC}FAMILY
LANGUAGES
\setlength{\parindent}{12.5mm}\setlength{\parskip}{0pt}\setlength{\headheight}{17pt}
\pagestyle{fancy}\fancyhf{}\renewcommand{\headrulewidth}{0pt}\fancyhead[C]{\small\ifnum\value{page}>1 \thepage\fi}
\emergencystretch=3em\linespread{1.07}\selectfont
"""


def version() -> str | None:
    """Which one is installed."""
    program = shutil.which("xelatex")
    if program is None:
        return None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return said.partition("\n")[0].removeprefix("XeTeX ")


def written(matter: Matter, mark: Mark | None) -> str:
    """The file, with preamble."""
    main, *others = [_LANGUAGES[tag] for tag in matter.languages if tag in _LANGUAGES]
    languages = rf"\setmainlanguage{{{main}}}" + "".join(rf"\setotherlanguage{{{other}}}" for other in others)
    head = _HEAD.replace("FAMILY", _FAMILY % bundled().fonts).replace("LANGUAGES", languages)
    parts = [head]
    if mark is not None:
        words = rf"\fontsize{{56}}{{60}}\selectfont\color[gray]{{.86}}{_escaped(mark.watermark)}"
        center = rf"\AtPageCenter{{\makebox(0,0){{\rotatebox{{52}}{{{words}}}}}}}"
        parts.append(rf"\AddToShipoutPictureBG{{{center}}}\fancyfoot[L]{{\tiny {_escaped(mark.margin)}}}")
    parts += [r"\begin{document}", *map(_block, matter.blocks)]
    if mark is not None:
        parts.append(_certification(mark))
    return "\n".join((*parts, r"\end{document}"))


def set_all(inputs: list[Path]) -> None:
    """Set the inputs, each into a PDF of its name, by a process each."""
    for path in inputs:
        subprocess.run(command(path), check=True, capture_output=True)


def command(path: Path) -> list[str]:
    """One run."""
    return ["xelatex", "-interaction=batchmode", "-halt-on-error", f"-output-directory={path.parent}", str(path)]


def _block(block: Block) -> str:
    words = _escaped(block.words)
    match block.kind:
        case "text":
            if block.language in _LANGUAGES:
                language = rf"\selectlanguage{{{_LANGUAGES[block.language]}}}"
                return rf"\clearpage\normalfont\linespread{{1.07}}\selectfont{language}"
            return (
                r'\clearpage\han\linespread{1.32}\selectfont\XeTeXlinebreaklocale "zh"\XeTeXlinebreakskip=0pt plus 1pt'
            )
        case "annex":
            return r"\clearpage"
        case "title":
            return rf"\begin{{center}}\textbf{{\Large {words}}}\end{{center}}"
        case "subtitle" | "heading":
            return rf"\begin{{center}}\textbf{{{words}}}\end{{center}}"
        case "mark":
            return rf"\hspace*{{\fill}}\parbox{{83mm}}{{\small {words}}}\par"
        case "table":
            return _table(block)
        case "signatures":
            return _signatures(block)
        case _:
            return rf"\leftskip={block.depth * 12.5}mm {words}\par\leftskip=0pt" if block.depth else words + r"\par"


def _table(block: Block) -> str:
    head, *rows = (" & ".join(map(_escaped, row)) + r" \\ \hline" for row in block.rows)
    width = f"p{{{0.9 / len(block.rows[0]):.2f}\\linewidth}}"
    columns = "|" + "|".join([width] * len(block.rows[0])) + "|"
    return "\n".join((rf"\begin{{longtable}}{{{columns}}}\hline {head}\endhead", *rows, r"\end{longtable}"))


def _signatures(block: Block) -> str:
    cells = [
        rf"\parbox[t]{{76mm}}{{\raggedright\small\textbf{{{_escaped(party)}}}\\{_escaped(office)}\\[12mm]"
        rf"\rule{{76mm}}{{.5pt}}\\{_escaped(name)}\vspace{{5mm}}}}"
        for party, office, name in block.rows
    ]
    gap = r"\hfill "
    rows = (rf"\noindent {gap.join(cells[at : at + 2])}\par" for at in range(0, len(cells), 2))
    return "\n".join((r"\vspace{8mm}", *rows))


def _certification(mark: Mark) -> str:
    rows = "".join(rf"{_escaped(label)} & {_escaped(value)} \\ \hline " for label, value in mark.rows)
    parts = [_block(Block("text", language=mark.language)), _block(Block("title", mark.heading))]
    parts += [rf"{_escaped(one)}\par" for one in mark.statements]
    parts += [rf"\noindent\begin{{tabular}}{{p{{52mm}}p{{100mm}}}}\hline {rows}\end{{tabular}}\par"]
    parts += [rf"\noindent {_escaped(mark.office)}\par\vspace{{14mm}}\noindent\rule{{42mm}}{{.5pt}}\par"]
    seal = rf"\fbox{{\parbox[c][42mm]{{42mm}}{{\centering {_escaped(mark.seal)}}}}}"
    parts += [rf"\noindent {_escaped(mark.date)}\par\noindent{seal}"]
    return "\n".join(parts)


def _escaped(words: str) -> str:
    return re.sub(r"[\\~^#$%&_{}]", lambda found: _SPECIAL[found[0]], words)
