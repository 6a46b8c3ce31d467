"""A killed process leaves no number that the register does not name, and every number can be finished."""

import hashlib
import os
import random
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from typeset import output
from typeset.model.register import Allotment
from typeset.register import Register

KILLS = int(os.environ.get("TYPESET_KILLS", "20"))
LONGEST = 0.12
"""Seconds from the first number to the kill: a dozen copies."""
UNFINISHED = {"pending", "unconfirmed", "leftover"}


def finish(register: Register, allotted: Allotment, folder: Path) -> None:
    """Do what `copy --resume` does: make the same bytes again, and confirm them."""
    content, path = allotted.model_dump_json().encode(), folder / allotted.file_name
    if path.exists():
        assert path.read_bytes() == content
    else:
        output.write(path, content)
    register.confirm(allotted.made(hashlib.sha256(content).hexdigest(), 9))


def test_every_number_is_issued_or_named_after_kills(
    where: str, start: Callable[[str, int, int], "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    moments, folder, said = random.Random(3), tmp_path / "copies", set()  # noqa: S311 - moments, no secrets
    for _ in range(KILLS):
        process = start(where, 0, 5)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moments.uniform(0, LONGEST))
        process.kill()
        said |= {int(line) for line in process.communicate()[0].splitlines(keepends=True) if line.endswith("\n")}
    folder.mkdir(exist_ok=True)
    with Register.open(where) as register:
        audit = register.audit(folder)
        copies, pending = register.copies(), register.pending()
        assert {finding.kind for finding in audit.findings} <= UNFINISHED
        assert [copy.number for copy in copies] == list(range(1, len(copies) + 1))
        assert {one.number for one in pending} == {one.number for one in audit.findings if one.number is not None}
        # What a process said to be finished is finished.
        assert said <= {copy.number for copy in copies if copy.state == "issued"}
        assert pending
        for allotted in pending:
            finish(register, allotted, folder)
        for finding in audit.findings:
            if finding.kind == "leftover" and finding.file_name is not None:
                (folder / finding.file_name).unlink()
        register.audit(folder).raise_for_findings()
        assert sorted(path.name for path in folder.iterdir()) == sorted(copy.file_name for copy in copies)
