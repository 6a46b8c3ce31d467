"""Our speed and that of others, in one run and in turn, into a table, `benchmarks/results.json` and `docs/speed.svg`.

    python benchmarks/speed.py [--only W1,W4] [--rounds 5] [--originals 200]

What is not run keeps its figures of an earlier run; each workload says of which commit and under which load it is.
"""

import argparse
import importlib
import json
import os
import sys
import tempfile
import typing as t
from pathlib import Path

HOME = Path(__file__).parents[1]
PEERS = HOME / "build" / "peers"
RESULTS, PLOT = HOME / "benchmarks" / "results.json", HOME / "docs" / "speed.svg"
LEAST_ROUNDS = 5


def main() -> None:
    """Measure, print, write."""
    options = _options()
    # Last, so that a peer's dependencies hide none of ours; processes begun from here see both.
    sys.path.append(str(PEERS))
    _same_faces()
    kept: dict[str, t.Any] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    from workloads import ALL, Bench  # noqa: PLC0415 - only now are the peers to be found

    wanted = options.only or [*ALL, "sizes"]
    if unknown := set(wanted) - {*ALL, "sizes"}:
        sys.exit(f"there is no workload `{min(unknown)}`")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), options.rounds, options.originals)
        _name_missing(bench, kept)
        for name in wanted:
            _sizes(kept) if name == "sizes" else _measure(ALL[name], bench, kept)
            _write(kept)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", type=lambda names: [one for one in names.split(",") if one], default=[])
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS)
    parser.add_argument("--originals", type=int, default=200)
    return parser.parse_args()


def _same_faces() -> None:
    """Let all engines that ask fontconfig find our faces, and no others."""
    from typeset.resources import FONT_CONFIGURATION, bundled  # noqa: PLC0415 - beside what needs it

    os.environ["FONTCONFIG_FILE"] = str(bundled().fonts / FONT_CONFIGURATION)


def _name_missing(bench: t.Any, kept: dict[str, t.Any]) -> None:  # noqa: ANN401 - loaded later
    from machine import machine, versions  # noqa: PLC0415 - as the workloads

    from peers import NAMES  # noqa: PLC0415 - likewise

    peers = bench.peers()
    kept["machine"], kept["versions"] = machine(), versions(peers)
    kept["missing"] = [name for name in NAMES if name not in peers]
    for name in kept["missing"]:
        print(f"missing, and not measured: {name}")


def _measure(workload: t.Any, bench: t.Any, kept: dict[str, t.Any]) -> None:  # noqa: ANN401 - loaded later
    from machine import circumstances  # noqa: PLC0415 - as the workloads
    from sampling import median  # noqa: PLC0415 - likewise
    from targets import verdict  # noqa: PLC0415 - likewise

    print(f"\n{workload.__doc__.splitlines()[0]}")
    before = circumstances()
    for name, outcome in workload(bench):
        kept[name] = {other: round(ratio, 4) for other, ratio in outcome.ratios.items()}
        plain = {
            other: [{"seconds": round(one.seconds, 4), "cpu": round(one.cpu, 4), "peak": one.peak} for one in found]
            for other, found in outcome.samples.items()
        }
        medians = {other: round(median(found), 4) for other, found in outcome.samples.items()}
        notes = {"rounds": bench.rounds, "load after": circumstances()["load"], **outcome.notes}
        kept.setdefault("runs", {})[name] = {**before, **notes, "medians": medians, "samples": plain}
        _print(name, outcome, medians, verdict)


def _print(name: str, outcome: t.Any, medians: dict[str, float], verdict: t.Any) -> None:  # noqa: ANN401
    own = next(iter(medians.items()), None)
    if own and own[0] not in outcome.ratios:
        print(f"{name:<12} {own[0]:<22} {own[1]:9.3f} s")
    for other, ratio in outcome.ratios.items():
        seconds = f"{medians[other]:9.3f} s" if other in medians else " " * 11
        counted = outcome.notes.get("cpu ratios", {}).get(other)
        cpu = f"{counted:8.3f} cpu" if counted else " " * 12
        print(f"{name:<12} {other:<22} {seconds} {ratio:9.3f} {cpu}  {verdict(name, other, ratio)}")


def _sizes(kept: dict[str, t.Any]) -> None:
    machine = importlib.import_module("machine")
    kept["sizes"] = machine.sizes()
    kept["help"] = machine.quickest(machine.helped())
    print("\nsizes, and the cold `--help`")
    for name, size in kept["sizes"].items():
        print(f"{name:<20} {size / 2**20:8.1f} MiB")
    most = importlib.import_module("targets").HELP_SECONDS
    print(f"{'--help':<20} {kept['help']['median']:8.3f} s  (least {kept['help']['least']:.3f}; at most {most})")


def _write(kept: dict[str, t.Any]) -> None:
    from plot import plot  # noqa: PLC0415 - as the workloads

    RESULTS.write_text(json.dumps(dict(sorted(kept.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    on = kept["machine"]
    caption = f"time of typeset by that of others, medians of pairs; {on['processor']}, {on['cores']} cores"
    PLOT.write_text(plot(kept, caption), encoding="utf-8")


if __name__ == "__main__":
    main()
