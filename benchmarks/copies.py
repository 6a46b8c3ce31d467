"""What one more certified copy costs, beside pressing the document again, in one run.

    .venv/bin/python benchmarks/copies.py [SOURCE]

CPU time of this process and its threads, medians. The originals are that of SOURCE, by default the SCO example, and
one of 16 pages, which is the example without its first two annexes, and with as many paragraphs more as fill it.
The validator judges the first copy in full; those measured after it conform by likeness with that one.
"""

import datetime as dt
import statistics
import sys
import tempfile
import time
import typing as t
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ruamel.yaml import YAML

from typeset import pipeline
from typeset.compose import compose
from typeset.model.certification import Officer
from typeset.model.register import Allotment
from typeset.pipeline import registering
from typeset.pipeline.issuing import Desk, Order
from typeset.press import press
from typeset.register import Register
from typeset.resources import bundled

ROUNDS = 7
EXAMPLE = Path("examples/sco-2018")
PAGES = 16
_LEFT_OUT = frozenset({"agenda", "participants"})
_MOST = 40
"""Paragraphs that are added before giving up."""
Result = t.TypeVar("Result")


def cpu(call: Callable[[], Result]) -> tuple[float, Result]:
    """Milliseconds of CPU that a call takes, and what it gives."""
    start = time.process_time()
    result = call()
    return (time.process_time() - start) * 1000, result


def main() -> None:
    """Measure and print."""
    measure(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE)
    with tempfile.TemporaryDirectory() as name:
        measure(of_pages(Path(name), PAGES))


def measure(path: Path) -> None:
    """Measure one source, and print."""
    world = bundled()
    source = pipeline.read(path, world)
    pdf = pipeline.original(source, world).pdf

    def pressed() -> object:
        composition = compose(source.protocol, source.wordings, source.files, world, source.protocol.languages)
        return press(composition, world)

    with tempfile.TemporaryDirectory() as name, Register.open(Path(name) / "register.db", create=True) as book:
        folder = Path(name)
        entry = registering.known(pdf, folder / "original.pdf", book, world)
        desk = Desk(pdf, entry, book, folder, world)
        party = source.protocol.parties[0]
        language = source.protocol.languages[0]
        order = Order(
            date=dt.date(2026, 5, 25), parties=(party,), language=language, officer=Officer(office="—"), place="—",
            kept_in="—",
        )  # fmt: skip
        first, _ = cpu(lambda: list(desk.issue(order)))
        desk.proof.of(*_made(desk, order))
        rows: dict[str, list[float]] = {"press again": [], "make and register": [], "prove": []}
        for _ in range(ROUNDS):
            rows["press again"].append(cpu(pressed)[0])
            taken, made = cpu(partial(_made, desk, order))
            proven, _ = cpu(partial(desk.proof.of, *made))
            rows["make and register"].append(taken)
            rows["prove"].append(proven)
    again = statistics.median(rows["press again"])
    print(f"{entry.pages} pages, {ROUNDS} rounds, CPU medians")
    for name, samples in rows.items():
        median = statistics.median(samples)
        print(f"{name:<20} {median:8.1f} ms  {median / again:6.3f} of pressing again")
    both = statistics.median([a + b for a, b in zip(rows["make and register"], rows["prove"], strict=True)])
    print(f"{'with its own proof':<20} {both:8.1f} ms  {both / again:6.3f} of pressing again")
    print(f"{'the first copy':<20} {first:8.1f} ms  with its certification pressed, and judged by the validator")


def of_pages(folder: Path, pages: int) -> Path:
    """The example without some annexes, and with paragraphs added until its original has so many pages.

    Raises:
        SystemExit: no number of paragraphs makes it so long.
    """
    for added in range(_MOST):
        path = folder / str(added)
        path.mkdir()
        for name in ("protocol", "ru", "zh"):
            _trimmed(EXAMPLE / f"{name}.yaml", path / f"{name}.yaml", added)
        world = bundled()
        made = pipeline.original(pipeline.read(path, world), world).report.pages
        if made >= pages:
            break
    if made != pages:
        raise SystemExit(f"the example cannot be made {pages} pages long; with {added} paragraphs more it has {made}")
    return path


def _trimmed(source: Path, target: Path, added: int) -> None:
    yaml = YAML()
    content = yaml.load(source)
    annexes = content["annexes"]
    if isinstance(annexes, list):
        content["annexes"] = [{"id": one["id"], "number": 1} for one in annexes if one["id"] not in _LEFT_OUT]
    else:
        for name in _LEFT_OUT:
            del annexes[name]
        content["preamble"] = [one for one in content["preamble"] if "{annex" not in one]
        content["items"][0]["body"] += content["items"][0]["body"][-1:] * added
    yaml.dump(content, target)


def _made(desk: Desk, order: Order) -> tuple[bytes, str, Allotment]:
    """A copy made, written and registered, without its proof."""
    (allotment,) = desk.register.allot(desk.original.sha256, desk.terms_of(order))
    pdf, path = desk.composed(allotment)
    desk.enter(allotment, pdf, path)
    return pdf, path.name, allotment


if __name__ == "__main__":
    main()
