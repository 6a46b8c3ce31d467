"""English sentences into messages, which remember how they were made, so that they can be said in other languages.

Whoever finds something wrong says it in English, by `phrase`. What comes of it is that sentence, a `str` like any
other; the edge looks its template up in a catalogue and fills the same values into the translation.
"""

import functools
import re
import typing as t
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

_FIELD = re.compile(r"\{(\w+)\}")

Value = str | int


class Message(str):
    """A sentence, with the template and the values that it was made of; frozen.

    Args:
        template: English, with `{fields}`; in the singular where the sentence counts.
        values: what stands in the fields; a value may be a message itself.
        plural: the template for other numbers than one; empty where the sentence does not count.
            What is counted is the value `count`.
    """

    __slots__ = ("plural", "template", "values")

    template: str
    values: Mapping[str, Value]
    plural: str

    def __new__(cls, template: str, values: Mapping[str, Value], plural: str = "") -> t.Self:
        """Fill the template.

        Raises:
            KeyError: the template names a field that is not among the values.
        """
        chosen = plural if plural and values["count"] != 1 else template
        message = super().__new__(cls, filled(chosen, values))
        keep = object.__setattr__
        keep(message, "template", template)
        keep(message, "values", MappingProxyType(dict(values)))
        keep(message, "plural", plural)
        return message

    def __setattr__(self, name: str, value: object) -> t.NoReturn:
        raise AttributeError(f"a message is frozen: `{name}` is not set to {value!r}")

    def __reduce__(self) -> tuple[type["Message"], tuple[str, dict[str, Value], str]]:
        return Message, (self.template, dict(self.values), self.plural)


def phrase(template: str, /, **values: object) -> Message:
    """A message of `template`, its `{fields}` filled with `values`."""
    return Message(template, {name: _kept(value) for name, value in values.items()})


def counted(one: str, many: str, /, count: int, **values: object) -> Message:
    """A message about `count` things: `one` where there is one of them, else `many`; both may say `{count}`.

    English may have one wording for both; other languages are asked for theirs by the number.
    """
    return Message(one, {"count": count, **{name: _kept(value) for name, value in values.items()}}, many)


def joined(separator: str, parts: Iterable[str]) -> Message:
    """Parts, messages or not, as one message with `separator` between them."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Message(separator.join(f"{{{name}}}" for name in values), values)


def lines(parts: Iterable[str]) -> Message:
    """Parts, messages or not, as one message of a line each."""
    return joined("\n", parts)


def either(parts: Iterable[str]) -> Message:
    """One of the parts, messages or not, as a message: `a or b or c`."""
    return _chained(lambda some, last: phrase("{some} or {last}", some=some, last=last), parts)


def both(parts: Iterable[str]) -> Message:
    """All of the parts, messages or not, as a message: `a and b and c`."""
    return _chained(lambda some, last: phrase("{some} and {last}", some=some, last=last), parts)


def _chained(link: Callable[[str, str], Message], parts: Iterable[str]) -> Message:
    found = list(parts)
    return functools.reduce(link, found[1:], joined("", found[:1]))


def each(words: str, change: Callable[[str], str]) -> str:
    """The same words, message or not, after `change` of everything in them that comes from outside."""
    if not isinstance(words, Message):
        return change(words)
    values = {name: each(value, change) if isinstance(value, str) else value for name, value in words.values.items()}
    return Message(words.template, values, words.plural)


def filled(template: str, values: Mapping[str, Value]) -> str:
    """Put `values` into the `{fields}` of `template`.

    Raises:
        KeyError: the template names a field that is not among the values.
    """
    return _FIELD.sub(lambda field: str(values[field[1]]), template)


def fields(template: str) -> frozenset[str]:
    """Name the `{fields}` of `template`."""
    return frozenset(_FIELD.findall(template))


def _kept(value: object) -> Value:
    """What a message may hold for long and take to other processes: words and whole numbers.

    An error that carries nothing but a message stands for it.
    """
    if isinstance(value, Exception) and value.args and isinstance(value.args[0], Message):
        return value.args[0] if str(value) == value.args[0] else str(value)
    return value if isinstance(value, str | int) else str(value)
