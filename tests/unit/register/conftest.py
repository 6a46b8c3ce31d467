"""A register in a folder of its own, and what is entered into it."""

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from typeset.model.audit import AuditFinding
from typeset.model.certification import Officer
from typeset.model.register import CopyTerms, RegisteredOriginal, RegisteredParty
from typeset.register import Register

_PARTIES = ("IN", "KZ", "CN")
# The guards that `tamper` took away, and the numbers whose `issued` row can no longer be read.
_CONSEQUENCES = {"guard", "pending"}


@pytest.fixture
def digest() -> Callable[[object], str]:
    """A digest of anything that can be written."""
    return lambda thing: hashlib.sha256(str(thing).encode()).hexdigest()


@pytest.fixture
def make_original(digest: Callable[[object], str]) -> Callable[..., RegisteredOriginal]:
    """An original; `change` takes the place of its particulars."""

    def make(**change: object) -> RegisteredOriginal:
        particulars: dict[str, object] = {
            "sha256": digest("original"),
            "identifier": "SCO-2018/1",
            "titles": {"ru": "Протокол", "zh": "议定书"},
            "languages": ("zh", "ru"),
            "pages": 16,
            "sheets": 8,
            "parties": tuple(RegisteredParty(key=key, names={"ru": f"Республика {key}"}) for key in _PARTIES),
            "signed": dt.date(2018, 5, 22),
            "due_days": 15,
            "depositary": {"ru": "Секретариат"},
            "conformance": "PDF/A-3a, PDF/UA-1",
            "kind": "pressed",
            "file_name": "original.pdf",
        }
        return RegisteredOriginal.model_validate(particulars | change)

    return make


@pytest.fixture
def make_terms() -> Callable[..., CopyTerms]:
    """The terms of one copy; `change` takes their place."""

    def make(recipient: str | None = "KZ", **change: object) -> CopyTerms:
        terms: dict[str, object] = {
            "recipient": recipient,
            "language": "ru",
            "officer": Officer(office="Начальник канцелярии", name="И. И. Иванов"),
            "place": "Пекин",
            "issued": dt.date(2018, 5, 30),
            "file_name": "SCO-2018-1-{number}-{recipient}.pdf",
            "options": {"watermark": {"opacity": 0.15}},
        }
        return CopyTerms.model_validate(terms | change)

    return make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the register is."""
    return tmp_path / "register.db"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    """An empty register."""
    with Register.open(path, create=True) as opened:
        yield opened


@pytest.fixture
def filled(
    register: Register,
    digest: Callable[[object], str],
    make_original: Callable[..., RegisteredOriginal],
    make_terms: Callable[..., CopyTerms],
) -> Register:
    """Seven rows: an original (1), three numbers (2 to 4), three files (5 to 7)."""
    register.add_original(make_original())
    allotted = register.allot("SCO-2018/1", [make_terms(key) for key in _PARTIES])
    for one in allotted:
        register.confirm(one.made(digest(one.number), 9))
    return register


@pytest.fixture
def tamper(path: Path) -> Callable[..., None]:
    """Someone with a database tool, who takes away the guards first."""

    def run(*statements: str) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
            for name in names:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)

    return run


@pytest.fixture
def found(path: Path) -> Callable[..., list[tuple[str, int | None]]]:
    """What an audit names: kinds and rows, but for what `tamper` brings about by itself."""

    def audit(**options: object) -> list[tuple[str, int | None]]:
        with Register.open(path) as register:
            findings: tuple[AuditFinding, ...] = register.audit(**options).findings  # type: ignore[arg-type] # handed on by name
        return [(finding.kind, finding.sequence) for finding in findings if finding.kind not in _CONSEQUENCES]

    return audit
