"""Runs of `typeset batch` into figures: one worker against two, and the memory of a long run of copies.

python benchmarks/batch.py speed [COUNT]      COUNT instruments of 3 to 40 pages (200)
python benchmarks/batch.py memory [COUNT]     COUNT copies of one original (1000)
"""

import datetime as dt
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from sample import generate

from typeset.batch import Batch, Limits, Pool, Setting, read_manifest
from typeset.batch.tasks import memory as resident
from typeset.model.batch import Making, Result
from typeset.register import Register
from typeset.resources import bundled

DAY = dt.date(2026, 5, 20)
MOST_RATIO, MOST_GROWTH = 0.56, 1.2
_MB = 2**20


def run(manifest: Path, out: Path, jobs: int) -> tuple[list[Result], list[int], float]:
    """Make everything; gives the results, the memory of this process after each, and the seconds."""
    base = manifest if manifest.is_dir() else manifest.parent
    setting = Setting(base, out, str(out / "register.db"), bundled(), DAY)
    instruments = read_manifest(manifest, Making.model_validate({"copies": "none"}))
    start, results, own = time.perf_counter(), [], []
    # No worker is replaced, so that growth would show.
    for event in Batch(instruments, setting).run(Pool(jobs, Limits(tasks=10**9, resident=2**40))):
        if isinstance(event, Result):
            results.append(event)
            own.append(resident())
    seconds = time.perf_counter() - start
    failed = [one for one in results if one.failure]
    if failed:
        sys.exit(f"failed: {failed[0]}")
    return results, own, seconds


def state(out: Path) -> tuple[dict[str, str], str]:
    """What was made, by digest, and the head of the register."""
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.rglob("*.pdf"))}
    with Register.open(out / "register.db") as book:
        return files, str(book.head())


def speed(folder: Path, count: int) -> bool:
    """One worker against two, on the same sources."""
    generate(folder / "sources", count)
    times, states = {}, []
    for jobs in (1, 2):
        results, _, times[jobs] = run(folder / "sources", folder / f"out-{jobs}", jobs)
        states.append(state(folder / f"out-{jobs}"))
        pages = [one.pages for one in results]
        rate = len(pages) / times[jobs]
        print(f"{jobs} worker(s): {len(pages)} originals of {min(pages)} to {max(pages)} pages ({sum(pages)} in all), "
              f"{times[jobs]:.1f} s, {rate:.2f}/s")  # fmt: skip
    ratio = times[2] / times[1]
    print(f"two workers took {ratio:.3f} of the time of one (at most {MOST_RATIO})")
    print(f"files and register are the same: {states[0] == states[1]}")
    return states[0] == states[1] and ratio <= MOST_RATIO


def memory(folder: Path, count: int) -> bool:
    """Many copies of one original."""
    generate(folder / "sources", 1)
    manifest = folder / "manifest.json"
    content = {"batch": 1, "instruments": [{"source": "sources/0001", "copies": {"AA": count // 2, "BB": count // 2}}]}
    manifest.write_text(json.dumps(content), encoding="utf-8")
    results, own, seconds = run(manifest, folder / "out", 2)
    copies = [(one, size) for one, size in zip(results, own, strict=True) if one.document != "original"]
    print(f"{len(copies)} copies of {copies[0][0].pages} pages, {seconds:.1f} s, {len(copies) / seconds:.2f}/s")
    sizes: dict[str, list[int]] = defaultdict(list)
    for place, (one, size) in enumerate(copies, 1):
        if place in {100, len(copies)} or place % 100 == 0:
            sizes["parent"].append(size)
        if place >= min(100, len(copies)):
            sizes[one.worker].append(one.memory)
    flat = True
    for name, found in sizes.items():
        growth = found[-1] / found[0]
        flat = flat and growth <= MOST_GROWTH
        print(f"{name}: {found[0] / _MB:.0f} MB at the 100th, {found[-1] / _MB:.0f} MB at the last ({growth:.2f})")
    print(f"peak of the parent: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return flat


if __name__ == "__main__":
    what, default = {"speed": (speed, 200), "memory": (memory, 1000)}[sys.argv[1]]
    with tempfile.TemporaryDirectory() as place:
        sys.exit(not what(Path(place), int(sys.argv[2]) if len(sys.argv) > 2 else default))  # noqa: PLR2004
