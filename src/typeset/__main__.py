"""The command `typeset`, and `python -m typeset` where a shell's builtin of the same name is in the way."""

from typeset.cli import interrupts
from typeset.garbage import kept, uncollected


def run() -> None:
    """Run the command line, which may be interrupted at any time, and leave with the house's exit code."""
    interrupts.listen()
    try:
        with uncollected():
            from typeset.cli.main import main  # noqa: PLC0415 - loading takes its time, and is interrupted too
        kept()

        main()
    except KeyboardInterrupt:
        interrupts.leave()
    except SystemExit as end:
        if end.code == interrupts.CODE:
            interrupts.leave()
        raise
    finally:
        interrupts.ignore()
        kept()


if __name__ == "__main__":
    run()
