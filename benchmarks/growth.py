"""Ever larger work into what each doubling of it takes: time, and memory beyond the base."""

import math
import statistics
import typing as t
from collections.abc import Callable
from pathlib import Path

import ours
from sampling import Sample, median, workers
from texts import of_pages, of_participants, variation

SIZES = {"pages": (5, 20, 80, 320), "copies": (8, 64, 512), "participants": (24, 240, 2400)}
Samples = dict[str, list[Sample]]
_Making = Callable[..., t.Any]


def growth(folder: Path, rounds: int) -> tuple[Samples, dict[str, float], dict[str, t.Any]]:
    """Measure every size in a new process each, all sizes in turn; gives the worst doubling of each kind."""
    work = {(kind, size): _work(folder, kind, size) for kind, sizes in SIZES.items() for size in sizes}
    samples: dict[tuple[str, int], list[Sample]] = {key: [] for key in work}
    bases = []
    for number in range(rounds):
        for key, (making, source) in work.items():
            target = folder / f"w7-made-{'-'.join(map(str, key))}-{number}"
            with workers(1) as (worker,):
                bases.append(worker.call(ours.loaded).peak)
                count = (key[1],) if making is ours.copies else ()
                samples[key].append(worker.call(making, source, target, *count))
    base = statistics.median(bases)
    ratios, notes = {}, {"base": base, "peaks": {}, "pages": {}}
    for kind, sizes in SIZES.items():
        times = [median(samples[kind, size]) for size in sizes]
        peaks = [statistics.median(one.peak for one in samples[kind, size]) - base for size in sizes]
        notes["peaks"][kind] = dict(zip(map(str, sizes), peaks, strict=True))
        notes["pages"][kind] = {str(size): samples[kind, size][0].result for size in sizes}
        # Pages are counted, not promised.
        made = tuple(notes["pages"][kind].values()) if kind == "pages" else sizes
        ratios[f"{kind}: time"] = _doubling(made, times)
        ratios[f"{kind}: memory"] = _doubling(made, peaks)
    return {f"{kind} {size}": found for (kind, size), found in samples.items()}, ratios, notes


def _work(folder: Path, kind: str, size: int) -> tuple[_Making, Path]:
    place = folder / f"w7-{kind}-{size}"
    if kind == "copies":
        return ours.copies, variation(place, size)
    return ours.alone, (of_pages if kind == "pages" else of_participants)(place, size)


def _doubling(sizes: tuple[int, ...], taken: list[float]) -> float:
    """What a doubling takes at most, between two sizes that follow each other."""
    steps = zip(sizes, sizes[1:], taken, taken[1:], strict=False)
    return max((after / before) ** (1 / math.log2(larger / smaller)) for smaller, larger, before, after in steps)
