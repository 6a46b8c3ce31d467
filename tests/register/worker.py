"""One process of several that issue copies into one register: allot, write, confirm; says each number it finished."""

import hashlib
import itertools
import sys
from pathlib import Path

from typeset import output
from typeset.model.register import CopyTerms, RegisteredOriginal
from typeset.register import Register


def main(arguments: list[str]) -> None:
    """Issue `batch` copies `rounds` times; 0 rounds go on until killed."""
    where, folder, rounds, batch, original, terms = arguments
    registered = RegisteredOriginal.model_validate_json(original)
    wanted = [CopyTerms.model_validate_json(terms)] * int(batch)
    with Register.open(where, create=True, patience=120) as register:
        register.add_original(registered)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        for _ in range(int(rounds)) if int(rounds) else itertools.count():
            for allotted in register.allot(registered.sha256, wanted):
                content = allotted.model_dump_json().encode()
                output.write(Path(folder) / allotted.file_name, content)
                register.confirm(allotted.made(hashlib.sha256(content).hexdigest(), 9))
                sys.stdout.write(f"{allotted.number}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
