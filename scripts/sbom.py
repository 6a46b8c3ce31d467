"""The locked requirements and the bundled fonts into a bill of materials: CycloneDX 1.5, JSON, on stdout.

Versions and hashes are those of `requirements/runtime.txt`; licences those that the installed packages state. The
bill depends on nothing but these, so that two of the same lock are equal.
"""

import hashlib
import importlib.metadata
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(.*(?:\n    .*)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def packages(lock: str) -> list[dict[str, object]]:
    """One component for each package of the lock."""
    return [
        {
            "type": "library",
            "name": name,
            "version": version,
            "purl": f"pkg:pypi/{name}@{version}",
            "hashes": [{"alg": "SHA-256", "content": one} for one in _HASH.findall(rest)],
            "licenses": licences(name),
        }
        for name, version, rest in _PINNED.findall(lock)
    ]


def licences(name: str) -> list[dict[str, object]]:
    """What an installed package says of its licence; nothing where it is for another system."""
    try:
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return []
    if expression := said.get("License-Expression"):
        return [{"expression": expression}]
    classified = [one.rpartition(" :: ")[2] for one in said.get_all("Classifier", []) if one.startswith("License ::")]
    stated = (said.get("License") or "").strip().partition("\n")[0]
    return [{"license": {"name": one}} for one in classified or [stated] if one]


def fonts() -> list[dict[str, object]]:
    """One component for each bundled face, with the licence files that stand beside it."""
    texts = sorted(path.name for path in (ROOT / "fonts").glob("LICENSE-*.txt"))
    return [
        {
            "type": "file",
            "name": f"fonts/{path.name}",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}],
            "licenses": [{"license": {"name": f"see fonts/{text}"}} for text in texts if _family(text) in path.name],
        }
        for path in sorted((ROOT / "fonts").glob("*.[ot]tf"))
    ]


def _family(text: str) -> str:
    """The family that a licence file is named for: `LICENSE-Noto.txt`."""
    return text.removeprefix("LICENSE-").removesuffix(".txt")


def main() -> None:
    """Write the bill."""
    lock = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": [*packages(lock), *fonts()]}
    json.dump(bill, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
