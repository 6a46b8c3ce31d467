"""What workers do in tests in place of `work`: the same, but for sources that ask for trouble by their names."""

import dataclasses
import os
import signal
import time
from pathlib import Path

from typeset.batch.tasks import CopiesTask, GivenTask, Outcome, Task
from typeset.batch.work import work
from typeset.register import Register


def troubled(task: Task) -> Outcome:
    """Hang, die or eat memory where the instrument is called so; else do the work."""
    if not isinstance(task, CopiesTask):
        match task.id:
            case "hangs":
                time.sleep(3600)
            case "dies":
                os.kill(os.getpid(), signal.SIGKILL)
            case "eats":
                return work(dataclasses.replace(task, files=Glutton()))  # type: ignore[arg-type] # that is the fault
    return work(task)


class Glutton:
    """In place of a source: whoever looks at it needs a terabyte."""

    def __getattr__(self, name: str) -> bytearray:
        if name.startswith("__"):
            raise AttributeError(name)
        return bytearray(2**40)


def dies_once(task: Task) -> Outcome:
    """Die at the first try of everything."""
    if task.attempt == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return work(task)


def kills_a_colleague(task: Task) -> Outcome:
    """End the worker of Dask that first comes to the third instrument; a file says that it was done."""
    mark = task.shelf.parent / "killed"
    if task.id == "0003" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return work(task)


def kills_the_scheduler(task: Task) -> Outcome:
    """End Dask's scheduler when the third instrument is copied; a file beside the output says which process it is."""
    mark = task.shelf.parent / "scheduler"
    if isinstance(task, CopiesTask) and task.id == "0003" and mark.exists():
        process = int(mark.read_text(encoding="ascii"))
        mark.unlink()
        os.kill(process, signal.SIGKILL)
    return work(task)


def on_another_machine(task: Task) -> Outcome:
    """Do the work where no file of the client is seen."""
    if isinstance(task, GivenTask | CopiesTask):
        elsewhere = dataclasses.replace(task.original, path=Path("/nowhere") / task.original.path.name)
        task = dataclasses.replace(task, original=elsewhere)
    return work(task)


def annuls_a_number(task: Task) -> Outcome:
    """Make copies, while somebody enters the first number as faulty."""
    if isinstance(task, CopiesTask):
        with Register.open(task.shelf.parent / "register.db") as book:
            book.rectify(task.entry.identifier, 1, "annulled", task.allotments[0].issued)
    return work(task)


def removes_the_original(task: Task) -> Outcome:
    """Look at an original that is there already, and take it away."""
    outcome = work(task)
    if isinstance(task, GivenTask) and task.id == "pressed":
        task.path.unlink()
    return outcome


def removes_it_late(task: Task) -> Outcome:
    """Take an original away while copies of another are made."""
    if isinstance(task, CopiesTask) and task.id == "0001":
        (task.shelf.parents[1] / "mixed" / "pressed.pdf").unlink()
    return work(task)
