"""A machine into one that has the peers, as far as that is permitted here; the rest is named missing by what measures.

Packages of Python go into `build/peers`, so that .venv stays what the lock says; programs come by apt, where root asks.
"""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HOME = Path(__file__).parents[1]
PEERS = HOME / "build" / "peers"
_PROGRAMS = {
    "chromium": ("chromium",),
    "xelatex": ("texlive-xetex", "texlive-lang-cyrillic"),
    "soffice": ("libreoffice-writer-nogui",),
}


def main() -> None:
    """Install what is not there."""
    group = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["bench"]
    if not all((PEERS / package.partition(">")[0]).is_dir() for package in group):
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", str(PEERS)]
        _tried([*pip, *group])
    packages = [name for program, names in _PROGRAMS.items() if shutil.which(program) is None for name in names]
    if packages and shutil.which("apt-get") and os.geteuid() == 0:
        _tried(["apt-get", "update", "-q"])
        _tried(["apt-get", "install", "-qy", "--no-install-recommends", *packages])
    elif packages:
        print(f"not installed, and not to be had without root and apt: {' '.join(packages)}", file=sys.stderr)


def _tried(command: list[str]) -> None:
    print(f"$ {' '.join(command)}", file=sys.stderr)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)


if __name__ == "__main__":
    main()
