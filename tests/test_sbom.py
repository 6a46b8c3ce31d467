"""The bill of materials lists what is locked and what is bundled, each with its digest and licence."""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Locked for other systems or interpreters than this one: what is not installed states no licence.
ELSEWHERE = {"brotlicffi", "colorama", "tzdata", "tzlocal"}


def test_every_locked_package_and_face_is_listed_with_its_licence() -> None:
    made = subprocess.run([sys.executable, ROOT / "scripts" / "sbom.py"], capture_output=True, check=True)
    listed = json.loads(made.stdout)["components"]
    lock = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    faces = {f"fonts/{path.name}" for path in (ROOT / "fonts").glob("*.ttf")}
    assert {one["name"] for one in listed} == locked | faces
    assert all(one["hashes"] for one in listed)
    assert {one["name"] for one in listed if not one["licenses"]} <= ELSEWHERE
