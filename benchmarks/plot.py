"""Ratios into a plot: one bar a contender, on a scale of powers of two, and a line where ours is as quick as theirs."""

import html
import math
from collections.abc import Iterator, Mapping

_LEFT, _RIGHT, _ROW, _WIDTH = 230, 60, 20, 760
_LEAST, _MOST = 2**-6, 2**6
_TITLES = {
    "W1": "original and 8 copies, proven", "W1-unproven": "the same, not proven", "W2": "one original, cold",
    "W3": "one original, warm, proven", "W3-unproven": "the same, not proven", "W4": "the 1,000th copy",
    "W5": "originals on two cores", "W6": "verify an original", "W6-copy": "verify a copy",
}  # fmt: skip


def plot(results: Mapping[str, Mapping[str, float]], caption: str) -> str:
    """An SVG; workloads without a title here are left out."""
    rows = list(_rows(results))
    height = _ROW * (len(rows) + 3)
    box = f'viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" font-size="12"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box}><title>Time of typeset by that of others</title>',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *_scale(height),
        *rows_drawn(rows),
        f'<text x="8" y="{height - 8}" fill="#555" font-size="11">{html.escape(caption)}</text></svg>',
    ]
    return "\n".join(lines) + "\n"


def rows_drawn(rows: list[tuple[str, str, float]]) -> Iterator[str]:
    """The bars with their names and figures."""
    middle = _across(1)
    for number, (title, name, ratio) in enumerate(rows, 1):
        y = number * _ROW + 14
        if not name:
            yield f'<text x="8" y="{y}" font-weight="bold">{html.escape(title)}</text>'
            continue
        end = _across(ratio)
        colour = "#2a7f4f" if ratio <= 1 else "#b5482f"
        yield f'<text x="{_LEFT - 10}" y="{y}" text-anchor="end">{html.escape(name)}</text>'
        left, width = min(middle, end), max(abs(end - middle), 1)
        yield f'<rect x="{left:.1f}" y="{y - 11}" width="{width:.1f}" height="13" fill="{colour}"/>'
        at, anchor = (end + 4, "start") if ratio > 1 else (end - 4, "end")
        yield f'<text x="{at:.1f}" y="{y}" text-anchor="{anchor}">{ratio:.2f}</text>'


def _rows(results: Mapping[str, Mapping[str, float]]) -> Iterator[tuple[str, str, float]]:
    for workload, title in _TITLES.items():
        if ratios := results.get(workload):
            yield f"{workload.partition('-')[0]}  {title}", "", 1
            for name, ratio in ratios.items():
                yield title, name, ratio


def _scale(height: int) -> Iterator[str]:
    for power in range(-6, 7, 2):
        x = _across(2.0**power)
        label = f"{2**power}×" if power >= 0 else f"1/{2**-power}"
        shade, end = ("#000" if not power else "#ddd"), height - _ROW * 1.6
        yield f'<line x1="{x:.1f}" y1="18" x2="{x:.1f}" y2="{end:.0f}" stroke="{shade}"/>'
        yield f'<text x="{x:.1f}" y="13" text-anchor="middle" fill="#555">{label}</text>'


def _across(ratio: float) -> float:
    part = (math.log2(min(max(ratio, _LEAST), _MOST)) + 6) / 12
    return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)
