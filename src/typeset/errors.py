"""Every error of typeset, in one tree.

TypesetError
├── VerificationError   checked and found wanting                     exit 1
├── SourceError         the data is no valid protocol                 exit 3
├── ResourceError       a template or font is missing or altered      exit 4
├── PressError          not pressed, or not conformant                exit 5
├── CopyError           the original is unreadable or not the one     exit 6
├── OutputError         cannot write, or would overwrite              exit 7
└── MissingDependency   Pango, a validator, a key … is not there      exit 8
"""


class TypesetError(Exception):
    """What went wrong, what to do next, and where.

    Args:
        message: lower case, things named in backticks.
        hint: the next action, or an empty string.
        where: `file:line:column`, a page, or an empty string.
    """

    def __init__(self, message: str, hint: str = "", where: str = "") -> None:
        # All three go to Exception, so that the error survives pickling between processes.
        super().__init__(message, hint, where)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f"\nhint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{advice}"


class VerificationError(TypesetError):
    """A document was checked and found wanting."""


class SourceError(TypesetError):
    """The data is no valid protocol; `message` carries every complaint, one a line."""


class ResourceError(TypesetError):
    """A template, language table or font is missing, faulty or altered."""


class PressError(TypesetError):
    """The pages were not pressed, or are not conformant."""


class CopyError(TypesetError):
    """The PDF at hand is unreadable, altered, or not the registered one."""


class OutputError(TypesetError):
    """The output cannot be written, or an existing file would be overwritten."""


class MissingDependency(TypesetError):  # noqa: N818 - the house's word, stable interface
    """A library, tool or key that this machine would need is not there."""
