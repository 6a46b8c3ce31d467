"""Errors into exit codes: a stable interface, written in the README."""

from typeset import errors

USAGE = 2
FAULT = 70
INTERRUPTED = 130

EXIT_CODES: dict[type[errors.TypesetError], int] = {
    errors.VerificationError: 1,
    errors.SourceError: 3,
    errors.ResourceError: 4,
    errors.PressError: 5,
    errors.CopyError: 6,
    errors.OutputError: 7,
    errors.MissingDependency: 8,
}


def exit_code(error: BaseException) -> int:
    """The code that a command ends with when `error` reaches the top."""
    return next((code for kind, code in EXIT_CODES.items() if isinstance(error, kind)), FAULT)
