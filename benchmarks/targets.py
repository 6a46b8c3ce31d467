"""What each ratio is to reach, at most."""

_PEERS = ("typst", "weasyprint", "xelatex", "chromium", "libreoffice")
TARGETS: dict[str, dict[str, float]] = {
    "W1": dict.fromkeys(_PEERS, 1.0) | {"typst": 0.8, "weasyprint": 0.25},
    "W1-unproven": {"typst": 0.4},
    "W2": {"weasyprint": 1.15, "xelatex": 1.0, "libreoffice": 1.0, "chromium": 1.0},
    "W3": {"weasyprint": 0.75},
    "W3-unproven": {"weasyprint": 0.75},
    "W4": {"press again": 0.05, "typst": 0.1},
    "W5": {"one core": 1 / 1.8},
    "W6": {"press again": 0.5},
    "W7": {f"{kind}: {what}": most
           for kind in ("pages", "copies", "participants") for what, most in (("time", 2.2), ("memory", 2.1))},
    "PDF size": {"typst": 0.8},
}  # fmt: skip
HELP_SECONDS = 0.15


def verdict(workload: str, contender: str, ratio: float) -> str:
    """Whether a ratio reaches its target; empty where there is none."""
    most = TARGETS.get(workload, {}).get(contender)
    if most is None:
        return ""
    return f"at most {most:.2f}: " + ("reached" if ratio <= most else "MISSED")
