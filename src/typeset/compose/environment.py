"""Template names into HTML: a sandboxed Jinja2 that reads only below the template folders."""

import functools
import traceback
import typing as t
from collections.abc import Hashable

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from typeset.errors import ResourceError
from typeset.messages import phrase
from typeset.resources import Resources

_THEIRS = {"builtins", "datetime", "jinja2", "markupsafe"}
"""Whose values Jinja2 knows how to judge."""


def render(name: str, resources: Resources, **values: object) -> str:
    """Render the template `name`.

    Raises:
        ResourceError: the template is missing, faulty, or asks for what it may not have.
    """
    try:
        return _environment(resources).get_template(name).render(**values)
    except jinja2.TemplateSyntaxError as error:
        where = f"{error.filename or error.name or name}:{error.lineno}"
        raise ResourceError(
            phrase("the template is faulty: {message}", message=error.message), phrase("correct the template"), where
        ) from error
    except jinja2.TemplateNotFound as error:
        message = phrase("there is no template `{name}`", name=error.name)
        raise ResourceError(message, phrase("correct the name in `include`"), _place(error)) from error
    except Exception as error:  # all that runs here is the template and what it calls
        where = _place(error) or name
        raise ResourceError(
            phrase("the template fails: {error}", error=error), phrase("correct the template"), where
        ) from error


def _place(error: Exception) -> str:
    """The innermost template and line that an error came through, as Jinja2 notes them in the traceback."""
    frames = [frame for frame in traceback.walk_tb(error.__traceback__) if "__jinja_exception__" in frame[0].f_globals]
    return f"{frames[-1][0].f_code.co_filename}:{frames[-1][1]}" if frames else ""


@functools.lru_cache(maxsize=256)
def _told(kind: Hashable) -> frozenset[str]:
    """The names of what values of a kind tell without being called."""
    bases = kind.__mro__ if isinstance(kind, type) else ()
    held = ((name, value) for one in bases for name, value in vars(one).items())
    return frozenset(name for name, value in held if isinstance(value, (property, functools.cached_property)))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, in which values of ours are read and never called.

    Jinja2 refuses what begins with an underscore, and lets every other method be called: those of pydantic's models
    read files by name, and run pickles.
    """

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may have it: of a value of ours, what it holds or tells."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        if type(obj).__module__.partition(".")[0] in _THEIRS:
            return True
        if callable(value):
            return False
        kind: t.Any = type(obj)
        return attr in getattr(obj, "__dict__", {}) or attr in _told(kind)


@functools.lru_cache(maxsize=8)
def _environment(resources: Resources) -> jinja2.Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        return (resources.template(name).decode(), name, None) if resources.has_template(name) else None

    return _Sandbox(
        loader=jinja2.FunctionLoader(load),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_printable,
    )


def _printable(value: t.Any) -> t.Any:  # noqa: ANN401 - jinja2 hands over whatever a template prints
    """Refuse to print nothing: a `None` on official paper is a fault of the template."""
    if value is None:
        raise ValueError(phrase("it prints a value that is not there"))
    return value
