"""What holds for a whole run: folders, register, resources, the day, the seal."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from typeset.batch.journal import MadeOriginal
from typeset.certify.sealing import Seal
from typeset.resources import Resources


@dataclass(frozen=True)
class Setting:
    """What holds for a run.

    Args:
        base: the folder that sources are relative to.
        out: where everything goes: `originals/`, `copies/` and the journal.
        register: its address.
        resources: templates and fonts.
        today: the date of certifications that name none, and of supersessions.
        validator: who judges the conformance: `page` or `verapdf`.
        reason: why an original takes the place of an earlier one.
        seal: what copies are sealed with, where the manifest asks for it.
        resume: whether a run that was broken off is to be finished.
    """

    base: Path
    out: Path
    register: str
    resources: Resources
    today: dt.date
    validator: str = "page"
    reason: str = "the source, a template, a font or an option has changed"
    seal: Seal | None = None
    resume: bool = False

    def original(self, record: MadeOriginal) -> Path:
        """Where an original stands."""
        return (self.base if record.given else self.out) / record.file
