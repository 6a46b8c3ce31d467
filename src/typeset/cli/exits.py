"""Errors into exit codes: a stable interface, written in the README."""

from typeset import errors
from typeset.messages import phrase

USAGE = 2
FAULT = 70

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


def refusal(error: OSError) -> errors.OutputError:
    """What the system says of a file, a disk or a stream, where nobody nearer has said it better."""
    reason = (error.strerror or str(error)).lower()
    if error.filename is None:
        what = phrase("the system does not let it be read or written: {reason}", reason=reason)
    else:
        what = phrase("`{path}` cannot be read or written: {reason}", path=error.filename, reason=reason)
    return errors.OutputError(what, phrase("see to the disk and to the rights, then try again; nothing half was left"))
