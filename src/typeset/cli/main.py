"""The command `typeset`: one subcommand a file, errors turned into messages and exit codes."""

import contextlib
import functools
import os
import sys
from collections.abc import Callable

import click

from typeset import __version__
from typeset.cli import (
    batch,
    check,
    completion,
    copies,
    extract,
    new,
    original,
    register,
    schema,
    seal,
    verify,
)
from typeset.cli.commands import Option, Root, option
from typeset.cli.console import complain
from typeset.cli.exits import exit_code, refusal
from typeset.cli.interrupts import CODE as INTERRUPTED
from typeset.cli.limiting import limit
from typeset.cli.speech import LANGUAGES, OPTION, VARIABLE, translated
from typeset.errors import TypesetError
from typeset.messages import phrase

_EPILOG = """\b
Exit codes: 0 done, 1 checked and found wanting, 2 wrong usage, 3 invalid source,
4 template or font, 5 press, 6 copy, 7 output, 8 missing dependency, 70 a fault of typeset.

\b
Limits on what is handed in, and how to raise them: variables of the environment.
TYPESET_LIMIT_SOURCE_MB=2         TYPESET_LIMIT_PDF_SECONDS=10
TYPESET_LIMIT_VALUES=100000       TYPESET_LIMIT_PDF_MEMORY_MB=512
TYPESET_LIMIT_DEPTH=24            TYPESET_LIMIT_PRESS_SECONDS=60
TYPESET_LIMIT_PICTURE_MB=4        TYPESET_LIMIT_PRESS_MEMORY_MB=1024
TYPESET_LIMIT_PIXELS=4194304      TYPESET_LIMIT_PDF_MB=128
"""


@click.group(
    cls=Root, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}, epilog=_EPILOG
)
@option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
@option(
    OPTION, type=click.Choice(LANGUAGES), envvar=VARIABLE, expose_value=False,
    help="The language of messages. [default: the locale's; also from $TYPESET_UI_LANGUAGE]",
)  # fmt: skip
@option("-v", "--verbose", is_flag=True, help="Show the traceback of a fault.")
@click.version_option(__version__, "-V", "--version", cls=Option, message="%(prog)s %(version)s")
def typeset(quiet: bool, verbose: bool) -> None:
    """Press official documents from structured data, and prove them by reading them back.

    \b
    Start here:
      typeset new my-protocol              write a protocol to edit
      typeset check my-protocol            list every complaint about it
      typeset original my-protocol         press the PDF original, proven
      typeset verify protocol.pdf          prove it again, any time later
      typeset copy protocol.pdf --all      issue certified copies, one a party
    """  # noqa: D301 - click reads a bare \b as: keep these lines apart
    del quiet, verbose
    limit(os.environ)


for command in (new.new, check.check, original.original, copies.copy, register.register, verify.verify):
    typeset.add_command(command)
for command in (batch.batch, extract.extract, schema.schema, seal.seal, completion.completion):
    typeset.add_command(command)


def main() -> None:
    """Run the command line and leave with the house's exit code."""
    code = _ended(verbose=bool({"-v", "--verbose"} & set(sys.argv[1:])))
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        # Not by `sys.exit`: the interpreter would try to write once more, and end with a code of its own.
        os._exit(code)
    sys.exit(code)


def _ended(*, verbose: bool) -> int:
    """Run the command line, say what went wrong, and give the exit code."""
    try:
        code = typeset.main(standalone_mode=False)
    except TypesetError as error:
        return _said(functools.partial(complain, error), exit_code(error))
    except click.ClickException as error:
        return _said(error.show, error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _said(lambda: click.echo(translated(phrase("interrupted")), err=True), INTERRUPTED)
    except BrokenPipeError:
        # The reader of our output has gone (`typeset … | head`): no fault, and nothing left to say.
        sys.stderr.close()
        return 0
    except Exception as error:
        if verbose:
            raise
        refused = refusal(error) if isinstance(error, OSError) else None
        say = functools.partial(complain, refused) if refused else functools.partial(_confess, error)
        return _said(say, exit_code(refused or error))
    return code if isinstance(code, int) else 0


def _said(say: Callable[[], None], code: int) -> int:
    """Say why; where even that cannot be written, the code says it."""
    with contextlib.suppress(OSError):
        say()
    return code


def _confess(error: Exception) -> None:
    fault = phrase("fault of typeset: {kind}: {error}", kind=type(error).__name__, error=error)
    hint = phrase("hint: {hint}", hint=phrase("run again with -v and report it"))
    click.echo(f"{translated(fault)}\n{translated(hint)}", err=True)
