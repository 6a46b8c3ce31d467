"""Commands, groups and options whose help is said in the user's language, at the time it is asked for."""

import inspect
import os
import typing as t
from collections.abc import Callable

import click

from typeset.cli.speech import is_wide, language_of, looked_up, speak
from typeset.cli.wrapping import wrapped

_Command = t.TypeVar("_Command", bound=Callable[..., t.Any])
_MARGIN = 4
_BESIDE = 36
"""Columns that are taken beside the help of an option: by its name, and by margins."""


class Option(click.Option):
    """An option whose help is English in the code, and translated when it is shown."""

    @property
    def help(self) -> str | None:
        """The help in the user's language."""
        return self._help and looked_up(self._help)

    @help.setter  # noqa: A003 - the name is click's
    def help(self, words: str | None) -> None:
        self._help = words

    def get_help_extra(self, ctx: click.Context) -> t.Any:  # noqa: ANN401 - click keeps the type to itself
        """What stands in brackets after the help."""
        extra = super().get_help_extra(ctx)
        if isinstance(self.show_default, str):
            extra["default"] = f"({looked_up(self.show_default)})"
        return extra

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's name, and its help."""
        record = super().get_help_record(ctx)
        if record is None or not is_wide():
            return record
        return record[0], wrapped(record[1], _BESIDE)


class Command(click.Command):
    """A command whose help is English in the code, and translated when it is shown."""

    @property
    def help(self) -> str | None:
        """The help in the user's language."""
        words = self._help and looked_up(inspect.cleandoc(self._help))
        return wrapped(words, _MARGIN) if words and is_wide() else words

    @help.setter  # noqa: A003 - the name is click's
    def help(self, words: str | None) -> None:
        self._help = words

    @property
    def epilog(self) -> str | None:
        """What stands below the help, in the user's language."""
        return self._epilog and looked_up(self._epilog)

    @epilog.setter
    def epilog(self, words: str | None) -> None:
        self._epilog = words

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first sentence of the help."""
        if not is_wide():
            return super().get_short_help_str(limit)
        return looked_up(inspect.cleandoc(self._help or "")).partition("\n")[0]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click's own option, whose words click settles once for all."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = looked_up("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command
    group_class = type


class Root(Group):
    """The group that knows the language before it reads the command line."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: t.Any,  # noqa: ANN401 - handed on
    ) -> click.Context:
        """Settle the language, then parse."""
        speak(language_of(args, os.environ))
        return super().make_context(info_name, args, parent, **extra)


def option(*names: str, **settings: t.Any) -> Callable[[_Command], _Command]:  # noqa: ANN401 - handed on
    """As `click.option`."""
    return click.option(*names, cls=Option, **settings)


def command(name: str | None = None) -> Callable[[Callable[..., t.Any]], Command]:
    """As `click.command`."""
    return click.command(name, cls=Command)


def group() -> Callable[[Callable[..., t.Any]], Group]:
    """As `click.group`."""
    return click.group(cls=Group)
