"""Records, outcomes and errors into the results that a run reports."""

from typeset.batch.journal import Failed, Journal, MadeOriginal
from typeset.batch.tasks import Outcome
from typeset.messages import phrase
from typeset.model.batch import Failure, Result, State
from typeset.model.register import Allotment

NOTHING = Failure(kind="Fault", message=phrase("the worker made nothing"), hint=phrase("report this"))


def refused(journal: Journal, name: str, document: str, failure: Failure, outcome: Outcome | None = None) -> Result:
    """A document that was not made; the journal notes it."""
    journal.add(Failed(id=name, document=document, failure=failure))
    return by(Result(id=name, document=document, state="failed", failure=failure), outcome)


def pressed(record: MadeOriginal, state: State) -> Result:
    """An original that stands."""
    return Result(
        id=record.id,
        document=phrase("original"),
        state=state,
        file=record.file,
        sha256=record.sha256,
        pages=record.facts.entry.pages,
    )


def copied(record: MadeOriginal, copy: Allotment, state: State, file: str, sha256: str) -> Result:
    """A copy that stands."""
    return Result(
        id=record.id,
        document=phrase("copy {number}", number=copy.number),
        state=state,
        file=file,
        sha256=sha256,
        pages=record.facts.entry.pages + 1,
        recipient=copy.recipient or copy.addressee or "",
    )


def by(result: Result, outcome: Outcome | None) -> Result:
    """The same, with who did it, in what time."""
    if outcome is None:
        return result
    seconds = round(outcome.seconds / len(outcome.pieces), 3)
    return result.model_copy(update={"seconds": seconds, "worker": outcome.worker, "memory": outcome.memory})
