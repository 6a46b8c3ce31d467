"""The engine's start, without asking the machine what it does not need to know, and without what is hardly ever used.

WeasyPrint tries several names of each library. For those that are no names of files a compiler, a linker and the loader
are asked, each in a process of its own: fifty of them at every start, on a system that finds all by their files' names.
And it loads fontTools' subsetter, which cuts the faces that HarfBuzz cannot, and those that vary.
"""

import contextlib
import ctypes.util
import importlib
import sys
import types
import typing as t
from collections.abc import Callable, Iterator

_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
"""What the engine needs, by names that it tries itself."""
_SELDOM = ("fontTools.subset", "fontTools.varLib.instancer")


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Load the engine meanwhile; what is done here for it, others do not notice."""
    with _by_files_names(), _later(*_SELDOM):
        yield


@contextlib.contextmanager
def _by_files_names() -> Iterator[None]:
    """Search for no library meanwhile, where each that is needed is found by the name of its file."""
    if not all(map(_is_there, _LIBRARIES)):
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - the name is that of the function it stands for
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


class _Later(types.ModuleType):
    """Stands for a module until one of its functions or classes is called, which loads it."""

    def __getattr__(self, name: str) -> Callable[..., t.Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*args: object, **kwargs: object) -> object:
            return getattr(importlib.import_module(self.__name__), name)(*args, **kwargs)

        return called


@contextlib.contextmanager
def _later(*names: str) -> Iterator[None]:
    """Whoever imports one of these modules meanwhile, gets what loads it when it is called."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update({name: _Later(name) for name in absent})
    try:
        yield
    finally:
        for name in absent:
            if isinstance(sys.modules.get(name), _Later):
                del sys.modules[name]
