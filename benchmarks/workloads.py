"""The workloads: what is measured against what, in turn, each with words that nobody has set before."""

import importlib
import itertools
import typing as t
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import ours
from growth import growth
from matter import Mark, Matter, matter
from same import same
from sampling import Sample, Worker, command, cpu_ratio, ratio, workers
from texts import variation

from peers import NAMES, Peer, prepared

COPIES = 999
"""Issued before the copy that is measured."""
_ELSEWHERE = "chromium"
"""Works in processes that its worker does not wait for: the processor's time is not counted."""
Samples = dict[str, list[Sample]]


@dataclass(frozen=True)
class Outcome:
    """Samples by contender, and ratios of ours by theirs."""

    samples: Samples
    ratios: dict[str, float]
    notes: dict[str, t.Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Bench:
    """Where and how often is measured.

    Args:
        folder: for all that is made.
        rounds: samples of every contender.
        originals: how many a batch has.
    """

    folder: Path
    rounds: int
    originals: int

    def peers(self) -> dict[str, Peer]:
        """Those that are installed."""
        found = {name: t.cast("Peer", importlib.import_module(f"peers.{name}")) for name in NAMES}
        return {name: peer for name, peer in found.items() if peer.version() is not None}

    def alternate(
        self, way: "Callable[[int, dict[str, Worker | None]], Iterator[tuple[str, Sample]]]", *names: str
    ) -> Samples:
        """Let `way` measure every contender once a round; a round before them warms them up, and is thrown away."""
        samples: Samples = {name: [] for name in names}
        with workers(len(names)) as made:
            for number in range(self.rounds + 1):
                for name, sample in way(number, dict(zip(names, made, strict=True))):
                    if number:
                        samples[name].append(sample)
        return samples


def run(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W1: an original and a copy for each of eight parties; with our proof, and without it."""
    peers = bench.peers()

    def way(number: int, at: dict[str, Worker]) -> Iterator[tuple[str, Sample]]:
        source = variation(bench.folder / f"w1-{number}", 100 + number)
        content = matter(source)
        marks: list[Mark | None] = [None, *content.marks]
        yield "typeset", at["typeset"].call(ours.run, source, bench.folder / f"w1-{number}-proven")
        for name, peer in peers.items():
            inputs = prepared(peer, content, marks, bench.folder / f"w1-{number}-{name}")
            yield name, at[name].call(peer.set_all, inputs)
        yield "unproven", at["unproven"].call(ours.run_unproven, source, bench.folder / f"w1-{number}-unproven")

    samples = bench.alternate(way, "typeset", *peers, "unproven")
    yield "W1", _against(samples, "typeset", peers)
    yield "W1-unproven", _against(samples, "unproven", peers)


def cold(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W2: one original from a cold command line, against the commands of the peers."""
    peers = bench.peers()

    def way(number: int, _at: dict[str, Worker]) -> Iterator[tuple[str, Sample]]:
        source = variation(bench.folder / f"w2-{number}", 200 + number)
        content = matter(source)
        yield "typeset", command(ours.command(source, bench.folder / f"w2-{number}.pdf"))
        for name, peer in peers.items():
            yield name, command(peer.command(_alone(peer, content, bench.folder / f"w2-{number}-{name}")))

    samples = bench.alternate(way, "typeset", *peers)
    yield "W2", _against(samples, "typeset", peers)


def warm(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W3: one original in a warm process: pressed and proven, and pressed alone; the sizes of the files besides."""
    peers = {name: peer for name, peer in bench.peers().items() if peer.WARM}
    sizes: dict[str, int] = {}

    def way(number: int, at: dict[str, Worker]) -> Iterator[tuple[str, Sample]]:
        source = variation(bench.folder / f"w3-{number}", 300 + number)
        target, content = bench.folder / f"w3-{number}.pdf", matter(source)
        yield "typeset", at["typeset"].call(ours.original, source, target)
        for name, peer in peers.items():
            path = _alone(peer, content, bench.folder / f"w3-{number}-{name}")
            yield name, at[name].call(peer.set_all, [path])
            sizes[name] = path.with_suffix(".pdf").stat().st_size
        yield "unproven", at["unproven"].call(ours.unproven, source, bench.folder / f"w3-{number}-u.pdf")
        sizes["typeset"] = target.stat().st_size

    samples = bench.alternate(way, "typeset", *peers, "unproven")
    yield "W3", _against(samples, "typeset", peers)
    yield "W3-unproven", _against(samples, "unproven", peers)
    files = {name: sizes["typeset"] / size for name, size in sizes.items() if name != "typeset"}
    yield "PDF size", Outcome({}, files, {"bytes": sizes})


def further(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W4: the thousandth copy, proven and registered, against pressing again and the peers' copy."""
    peers = bench.peers()
    source = variation(bench.folder / "w4", 400)
    content = matter(source)

    def way(number: int, at: dict[str, Worker]) -> Iterator[tuple[str, Sample]]:
        desk = (source, bench.folder / "w4-copies", COPIES)
        if not number:
            at["typeset"].call(ours.opened, *desk)
        yield "typeset", at["typeset"].call(ours.copy, *desk)
        yield "press again", at["press again"].call(ours.again, source)
        for name, peer in peers.items():
            marks: list[Mark | None] = [content.numbered(COPIES + number)]
            inputs = prepared(peer, content, marks, bench.folder / f"w4-{number}-{name}")
            yield name, at[name].call(peer.set_all, inputs)

    samples = bench.alternate(way, "typeset", "press again", *peers)
    yield "W4", _against(samples, "typeset", ["press again", *peers])


def proofs(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W6: verification of an original and of a copy, against pressing."""
    source, copies = variation(bench.folder / "w6", 600), bench.folder / "w6-copies"
    ours.run(source, copies)
    pdf = copies / "original.pdf"
    copy = next(iter(sorted(copies.glob("*copy*.pdf"))))

    def way(_number: int, at: dict[str, Worker]) -> Iterator[tuple[str, Sample]]:
        yield "verify", at["verify"].call(ours.proven, pdf)
        yield "press again", at["press again"].call(ours.again, source)
        yield "verify copy", at["verify copy"].call(ours.proven, copy, pdf)

    samples = bench.alternate(way, "verify", "press again", "verify copy")
    yield "W6", _against(samples, "verify", ["press again"])
    yield "W6-copy", _against(samples, "verify copy", ["press again"])


def batch(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W5: different originals on two cores, against one."""
    from sample import generate  # noqa: PLC0415 - beside it

    from batch import run as run_batch  # noqa: PLC0415 - loads much

    generate(bench.folder / "w5", bench.originals)
    turn = itertools.count()

    def way(_number: int, at: dict[str, Worker]) -> Iterator[tuple[str, Sample]]:
        for name, jobs in (("two cores", 2), ("one core", 1)):
            sample = at[name].call(run_batch, bench.folder / "w5", bench.folder / f"w5-{next(turn)}", jobs)
            yield name, Sample(sample.seconds, sample.cpu, sample.peak)

    samples = bench.alternate(way, "two cores", "one core")
    yield (
        "W5",
        Outcome(
            samples, {"one core": ratio(samples["two cores"], samples["one core"])}, {"originals": bench.originals}
        ),
    )


def grown(bench: Bench) -> Iterator[tuple[str, Outcome]]:
    """W7: what twice the work takes."""
    samples, ratios, notes = growth(bench.folder, bench.rounds)
    yield "W7", Outcome(samples, ratios, notes)


def _alone(peer: Peer, content: Matter, folder: Path) -> Path:
    """The input of an original: the bare engine gets the very HTML and style that ours is pressed from."""
    if peer.NAME == "weasyprint":
        return same(content, folder)
    (path,) = prepared(peer, content, [None], folder)
    return path


def _against(samples: Samples, own: str, others: t.Collection[str]) -> Outcome:
    ratios = {name: ratio(samples[own], samples[name]) for name in others}
    counted = {name: cpu_ratio(samples[own], samples[name]) for name in others if name != _ELSEWHERE}
    notes = {"cpu ratios": {name: round(found, 4) for name, found in counted.items()}}
    return Outcome({name: samples[name] for name in (own, *others)}, ratios, notes)


ALL = {"W1": run, "W2": cold, "W3": warm, "W4": further, "W5": batch, "W6": proofs, "W7": grown}
