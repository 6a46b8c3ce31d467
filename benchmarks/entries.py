"""Numbers into entries of a register, as they are after real work: originals, and copies with all that makes them."""

import datetime as dt
import hashlib
from pathlib import Path

from typeset.model.certification import Officer
from typeset.model.register import CopyTerms, RegisteredOriginal, RegisteredParty
from typeset.register import Register

PARTIES = 8
COPIES = 40
"""Of each original."""
DAY = dt.date(2026, 1, 15)


def original(number: int) -> RegisteredOriginal:
    """An original with eight parties."""
    parties = (
        RegisteredParty(key=f"P{one}", names={"ru": f"Республика {one}", "zh": f"共和国{one}"})
        for one in range(PARTIES)
    )
    return RegisteredOriginal(
        sha256=hashlib.sha256(f"original {number}".encode()).hexdigest(),
        identifier=f"LOAD-{number}/2026",
        titles={"ru": "Протокол о внесении изменений", "zh": "关于修改的议定书"},
        languages=("ru", "zh"),
        pages=16,
        sheets=8,
        parties=tuple(parties),
        signed=dt.date(2026, 1, 1),
        due_days=30,
        depositary={"ru": "Секретариат"},
        conformance="PDF/A-3a, PDF/UA-1",
        kind="pressed",
        file_name="original.pdf",
    )


def terms(number: int, copy: int) -> CopyTerms:
    """What is asked of one copy; the last party gets none, so that something stays due."""
    officer = Officer(office="Начальник канцелярии", name="И. И. Иванов")
    key = f"P{copy % (PARTIES - 1)}"
    settled = {
        "language": "ru",
        "officer": officer.model_dump(),
        "place": "Пекин",
        "date": DAY.isoformat(),
        "kept_in": "Секретариате",
        "file_reference": None,
        "address": None,
        "watermark": {"words": None, "grey": 0.86, "angle": 52.0, "size": 56.0},
        "duplex": True,
        "conformed": [],
    }
    return CopyTerms(
        recipient=key,
        language="ru",
        officer=officer,
        place="Пекин",
        issued=DAY,
        file_name=f"LOAD-{number}-2026-copy-{{number}}-{{recipient}}.pdf",
        options={"terms": settled, "recipient": {"key": key, "name": f"Республика {key}"}},
    )


def fill(where: Path, copies: int) -> None:
    """Begin a register with so many issued copies."""
    with Register.open(where, create=True) as register:
        for number in range(copies // COPIES):
            registered = register.add_original(original(number))
            allotted = register.allot(registered.sha256, [terms(number, copy) for copy in range(COPIES)])
            digests = (hashlib.sha256(one.file_name.encode()).hexdigest() for one in allotted)
            register.confirm_many([one.made(digest, 9) for one, digest in zip(allotted, digests, strict=True)])
