"""Where WeasyPrint's time goes on pages like ours: minimal cases, and the example, by what the engine does.

    python benchmarks/engine.py

Every case is laid out by WeasyPrint alone, without anything of typeset's; the example is our HTML and styles, each
section once. Shares are of time in the functions themselves, as cProfile counts it, which makes calls dearer than
they are; lines that Pango breaks alone are timed without a profiler, in turn with the layout of the same lines.
"""

import cProfile
import itertools
import pstats
import statistics
import sys
import time
import typing as t
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from typeset import pipeline
from typeset.compose import compose
from typeset.press import press
from typeset.resources import bundled

HOME = Path(__file__).parents[1]
EXAMPLE = HOME / "examples" / "sco-2018" / "protocol.yaml"
ROUNDS = 7
SENTENCE = "Стороны подтверждают приверженность дальнейшему совершенствованию взаимодействия государств-членов. "
_WIDTH = 642
"""CSS pixels between the engine's own margins of A4."""
PARTS = {
    "styles: cascade, computed values": ("weasyprint/css/", "cssselect2", "tinycss2"),
    "text: Pango, hyphenation": ("weasyprint/text/", "pyphen", "cffi", "_cffi"),
    "lines and inline boxes": ("weasyprint/layout/inline.py", "weasyprint/layout/leader.py"),
    "blocks, pages, tables, floats": ("weasyprint/layout/",),
    "percentages and backgrounds": ("weasyprint/layout/percent.py", "weasyprint/layout/background.py"),
    "making and copying boxes": ("weasyprint/formatting_structure/", "copy.py"),
}
"""The longest path that fits says which part a function is of."""
CASES = {
    "60 paragraphs, as they come": ("<p>" + SENTENCE * 6 + "</p>") * 60,
    "the same, each of them in two boxes": ("<div><div><p>" + SENTENCE * 6 + "</p></div></div>") * 60,
    "360 paragraphs of one line": ("<p>" + SENTENCE[:60] + "</p>") * 360,
}
STYLE = "html { font: 14pt 'Liberation Serif' } p { margin: 0; text-align: justify; hyphens: auto } @page { size: A4 }"


def main() -> None:
    """Measure and print."""
    example = _example()
    import weasyprint  # noqa: PLC0415 - imported only after the fonts are isolated, by the press

    style = weasyprint.CSS(string=STYLE)

    def plain(body: str) -> Callable[[], t.Any]:
        html = weasyprint.HTML(string=f"<html lang=ru><body>{body}</body></html>")
        return lambda: [html.render(stylesheets=[style])]

    cases = {**{name: plain(body) for name, body in CASES.items()}, "the example, each section once": example}
    for name, lay in cases.items():
        _report(name, lay)
    _against_pango(cases["60 paragraphs, as they come"])
    _press()


def _example() -> Callable[[], t.Any]:
    """Lays out every section of the example once."""
    world = bundled()
    source = pipeline.read(EXAMPLE, world)
    made = compose(source.protocol, source.wordings, source.files, world, source.protocol.languages)
    press(made, world)
    from typeset.press import swift  # noqa: PLC0415 - likewise

    swift.uninstall()
    from typeset.press.fetch import Fetcher  # noqa: PLC0415 - likewise
    from typeset.press.layout import Layout  # noqa: PLC0415 - likewise

    layout = Layout(Fetcher(world, {}), made.stylesheets, made.sections)
    return lambda: [layout.render(section) for section in made.sections]


