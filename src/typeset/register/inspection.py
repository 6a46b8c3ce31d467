"""A register, a folder and a head noted down outside into one `Audit`."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text

from typeset.garbage import uncollected
from typeset.messages import phrase
from typeset.model.audit import Audit, AuditFinding
from typeset.model.register import Head
from typeset.register import schema
from typeset.register.audit import audit_rows
from typeset.register.folder import audit_copies
from typeset.register.store import Store, find_head, streamed


def inspect(store: Store, folder: Path | None, identifier: str | None, noted: Head | None) -> Audit:
    """Audit the register in one snapshot, then the files; see `Register.audit`.

    Raises:
        OutputError: the register or the folder cannot be read.
    """
    with uncollected(), store.reading() as connection:
        findings = [*_storage(connection), *_guards(connection)]
        head = find_head(connection)
        broken, course = audit_rows(lambda: streamed(connection), head, noted)
    # Without a folder, only what is unfinished can be named.
    copies = course.filed(identifier, all_states=folder is not None)
    return Audit(
        subject=store.name,
        head=head,
        findings=(*findings, *broken, *audit_copies(copies, folder)),
        files_checked=folder is not None,
        anchored=noted is not None,
    )


def _storage(connection: Connection) -> Iterator[AuditFinding]:
    """What SQLite finds wrong with its own file; a server looks after its own."""
    if connection.dialect.name == "sqlite":
        for complaint in connection.execute(text("PRAGMA integrity_check")).scalars():
            if complaint != "ok":
                yield AuditFinding(
                    kind="storage", message=phrase("the file is damaged: {complaint}", complaint=complaint)
                )


def _guards(connection: Connection) -> Iterator[AuditFinding]:
    for name in schema.missing_guards(connection):
        yield AuditFinding(
            kind="guard", message=phrase("the guard `{name}` was taken away: rows could be changed since", name=name)
        )
