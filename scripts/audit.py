"""The locked requirements against a database of known weaknesses: `make audit`.

Runs pip-audit in an environment of its own, which is installed by hash from `requirements/audit.txt`. Nothing is
resolved, and nothing of what is audited is installed: versions and hashes are those of the locks, for this system.

Ends with 0 where the database was asked about every package and knows of nothing, with 1 where it knows of something,
and with 75 where it could not be asked: then nothing is known, and nothing is promised.

    scripts/audit.py [--osv URL]      another database that speaks as osv.dev does
"""

import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("runtime", "dev", "audit")
FOUND, UNASKED = 1, 75
HOME = ROOT / "build" / "audit"
_STAMP = "audit.txt"


def environment() -> Path:
    """The environment of pip-audit, made anew where its lock has changed; gives the command.

    Raises:
        CalledProcessError: it cannot be had.
    """
    lock, python = (ROOT / "requirements" / "audit.txt").read_bytes(), HOME / "bin" / "python"
    stamp = HOME / _STAMP
    if not (stamp.exists() and stamp.read_bytes() == lock):
        venv.create(HOME, clear=True, with_pip=True)
        # Complete, as every lock is: with nothing to resolve, no newer release of an extra gets in pip's way.
        install = ["-m", "pip", "install", "-qq", "--no-input", "--disable-pip-version-check", "--no-deps"]
        install += ["--require-hashes"]
        subprocess.run([python, "-I", *install, "-r", ROOT / "requirements" / "audit.txt"], check=True)  # noqa: S603 - our own
        stamp.write_bytes(lock)
    return HOME / "bin" / "pip-audit"


def audited(command: Path, lock: Path, osv: str | None) -> tuple[int, list[str]]:
    """How many packages of a lock the database was asked about, and what it knows, a line each.

    Raises:
        OSError: it could not be asked about all of them; the reason is the last line that pip-audit said.
    """
    words: list[str | Path] = [command, "--disable-pip", "--require-hashes", "--strict", "--format", "json", "-r", lock]
    words += ["--progress-spinner", "off", *(["--vulnerability-service", "osv", "--osv-url", osv] if osv else [])]
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    try:
        asked = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError) as error:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise OSError(said[-1]) from error
    if skipped := [one["name"] for one in asked if "vulns" not in one]:
        raise OSError(f"{len(skipped)} packages were left out, {skipped[0]} among them")
    if not asked:
        raise OSError("no package was looked at")
    return len(asked), [shown(one, weakness) for one in asked for weakness in one["vulns"]]


def shown(package: dict[str, str], weakness: dict[str, Any]) -> str:
    """A weakness in one line."""
    mended = ", ".join(weakness["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}"


def main() -> int:
    """Audit every lock; gives the code to end with."""
    parser = argparse.ArgumentParser(description="The locked requirements against a database of known weaknesses.")
    parser.add_argument("--osv", metavar="URL", help="a database that speaks as osv.dev does [the index's own]")
    osv = parser.parse_args().osv
    code = 0
    for name in LOCKS:
        lock = ROOT / "requirements" / f"{name}.txt"
        try:
            count, known = audited(environment(), lock, osv)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"NOT AUDITED: requirements/{name}.txt: {error}", file=sys.stderr)
            print(
                "hint: nothing is known of its weaknesses; audit it where the database can be reached", file=sys.stderr
            )
            return UNASKED
        print(f"requirements/{name}.txt: {count} packages, {len(known)} known weaknesses", *known, sep="\n  ")
        code = FOUND if known else code
    return code


if __name__ == "__main__":
    sys.exit(main())