def _press() -> None:
    """Print what one press and one proof of the example are made of, in seconds of the processor."""
    from typeset.press import finish  # noqa: PLC0415 - likewise
    from typeset.press.layout import Layout  # noqa: PLC0415 - likewise

    spent: Counter[str] = Counter()

    def timed(owner: t.Any, name: str, part: Callable[..., str]) -> None:  # noqa: ANN401 - classes and modules
        real = getattr(owner, name)

        def timing(*arguments: t.Any) -> t.Any:  # noqa: ANN401 - stands for any call
            began = time.process_time()
            result = real(*arguments)
            spent[part(*arguments)] += time.process_time() - began
            return result

        setattr(owner, name, timing)

    timed(Layout, "render", lambda _self, _section, html="", *_: "excerpts" if html else "whole sections")
    timed(finish, "write", lambda *_: "finishing")
    world = bundled()
    source = pipeline.read(EXAMPLE, world)
    made = compose(source.protocol, source.wordings, source.files, world, source.protocol.languages)
    total = _timed(lambda: press(made, world))
    proven = _timed(lambda: pipeline.original(source, world))
    rest = total - sum(spent.values()) / 2
    sys.stdout.write(f"\none press of the example: {total * 1000:.0f} ms; with its proof {proven * 1000:.0f} ms\n")
    for part, seconds in [*((part, one / 2) for part, one in spent.items()), ("drawing, and all else", rest)]:
        sys.stdout.write(f"  {seconds * 1000:6.0f} ms  {part}\n")


def _report(name: str, lay: Callable[[], t.Any]) -> None:
    lines = _lines(lay())
    seconds = _median(lay)
    profile = cProfile.Profile()
    profile.runcall(lay)
    shares: Counter[str] = Counter()
    hot: Counter[str] = Counter()
    for (path, line, function), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]  # typeshed has no `stats`
        shares[_part(path)] += own
        hot[f"{Path(path).name}:{line} {function}"] += own
    total = sum(shares.values())
    sys.stdout.write(f"\n{name}: {lines} lines, {seconds * 1000:.0f} ms, {seconds / lines * 1000:.2f} ms a line\n")
    for part, own in shares.most_common():
        sys.stdout.write(f"  {own / total:6.1%}  {part}\n")
    for function, own in hot.most_common(5):
        sys.stdout.write(f"          {own / total:6.1%}  {function}\n")


def _part(path: str) -> str:
    fitting = [(len(piece), part) for part, pieces in PARTS.items() for piece in pieces if piece in path]
    return max(fitting)[1] if fitting else "all else: the interpreter's own functions"


def _lines(documents: t.Iterable[t.Any]) -> int:
    from weasyprint.formatting_structure.boxes import LineBox  # noqa: PLC0415 - likewise

    pages = (page for document in documents for page in document.pages)
    return sum(isinstance(box, LineBox) for page in pages for box in page._page_box.descendants())  # noqa: SLF001 - not public


def _against_pango(lay: Callable[[], t.Any]) -> None:
    """The same lines broken by Pango alone: the width known, a paragraph at a time."""
    from weasyprint.formatting_structure.boxes import TextBox  # noqa: PLC0415 - likewise
    from weasyprint.text.ffi import TO_UNITS, ffi, pango  # noqa: PLC0415 - likewise
    from weasyprint.text.line_break import create_layout  # noqa: PLC0415 - likewise

    (document,) = lay()
    text = next(box for box in document.pages[0]._page_box.descendants() if isinstance(box, TextBox))  # noqa: SLF001 - not public
    count = _lines([document])

    def alone() -> int:
        layouts = (create_layout(SENTENCE * 6, text.style, None, None, 0) for _ in range(60))
        return sum(_broken(one.layout) for one in layouts)

    def _broken(layout: t.Any) -> int:  # noqa: ANN401 - a pointer
        pango.pango_layout_set_width(layout, int(_WIDTH * TO_UNITS))
        numbers = itertools.count()
        return sum(1 for _ in iter(lambda: pango.pango_layout_get_line_readonly(layout, next(numbers)), ffi.NULL))

    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lay))
        theirs.append(_timed(alone))
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    sys.stdout.write(f"\n{count} lines laid out take {ratio:.1f} times what Pango takes to break {alone()}\n")


def _median(function: Callable[[], t.Any]) -> float:
    return statistics.median(_timed(function) for _ in range(ROUNDS))


def _timed(function: Callable[[], t.Any]) -> float:
    began = time.process_time()
    function()
    return time.process_time() - began


if __name__ == "__main__":
    main()
